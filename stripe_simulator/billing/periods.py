"""When periods begin and end."""

import calendar
from datetime import UTC, datetime, timedelta

MONTHS = {"month": 1, "year": 12}
DAYS = {"day": 1, "week": 7}


def moved(anchor: int, interval: str, count: int) -> int:
    """A moment so many intervals after another; a day that a month lacks is its last."""
    start = datetime.fromtimestamp(anchor, UTC)
    if interval in DAYS:
        return int((start + timedelta(days=DAYS[interval] * count)).timestamp())
    months = start.year * 12 + start.month - 1 + MONTHS[interval] * count
    year, month = divmod(months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return int(start.replace(year=year, month=month + 1, day=day).timestamp())


def following(anchor: int, interval: str, count: int, after: int) -> int:
    """The first end of a period that is later than a moment; periods are counted from the anchor."""
    step = 0
    if after > anchor:
        longest = {"day": 86400, "week": 7 * 86400, "month": 31 * 86400, "year": 366 * 86400}[interval] * count
        step = max((after - anchor) // longest - 1, 0)
    while (end := moved(anchor, interval, count * step)) <= after:
        step += 1
    return end
