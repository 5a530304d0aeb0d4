"""Log lines that carry what the request bound to them."""

import logging
from collections.abc import Mapping
from contextvars import ContextVar

_NOTHING: Mapping[str, str] = {}
_bound: ContextVar[Mapping[str, str]] = ContextVar("bound_to_logs", default=_NOTHING)


def bind_to_logs(**values: str) -> None:
    """Each line that this thread logs from now on ends with these, and with nothing that was bound before."""
    _bound.set(values)


class LineFormatter(logging.Formatter):
    """time level logger: message key=value …"""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return " ".join([line, *(f"{key}={value}" for key, value in sorted(_bound.get().items()))])
