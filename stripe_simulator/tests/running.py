"""A simulator in a process of its own, and a product that listens to its webhooks."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import stripe

from stripe_simulator import JSON

PROJECT = Path(__file__).resolve().parents[2]
KEY, SECRET = "sk_test_of_these_tests", "whsec_of_these_tests"
READY_SECONDS = PATIENCE_SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


def wait_for(look: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> Any:
    """What is looked for, as soon as it is there."""
    give_up = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < give_up, "it did not come"
        time.sleep(0.02)
    return found


@dataclass
class Delivery:
    """What a webhook brought."""

    body: bytes
    signature: str

    @property
    def event(self) -> JSON:
        event: JSON = json.loads(self.body)
        return event


@dataclass
class Listener:
    """Stands for the product: notes what comes, and answers as told."""

    port: int
    got: list[Delivery] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/webhook"

    def kinds(self) -> list[str]:
        return [one.event["type"] for one in self.got]

    def wait(self, kind: str, *, times: int = 1) -> JSON:
        """The newest event of a kind, once so many have come."""
        wait_for(lambda: self.kinds().count(kind) >= times)
        return next(one.event for one in reversed(self.got) if one.event["type"] == kind)


@contextmanager
def listening() -> Iterator[Listener]:
    listener = Listener(0)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            listener.got.append(Delivery(body, self.headers["Stripe-Signature"]))
            self.send_response(listener.answers.pop(0) if listener.answers else 200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *words: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Running:
    """A simulator that answers."""

    port: int
    state: Path
    process: subprocess.Popen[bytes]
    listener: Listener

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {KEY}"}

    def client(self, key: str = KEY, retries: int = 0) -> stripe.StripeClient:
        """Stripe's own library, as the product uses it."""
        return stripe.StripeClient(key, base_addresses={"api": self.url}, max_network_retries=retries)

    def ask(self, path: str, body: JSON | None = None, headers: dict[str, str] | None = None) -> Any:
        """The control page as JSON, or the API without the library."""
        request = urllib.request.Request(
            self.url + path, None if body is None else json.dumps(body).encode(),
            {"Accept": "application/json", "Content-Type": "application/json", **(headers or {})},
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.loads(response.read())

    def control(self, deed: str, **sent: Any) -> Any:
        return self.ask(f"/_control/do/{deed}", sent)

    def later(self, **much: float) -> Any:
        """Move the time of everything without a test clock."""
        return self.control("time", **much)


def command(port: int, state: Path, url: str) -> list[str]:
    return [
        sys.executable, "-m", "stripe_simulator", "--port", str(port), "--state", str(state), "--key", KEY,
        "--webhook-url", url, "--webhook-secret", SECRET,
    ]  # fmt: skip


@contextmanager
def running(state: Path, *, port: int = 0) -> Iterator[Running]:
    """A simulator with a listener, ended at the end."""
    port = port or free_port()
    with listening() as listener:
        log = (state.parent / f"{state.name}.log").open("ab")
        process = subprocess.Popen(
            command(port, state, listener.url), cwd=PROJECT, stdout=log, stderr=log, env=os.environ
        )
        try:
            wait_for(lambda: answers(port, process), READY_SECONDS)
            yield Running(port, state, process, listener)
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)
            log.close()


def answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, "the simulator has ended"
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as response:
            return bool(response.read() == b"ok")
    except OSError:
        return False
