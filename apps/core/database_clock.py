"""The one clock that all processes share, whatever those of their machines say."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

# So long the database is not asked again; how much time passes is known here, too.
_KEPT_SECONDS = 60
# An answer that was longer on its way says too little about when it was given.
_LONGEST_WAY_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database's clock said, and when that was by a clock that nobody sets."""

    said: datetime
    at: float


class _Process:
    known: _Known | None = None


def database_now() -> datetime:
    """The database's time, which also passes within a transaction; for what another process will look at later."""
    known = _Process.known
    passed = _passed() - known.at if known else 0
    if known is None or passed > _KEPT_SECONDS:
        return _asked()
    return known.said + timedelta(seconds=passed)


def _asked() -> datetime:
    began = _passed()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        said: datetime = cursor.fetchone()[0]
    ended = _passed()
    is_sure = ended - began <= _LONGEST_WAY_SECONDS
    _Process.known = _Known(said, (began + ended) / 2) if is_sure else None
    return said


def _passed() -> float:
    """Goes on while the machine sleeps, where there is such a clock."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
