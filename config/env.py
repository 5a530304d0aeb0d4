"""Typed readers of environment variables; a wrong value stops the start and names the variable."""

import json
import os
import secrets
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def text(name: str, default: str = "") -> str:
    """The variable, or the content of the file that NAME_FILE points to, or the default."""
    if file_name := os.environ.get(f"{name}_FILE"):
        try:
            # An empty file says nothing: containers are given one for each secret, needed or not.
            if content := Path(file_name).read_text(encoding="utf-8").strip():
                return content
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: cannot read {file_name}: {error.strerror}") from error
    return os.environ.get(name, "") or default


def required(name: str, reason: str) -> str:
    """The variable, which the reason says cannot be left out."""
    if value := text(name):
        return value
    raise ImproperlyConfigured(f"{name}: {reason}")


def boolean(name: str, *, default: bool) -> bool:
    value = text(name).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise ImproperlyConfigured(f"{name}: say true or false, not {value!r}")
    return default


def integer(name: str, default: int) -> int:
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {value!r} is not a whole number") from error


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """One of a few words."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}: say {' or '.join(allowed)}, not {value!r}")
    return value


def words(name: str) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def servers(name: str) -> list[tuple[str, int]]:
    """Addresses of name servers, each with its port: 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353."""
    found = []
    for word in words(name):
        try:
            parts = urlsplit(f"//{word}")
            found.append((str(ip_address(parts.hostname or "")), parts.port or 53))
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}: {word!r} is no address of a name server") from error
    return found


def state_folder() -> Path:
    """Where everything lives that the running product writes."""
    return Path(text("ROSTRUM_HOME") or BASE_DIR / ".rostrum").expanduser().resolve()


def running_engine(name: str) -> str:
    """The URL of an embedded engine that the supervisor has started, or an empty string."""
    try:
        return str(json.loads((state_folder() / "engines.json").read_text(encoding="utf-8")).get(name, ""))
    except (OSError, ValueError):
        return ""


def database(name: str) -> dict[str, Any]:
    """Django's settings for postgresql://user:password@host:port/name?option=value."""
    url = text(name) or running_engine(name)
    if not url:
        # Commands that need no database must run without one; the first query then says what is missing.
        return {"NAME": "rostrum", "HOST": "127.0.0.1", "PORT": "1", "USER": "rostrum", "PASSWORD": ""}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name}: write it as postgresql://user:password@host:5432/name")
    # Bound and prepared by the server: it plans a statement that comes again and again only once a connection.
    options: dict[str, Any] = {"server_side_binding": True, "prepare_threshold": 5, **dict(parse_qsl(parts.query))}
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }


def broker(name: str) -> str:
    """A redis:// or rediss:// address."""
    url = text(name) or running_engine(name) or "redis://127.0.0.1:1/0"
    try:
        parts = urlsplit(url)
        valid = parts.scheme in {"redis", "rediss"} and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error
    if not valid:
        raise ImproperlyConfigured(f"{name}: write it as redis://:password@host:6379/0")
    return url


def secret_key() -> str:
    """SECRET_KEY, or the key that the embedded start keeps in the state folder."""
    if key := text("SECRET_KEY"):
        return key
    try:
        return (state_folder() / "secret_key").read_text(encoding="utf-8").strip()
    except OSError:
        if boolean("PRODUCTION", default=False):
            raise ImproperlyConfigured("SECRET_KEY: set it to a long random value") from None
        # Commands that run before a key was made sign nothing that anybody could want to read later.
        return secrets.token_urlsafe(48)
