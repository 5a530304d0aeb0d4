"""One thread per worker process: it renews the lease, shows progress and ends what runs too long.

It has a database connection of its own, since what the body's transaction writes is invisible until it commits.
"""

import logging
import os
import signal
import threading
import time

from django.conf import settings
from django.db import Error, connection

from apps.core.queue import outcome
from apps.core.queue.execution import Execution

PROGRESS_SECONDS = 0.2

log = logging.getLogger(__name__)


class Renewal(threading.Thread):
    """Watches the one task that its process runs."""

    def __init__(self) -> None:
        super().__init__(name="queue-renewal", daemon=True)
        self.news = threading.Event()
        self.lock = threading.Lock()
        self.execution: Execution | None = None
        self.attempts = 0
        self.started = 0.0
        self.renewed = 0.0
        self.shown: tuple[int, str] = (0, "")

    def watch(self, execution: Execution, attempts: int) -> None:
        """Called for every task, so it wakes nobody: a short one is over before the thread looks."""
        with self.lock:
            self.execution, self.attempts = execution, attempts
            self.started = self.renewed = time.monotonic()
            self.shown = execution.progress

    def forget(self) -> None:
        with self.lock:
            self.execution = None

    def run(self) -> None:
        pause = settings.QUEUE_LEASE_SECONDS / 6
        while True:
            if self.news.wait(timeout=pause):
                self.news.clear()
            try:
                self.look()
            except Error as error:
                log.warning("lease not renewed: %s", error)
                connection.close()
            time.sleep(PROGRESS_SECONDS)

    def look(self) -> None:
        """Do for the running task whatever is due."""
        with self.lock:
            execution, started = self.execution, self.started
        if execution is None:
            # An idle process holds no second connection.
            connection.close()
            return
        if time.monotonic() - started > execution.timeout_seconds:
            self.end(execution)
        if execution.progress != self.shown:
            self.shown = execution.progress
            outcome.write_progress(execution.id, execution.fence, *self.shown)
        if time.monotonic() - self.renewed >= settings.QUEUE_LEASE_SECONDS / 3:
            outcome.renew(execution.id, execution.fence)
            self.renewed = time.monotonic()

    def end(self, execution: Execution) -> None:
        """A hung body cannot be stopped from within its process, so the process goes; the pool makes a new one."""
        with connection.cursor() as cursor:
            # The body may be about to commit its done mark, and wait in vain.
            cursor.execute("SET lock_timeout = '2s'")
        title = f"It ran longer than {execution.timeout_seconds} seconds."
        with self.lock:
            if self.execution is not execution:
                return
            log.error("%s %s: %s", execution.name, execution.id, title)
            try:
                outcome.mark_for_retry(execution.id, execution.fence, self.attempts, "timed-out", title, "")
            finally:
                os.kill(os.getpid(), signal.SIGKILL)


_threads: dict[int, Renewal] = {}


def start() -> None:
    """Start the thread of this process; called in a fresh worker process only."""
    thread = _threads[os.getpid()] = Renewal()
    thread.start()


def current() -> Renewal | None:
    """The thread of this process, if it is a worker's."""
    return _threads.get(os.getpid())


def report(execution: Execution) -> bool:
    """Have the execution's progress shown; False when there is no thread to do so."""
    thread = current()
    if thread is None or thread.execution is not execution:
        return False
    thread.news.set()
    return True
