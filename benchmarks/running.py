"""The product that runs on this machine, or the one that BENCH_URL names; measurements talk to it from outside."""

import json
import os
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
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
    body, content_type = _form("file", name, content)
    return _ask("POST", url, token, body, content_type)


def _form(field: str, name: str, content: bytes) -> tuple[bytes, str]:
    """A form with one file, and what it is."""
    boundary = uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


@dataclass(frozen=True, slots=True)
class Page:
    """What a browser is sent; a piece of a page that need not be asked for again is done."""

    text: str
    is_done: bool


def read_page(url: str, cookies: str) -> Page:
    """GET a page, or a piece of one, as the browser of somebody who is signed in does."""
    text, headers = _send("GET", url, {"Cookie": cookies, "HX-Request": "true"})
    return Page(text.decode(), headers.get("HX-Refresh") == "true")


def post_form(url: str, cookies: str, csrf_token: str, file: tuple[str, str, bytes]) -> None:
    """POST a page's form with one file: field, name, content."""
    body, content_type = _form(*file)
    _send("POST", url, {"Cookie": cookies, "X-CSRFToken": csrf_token, "Content-Type": content_type}, body)


def _ask(method: str, url: str, token: str, body: bytes | None = None, content_type: str = "") -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    said, _headers = _send(method, url, headers | ({"Content-Type": content_type} if body else {}), body)
    found: dict[str, Any] = json.loads(said)
    return found


def _send(method: str, url: str, headers: Mapping[str, str], body: bytes | None = None) -> tuple[bytes, Message]:
    address = urlsplit(url)
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    with closing(kind(address.netloc, timeout=ANSWER_SECONDS)) as connection:
        connection.request(method, address.path, body, dict(headers))
        answer = connection.getresponse()
        said = answer.read()
    if answer.status >= HTTPStatus.BAD_REQUEST:
        raise RuntimeError(f"{method} {url} answered {answer.status}: {said[:500]!r}")
    return said, answer.headers
