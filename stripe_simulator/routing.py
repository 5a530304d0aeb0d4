"""Which function answers which request."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stripe_simulator import JSON
from stripe_simulator.account import Account


@dataclass(frozen=True, slots=True)
class Call:
    """A request that has been understood."""

    account: Account
    names: dict[str, str]
    params: JSON
    path: str

    def __getitem__(self, name: str) -> str:
        """A part of the address."""
        return self.names[name]

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter."""
        value = self.params.get(name, default)
        return default if value is None else value


Answer = Callable[[Call], JSON]
ROUTES: dict[tuple[str, str], Answer] = {}
_patterns: list[tuple[str, re.Pattern[str], str]] = []


def route(address: str) -> Callable[[Answer], Answer]:
    """`@route("GET /v1/customers/{customer}")`."""
    method, pattern = address.split()

    def note(function: Answer) -> Answer:
        ROUTES[method, pattern] = function
        expression = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", pattern)
        _patterns.append((method, re.compile(f"^{expression}$"), pattern))
        return function

    return note


def found(method: str, path: str) -> tuple[str, Answer, dict[str, str]] | None:
    """Pattern, function and the named parts of the address; fixed words go before names."""
    best: tuple[str, Answer, dict[str, str]] | None = None
    for known, expression, pattern in _patterns:
        match = expression.match(path) if known == method else None
        if match and (best is None or len(match.groupdict()) < len(best[2])):
            best = (pattern, ROUTES[method, pattern], match.groupdict())
    return best
