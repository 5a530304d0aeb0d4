"""Payments that failed, and how many of them came in all the same. Pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from apps.billing.figures.months import Month, Timeline


class Failure(NamedTuple):
    """An invoice, or a payment without one, of which at least one try failed."""

    at: datetime
    amount: int
    is_recovered: bool


@dataclass(frozen=True, slots=True)
class FailureMonth:
    """What failed of what was due in a month, in the currency's smallest unit."""

    month: Month
    count: int
    amount: int
    recovered: int
    recovered_amount: int

    @property
    def recovery(self) -> float | None:
        """Which share of the money came in all the same."""
        return self.recovered_amount / self.amount if self.amount else None


def failure_months(failures: Iterable[Failure], timeline: Timeline) -> list[FailureMonth]:
    """Each month."""
    counts = [[0, 0, 0, 0] for _month in timeline.months]
    for failure in failures:
        at = timeline.place(failure.at)
        if at is None:
            continue
        of_month = counts[at]
        of_month[0] += 1
        of_month[1] += failure.amount
        if failure.is_recovered:
            of_month[2] += 1
            of_month[3] += failure.amount
    return [FailureMonth(month, *four) for month, four in zip(timeline.months, counts, strict=True)]
