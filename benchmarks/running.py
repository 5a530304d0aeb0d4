"""The product that runs on this machine, or the one that BENCH_URL names; measurements talk to it from outside."""

import json
import os
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.management.base import CommandError

from config.supervisor.state import holder_of, read_json

ANSWER_SECONDS = 30


def product_url() -> str:
    """Where it answers, without a slash at the end."""
    url = os.environ.get("BENCH_URL") or holder_of(settings.STATE_DIR)
    if not url.startswith("http"):
        raise CommandError(f"Nothing runs in {settings.STATE_DIR}: start ./setup.sh first, or set BENCH_URL.")
    return url.rstrip("/")


def supervisor_pid() -> int:
    """The process above all others of the product in this state folder."""
    if not holder_of(settings.STATE_DIR):
        raise CommandError(f"Nothing runs in {settings.STATE_DIR}: start ./setup.sh first.")
    return int(read_json(settings.STATE_DIR / "supervisor.lock")["pid"])


def call(url: str, *, token: str = "", data: dict[str, Any] | None = None) -> dict[str, Any]:
    """GET, or POST of JSON; the answer's JSON."""
    if data is None:
        return _ask("GET", url, token)
    return _ask("POST", url, token, json.dumps(data).encode(), "application/json")


def upload(url: str, *, token: str, name: str, content: bytes) -> dict[str, Any]:
    """POST a file as a form does."""
    boundary = uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    return _ask("POST", url, token, body, f"multipart/form-data; boundary={boundary}")


def _ask(method: str, url: str, token: str, body: bytes | None = None, content_type: str = "") -> dict[str, Any]:
    address = urlsplit(url)
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with closing(kind(address.netloc, timeout=ANSWER_SECONDS)) as connection:
        connection.request(method, address.path, body, headers | ({"Content-Type": content_type} if body else {}))
        answer = connection.getresponse()
        said = answer.read()
    if answer.status >= HTTPStatus.BAD_REQUEST:
        raise RuntimeError(f"{method} {url} answered {answer.status}: {said[:500]!r}")
    found: dict[str, Any] = json.loads(said)
    return found
