"""Trials that ended, and how many of them were paid for soon after. Pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from apps.billing.figures.months import Month, Timeline

# Who pays within so many days after the end of a trial was won by it.
PAID_WITHIN = timedelta(days=14)


class Trial(NamedTuple):
    """One trial; `ended_at` is when it did, or will, and `paid_at` when it was first paid for what was tried."""

    ended_at: datetime
    paid_at: datetime | None
    is_ours: bool

    @property
    def is_paid(self) -> bool:
        return self.paid_at is not None and self.paid_at <= self.ended_at + PAID_WITHIN


@dataclass(frozen=True, slots=True)
class TrialMonth:
    """Trials that ended in a month: ours, which ask for no card, and the provider's, which go on by themselves."""

    month: Month
    ended: int
    paid: int
    of_provider: int
    paid_of_provider: int
    # Whether the days in which somebody may still pay have passed for all of them.
    is_final: bool

    @property
    def conversion(self) -> float | None:
        """Which share of all of them was paid for."""
        ended = self.ended + self.of_provider
        return (self.paid + self.paid_of_provider) / ended if ended else None


def trial_months(trials: Iterable[Trial], timeline: Timeline) -> list[TrialMonth]:
    """Each month; a trial that goes on is in none."""
    counts = [[0, 0, 0, 0] for _month in timeline.months]
    for trial in trials:
        at = timeline.place(trial.ended_at)
        if at is None or trial.ended_at > timeline.now:
            continue
        ended = 0 if trial.is_ours else 2
        counts[at][ended] += 1
        counts[at][ended + 1] += trial.is_paid
    return [
        TrialMonth(month, ours, paid, theirs, paid_of_theirs, is_final=month.end + PAID_WITHIN <= timeline.now)
        for month, (ours, paid, theirs, paid_of_theirs) in zip(timeline.months, counts, strict=True)
    ]
