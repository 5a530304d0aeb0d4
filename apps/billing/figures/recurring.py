"""Monthly recurring revenue: what it was at each month's end, and what made it rise and fall. Pure functions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.billing.figures.lines import TWELFTHS, MonthlySum
from apps.billing.figures.months import Month, Timeline


@dataclass(frozen=True, slots=True)
class Movement:
    """A month, in the currency's smallest unit: the opening sum and the five parts add up to the closing one."""

    month: Month
    opening: int
    new: int
    returned: int
    expansion: int
    contraction: int
    churned: int
    customers_before: int
    customers_new: int
    customers_returned: int
    customers_lost: int

    @property
    def net_new(self) -> int:
        return self.new + self.returned + self.expansion + self.contraction + self.churned

    @property
    def closing(self) -> int:
        """Monthly recurring revenue (MRR) at the month's end."""
        return self.opening + self.net_new

    @property
    def customers(self) -> int:
        return self.customers_before + self.customers_new + self.customers_returned - self.customers_lost

    @property
    def customer_churn(self) -> float | None:
        """Which share of the customers of the month's beginning was lost; None where there were none."""
        return self.customers_lost / self.customers_before if self.customers_before else None

    @property
    def revenue_churn(self) -> float | None:
        """Which share of the month's opening sum was lost, by customers who left and by those who took less."""
        return -(self.churned + self.contraction) / self.opening if self.opening else None

    @property
    def per_customer(self) -> int | None:
        """Average revenue per account (ARPA)."""
        return round(self.closing / self.customers) if self.customers else None

    @property
    def lifetime_value(self) -> int | None:
        """What a customer brings until they leave: revenue per account by the share that leaves in a month."""
        if not self.customers or not self.customers_lost:
            return None
        return round(self.closing * self.customers_before / (self.customers * self.customers_lost))


def at_moments(things: Iterable[MonthlySum], timeline: Timeline) -> dict[UUID, list[int]]:
    """What each payer's things come to at each moment of the timeline, in whole units."""
    sums: dict[UUID, list[int]] = {}
    count = len(timeline.moments)
    for payer, twelfths, start, end in things:
        seen = timeline.looked_at(start, end)
        if not seen or not twelfths:
            continue
        of_payer = sums.get(payer)
        if of_payer is None:
            of_payer = sums[payer] = [0] * count
        for at in seen:
            of_payer[at] += twelfths
    return {payer: [_whole(one) for one in of_payer] for payer, of_payer in sums.items()}


def _whole(twelfths: int) -> int:
    """Rounded, halves up; a credit that nothing stands against counts as nothing."""
    return max((twelfths + TWELFTHS // 2) // TWELFTHS, 0)


def movements(
    sums: Mapping[UUID, list[int]], timeline: Timeline, *, first_paid: Mapping[UUID, datetime]
) -> list[Movement]:
    """Each month of the timeline. A customer with nothing before who once paid for something recurring has returned."""
    return [_movement(sums, timeline, at, first_paid) for at in range(len(timeline.months))]


def _movement(
    sums: Mapping[UUID, list[int]], timeline: Timeline, at: int, first_paid: Mapping[UUID, datetime]
) -> Movement:
    began = timeline.moments[at]
    money = dict.fromkeys(("opening", "new", "returned", "expansion", "contraction", "churned"), 0)
    people = dict.fromkeys(("customers_before", "customers_new", "customers_returned", "customers_lost"), 0)
    for payer, of_payer in sums.items():
        before, after = of_payer[at], of_payer[at + 1]
        money["opening"] += before
        people["customers_before"] += before > 0
        if before == 0 and after > 0:
            paid = first_paid.get(payer)
            kind = "returned" if paid is not None and paid < began else "new"
            money[kind] += after
            people[f"customers_{kind}"] += 1
        elif before > 0 and after == 0:
            money["churned"] -= before
            people["customers_lost"] += 1
        else:
            money["expansion" if after > before else "contraction"] += after - before
    return Movement(month=timeline.months[at], **money, **people)
