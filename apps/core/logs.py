"""Log lines that carry what the request or task bound to them."""

import logging

import structlog


class LineFormatter(logging.Formatter):
    """time level logger: message key=value …"""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        bound = structlog.contextvars.get_contextvars()
        return " ".join([line, *(f"{key}={value}" for key, value in sorted(bound.items()))])
