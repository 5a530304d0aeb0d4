"""The web server's processes share what comes, and none of them stands still for a client."""

import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from subprocess import Popen
from threading import Event
from urllib.request import urlopen

import pytest
from gunicorn.workers.gthread import ThreadWorker

from config.supervisor.state import free_port
from config.web_worker import SharingWorker
from tests.real_processes import PROJECT, environment, wait_for

APPLICATION = """
import os, time
def application(environ, start_response):
    time.sleep(float(environ["QUERY_STRING"] or 0))
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "8")])
    return [f"{os.getpid():8d}".encode()]
"""
PROCESSES, THREADS = 2, 2


@pytest.fixture
def server(tmp_path: Path) -> Iterator[int]:
    """Gunicorn with our worker and an application that says which process it is; its port."""
    port = free_port()
    (tmp_path / "slow.py").write_text(APPLICATION, encoding="utf-8")
    command = [sys.executable, "-m", "gunicorn", "slow:application", "--chdir", str(tmp_path)]
    command += ["--worker-class", "config.web_worker.SharingWorker", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(PROCESSES), "--threads", str(THREADS), "--no-control-socket"]
    with Popen(command, env=environment(PYTHONPATH=str(PROJECT)), cwd=tmp_path) as process:
        try:
            wait_for(lambda: process_ids(port, 8) >= PROCESSES)
            yield port
        finally:
            process.terminate()
            process.wait(20)


def ask(port: int, seconds: float = 0) -> str:
    with urlopen(f"http://127.0.0.1:{port}/?{seconds}", timeout=30) as answer:
        return str(answer.read().decode())


def process_ids(port: int, times: int) -> int:
    try:
        return len(shares(port, times, 0.02))
    except OSError:
        return 0


def shares(port: int, times: int, seconds: float) -> Counter[str]:
    """How many of so many that ask at once each process answered."""
    with ThreadPoolExecutor(times) as people:
        return Counter(people.map(lambda _number: ask(port, seconds), range(times)))


def test_what_comes_at_once_is_shared(server: int) -> None:
    found = shares(server, 24, 0.1)
    assert len(found) == PROCESSES
    assert min(found.values()) >= 8, found


def test_client_that_does_not_close_its_connection_holds_up_nobody(server: int) -> None:
    """Each process is left waiting by several of them at once."""
    head = b"GET /?0 HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"
    idle = [socket.create_connection(("127.0.0.1", server)) for _ in range(8)]
    try:
        for one in idle:
            one.sendall(head)
        for one in idle:
            assert one.recv(64).startswith(b"HTTP/1.1 200")
        began = time.monotonic()
        for _ in range(8):
            ask(server)
        # Two seconds is how long one of them may linger.
        assert time.monotonic() - began < 1.5
    finally:
        for one in idle:
            one.close()


def test_client_that_says_nothing_at_first_is_answered_when_it_does(server: int) -> None:
    with socket.create_connection(("127.0.0.1", server)) as client:
        time.sleep(0.3)
        assert ask(server).strip().isdigit()
        client.sendall(b"GET /?0 HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        assert client.recv(64).startswith(b"HTTP/1.1 200")


def test_client_that_is_gone_before_it_asks_takes_nobodys_place(server: int) -> None:
    for _ in range(PROCESSES * THREADS * 2):
        socket.create_connection(("127.0.0.1", server)).close()
    assert sum(shares(server, 8, 0.02).values()) == 8


def test_sign_of_life_is_given_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    now, given = [100.0], []
    monkeypatch.setattr(ThreadWorker, "notify", lambda _self: given.append(now[0]))
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    worker = object.__new__(SharingWorker)
    worker.next_sign = 0.0
    for now[0] in (100.0, 100.2, 100.9, 101.0, 101.5, 102.5):
        worker.notify()
    assert given == [100.0, 101.0, 102.5]


def test_what_the_client_still_sends_after_its_answer_does_not_lose_it(server: int) -> None:
    head = b"POST /?0 HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: 60000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server)) as client:
        client.sendall(head + b"x" * 60_000)
        answer = b"".join(iter(lambda: client.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 200")
    assert int(answer[-8:]) > 0


def test_connections_that_are_kept_open_do_not_keep_others_out(server: int) -> None:
    kept = [socket.create_connection(("127.0.0.1", server)) for _ in range(12)]
    try:
        for one in kept:
            one.sendall(b"GET /?0 HTTP/1.1\r\nHost: here\r\n\r\n")
            assert one.recv(64).startswith(b"HTTP/1.1 200")
        assert ask(server).strip().isdigit()
    finally:
        for one in kept:
            one.close()


def test_connections_that_always_ask_do_not_keep_others_out(server: int) -> None:
    """More of them than threads, so that none of these is ever free."""
    is_over = Event()

    def ask_on() -> None:
        connection = HTTPConnection("127.0.0.1", server, timeout=30)
        while not is_over.is_set():
            connection.request("GET", "/?0.01")
            connection.getresponse().read()
        connection.close()

    with ThreadPoolExecutor(16) as people:
        asking = [people.submit(ask_on) for _ in range(16)]
        try:
            time.sleep(0.5)
            began = time.monotonic()
            for _ in range(4):
                ask(server)
            took = time.monotonic() - began
        finally:
            is_over.set()
    assert [one.result() for one in asking] == [None] * len(asking)
    assert took < 4
