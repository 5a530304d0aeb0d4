"""Calendar months in UTC, and the moments at which they are looked at: their ends, and now."""

import calendar
from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from apps.core import formats

YEAR_MONTHS = 12


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        """In which a moment lies."""
        utc = moment.astimezone(UTC)
        return cls(utc.year, utc.month)

    def plus(self, count: int) -> "Month":
        """So many months later, or earlier below 0."""
        years, index = divmod(self.number - 1 + count, YEAR_MONTHS)
        return Month(self.year + years, index + 1)

    @property
    def start(self) -> datetime:
        return datetime(self.year, self.number, 1, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """The first moment that is not in it."""
        return self.plus(1).start

    @property
    def title(self) -> str:
        """As people read it, such as Nov 2026."""
        from babel.dates import format_skeleton

        return format_skeleton("yMMM", date(self.year, self.number, 1), locale=formats.words())

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"


@dataclass(frozen=True)
class Timeline:
    """Months up to the current one, which is not over; before them stands one that only others are compared with."""

    before: Month
    months: tuple[Month, ...]
    now: datetime

    @classmethod
    def until(cls, now: datetime, *, count: int) -> "Timeline":
        """So many whole months and the current one."""
        current = Month.of(now)
        months = tuple(current.plus(-back) for back in range(count, -1, -1))
        return cls(months[0].plus(-1), months, now)

    @property
    def start(self) -> datetime:
        return self.months[0].start

    @cached_property
    def moments(self) -> list[datetime]:
        """The end of the month before, of each month, and now."""
        return [self.start, *(month.end for month in self.months[:-1]), self.now]

    def looked_at(self, start: datetime, end: datetime) -> range:
        """Which of the moments something sees that is in force from its start to its end."""
        return range(bisect_right(self.moments, start), bisect_right(self.moments, end))

    def place(self, moment: datetime) -> int | None:
        """In which of the months it lies."""
        found = bisect_right(self.moments, moment, hi=len(self.months)) - 1
        return found if found >= 0 and moment < self.months[-1].end else None

    def is_over(self, month: Month) -> bool:
        return month.end <= self.now


def moved(moment: datetime, months: int) -> datetime:
    """So many months later on the same day, or on the last one of a shorter month."""
    month = Month.of(moment).plus(months)
    last = calendar.monthrange(month.year, month.number)[1]
    return moment.replace(year=month.year, month=month.number, day=min(moment.day, last))
