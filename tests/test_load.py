"""The generator of load: steady, bounded, and honest about how long people waited."""

import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from benchmarks.load import generator
from benchmarks.load.generator import ASKERS, LOST, Load, Request, asked_at, percentile
from benchmarks.load.table import Part, by_name, faults_of
from config.supervisor.state import free_port

PAGE = Request("page: home", "GET", "/", {"Host": "localhost"})


class _Server(ThreadingHTTPServer):
    """Answers one after the other, each after a while, and knows how many waited at most."""

    daemon_threads = True
    request_queue_size = 100

    def __init__(self, seconds: float, status: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seconds, self.status = seconds, status
        self.one_by_one, self.counting = threading.Lock(), threading.Lock()
        self.waiting = self.most = 0


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        with self.server.counting:
            self.server.waiting += 1
            self.server.most = max(self.server.most, self.server.waiting)
        with self.server.one_by_one:
            time.sleep(self.server.seconds)
        with self.server.counting:
            self.server.waiting -= 1
        self.send_response(self.server.status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:
        return


@contextmanager
def serving(seconds: float = 0.0, status: int = 200) -> Iterator[_Server]:
    server = _Server(seconds, status)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def asked_of(server: _Server, *, rate: float, seconds: float) -> Load:
    return asked_at(server.server_address[1], itertools.repeat(PAGE), rate=rate, seconds=seconds)


def test_requests_are_due_at_a_steady_rate_whatever_the_answers_take() -> None:
    """Twenty a second can be answered and forty are due: whoever comes last waited for all before."""
    with serving(seconds=0.05) as server:
        load = asked_of(server, rate=40, seconds=1)

    assert (len(load.answers), {one.status for one in load.answers}) == (40, {200})
    # The last is due after 0.975 s and has 40 times 0.05 s before it.
    assert max(one.seconds for one in load.answers) >= 2.0 - 0.975 - 0.05


def test_no_more_are_under_way_than_the_generator_may_have() -> None:
    with serving(seconds=0.02) as server:
        load = asked_of(server, rate=1000, seconds=0.1)

    assert len(load.answers) == 100
    assert server.most <= ASKERS


def test_errors_and_lost_connections_are_faults_and_told() -> None:
    with serving(status=503) as server:
        refused = asked_of(server, rate=50, seconds=0.1)
    lost = asked_at(free_port(), itertools.repeat(PAGE), rate=50, seconds=0.1)
    part = Part("mixed", Load(refused.answers + lost.answers, 0.2), {"web": 0.1}, 3.0)

    assert part.faults == 10
    assert {one.status for one in lost.answers} == {LOST}
    assert [line.split(" ")[:4] for line in faults_of([part])] == [
        ["5", "times", "page:", "home:"],
        ["5", "times", "page:", "home:"],
    ]
    assert "503 ok" in "".join(faults_of([part]))


def test_whoever_asked_is_told_what_came_of_it() -> None:
    told: list[tuple[int, bytes]] = []
    request = Request("API: x", "GET", "/", {}, then=lambda status, said: told.append((status, said)))

    with serving() as server:
        asked_at(server.server_address[1], itertools.repeat(request), rate=20, seconds=0.1)

    assert told == [(200, b"ok")] * 2


def test_a_part_says_what_a_request_cost() -> None:
    answers = [generator.Answer("page: home", 200, n / 100, b"") for n in range(1, 101)]
    part = Part("mixed", Load(answers, 10.0), {"web": 1.0, "postgres": 0.5, "beat": 0.1}, 7.25)

    assert percentile([one.seconds for one in answers], 0.95) == 0.96
    assert part.cells() == (
        *("mixed", "10.0", "510", "960", "1000", "960", "0"),
        *("16.0", "10.0", "5.0", "0.0", "1.0", "7.2"),
    )
    row = by_name(part, {"page: home": 7})[2]
    assert [cell.strip() for cell in row.split("|")[1:6]] == ["page: home", "100", "510", "960", "7"]
