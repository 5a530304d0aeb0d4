"""An error that Sentry hears of: which request it was, and nothing about people."""

import gzip
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import import_module

import pytest

from tests.real_processes import PROJECT, environment

SECRET = "Jane Roe of Sleepy Hollow"
# A view that fails in a real request, with what must not leave in every place from which a client may take it.
FAILING = f"""
import logging
import django
from django.conf import settings
plain = {{"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
settings.STORAGES = {{**settings.STORAGES, "staticfiles": plain}}
django.setup()
import sentry_sdk
from django.test import Client
from apps.home import observing

def fail():
    text_of_cv = {SECRET!r}
    raise ValueError("cannot read " + text_of_cv)

observing.exposition = fail
client = Client(raise_request_exception=False, headers={{"User-Agent": {SECRET!r}}}, SERVER_NAME="localhost")
client.cookies["name"] = {SECRET!r}
answer = client.get("/metrics", {{"name": {SECRET!r}}}, headers={{"Authorization": "Bearer a-token-of-this-test"}})
logging.getLogger("apps.some").error("%s wrote", {SECRET!r}, extra={{"name_of": {SECRET!r}}})
logging.getLogger("apps.some").error({SECRET!r} + " wrote again")
sentry_sdk.flush(10)
print(answer.status_code, answer["X-Request-ID"])
"""


# Brotli comes with the fonts of PDFs, and is then what the client takes; it has no types.
OPENED = {"gzip": gzip.decompress, "br": import_module("brotli").decompress}


class Sink(HTTPServer):
    """Keeps what is sent to it."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        super().__init__(("127.0.0.1", 0), Keeping)


class Keeping(BaseHTTPRequestHandler):
    server: Sink

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.bodies.append(OPENED[self.headers["Content-Encoding"]](body))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args: object) -> None:
        """Not on the terminal of the tests."""


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def run(**variables: str) -> str:
    more = {"DJANGO_SETTINGS_MODULE": "config.settings", "METRICS_TOKEN": "a-token-of-this-test", **variables}
    done = subprocess.run(
        [sys.executable, "-c", FAILING],
        cwd=PROJECT,
        env=environment(**more),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.splitlines()[-1]


def test_an_error_arrives_with_its_request_and_without_people(sink: Sink) -> None:
    status, request_id = run(SENTRY_DSN=f"http://key@127.0.0.1:{sink.server_port}/7").split()

    everything = b"".join(sink.bodies)
    events = [
        json.loads(line)
        for line in everything.splitlines()
        if line.startswith(b"{") and b'"event_id"' in line and b'"level"' in line
    ]
    assert (status, len(events)) == ("500", 3)
    failed = next(event for event in events if event.get("exception"))
    assert failed["tags"] == {"request_id": request_id}
    [error] = failed["exception"]["values"]
    assert (error["type"], error["value"], error["stacktrace"]["frames"][-1]["function"]) == ("ValueError", "", "fail")
    assert {"request", "user", "breadcrumbs", "extra", "server_name", "contexts", "modules"} & set(failed) == set()
    assert [event["logentry"] for event in events if "logentry" in event and event is not failed] == [
        {"message": "%s wrote"}
    ]
    for part in (SECRET, "Sleepy", "Jane", "a-token-of-this-test"):
        assert part.encode() not in everything


def test_nothing_is_loaded_where_nobody_listens() -> None:
    code = "import django; django.setup(); import sys; print('sentry_sdk' in sys.modules)"
    more = {"DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=environment(**more), capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "False"
