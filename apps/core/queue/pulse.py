"""Signs of life that worker and beat leave in the broker, for the health checks; all times are the broker's own."""

import json
import logging
import os
import socket
from dataclasses import asdict, dataclass
from typing import cast

from redis import Redis

from apps.core.process_use import Use, use_of
from apps.core.queue.bell import BROKER_ERRORS, broker

WORKER, BEAT = "worker", "beat"
WORKERS = "rostrum:workers"
_KEEP_SECONDS = 3600
# A worker that left no sign for so long is not shown any more.
_GONE_SECONDS = 120

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WorkerSeen:
    """A worker, when it was heard last, and what it took then."""

    name: str
    seconds_ago: int
    use: Use


def _now(client: Redis) -> int:
    seconds, _microseconds = client.time()
    return seconds


def leave(who: str) -> None:
    """Say that `who` is alive now; a broker that is away is told by its own check."""
    try:
        with broker() as client:
            now = _now(client)
            client.set(f"rostrum:pulse:{who}", now, ex=_KEEP_SECONDS)
            if who == WORKER:
                # The message was taken by one of the worker's processes; its parent is what was started.
                main = os.getppid()
                said = {**asdict(use_of(main)), "seen": now}
                client.hset(WORKERS, f"{socket.gethostname()}:{main}", json.dumps(said))
                client.expire(WORKERS, _KEEP_SECONDS)
    except BROKER_ERRORS as error:
        log.warning("broker not reached, no pulse of %s: %s", who, error)


def age_seconds(who: str) -> int | None:
    """How long ago `who` was alive; None when it never was or the broker does not know."""
    with broker() as client:
        said = client.get(f"rostrum:pulse:{who}")
        return max(0, _now(client) - int(said)) if said else None


def workers() -> list[WorkerSeen]:
    """Each that was heard lately; with several, one of them at each round of the clock. Forgets those long gone."""
    found = []
    with broker() as client:
        now = _now(client)
        rows = cast("dict[bytes, bytes]", client.hgetall(WORKERS))
        for name, row in sorted(rows.items()):
            said = json.loads(row)
            ago = max(0, now - said.pop("seen"))
            if ago > _GONE_SECONDS:
                client.hdel(WORKERS, name.decode())
            else:
                found.append(WorkerSeen(name.decode(), ago, Use(**said)))
    return found


def worker_uses() -> list[Use]:
    """What workers take; nothing where the broker does not answer."""
    try:
        return [one.use for one in workers()]
    except BROKER_ERRORS:
        return []
