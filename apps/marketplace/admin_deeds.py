"""What staff do to licenses: grant one, change its seats and its end, switch it off and on, end it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.admin_deeds import Deed, ReasonForm
from apps.core.modules import all_modules
from apps.marketplace.models import License, Usage
from apps.marketplace.services import (
    deactivate,
    end_license,
    extend_license,
    grant_license,
    grant_more,
    reactivate,
    set_seat_limit,
)
from apps.marketplace.states import LicenseState
from apps.tenants.admin_deeds import end_of, future_day
from apps.tenants.models import Tenant
from apps.tenants.plan_use import this_month

RIGHT = "marketplace.grant_license"
MOST_SEATS = 100_000
MOST_MORE = 1_000_000


def module_choices() -> list[tuple[str, Any]]:
    return [(config.label, config.title) for config in all_modules()]


def title_of_module(label: str) -> str:
    """Its title, or its label where it is not installed any more."""
    return str(dict(module_choices()).get(label, label))


class EndForm(ReasonForm):
    """Until when, and why."""

    ends_on = forms.DateField(
        label=_("Last day"), help_text=_("Empty: it does not end."), required=False, widget=forms.DateInput
    )
    field_order = ("ends_on", "reason")

    def clean_ends_on(self) -> date | None:
        return future_day(self.cleaned_data["ends_on"])


class SeatsForm(ReasonForm):
    """How many seats, and why."""

    seats = forms.IntegerField(
        label=_("Seats"),
        help_text=_("Empty: every member has one."),
        min_value=1,
        max_value=MOST_SEATS,
        required=False,
    )
    field_order = ("seats", "reason")

    def __init__(self, *args: Any, row: License, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.initial["seats"] = row.seat_limit


class MoreForm(ReasonForm):
    """How much more of a meter, and why."""

    amount = forms.IntegerField(label=_("How many more"), min_value=1, max_value=MOST_MORE)
    field_order = ("amount", "reason")


class GrantForm(ReasonForm):
    """A license as the platform gives or sells it by hand."""

    module = forms.ChoiceField(label=_("Module"), choices=module_choices)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, kind.label) for kind in (License.Kind.PLATFORM, License.Kind.PURCHASE)],
    )
    seats = forms.IntegerField(
        label=_("Seats"),
        help_text=_("Empty: every member has one."),
        min_value=1,
        max_value=MOST_SEATS,
        required=False,
    )
    ends_on = forms.DateField(
        label=_("Last day"), help_text=_("Empty: it does not end."), required=False, widget=forms.DateInput
    )
    field_order = ("module", "kind", "seats", "ends_on", "reason")

    def clean_ends_on(self) -> date | None:
        return future_day(self.cleaned_data["ends_on"])


def _grant(tenant: Tenant, *, module: str, kind: str, seats: int | None, ends_on: date | None, reason: str) -> None:
    grant_license(tenant, module=module, kind=kind, seat_limit=seats, ends_at=end_of(ends_on), why=reason)


def _extend(license_: License, *, ends_on: date | None, reason: str) -> None:
    extend_license(license_, ends_at=end_of(ends_on), why=reason)


def _set_seats(license_: License, *, seats: int | None, reason: str) -> None:
    set_seat_limit(license_, seats=seats, why=reason)


def _grant_more(usage: Usage, *, amount: int, reason: str) -> None:
    grant_more(usage.tenant, module=usage.module, meter=usage.meter, amount=amount, why=reason)


def _end(license_: License, *, reason: str) -> None:
    end_license(license_, why=reason)


def _switch_off(license_: License, *, reason: str) -> None:
    deactivate(license_.tenant, module=license_.module, why=reason)


def _switch_on(license_: License, *, reason: str) -> None:
    reactivate(license_.tenant, module=license_.module, why=reason)


GRANT = Deed(
    "grant-license",
    _("Grant a license"),
    _("Gives the workspace a module, or gives what it has a new kind, end and number of seats."),
    RIGHT,
    _grant,
    form=GrantForm,
    icon="verified",
    is_offered=lambda tenant: tenant.status in {Tenant.Status.ACTIVE, Tenant.Status.SUSPENDED},
)
MORE = Deed(
    "grant-more",
    _("Grant more this month"),
    _("On top of what the license includes; next month begins without it."),
    RIGHT,
    _grant_more,
    form=MoreForm,
    icon="add",
    is_offered=lambda usage: usage.month == this_month() and usage.membership_id is None,
)
DEEDS = (
    Deed(
        "seats",
        _("Change the seats"),
        _("Nobody loses a seat by it: fewer seats than are taken are refused."),
        RIGHT,
        _set_seats,
        form=SeatsForm,
        icon="event_seat",
    ),
    Deed(
        "end",
        _("Change the end"),
        _("What had run out begins again, if the new end is still to come."),
        RIGHT,
        _extend,
        form=EndForm,
        icon="event",
        is_offered=lambda license_: license_.kind != License.Kind.TRIAL,
    ),
    Deed(
        "extend-trial",
        _("Extend the trial"),
        _("The trial ends at the end of this day."),
        RIGHT,
        _extend,
        form=EndForm,
        icon="more_time",
        is_offered=lambda license_: license_.kind == License.Kind.TRIAL,
    ),
    Deed(
        "switch-off",
        _("Switch off"),
        _("The module is closed from the next request on; its data stays."),
        RIGHT,
        _switch_off,
        icon="toggle_off",
        is_offered=lambda license_: license_.is_on,
    ),
    Deed(
        "switch-on",
        _("Switch on"),
        _("Opens the module again, as far as its time allows."),
        RIGHT,
        _switch_on,
        icon="toggle_on",
        is_offered=lambda license_: license_.can_come_back,
    ),
    Deed(
        "stop",
        _("End now"),
        _("Ends the license at once, without grace; its data stays."),
        RIGHT,
        _end,
        icon="block",
        is_offered=lambda license_: license_.state_now not in {LicenseState.EXPIRED, LicenseState.DEACTIVATED},
        is_dangerous=True,
    ),
)
