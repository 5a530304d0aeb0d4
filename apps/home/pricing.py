"""What the modules cost: the table of prices, and what a number of seats comes to."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core.modules import PERIODS, Price
from apps.marketplace.queries import Offer

MOST_SEATS = 10_000
USUAL_SEATS = 5
MONTHS = 12
PERIOD_NAMES: dict[str, Promise] = {
    "month": _("Monthly"),
    "year": _("Yearly"),
    "lifetime": _("Once, for good"),
}


class SeatsForm(forms.Form):
    """How many seats, and how one wants to pay."""

    # No number field: it would hide from its reader what was wrong in it.
    seats = forms.IntegerField(
        label=_("Seats"),
        min_value=1,
        max_value=MOST_SEATS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    period = forms.ChoiceField(label=_("Paid"), choices=[(period, PERIOD_NAMES[period]) for period in PERIODS])


@dataclass(frozen=True, slots=True)
class Plan:
    """A module with its price for each period, in the order of the periods; None where it is not sold so."""

    offer: Offer
    prices: tuple[Price | None, ...]

    @property
    def free_months(self) -> int:
        """How many whole monthly prices one saves by paying for the year; 0 when the two cannot be compared."""
        month, year, _lifetime = self.prices
        if not (month and year and month.amount) or (month.currency, month.per_seat) != (year.currency, year.per_seat):
            return 0
        return max(int(MONTHS - year.amount / month.amount), 0)


@dataclass(frozen=True, slots=True)
class Line:
    """What one module comes to; no price where it is not sold for that period."""

    offer: Offer
    price: Price | None
    seats: int

    @property
    def amount(self) -> Decimal:
        if self.price is None:
            return Decimal(0)
        return self.price.amount * (self.seats if self.price.per_seat else 1)


@dataclass(frozen=True, slots=True)
class Quote:
    """Every module for so many seats; sums only within one currency."""

    period: str
    lines: tuple[Line, ...]

    @property
    def totals(self) -> dict[str, Decimal]:
        sums: dict[str, Decimal] = {}
        for line in self.lines:
            if line.price:
                sums[line.price.currency] = sums.get(line.price.currency, Decimal(0)) + line.amount
        return sums


def _price(offer: Offer, period: str) -> Price | None:
    return next((price for price in offer.prices if price.period == period), None)


def plans_of(offers: list[Offer]) -> list[Plan]:
    """The rows of the table of prices."""
    return [Plan(offer, tuple(_price(offer, period) for period in PERIODS)) for offer in offers]


def quote_for(offers: list[Offer], *, seats: int, period: str) -> Quote:
    """What each module costs for so many seats, paid so; a module that is free is no line of it."""
    return Quote(period, tuple(Line(offer, _price(offer, period), seats) for offer in offers if offer.prices))


def asked_seats(query: Any) -> SeatsForm:
    """The calculator with what the address asks for; what it leaves out is as most need it."""
    return SeatsForm({"seats": query.get("seats", USUAL_SEATS), "period": query.get("period", PERIODS[0])})
