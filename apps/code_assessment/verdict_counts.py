"""How many programs came to which verdict: counted in the broker, as rows of them lie in tenants' schemas."""

import logging
from typing import cast

from apps.core.queue.bell import BROKER_ERRORS, broker

KEY = "rostrum:verdicts"

log = logging.getLogger(__name__)


def count_verdict(verdict: str) -> None:
    """A program was judged; a count that is lost with the broker is no reason to judge it again."""
    try:
        with broker() as client:
            client.hincrby(KEY, verdict, 1)
    except BROKER_ERRORS as error:
        log.warning("broker not reached, %s is not counted: %s", verdict, error)


def verdict_counts() -> dict[str, int]:
    """Since the broker's memory began."""
    with broker() as client:
        found = cast("dict[bytes, bytes]", client.hgetall(KEY))
    return {verdict.decode(): int(count) for verdict, count in sorted(found.items())}
