"""Ringing beside a request: whoever waits for an answer does not wait for the broker too.

Many who ring at once are one: a thread of its own rings for all of them, a moment later. While more of them keep coming
it waits on, for a while: workers would take the processor from the answers. What it did not come to before
its process ended is found by the sweeper, as every bell may be lost.
"""

import threading
import time
from dataclasses import dataclass

from apps.core.queue.bell import ENOUGH_BELLS, ring

# How many times as long as the first asked for workers are kept from a queue at most: a second for payments, which have
# to be seen within two.
MOST_TIMES = 10


@dataclass(slots=True)
class _Asked:
    """What one queue waits for."""

    times: int
    moment: float
    latest: float


class Ringer(threading.Thread):
    """Remembers which queues have work and from when on their workers should look."""

    def __init__(self) -> None:
        super().__init__(name="ringer", daemon=True)
        self._changed = threading.Condition()
        self._asked: dict[str, _Asked] = {}

    def ask(self, queue: str, times: int, within: float) -> None:
        """Ring so often, once nobody has asked for so many seconds; what must not wait is rung for at once."""
        now = time.monotonic()
        with self._changed:
            asked = self._asked.get(queue)
            if asked is None:
                self._asked[queue] = _Asked(min(times, ENOUGH_BELLS), now + within, now + within * MOST_TIMES)
                self._changed.notify()
                return
            asked.times = min(asked.times + times, ENOUGH_BELLS)
            sooner = now + within < asked.moment
            asked.latest = min(asked.latest, now + within * MOST_TIMES)
            asked.moment = min(now + within, asked.latest)
            # Waking the thread takes the processor from whoever asks; of a later moment it learns by itself.
            if sooner:
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
                due = [(queue, asked.times) for queue, asked in self._asked.items() if asked.moment <= now]
                if due:
                    for queue, _times in due:
                        del self._asked[queue]
                    return due
                soonest = min((asked.moment for asked in self._asked.values()), default=None)
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
