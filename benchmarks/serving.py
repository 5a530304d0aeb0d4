"""A web server of its own for a measurement, and a client that counts answers."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings

ROUND_SECONDS = 1.5
CLIENTS = 4
START_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(application: str, environment: Mapping[str, str]) -> Iterator[int]:
    """Serve the WSGI application as the product is served; gives the port."""
    port = free_port()
    # Tokens made here must be good there, also where no key was given and each process makes its own.
    environment = {**os.environ, "SECRET_KEY": settings.SECRET_KEY, **environment}
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    command += ["--config", "config/gunicorn.py", "--log-level", "error"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing listens on port {port}")


def requests_per_second(port: int, path: str, headers: Mapping[str, str]) -> float:
    """GET the path over CLIENTS connections for ROUND_SECONDS; every answer must be a 200."""
    counts = [0] * CLIENTS
    ends = time.perf_counter() + ROUND_SECONDS

    def hammer(index: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < ends:
            connection.request("GET", path, headers=dict(headers))
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}: {body[:300]!r}")
            counts[index] += 1
        connection.close()

    threads = [threading.Thread(target=hammer, args=[index]) for index in range(CLIENTS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not all(counts):
        raise RuntimeError(f"a client of {path} got no answer")
    return sum(counts) / (time.perf_counter() - started)
