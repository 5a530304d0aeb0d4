"""The web server's worker: gunicorn's with threads, which takes no more than it can answer and waits for nobody."""

import socket
import time
from collections import deque
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from config.call_room import with_room

# How long, and for how much, a client that has its answer may go on sending before it is cut off (gunicorn's figures).
LINGER_SECONDS, LINGER_BYTES = 2.0, 65_536
# So long a process without a free thread leaves new connections to others; then one may wait here with the rest.
LONGEST_SHUT_SECONDS = 0.1
SIGN_SECONDS = 1.0


class SharingWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Leaves connections to other processes while its own threads are busy, and sees to ended ones along the way.

    Gunicorn's takes whatever comes: of fifty at once one process may take forty and let the other one wait. And it
    stands still until a client that asked for the end of its connection has closed it, up to two seconds.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = 0
        self.newcomers_turn = self.next_sign = 0.0
        self.lingering: deque[Any] = deque()

    def enqueue_req(self, conn: Any) -> None:
        self.asked += 1
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """In one of the threads."""
        if not conn.initialized and not conn.data_ready:
            conn.data_ready = _has_said_something(conn.sock)
        return with_room(super().handle, conn)

    def notify(self) -> None:
        """The sign of life, which is looked for every minute; gunicorn gives it three times for each request."""
        now = time.monotonic()
        if now >= self.next_sign:
            self.next_sign = now + SIGN_SECONDS
            super().notify()

    def finish_request(self, conn: Any, fs: Any) -> None:
        self.asked -= 1
        is_over = self.alive and not fs.cancelled() and fs.exception() is None and not fs.result()
        if is_over:
            self._linger(conn)
        else:
            super().finish_request(conn, fs)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Called again after each event; an ended request is one.

        Connections that are kept open and always ask would never leave a thread free: who comes new has a turn, too.
        """
        now = time.monotonic()
        if self.asked < self.cfg.threads or now >= self.newcomers_turn:
            self.newcomers_turn = now + LONGEST_SHUT_SECONDS
        else:
            self.set_accept_enabled(False)
        super().wait_for_and_dispatch_events(timeout)

    def murder_pending(self) -> None:
        super().murder_pending()
        while self.lingering and self.lingering[0].timeout <= time.monotonic():
            self._close(self.lingering[0])

    def _linger(self, conn: Any) -> None:
        """RFC 9112, section 9.6: say the end, and read until the client has, or what it was told last may be lost."""
        conn.timeout, conn.drained = time.monotonic() + LINGER_SECONDS, 0
        self.lingering.append(conn)
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, EVENT_READ, partial(self._drain, conn))
        except (OSError, ValueError):
            # Gone already.
            self._close(conn)

    def _drain(self, conn: Any, client: Any) -> None:
        try:
            said = len(client.recv(4096))
        except BlockingIOError:
            return
        except OSError:
            said = 0
        conn.drained += said
        if not said or conn.drained >= LINGER_BYTES:
            self._close(conn)

    def _close(self, conn: Any) -> None:
        self.lingering.remove(conn)
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()


def _has_said_something(client: socket.socket) -> bool:
    """Most have by the time that they are taken; waiting for them takes four calls of the system more."""
    try:
        return bool(client.recv(1, socket.MSG_PEEK))
    except OSError:
        return False
