"""Lines of paid invoices: what each is worth a month, and from when until when it is in force. Pure functions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from apps.billing.catalogue import MONTH, YEAR
from apps.billing.figures.months import YEAR_MONTHS, moved
from apps.marketplace.states import GRACE

# Sums of a year's month are not whole: they are added up in twelfths of the currency's smallest unit.
TWELFTHS = 12
MONTH_DAYS = 30.4375
# States in which what was not paid in time is still open for the days of grace.
GOING_ON = frozenset({"active", "past_due"})


class PaidLine(NamedTuple):
    """Something that recurs, paid for a period; `amount` is after discounts and before taxes, below 0 for a credit."""

    payer: UUID
    invoice: str
    subscription: str
    key: str
    quantity: int
    amount: int
    start: datetime
    end: datetime


class SubscriptionState(NamedTuple):
    """What is known of a subscription now."""

    status: str
    ended_at: datetime | None


class MonthlySum(NamedTuple):
    """A monthly sum, in twelfths, from a moment until another."""

    payer: UUID
    twelfths: int
    start: datetime
    end: datetime


def months_paid(line: PaidLine) -> int:
    """For how many months the price of the line is; by the period itself where the price is none of ours."""
    period = line.key.rpartition(":")[2]
    if period in {MONTH, YEAR}:
        return 1 if period == MONTH else YEAR_MONTHS
    return max(round((line.end - line.start).days / MONTH_DAYS), 1)


def is_whole(line: PaidLine) -> bool:
    """Whether it is for a whole period, rather than for what was left of one when something changed."""
    months, start, end = months_paid(line), line.start, line.end
    if start.day == end.day and (end.year - start.year) * YEAR_MONTHS + end.month - start.month == months:
        return start.replace(year=end.year, month=end.month) == end
    return moved(start, months) == end or moved(end, -months) == start


def whole(line: PaidLine) -> int:
    """What a line for a whole period is worth a month, in twelfths."""
    return round(line.amount * TWELFTHS / months_paid(line))


def monthly(line: PaidLine, prices: Iterable[tuple[int, int]] = (), whole_seconds: float = 0.0) -> int:
    """What a line is worth a month, in twelfths.

    A part of a period is blown up to the whole of it. As it was rounded to the smallest unit, that is only about right;
    one of the prices, (amount, of so many), is taken where nothing but this rounding lies between.
    """
    months = months_paid(line)
    if is_whole(line):
        return whole(line)
    seconds = (line.end - line.start).total_seconds()
    if seconds <= 0 or line.amount == 0:
        return 0
    factor = (whole_seconds or (line.end - moved(line.end, -months)).total_seconds()) / seconds
    about = line.amount * factor
    for amount, of in prices:
        exact = amount * line.quantity / of * (1 if line.amount > 0 else -1)
        if abs(exact - about) <= factor:
            return round(exact * TWELFTHS / months)
    return round(about * TWELFTHS / months)


def in_force(
    lines: Sequence[PaidLine],
    *,
    states: Mapping[str, SubscriptionState],
    listed: Mapping[str, Sequence[int]],
    reversed_at: Mapping[str, datetime],
    now: datetime,
) -> list[MonthlySum]:
    """All lines with their monthly sums and how long they count.

    They end with their period; earlier with the subscription, or when the invoice was paid back as a whole; and the
    last ones of a subscription that goes on count through the days of grace.
    """
    known = _Known(lines, listed)
    found = []
    for at, line in enumerate(lines):
        end, state = line.end, states.get(line.subscription)
        if state and state.status in GOING_ON and end == known.last[line.subscription] and end < now < end + GRACE:
            end = now
        for sooner in (state.ended_at if state else None, reversed_at.get(line.invoice)):
            end = min(end, sooner) if sooner else end
        found.append(MonthlySum(line.payer, known.monthly(line) if at in known.parts else whole(line), line.start, end))
    return found


class _Known:
    """What the lines say together: prices and lengths of whole periods, and with which end each subscription ends."""

    def __init__(self, lines: Iterable[PaidLine], listed: Mapping[str, Sequence[int]]) -> None:
        self.listed = listed
        self.paid: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        self.lengths: dict[tuple[str, datetime], float] = {}
        self.last: dict[str, datetime] = {}
        # At which places stand parts of periods.
        self.parts: set[int] = set()
        for at, line in enumerate(lines):
            last = self.last.get(line.subscription, line.end)
            self.last[line.subscription] = max(last, line.end)
            if not is_whole(line):
                self.parts.add(at)
                continue
            self.lengths[line.subscription, line.end] = (line.end - line.start).total_seconds()
            if line.amount > 0:
                self.paid[line.subscription, line.key].append((line.amount, max(line.quantity, 1)))

    def monthly(self, line: PaidLine) -> int:
        """A part: what was paid last in the same subscription goes before the list."""
        paid = self.paid.get((line.subscription, line.key), ())
        prices = [*reversed(paid), *((amount, 1) for amount in self.listed.get(line.key, ()))]
        return monthly(line, prices, self.lengths.get((line.subscription, line.end), 0.0))
