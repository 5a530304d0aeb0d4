"""Figures for Prometheus that are read when it asks; any app declares its own in a `metrics.py` of its own."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection

from apps.core.queue.bell import BROKER_ERRORS

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure by its name; labels have few values, none of them a tenant, a person or an address."""

    name: str
    help: str
    labels: tuple[str, ...] = ()
    kind: str = "gauge"


@dataclass(frozen=True, slots=True)
class Sample:
    """One value of a metric, with a value for each of its labels."""

    metric: Metric
    value: float
    labels: tuple[str, ...] = ()


Reader = Callable[[], Iterable[Sample]]
READABLE = Metric("rostrum_part_readable", "Whether the figures of this part could be read: 1 or 0.", ("part",))


@dataclass(frozen=True, slots=True)
class Part:
    """What one app measures, and how it is read."""

    name: str
    metrics: tuple[Metric, ...]
    read: Reader


_parts: dict[str, Part] = {}
_lock = threading.Lock()
_read: tuple[float, list[Sample]] | None = None


def measures(part: str, *metrics: Metric) -> Callable[[Reader], Reader]:
    """Register a function that reads these metrics, in as few statements as it can."""

    def register(read: Reader) -> Reader:
        if part in _parts and _parts[part].read.__module__ != read.__module__:
            raise ValueError(f"two parts that are measured are called {part}")
        _parts[part] = Part(part, metrics, read)
        return read

    return register


def declared_metrics() -> list[Metric]:
    """All that is read when Prometheus asks."""
    return [READABLE, *(metric for _, part in sorted(_parts.items()) for metric in part.metrics)]


def samples() -> list[Sample]:
    """What all parts say, at most METRICS_SECONDS old; a part that cannot be read says so and holds up no other."""
    global _read  # noqa: PLW0603 -- the memory of this process
    with _lock:
        if _read is None or time.monotonic() - _read[0] > settings.METRICS_SECONDS:
            _read = (time.monotonic(), [one for part in _parts.values() for one in _samples_of(part)])
        return _read[1]


def forget_samples() -> None:
    """Read everything anew the next time."""
    global _read  # noqa: PLW0603 -- as above
    _read = None


def _samples_of(part: Part) -> list[Sample]:
    try:
        found = list(part.read())
    except (DatabaseError, *BROKER_ERRORS) as error:
        log.warning("no figures of %s: %s", part.name, error)
        if isinstance(error, DatabaseError) and not connection.in_atomic_block:
            connection.close()
        return [Sample(READABLE, 0, (part.name,))]
    return [*found, Sample(READABLE, 1, (part.name,))]
