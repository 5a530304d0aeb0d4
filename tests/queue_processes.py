"""Real workers, clocks and brokers for the tests that kill them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from redis import Redis, RedisError

from apps.core.queue import bell
from config import env
from config.celery import app
from config.supervisor.engines import valkey_program
from config.supervisor.state import free_port

PROJECT = Path(__file__).resolve().parent.parent
LEASE_SECONDS = 2
SWEEP_SECONDS = 1
# A process needs seconds of a processor for its start, and gets them late on a busy machine.
START_SECONDS = 90


def wait_until(condition: Callable[[], object], seconds: float, what: str) -> float:
    """Wait for it, and say how long that took; a test that waits in vain names what it waited for."""
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > seconds:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.05)
    return time.monotonic() - started


def refuse_real_database() -> None:
    """Stop before the first write when this is the database that DATABASE_URL names and not one that pytest made.

    pytest-django makes its database only when a collected test asks for one in a way that it knows.
    """
    if connection.settings_dict["NAME"] == env.database("DATABASE_URL")["NAME"]:
        pytest.exit("These tests delete rows and break connections: they run on pytest's own database only.", 3)


def database_url() -> str:
    """The address of the database that pytest made."""
    refuse_real_database()
    database = connection.settings_dict
    who = f"{quote(database['USER'], safe='')}:{quote(database['PASSWORD'], safe='')}"
    host, port = database["HOST"] or "127.0.0.1", database["PORT"] or 5432
    return f"postgresql://{who}@{host}:{port}/{database['NAME']}"


@contextmanager
def ringing_at(url: str) -> Iterator[None]:
    """Have this process ring at another broker."""
    before = app.conf.broker_url
    _have_celery_ring_at(url)
    try:
        with override_settings(REDIS_URL=url):
            yield
    finally:
        _have_celery_ring_at(before)


def _have_celery_ring_at(url: str) -> None:
    app.conf.update(broker_url=url, broker_read_url=url, broker_write_url=url)
    # Celery keeps its connections for good and has no public way to part with them.
    app.amqp._producer_pool = None  # type: ignore[attr-defined]  # private, see above
    bell._Silence.end()


class Processes:
    """What a test starts; at its end everything is gone, with its children."""

    def __init__(self, folder: Path, redis_url: str) -> None:
        self.folder = folder
        self.redis_url = redis_url
        self.running: list[subprocess.Popen[bytes]] = []
        self.files = ExitStack()

    def __enter__(self) -> "Processes":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self.running:
            kill_group(process)
        self.files.close()

    def start(self, *command: str, **variables: str) -> subprocess.Popen[bytes]:
        """Start a process in a group of its own, on the test's database and broker, with short leases."""
        log = self.files.enter_context((self.folder / f"{len(self.running)}.log").open("wb"))
        # Whoever is killed writes down no lines that were run, so none are counted.
        ours = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
        environment = ours | {
            "DATABASE_URL": database_url(),
            "REDIS_URL": self.redis_url,
            "DJANGO_SETTINGS_MODULE": "tests.queue_settings",
            "SECRET_KEY": settings.SECRET_KEY,
            "QUEUE_LEASE_SECONDS": str(LEASE_SECONDS),
            "QUEUE_SWEEP_SECONDS": str(SWEEP_SECONDS),
            "QUEUE_RETRY_SECONDS": "0",
            "CELERY_SKIP_CHECKS": "1",
            **variables,
        }
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=PROJECT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.running.append(process)
        return process

    def start_worker(self, **variables: str) -> subprocess.Popen[bytes]:
        return self.start("-m", "celery", "-A", "config", "worker", "--loglevel=INFO", **variables)

    def start_clock(self, **variables: str) -> subprocess.Popen[bytes]:
        return self.start("-m", "config.beat", **variables)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """kill -9 for the process and all its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=60)


class Broker:
    """A Valkey that keeps nothing: killed and started again it is empty."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = {"port": str(self.port), "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": str(self.folder)}
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        self.process = subprocess.Popen(
            [valkey_program(), *arguments], stdout=subprocess.DEVNULL, start_new_session=True
        )
        wait_until(self._answers, START_SECONDS, "the broker answers")

    def kill(self) -> None:
        if self.process:
            kill_group(self.process)

    def _answers(self) -> bool:
        try:
            with Redis.from_url(self.url) as client:
                return bool(client.ping())
        except RedisError:
            return False
