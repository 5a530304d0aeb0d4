"""Named readiness checks; any app adds its own in a `health.py` of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Health:
    """What one check found; `extra` are figures that stand beside `ok` and `detail`."""

    ok: bool
    detail: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


Check = Callable[[], Health]
_checks: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Register a readiness check under its name."""

    def register(function: Check) -> Check:
        if name in _checks and _checks[name].__module__ != function.__module__:
            raise ValueError(f"two health checks are called {name}")
        _checks[name] = function
        return function

    return register


def run_checks() -> dict[str, Health]:
    """Every check's finding by name."""
    return {name: function() for name, function in sorted(_checks.items())}
