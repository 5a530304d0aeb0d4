"""Ringing beside a request: whoever waits for an answer does not wait for the broker too.

Many who ring at once are one: a thread of its own rings for all of them, a moment later. What it did not come to before
its process ended is found by the sweeper, as every bell may be lost.
"""

import threading
import time

from apps.core.queue.bell import ENOUGH_BELLS, ring


class Ringer(threading.Thread):
    """Remembers which queues have work and from when on their workers should look."""

    def __init__(self) -> None:
        super().__init__(name="ringer", daemon=True)
        self._changed = threading.Condition()
        # Queue -> how many bells, and when.
        self._asked: dict[str, tuple[int, float]] = {}

    def ask(self, queue: str, times: int, within: float) -> None:
        """Ring so often after so many seconds; who asked before is rung for at the same time."""
        moment = time.monotonic() + within
        with self._changed:
            already, earliest = self._asked.get(queue, (0, moment))
            self._asked[queue] = min(already + times, ENOUGH_BELLS), min(earliest, moment)
            self._changed.notify()

    def run(self) -> None:
        while True:
            for queue, times in self._due():
                ring(queue, times)

    def _due(self) -> list[tuple[str, int]]:
        """Wait until something is, and take it."""
        with self._changed:
            while True:
                now = time.monotonic()
                due = [(queue, times) for queue, (times, moment) in self._asked.items() if moment <= now]
                if due:
                    for queue, _times in due:
                        del self._asked[queue]
                    return due
                soonest = min((moment for _times, moment in self._asked.values()), default=None)
                self._changed.wait(None if soonest is None else soonest - now)


class _Process:
    ringer: Ringer | None = None


def ring_beside_requests() -> None:
    """From now on this process rings by a thread; the web server calls it in each of its processes."""
    _Process.ringer = Ringer()
    _Process.ringer.start()


def ring_soon(queue: str, times: int = 1, *, within: float = 0) -> None:
    """Ring now, or by the thread where there is one, after so many seconds."""
    if _Process.ringer is None:
        ring(queue, times)
    else:
        _Process.ringer.ask(queue, times, within)
