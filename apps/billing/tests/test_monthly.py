"""When a month of a plan ends whose credits are given now."""

from datetime import UTC, datetime

import pytest

from apps.billing.services.monthly import month_of, months_back


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "number", "before"),
    [
        ("2026-03-31", 1, "2026-02-28"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2027-01-31", 12, "2026-01-31"),
        ("2028-03-30", 1, "2028-02-29"),
    ],
)
def test_months_are_counted_back_to_the_same_day_or_the_last(moment: str, number: int, before: str) -> None:
    assert months_back(day(moment), number) == day(before)


@pytest.mark.parametrize(
    ("start", "end", "now", "ends"),
    [
        # A month, from its first moment; also where it is paid before it begins here.
        ("2026-11-27", "2026-12-27", "2026-11-27", "2026-12-27"),
        ("2026-11-27", "2026-12-27", "2026-11-20", "2026-12-27"),
        ("2026-01-31", "2026-02-28", "2026-02-01", "2026-02-28"),
        # Over.
        ("2026-10-27", "2026-11-27", "2026-11-27", None),
        # The rest of a month after a change of plan gives nothing, nor does a trial.
        ("2026-12-10", "2026-12-27", "2026-12-10", None),
        ("2026-11-27", "2026-12-11", "2026-11-27", None),
        # Each month of a year; the rest of one that was begun in the middle of a month from the next one on.
        ("2026-01-31", "2027-01-31", "2026-02-27", "2026-02-28"),
        ("2026-01-31", "2027-01-31", "2026-02-28", "2026-03-31"),
        ("2026-06-20", "2027-01-31", "2026-06-21", None),
        ("2026-06-20", "2027-01-31", "2026-07-02", "2026-07-31"),
        ("2026-01-31", "2027-01-31", "2027-01-30", "2027-01-31"),
    ],
)
def test_month_that_runs_now(start: str, end: str, now: str, ends: str | None) -> None:
    assert month_of(day(start), day(end), day(now)) == (day(ends) if ends else None)
