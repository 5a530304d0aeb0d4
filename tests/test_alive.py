"""What health checks of containers say of each process, by a real broker and a real socket."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from redis import Redis

from apps.code_assessment.sandbox.runner import alive as runner_alive
from apps.code_assessment.sandbox.runner.line import Line, broker_url
from config import alive
from tests.queue_processes import Broker


@pytest.fixture
def broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    made = Broker(tmp_path)
    made.start()
    monkeypatch.setenv("REDIS_URL", made.url)
    monkeypatch.setenv("RUNNER_BROKER_URL", made.url)
    yield made
    made.kill()


@pytest.mark.parametrize("who", ["worker", "beat"])
def test_a_worker_is_alive_as_long_as_its_pulse_is_young(
    who: str, broker: Broker, capsys: pytest.CaptureFixture[str]
) -> None:
    with Redis.from_url(broker.url) as talk:
        never = alive.main(who)
        talk.set(f"rostrum:pulse:{who}", int(time.time()) - 3600)
        long_ago = alive.main(who)
        talk.set(f"rostrum:pulse:{who}", int(time.time()))
        now = alive.main(who)
    broker.kill()
    unknown = alive.main(who)

    assert (never, long_ago, now, unknown) == (1, 1, 0, 1)
    said = capsys.readouterr().err.splitlines()
    assert said[0] == f"no sign of life of the {who} for 20 seconds"
    assert said[2].startswith("the broker does not answer: ")


class Product(BaseHTTPRequestHandler):
    """Answers whom nginx would have asked for."""

    status = 200

    def do_GET(self) -> None:
        asked = (self.path, self.headers["Host"], self.headers["X-Forwarded-Proto"])
        self.send_response(self.status if asked == ("/healthz", "jobs.example", "https") else 400)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def test_the_web_server_is_asked_as_its_proxy_asks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", ".jobs.example,rostrum.example")
    with HTTPServer(("127.0.0.1", 0), Product) as server:
        monkeypatch.setenv("PORT", str(server.server_port))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        well = alive.main("web")
        monkeypatch.setattr(Product, "status", 500)
        ill = alive.main("web")
        server.shutdown()
    gone = alive.main("web")

    assert (well, ill, gone) == (0, 1, 1)
    first, second = capsys.readouterr().err.splitlines()
    assert first == "the web server answers with 500"
    assert second.startswith("the web server does not answer: ")


def test_a_runner_is_alive_when_this_machine_has_one_whose_boxes_hold(broker: Broker) -> None:
    here = socket.gethostname()
    with Redis.from_url(broker.url) as talk:
        line = Line(talk)
        line.announce("elsewhere:1", {"refusal": ""})
        assert runner_alive.trouble(here) == "no runner of this machine has announced itself lately"
        line.announce(f"{here}:7", {"refusal": "no namespaces"})
        assert runner_alive.trouble(here) == "no namespaces"
        line.announce(f"{here}:7", {"refusal": ""})
        assert runner_alive.trouble(here) == ""
    broker.kill()
    assert runner_alive.trouble(here).startswith("the broker does not answer: ")


def test_the_runner_reads_its_brokers_address_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "runner_broker_url"
    file.write_text("redis://runner:word@valkey:6379/0\n")
    monkeypatch.setenv("RUNNER_BROKER_URL_FILE", str(file))
    monkeypatch.setenv("RUNNER_BROKER_URL", "redis://elsewhere/0")

    assert broker_url() == "redis://runner:word@valkey:6379/0"
