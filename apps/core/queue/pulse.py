"""Signs of life that worker and beat leave in the broker, for the health checks."""

import logging
import time

from apps.core.queue.bell import BROKER_ERRORS, broker

WORKER, BEAT = "worker", "beat"
_KEEP_SECONDS = 3600

log = logging.getLogger(__name__)


def leave(who: str) -> None:
    """Say that `who` is alive now; a broker that is away is told by its own check."""
    try:
        with broker() as client:
            client.set(f"rostrum:pulse:{who}", int(time.time()), ex=_KEEP_SECONDS)
    except BROKER_ERRORS as error:
        log.warning("broker not reached, no pulse of %s: %s", who, error)


def age_seconds(who: str) -> int | None:
    """How long ago `who` was alive; None when it never was or the broker does not know."""
    with broker() as client:
        said = client.get(f"rostrum:pulse:{who}")
    return max(0, int(time.time()) - int(said)) if said else None
