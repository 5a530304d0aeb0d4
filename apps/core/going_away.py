"""Calls of the API that will end: a view says so, answers tell it in headers, and the description marks them.

going_away = GoingAway(since=date(2027, 1, 1), until=date(2027, 7, 1), instead="/api/v1/hiring/candidates/")
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.http import http_date


@dataclass(frozen=True, slots=True)
class GoingAway:
    """Since when nobody should begin with a call, until when it answers, and what to ask instead."""

    since: date
    until: date
    instead: str = ""


def end_of(view: Any) -> GoingAway | None:
    """What the class behind a view says, or the function itself."""
    found: GoingAway | None = getattr(getattr(view, "cls", view), "going_away", None)
    return found


def tell_the_end(response: HttpResponseBase, going: GoingAway) -> None:
    """By `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and a link to what comes after."""
    response.headers["Deprecation"] = f"@{_seconds(going.since)}"
    response.headers["Sunset"] = http_date(_seconds(going.until))
    if going.instead:
        response.headers["Link"] = f'<{going.instead}>; rel="successor-version"'


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
