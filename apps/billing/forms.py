"""What is asked of whoever buys: how many seats, for which period, which plan, which pack of credits."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.billing.catalogue import (
    CREDITS,
    LIFETIME,
    MODULE,
    MONTH,
    ONCE,
    PACKS,
    PERSONAL,
    PLAN,
    YEAR,
    Item,
    find_item,
    main_unit,
)
from apps.billing.page_queries import SumLine
from apps.billing.personal import PERSONAL_PLANS, PersonalPlan
from apps.billing.services import Line
from apps.billing.services.checkout import MOST_SEATS
from apps.core import formats
from apps.core.modules import Price, Text
from apps.marketplace.queries import Offer
from apps.tenants.plans import FREE, PLANS, Plan

PERIOD_TITLES: dict[str, Text] = {
    MONTH: gettext_lazy("Monthly"),
    YEAR: gettext_lazy("Yearly"),
    LIFETIME: gettext_lazy("Once, for good"),
}


def seats_field(label: Any, *, required: bool = True) -> forms.IntegerField:
    """A plain field: a number field would hide from its reader what was wrong in it."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(label=label, min_value=1, max_value=MOST_SEATS, required=required, widget=widget)


def _offered(price: Price) -> str:
    """A period with what it costs."""
    words = {"period": PERIOD_TITLES[price.period], "price": formats.price(price.amount, price.currency)}
    return (_("%(period)s: %(price)s per seat") if price.per_seat else _("%(period)s: %(price)s")) % words


class BuyForm(forms.Form):
    """Seats of a module, and of others that are bought with it for the same period."""

    period = forms.ChoiceField(label=gettext_lazy("Paid"), widget=forms.RadioSelect)
    seats = seats_field(gettext_lazy("Seats"))
    seat_for_me = forms.BooleanField(label=gettext_lazy("One of the seats is for me"), required=False)

    def __init__(self, *args: Any, module: Offer, others: Sequence[Offer], seats: int, **kwargs: Any) -> None:
        periods = [price.period for price in module.prices]
        kwargs["initial"] = {"period": periods[0], "seats": seats, "seat_for_me": True}
        super().__init__(*args, **kwargs)
        self.module, self.others = module, others
        choices: Any = [(price.period, _offered(price)) for price in module.prices]
        period_field: Any = self.fields["period"]
        period_field.choices = choices
        self.is_per_seat = any(price.per_seat for price in module.prices)
        if not self.is_per_seat:
            del self.fields["seats"], self.fields["seat_for_me"]
        for other in others:
            self.fields[f"with_{other.label}"] = forms.BooleanField(label=str(other.title), required=False)
            label = _("Seats of %(module)s") % {"module": other.title}
            self.fields[f"seats_{other.label}"] = seats_field(label, required=False)
            self.initial[f"seats_{other.label}"] = seats

    @property
    def rows(self) -> list[tuple[Offer, Any, Any]]:
        """The other modules, each with its box and its number of seats."""
        return [(one, self[f"with_{one.label}"], self[f"seats_{one.label}"]) for one in self.others]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for other in self.others:
            if data.get(f"with_{other.label}") and "period" in data:
                self._check_other(other, data)
        if "period" in data and len({line.item.currency for line in self._lines(data)}) > 1:
            raise forms.ValidationError(_("These have prices in different currencies. Buy them one after the other."))
        return data

    def _check_other(self, other: Offer, data: dict[str, Any]) -> None:
        item = find_item(MODULE, other.label, data["period"])
        if item is None:
            self.add_error(f"with_{other.label}", _("It is not sold for this period. Buy it by itself."))
        elif item.per_seat and data.get(f"seats_{other.label}") is None and not self.errors.get(f"seats_{other.label}"):
            self.add_error(f"seats_{other.label}", _("Say how many seats."))

    def _lines(self, data: dict[str, Any]) -> list[Line]:
        wanted = [(self.module.label, data.get("seats"))]
        wanted += [(one.label, data.get(f"seats_{one.label}")) for one in self.others if data.get(f"with_{one.label}")]
        found = [(find_item(MODULE, label, data["period"]), seats) for label, seats in wanted]
        return [Line(item, (seats or 1) if item.per_seat else 1) for item, seats in found if item is not None]

    @property
    def lines(self) -> list[Line]:
        """What is ordered, when the form is valid."""
        return self._lines(self.cleaned_data)

    @property
    def wants_seat(self) -> bool:
        return bool(self.cleaned_data.get("seat_for_me"))


def plans_for(kind: str) -> Sequence[Plan | PersonalPlan]:
    """Those that are sold to companies, or to people."""
    return PERSONAL_PLANS if kind == PERSONAL else [plan for plan in PLANS if plan.name != FREE]


class PlanForm(forms.Form):
    """A plan, of companies or of people, and how it is paid."""

    plan = forms.ChoiceField(label=gettext_lazy("Plan"), widget=forms.RadioSelect)
    period = forms.ChoiceField(
        label=gettext_lazy("Paid"),
        choices=[(MONTH, PERIOD_TITLES[MONTH]), (YEAR, PERIOD_TITLES[YEAR])],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, kind: str = PLAN, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        plan_field: Any = self.fields["plan"]
        plan_field.choices = [(plan.name, plan.title) for plan in plans_for(kind)]

    @property
    def item(self) -> Item | None:
        """The plan with its price; None where it is not sold so."""
        return find_item(self.kind, self.cleaned_data["plan"], self.cleaned_data["period"])


class SeatsForm(forms.Form):
    """How many seats there shall be."""

    seats = seats_field(gettext_lazy("Seats"))


class AddForm(SeatsForm):
    """Seats of a module that is put on a subscription."""

    seat_for_me = forms.BooleanField(label=gettext_lazy("One of the seats is for me"), required=False)

    def __init__(self, *args: Any, is_per_seat: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_per_seat:
            del self.fields["seats"], self.fields["seat_for_me"]


def packs() -> list[Item]:
    """The packs of credits, the smallest first."""
    found = (find_item(CREDITS, str(number), ONCE) for number, _price in PACKS)
    return [item for item in found if item is not None]


class PackForm(forms.Form):
    """Which pack of credits."""

    pack = forms.ChoiceField(
        label=gettext_lazy("Pack"),
        choices=[(str(number), number) for number, _price in PACKS],
        widget=forms.RadioSelect,
    )

    @property
    def item(self) -> Item | None:
        return find_item(CREDITS, self.cleaned_data["pack"], ONCE)


def sums_of(lines: Sequence[Line]) -> list[SumLine]:
    """The lines in words and with their sums."""
    return [
        SumLine(
            str(line.item.title),
            line.quantity,
            line.item.amount,
            _total([line]),
            line.item.currency,
            line.item.per_seat,
        )
        for line in lines
    ]


def _total(lines: Sequence[Line]) -> Decimal:
    return main_unit(sum(line.amount for line in lines), lines[0].item.currency)


def total_of(lines: Sequence[Line]) -> Decimal:
    """What they come to together, before taxes and coupons."""
    return _total(lines) if lines else Decimal(0)
