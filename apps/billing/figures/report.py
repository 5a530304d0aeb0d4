"""All figures of one currency, put together."""

from dataclasses import dataclass
from datetime import datetime

from apps.billing.figures import rows
from apps.billing.figures.failures import FailureMonth, failure_months
from apps.billing.figures.lines import in_force
from apps.billing.figures.months import Timeline
from apps.billing.figures.recurring import Movement, at_moments, movements
from apps.billing.figures.revenue import Earned, earned
from apps.billing.figures.trials import Trial, TrialMonth, trial_months

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Report:
    """The months, the oldest first, and the current one so far; sums in the currency's smallest unit."""

    currency: str
    timeline: Timeline
    movements: tuple[Movement, ...]
    earned: tuple[Earned, ...]
    trials: tuple[TrialMonth, ...]
    failures: tuple[FailureMonth, ...]


def make_report(currency: str, *, now: datetime, months: int = MONTHS) -> Report:
    """So many whole months and the current one."""
    timeline = Timeline.until(now, count=months)
    lines, gone = rows.paid_lines(currency, timeline)
    states, trial_ends = rows.subscription_states(currency)
    paid = rows.first_paid(currency)
    things = in_force(
        lines, states=states, listed=rows.listed_prices(currency), reversed_at=rows.reversals(gone), now=now
    )
    of_provider = (Trial(ended, paid.subscriptions.get(name), is_ours=False) for name, ended in trial_ends.items())
    trials = [*rows.own_trials(timeline), *of_provider]
    return Report(
        currency=currency,
        timeline=timeline,
        movements=tuple(movements(at_moments(things, timeline), timeline, first_paid=paid.payers)),
        earned=tuple(earned(rows.book_sums(currency, timeline), timeline)),
        trials=tuple(trial_months(trials, timeline)),
        failures=tuple(failure_months(rows.failures(currency, timeline), timeline)),
    )
