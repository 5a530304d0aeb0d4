"""Log lines, as text or JSON, that carry the ids of the request and the task that they were written for."""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

TEXT, JSON = "text", "json"
MOVING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# What follows work from process to process.
TRACED = ("request_id", "task_id", "task", "tenant")

_NOTHING: Mapping[str, str] = {}
_bound: ContextVar[Mapping[str, str]] = ContextVar("bound_to_logs", default=_NOTHING)


def bind_to_logs(**values: str) -> None:
    """Each line that this thread logs from now on carries these, and nothing that was bound before."""
    _bound.set(values)


def add_to_logs(**values: str) -> None:
    """Each line that this thread logs from now on carries these too."""
    _bound.set({**_bound.get(), **values})


@contextmanager
def bound_to_logs(**values: str) -> Iterator[None]:
    """Within it lines carry these alone, without those that are empty; afterwards what they carried before."""
    token = _bound.set({name: value for name, value in values.items() if value})
    try:
        yield
    finally:
        _bound.reset(token)


def bound() -> dict[str, str]:
    """What lines of this thread carry."""
    return dict(_bound.get())


def _values_of(record: logging.LogRecord) -> dict[str, Any]:
    return {**_bound.get(), **getattr(record, "values", _NOTHING)}


def _on_one_line(text: str) -> str:
    """Line ends and everything else that moves a terminal's cursor, as \\n and the like."""
    return MOVING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class LineFormatter(logging.Formatter):
    """time level logger: message key=value …

    An entry is one line, and those of a trace below it are indented: no text that is logged can look like an entry.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 -- the standard library calls it so
        line = super().formatMessage(record)
        values = (f"{key}={value}" for key, value in sorted(_values_of(record).items()))
        return _on_one_line(" ".join([line, *values]))

    def formatException(self, ei: Any) -> str:  # noqa: N802 -- as above
        lines = super().formatException(ei).splitlines()
        return "\n".join(f"    {_on_one_line(line)}" for line in lines)


class JsonFormatter(logging.Formatter):
    """One object a line: time (UTC), level, logger, message, what is bound, and the trace of an error."""

    def format(self, record: logging.LogRecord) -> str:
        row = {
            **_values_of(record),
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1]:
            row["trace"] = "".join(traceback.format_exception(record.exc_info[1]))
        return json.dumps(row, ensure_ascii=False, default=str)


def logging_in(form: str, level: str, **levels: str) -> dict[str, Any]:
    """A configuration for `logging.config`: everything to the console in that form."""
    formatter = f"{__name__}.{'JsonFormatter' if form == JSON else 'LineFormatter'}"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {name: {"level": limit} for name, limit in levels.items()},
    }


def _as_record(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> tuple[tuple[str], dict[str, Any]]:
    """What structlog was told, as arguments of a logger of the standard library."""
    message = str(event.pop("event", ""))
    error = event.pop("exc_info", None)
    return (message,), {"extra": {"values": dict(event)}, "exc_info": error}


def join_structlog() -> None:
    """Have what is logged by structlog leave by the same door, with the same ids."""
    import structlog  # noqa: PLC0415 -- runners and the clock log without it

    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, _as_record],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
