"""What goes through the broker between those who ask and those who judge, and how long it stays there.

An order lies under a key of its own until a runner takes it, and that takes it away: no order is judged twice. The
Celery message beside it is only a bell. Answers come through a list, one for each order.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from redis import Redis

PREFIX = "runner:"
QUEUE = "runner"
# The Celery task that answers the bell.
TASK = "runner.judge"
# Whoever asks renews these; when it is gone they go by themselves.
ASKED_SECONDS = 15
ANSWER_SECONDS = 60
BEAT_SECONDS = 0.5
ANNOUNCE_SECONDS = 3
# An announcement that is older counts no more.
ANNOUNCED_SECONDS = 15
ANNOUNCEMENTS = f"{PREFIX}announced"
SOCKET_SECONDS = 10


def broker_url() -> str:
    """Where the runner finds its broker: all that it has to know; as for every setting, a file may hold it."""
    if file := os.environ.get("RUNNER_BROKER_URL_FILE"):
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get("RUNNER_BROKER_URL") or os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/0"


def client_of(url: str) -> "Redis":
    from redis import Redis  # noqa: PLC0415 -- the warden needs the names alone, and stays small

    return Redis.from_url(url, socket_timeout=SOCKET_SECONDS, socket_connect_timeout=2)


def _order(order: str) -> str:
    return f"{PREFIX}order:{order}"


def _asked(order: str) -> str:
    return f"{PREFIX}asked:{order}"


def _answers(order: str) -> str:
    return f"{PREFIX}answers:{order}"


@dataclass(frozen=True, slots=True)
class Line:
    """One end of it."""

    client: "Redis"

    # Whoever asks.

    def put(self, order: str, content: bytes) -> None:
        with self.client.pipeline() as deed:
            deed.set(_asked(order), 1, ex=ASKED_SECONDS)
            deed.set(_order(order), content, ex=ASKED_SECONDS)
            deed.execute()

    def hear(self, order: str, seconds: float) -> dict[str, Any] | None:
        """The next word of whoever judges; None when nothing is said in that time."""
        said = cast("tuple[bytes, bytes] | None", self.client.blpop([_answers(order)], timeout=seconds))
        return json.loads(said[1]) if said else None

    def stay(self, order: str) -> bool:
        """Say that the answer is still waited for; whether the order waits for a runner."""
        with self.client.pipeline() as deed:
            deed.expire(_asked(order), ASKED_SECONDS)
            deed.expire(_order(order), ASKED_SECONDS)
            return bool(deed.execute()[1])

    def bells(self) -> int:
        """How many bells nobody has heard yet."""
        return self.client.llen(f"{PREFIX}{QUEUE}")

    def drop(self, order: str) -> None:
        """Nobody waits for it any more."""
        self.client.delete(_order(order), _asked(order), _answers(order))

    # Whoever judges.

    def take(self, order: str) -> bytes | None:
        """The order, if it is still there, and nobody else gets it; whoever asks hears that it was taken."""
        with self.client.pipeline() as deed:
            deed.getdel(_order(order))
            deed.rpush(_answers(order), json.dumps({"is": "taken"}))
            deed.expire(_answers(order), ANSWER_SECONDS)
            content: bytes | None = deed.execute()[0]
        return content

    def say(self, order: str, *words: dict[str, Any]) -> bool:
        """Send words; whether anybody still waits for them."""
        with self.client.pipeline(transaction=False) as deed:
            deed.rpush(_answers(order), *map(json.dumps, words))
            deed.expire(_answers(order), ANSWER_SECONDS)
            deed.exists(_asked(order))
            return bool(deed.execute()[2])

    # What runners say of themselves.

    def announce(self, name: str, said: dict[str, Any]) -> None:
        """Say that this runner is alive, and what it found out; those long gone are forgotten."""
        now = self._now()
        self.client.hset(ANNOUNCEMENTS, name, json.dumps({**said, "name": name, "seen": now}))
        for other, row in self._rows().items():
            if now - json.loads(row)["seen"] > ANNOUNCED_SECONDS:
                self.client.hdel(ANNOUNCEMENTS, other.decode())

    def announced(self) -> list[dict[str, Any]]:
        """What each runner said that is alive, with the seconds since."""
        now = self._now()
        found = [json.loads(row) for _, row in sorted(self._rows().items())]
        # By the broker's clock alone: those of machines differ.
        return [
            {**one, "seconds_ago": round(now - one["seen"])} for one in found if now - one["seen"] <= ANNOUNCED_SECONDS
        ]

    def withdraw(self, name: str) -> None:
        self.client.hdel(ANNOUNCEMENTS, name)

    def _rows(self) -> dict[bytes, bytes]:
        return cast("dict[bytes, bytes]", self.client.hgetall(ANNOUNCEMENTS))

    def _now(self) -> float:
        seconds, micros = self.client.time()
        return seconds + micros / 1e6
