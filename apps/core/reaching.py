"""Whether somebody answers at an address, for checks that are asked often and may not wait."""

import socket
import threading
import time
from dataclasses import dataclass

# A look that takes longer goes on beside; until it is over the address counts as one where nobody answers.
PATIENCE_SECONDS = 1.0
REMEMBERED_SECONDS = 30


@dataclass(slots=True)
class _Look:
    began: float
    thread: threading.Thread
    is_there: bool = False


_looks: dict[tuple[str, int], _Look] = {}
_lock = threading.Lock()


def answers(host: str, port: int) -> bool:
    """Whether the address took a connection, at most half a minute ago."""
    with _lock:
        look = _looks.get((host, port))
        if look is None or (time.monotonic() - look.began > REMEMBERED_SECONDS and not look.thread.is_alive()):
            look = _looks[host, port] = _begun(host, port)
    # Who looks up a name cannot be told to hurry, so this is waited for from outside.
    look.thread.join(max(0.0, look.began + PATIENCE_SECONDS - time.monotonic()))
    return look.is_there


def forget_answers() -> None:
    """Look anew the next time."""
    with _lock:
        _looks.clear()


def _begun(host: str, port: int) -> _Look:
    def look() -> None:
        try:
            socket.create_connection((host, port), timeout=PATIENCE_SECONDS).close()
        except OSError:
            return
        found.is_there = True

    found = _Look(time.monotonic(), threading.Thread(target=look, daemon=True, name="reaching"))
    found.thread.start()
    return found
