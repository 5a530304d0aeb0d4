"""What is kept in the state folder: lock, ports, passwords and the addresses of running engines."""

import fcntl
import json
import os
import secrets
import socket
import time
from collections.abc import Collection, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from config.supervisor.errors import StartError

CLEANUP_SECONDS = 15
# Below those that systems give to outgoing connections: one of these could take a port before its engine binds it.
OWN_PORTS = range(20_000, 32_000)


class AlreadyRunningError(Exception):
    """Another supervisor serves this state folder."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step, readable by its owner only."""
    draft = path.with_name(f"{path.name}.new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


def read_json(path: Path) -> dict[str, str]:
    try:
        return {str(key): str(value) for key, value in json.loads(path.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError):
        return {}


def make_home(home: Path) -> None:
    """Create the state folder, closed to others, or say why it cannot be."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        (home / "logs").mkdir(mode=0o700, exist_ok=True)
        probe = home / f"writable.{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StartError(
            f"The state folder {home} cannot be written ({error.strerror}). "
            "Set ROSTRUM_HOME to a folder of yours, or give this one to yourself."
        ) from error


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError:
            return False
    return True


def free_port(but: Collection[int] = ()) -> int:
    """One that nothing listens on, and that is none of those which are spoken for."""
    while (port := secrets.choice(OWN_PORTS)) in but or not is_free(port):
        pass
    return port


def remembered_port(home: Path, name: str) -> int:
    """The port this engine had last time, or a free one when that is taken."""
    path = home / "ports.json"
    ports = read_json(path)
    known = int(ports.get(name, "0"))
    if known and is_free(known):
        return known
    port = free_port(but=[int(other) for other in ports.values()])
    write_private(path, json.dumps({**ports, name: str(port)}))
    return port


def remembered_secret(home: Path, name: str) -> str:
    """A random password, made once."""
    path = home / "passwords.json"
    known = read_json(path)
    if name not in known:
        known[name] = secrets.token_urlsafe(24)
        write_private(path, json.dumps(known))
    return known[name]


def secret_key(home: Path) -> str:
    """The key that signs sessions and tokens, made once."""
    path = home / "secret_key"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(64))
    return path.read_text(encoding="utf-8").strip()


def announce_engines(home: Path, urls: Mapping[str, str]) -> None:
    """Tell commands in other shells where the engines are; nothing running, no file."""
    path = home / "engines.json"
    if urls:
        write_private(path, json.dumps(dict(urls), indent=1))
    else:
        path.unlink(missing_ok=True)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def holder_of(home: Path) -> str:
    """Where the supervisor of this folder serves, or an empty string when none is at work."""
    path = home / "supervisor.lock"
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return read_json(path).get("url", "") or "(no web server)"
    except OSError:
        return ""
    return ""


class HomeLock:
    """One supervisor per state folder; the lock is the kernel's, so that it can never be left over."""

    def __init__(self, home: Path, url: str) -> None:
        self.path = home / "supervisor.lock"
        self.url = url
        self.handle = -1

    def __enter__(self) -> Self:
        self.handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        give_up = time.monotonic() + CLEANUP_SECONDS
        while True:
            try:
                fcntl.flock(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                holder = read_json(self.path)
                # A killed supervisor's guard holds the lock until nothing of that run is left.
                if alive(int(holder.get("pid", "0")) or os.getpid()) or time.monotonic() > give_up:
                    os.close(self.handle)
                    raise AlreadyRunningError(holder.get("url", "")) from None
                time.sleep(0.1)
        os.ftruncate(self.handle, 0)
        os.pwrite(self.handle, json.dumps({"pid": str(os.getpid()), "url": self.url}).encode(), 0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.ftruncate(self.handle, 0)
        os.close(self.handle)
