"""The queue of record beside plain Celery: what a call costs, and how many tasks go the whole way in a second."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from benchmarks import Figure
from config.supervisor.engines import valkey_program

LONGEST_SECONDS = 300


@contextmanager
def _running(*command: str, environment: dict[str, str], folder: str) -> Iterator[None]:
    with open(os.path.join(folder, "log"), "ab") as log:  # noqa: PTH123, PTH118 -- `folder` is a plain temporary name
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _database_url() -> str:
    database = connection.settings_dict
    who = f"{quote(database['USER'], safe='')}:{quote(database['PASSWORD'], safe='')}"
    return f"postgresql://{who}@{database['HOST'] or '127.0.0.1'}:{database['PORT'] or 5432}/{database['NAME']}"


def run() -> Iterator[Figure]:
    """A worker with two processes and a broker of their own; the running product's have no part in it."""
    port = _free_port()
    environment = os.environ | {
        "DATABASE_URL": _database_url(),
        "REDIS_URL": f"redis://127.0.0.1:{port}/0",
        "DJANGO_SETTINGS_MODULE": "benchmarks.queue_work.settings",
        "SECRET_KEY": settings.SECRET_KEY,
        "LOG_LEVEL": "WARNING",
    }
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="rostrum-bench-"))
        valkey = (str(valkey_program()), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder)
        stack.enter_context(_running(*valkey, environment=environment, folder=folder))
        worker = (sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=2", "-Q", "bench,plain")
        stack.enter_context(_running(*worker, "--loglevel=WARNING", environment=environment, folder=folder))
        # It waits for the worker in its warm-up round.
        time.sleep(1)
        measured = subprocess.run(
            [sys.executable, "-m", "benchmarks.queue_work"],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
        )
    answer = json.loads(measured.stdout.splitlines()[-1])
    calls, seconds = answer["calls"], answer["seconds"]
    (later_call, later_all), (each_call, each_all), (delay_call, delay_all) = (
        seconds[name] for name in ("later", "later_each", "delay")
    )
    per_call, plain = 1000 / calls, calls / delay_all
    yield Figure("later() in a transaction", later_call * per_call, "ms", "celery .delay()", delay_call * per_call)
    yield Figure("later() with its own commit", each_call * per_call, "ms", "celery .delay()", delay_call * per_call)
    yield Figure("tasks through the queue", calls / later_all, "1/s", "celery .delay()", plain)
    yield Figure(
        "tasks through the queue, a commit each", calls / each_all, "1/s", "celery .delay()", calls / delay_all
    )
