"""A small stand-in for the provider, over HTTP, where a page asks it something: it answers as told, and remembers."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.test import override_settings

from apps.billing.provider import _loaded

Thing = dict[str, Any]
REFUSED = {"error": {"type": "invalid_request_error", "code": "refused", "message": "The shop says no."}}


class Shop:
    """What was asked of it, and what it answers by method and path; what it was not told is made of the question."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answers: dict[str, Thing] = {}
        self.refuses: set[str] = set()

    def answer(self, method: str, path: str, said: dict[str, str]) -> tuple[int, Thing]:
        name = f"{method} {path.removeprefix('/v1/')}"
        self.asked.append((name, said))
        if name in self.refuses:
            return 400, REFUSED
        if name in self.answers:
            return 200, self.answers[name]
        if method == "GET":
            return 200, {"object": "list", "data": [], "has_more": False}
        kind = path.removeprefix("/v1/").replace("/", "_")
        return 200, {"id": f"{kind}_{len(self.asked)}", "object": kind, "url": f"https://pay.example/{kind}"} | said

    def names(self) -> list[str]:
        """What was asked, without the questions for prices."""
        return [name for name, _said in self.asked if not name.endswith((" prices", " products"))]

    def said(self, name: str) -> dict[str, str]:
        """What the last question of that name had with it."""
        return next(said for asked, said in reversed(self.asked) if asked == name)


@contextmanager
def shop_open() -> Iterator[Shop]:
    """The provider of the pages while it lasts."""
    shop = Shop()

    class Counter(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            address = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            said = dict(parse_qsl(address.query) + parse_qsl(body))
            status, thing = shop.answer(self.command, address.path, said)
            text = json.dumps(thing).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = _serve  # noqa: N815 -- the names that http.server looks for

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing of it belongs into the output of the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Counter)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    base = f"http://127.0.0.1:{server.server_port}"
    try:
        with override_settings(STRIPE_SECRET_KEY="sk_test_shop", STRIPE_API_BASE=base, STRIPE_LIVE=False):
            _forget_client()
            yield shop
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        _forget_client()


def _forget_client() -> None:
    """The client keeps the address with which it was made."""
    _loaded.cache_clear()
