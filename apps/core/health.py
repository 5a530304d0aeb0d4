"""Named readiness checks; any app adds its own in a `health.py` of its own."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection

from apps.core.modules import Text
from apps.core.queue.bell import BROKER_ERRORS

# The page for everybody asks no more often, however many look at it.
REMEMBERED_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Health:
    """What one check found; `extra` are figures that stand beside `ok` and `detail`.

    `works` is what users notice, where that differs: much is answered although programs, say, are not judged.
    """

    ok: bool
    detail: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    works: bool | None = None

    def to_json(self) -> dict[str, Any]:
        """`works` is said only where it is not what `ok` says."""
        works = {} if self.works in {None, self.ok} else {"works": self.works}
        return {"ok": self.ok, **works, "detail": self.detail, **self.extra}

    @property
    def is_felt(self) -> bool:
        """Whether users notice that something is wrong."""
        return not (self.ok if self.works is None else self.works)


Check = Callable[[], Health]
_checks: dict[str, Check] = {}
_parts: dict[str, Text] = {}
_lock = threading.Lock()
_last: tuple[float, dict[str, Health]] | None = None


def check(name: str, part: Text = "") -> Callable[[Check], Check]:
    """Register a readiness check under its name; `part` is what users call that which it is about."""

    def register(function: Check) -> Check:
        if name in _checks and _checks[name].__module__ != function.__module__:
            raise ValueError(f"two health checks are called {name}")
        _checks[name] = function
        if part:
            _parts[name] = part
        return function

    return register


def run_checks() -> dict[str, Health]:
    """Every check's finding by name."""
    return {name: _found_by(function) for name, function in sorted(_checks.items())}


def _found_by(function: Check) -> Health:
    """What it says; a check that cannot even ask has found out enough."""
    try:
        return function()
    except DatabaseError as error:
        if not connection.in_atomic_block:
            connection.close()
        return Health(ok=False, detail=f"Not known, the database does not answer: {error}")
    except BROKER_ERRORS as error:
        return Health(ok=False, detail=f"Not known, the broker does not answer: {error}")


def _is_old() -> bool:
    return _last is None or time.monotonic() - _last[0] > REMEMBERED_SECONDS


def parts_for_users() -> dict[Text, bool]:
    """Whether each part that users know works, at most some seconds old; one thread asks, others take what was said."""
    global _last  # noqa: PLW0603 -- the memory of this process
    # Who does not get the lock takes what was said last; only right after the start there is nothing yet.
    if _is_old() and _lock.acquire(blocking=_last is None):
        try:
            if _is_old():
                _last = (time.monotonic(), run_checks())
        finally:
            _lock.release()
    found: dict[Text, bool] = {}
    for name, part in _parts.items():
        health = _last[1].get(name) if _last else None
        found[part] = found.get(part, True) and health is not None and not health.is_felt
    return found


def forget_parts() -> None:
    """Ask anew the next time."""
    global _last  # noqa: PLW0603 -- as above
    _last = None
