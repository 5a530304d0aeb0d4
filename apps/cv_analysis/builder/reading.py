"""Reads values that anybody may have written, and remembers where one cannot be taken."""

import re
from typing import Any

from apps.cv_analysis.builder.resume import FieldError

LINE_LIMIT = 300
TEXT_LIMIT = 4000
LIST_LIMIT = 100
MOST_LEVELS = 12
# What a database, a PDF or a Word file cannot hold, and signs that only turn or hide what stands around them.
UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
SCHEME = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):(?!\d)")
WEB = frozenset({"http", "https", "mailto"})


def clean(text: str) -> str:
    """The text as it can be kept: one kind of line end, nothing invisible, no space around it."""
    return UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).strip()


class Reader:
    """Answers with something that fits in any case; `errors` says what did not."""

    def __init__(self) -> None:
        self.errors: list[FieldError] = []

    def text(self, value: Any, path: str, *, limit: int = LINE_LIMIT) -> str:
        """A text; numbers are taken for one, as people write grades so."""
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.errors.append(FieldError(path, "text"))
            return ""
        text = clean(str(value))
        if limit == LINE_LIMIT:
            text = " ".join(text.split("\n"))
        if len(text) > limit:
            self.errors.append(FieldError(path, "too-long", limit))
        return text

    def items(self, value: Any, path: str) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list):
            self.errors.append(FieldError(path, "list"))
            return []
        if len(value) > LIST_LIMIT:
            self.errors.append(FieldError(path, "too-many", LIST_LIMIT))
        return value[:LIST_LIMIT]

    def mapping(self, value: Any, path: str) -> dict[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.errors.append(FieldError(path, "object"))
            return {}
        cleaned: dict[str, Any] = tidy(value)
        return cleaned

    def check_url(self, text: str, path: str) -> None:
        """A web address, with or without https before it; nothing that runs when it is clicked."""
        scheme = SCHEME.match(text)
        if text and ((scheme and scheme[1].lower() not in WEB) or re.search(r"[\s<>\"]", text)):
            self.errors.append(FieldError(path, "url"))


def tidy(value: Any, depth: int = 0) -> Any:
    """The same with every text in it cleaned, and without what is nested deeper than anything sensible."""
    if isinstance(value, str):
        return UNWRITABLE.sub("", value)
    if isinstance(value, dict | list) and depth > MOST_LEVELS:
        return None
    if isinstance(value, dict):
        return {UNWRITABLE.sub("", str(key)): tidy(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [tidy(one, depth + 1) for one in value]
    return value
