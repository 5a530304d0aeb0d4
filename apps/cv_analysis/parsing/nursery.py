"""Our side of the process that forks a child for each document: starts it when it is needed, and orders children."""

import json
import os
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from .extract.nursery import STARTED

# A nursery that ends because nobody needed it may do so while an order is on its way.
TRIES = 3
MAX_CODE_BYTES = 16


class NoChildError(Exception):
    """The nursery could not fork a child, or was lost with it."""


@dataclass(frozen=True, slots=True)
class Child:
    """One that has started; who leaves its `with` ends it."""

    output: int
    line: socket.socket

    def exit_code(self, seconds: float) -> int:
        """How it ended, negative for a signal; TimeoutError when it goes on."""
        self.line.settimeout(seconds)
        try:
            return int(self.line.recv(MAX_CODE_BYTES))
        except (ValueError, ConnectionError) as error:
            raise NoChildError("the nursery ended before its child") from error


class Nursery:
    """One for each process that reads documents; none runs before the first, nor long after the last."""

    def __init__(self, command: Callable[[], Sequence[str]]) -> None:
        self._command = command
        self._lock = threading.Lock()
        self._orders: socket.socket | None = None
        # A forked worker has a nursery of its own, so that this one ends with its own process.
        os.register_at_fork(after_in_child=self._forget_after_fork)

    @contextmanager
    def child(self, file: int, words: Sequence[str], seconds: float) -> Iterator[Child]:
        """A new child that reads the file; TimeoutError if it does not start in that time."""
        output, line = self._ordered(file, json.dumps(words).encode(), seconds)
        try:
            yield Child(output, line)
        finally:
            os.close(output)
            line.close()

    def _ordered(self, file: int, order: bytes, seconds: float) -> tuple[int, socket.socket]:
        for _try in range(TRIES):
            output, writer = os.pipe()
            line, its_end = socket.socketpair()
            orders = self._running()
            try:
                with closing(its_end):
                    socket.send_fds(orders, [order], [file, writer, its_end.fileno()])
                line.settimeout(seconds)
                if line.recv(len(STARTED)):
                    return output, line
            except TimeoutError:
                self._leave(output, line)
                raise
            except ConnectionError:
                pass
            finally:
                os.close(writer)
            self._leave(output, line)
            self._forget(orders)
        raise NoChildError("the nursery does not start")

    @staticmethod
    def _leave(output: int, line: socket.socket) -> None:
        os.close(output)
        line.close()

    def _running(self) -> socket.socket:
        with self._lock:
            if self._orders is None:
                self._orders = self._start()
            return self._orders

    def _start(self) -> socket.socket:
        orders, its_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with its_end:
            # Neither the descriptors nor the environment of this process, which holds secrets, are passed on.
            process = subprocess.Popen(
                self._command(),
                stdin=its_end.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"LC_ALL": "C.UTF-8"},
                cwd="/",
                close_fds=True,
                start_new_session=True,
            )
        # It ends by itself; somebody has to collect it then.
        threading.Thread(target=process.wait, name="nursery", daemon=True).start()
        return orders

    def _forget(self, orders: socket.socket) -> None:
        with self._lock:
            if self._orders is orders:
                self._orders = None
        orders.close()

    def _forget_after_fork(self) -> None:
        self._lock = threading.Lock()
        if self._orders is not None:
            self._orders.close()
            self._orders = None
