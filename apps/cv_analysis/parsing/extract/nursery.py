"""A process in which all that reading needs is loaded, and which is forked for each document.

It opens no document itself. What a forked child does to itself, the next one does not see.
"""

import gc
import json
import os
import resource
import selectors
import signal
import socket
from collections.abc import Callable
from contextlib import suppress

MOST_DESCRIPTORS = 256
MAX_ORDER_BYTES = 4096
STARTED = b"+"
Work = Callable[[], None]


class Nursery:
    """Forks a child for each order, watches it, and ends it when nobody waits for it any more.

    An order is a packet with the words for the child and three descriptors: its file, its output, and a socket on
    which is said that it has started and how it ended. Whoever closes that socket ends the child.
    """

    def __init__(self, orders: socket.socket, prepare: Callable[[list[str]], Work], idle_seconds: float) -> None:
        self._orders = orders
        self._prepare = prepare
        self._idle_seconds = idle_seconds
        self._children: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(orders, selectors.EVENT_READ, self._take_order)
        woken, waker = socket.socketpair()
        woken.setblocking(False)
        waker.setblocking(False)
        self._waking = (woken, waker)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        self._selector.register(woken, selectors.EVENT_READ, self._see_ends)

    def serve(self) -> None:
        """Until those who order are gone, or nobody has ordered for long."""
        while found := self._selector.select(None if self._children else self._idle_seconds):
            for key, _ in found:
                if key.data() is False:
                    self._end_all()
                    return

    def _take_order(self) -> bool:
        words, descriptors, _flags, _address = socket.recv_fds(self._orders, MAX_ORDER_BYTES, 3)
        if not words:
            return False
        if len(descriptors) == 3:
            self._fork(json.loads(words), *descriptors)
        for descriptor in descriptors[:2]:
            os.close(descriptor)
        return True

    def _fork(self, words: list[str], file: int, output: int, line: int) -> None:
        work = self._prepare(words)
        # The collector would write its marks into memory that parent and child share.
        gc.freeze()
        pid = os.fork()
        if pid == 0:
            be_born(work, file, output)
        control = socket.socket(fileno=line)
        self._children[pid] = control
        self._selector.register(control, selectors.EVENT_READ, lambda: self._kill(pid))
        with suppress(OSError):
            control.send(STARTED)

    def _kill(self, pid: int) -> None:
        """Nobody else collects the child, so that the number still is its own."""
        if pid in self._children:
            self._selector.unregister(self._children[pid])
            kill_session(pid)

    def _see_ends(self) -> None:
        with suppress(BlockingIOError):
            self._waking[0].recv(4096)
        while (ended := peek()) is not None:
            # What it may have forked goes with it.
            kill_session(ended)
            _, status = os.waitpid(ended, 0)
            control = self._children.pop(ended)
            with suppress(KeyError):
                self._selector.unregister(control)
            with suppress(OSError):
                control.send(str(os.waitstatus_to_exitcode(status)).encode())
            control.close()

    def _end_all(self) -> None:
        for pid in self._children:
            kill_session(pid)


def peek() -> int | None:
    """A child that has ended and is not collected yet."""
    try:
        found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return None
    return found.si_pid if found else None


def kill_session(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def be_born(work: Work, file: int, output: int) -> None:
    """The forked child: keeps the two descriptors it works with, and never comes back."""
    code = 1
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(file, 0)
        os.dup2(output, 1)
        os.closerange(3, MOST_DESCRIPTORS)
        gc.enable()
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        os._exit(code)


def serve(prepare: Callable[[list[str]], Work], idle_seconds: float) -> None:
    """Take orders from standard input, which is a socket."""
    gc.disable()
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_DESCRIPTORS, MOST_DESCRIPTORS))
    Nursery(socket.socket(fileno=0), prepare, idle_seconds).serve()
