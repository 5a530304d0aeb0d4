"""What staff do to a tenant: suspend and resume it, change its plan, extend its trial."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.admin_deeds import Deed, DeedForm, ReasonForm
from apps.tenants.closing import close_tenant, erase_now, reopen_tenant
from apps.tenants.exports import ask_for_export
from apps.tenants.models import Tenant
from apps.tenants.plans import FREE, PLANS
from apps.tenants.services import resume_tenant, suspend_tenant
from apps.tenants.subscription import MOST_EXTENSION_DAYS, change_plan, extend_plan_trial, start_plan_trial

# Django's own permissions over the row: no role of staff has them, superusers do.
CLOSE, EXPORT = "tenants.delete_tenant", "tenants.change_tenant"


def end_of(day: date | None) -> datetime | None:
    """The last moment of the day, where the reader is."""
    return timezone.make_aware(datetime.combine(day, time.max)) if day else None


def future_day(day: date | None) -> date | None:
    """The day, which has to be still to come."""
    if day is not None and day < timezone.localdate():
        raise forms.ValidationError(_("This day has passed."))
    return day


class PlanForm(ReasonForm):
    """Which plan, until when, and why."""

    plan = forms.ChoiceField(label=_("Plan"), choices=[(plan.name, plan.title) for plan in PLANS])
    ends_on = forms.DateField(
        label=_("Last day"), help_text=_("Empty: for as long as it likes."), required=False, widget=forms.DateInput
    )

    field_order = ("plan", "ends_on", "reason")

    def clean_ends_on(self) -> date | None:
        return future_day(self.cleaned_data["ends_on"])


class DaysForm(ReasonForm):
    """By how many days, and why."""

    field_order = ("days", "reason")
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=MOST_EXTENSION_DAYS, initial=14)


class NameForm(ReasonForm):
    """The tenant's name, so that nobody ends another one by mistake."""

    name = forms.CharField(label=_("Name of the workspace"), help_text=_("Type it to be sure."), max_length=120)
    field_order = ("name", "reason")

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if name != self.row.name.strip():
            raise forms.ValidationError(_("Type it as it stands above."))
        return name


class SureForm(DeedForm):
    """Nothing to fill in: pressing the button is the answer."""


def _change_plan(tenant: Tenant, *, plan: str, ends_on: date | None, reason: str) -> None:
    change_plan(tenant, plan=plan, ends_at=end_of(ends_on), reason=reason)


def _close(tenant: Tenant, *, name: str, reason: str) -> None:
    close_tenant(tenant, reason=reason, typed_name=name)


def _erase(tenant: Tenant, *, name: str, reason: str) -> None:
    erase_now(tenant, reason=reason)


def _export(tenant: Tenant) -> None:
    ask_for_export(tenant)


def _is(*statuses: str) -> Any:
    return lambda tenant: tenant.status in statuses


def _in_use(tenant: Tenant) -> bool:
    return tenant.status in {Tenant.Status.ACTIVE, Tenant.Status.SUSPENDED}


def _had_trial(tenant: Tenant) -> bool:
    return _in_use(tenant) and tenant.trial_began_at is not None and (tenant.plan == FREE or tenant.plan_is_trial)


DEEDS = (
    Deed(
        "suspend",
        _("Suspend"),
        _("Closes pages, API and tasks until the workspace is resumed. Its data stays; its owners read the reason."),
        "tenants.suspend_tenant",
        suspend_tenant,
        icon="pause_circle",
        is_offered=_is(Tenant.Status.ACTIVE),
        is_dangerous=True,
    ),
    Deed(
        "resume",
        _("Resume"),
        _("Opens the workspace again, with everything as it was."),
        "tenants.suspend_tenant",
        resume_tenant,
        icon="play_circle",
        is_offered=_is(Tenant.Status.SUSPENDED),
    ),
    Deed(
        "change-plan",
        _("Change the plan"),
        _("Takes effect at once. What is beyond the limits of a smaller plan stays, and nothing new can be added."),
        "tenants.change_plan",
        _change_plan,
        form=PlanForm,
        icon="layers",
        is_offered=_in_use,
    ),
    Deed(
        "start-trial",
        _("Start the trial of a plan"),
        _("Fourteen days on the professional plan, once for each workspace."),
        "tenants.change_plan",
        start_plan_trial,
        form=SureForm,
        icon="hourglass_top",
        is_offered=lambda tenant: _in_use(tenant) and tenant.trial_began_at is None and tenant.plan == FREE,
    ),
    Deed(
        "extend-trial",
        _("Extend the trial"),
        _("Counted from the end of the trial, or from now when it is over."),
        "tenants.change_plan",
        extend_plan_trial,
        form=DaysForm,
        icon="more_time",
        is_offered=_had_trial,
    ),
    Deed(
        "export",
        _("Export"),
        _("Puts everything of the workspace into one file. Its owners get a mail when it is ready."),
        EXPORT,
        _export,
        form=SureForm,
        icon="archive",
        is_offered=_in_use,
    ),
    Deed(
        "close",
        _("Close the workspace"),
        _("Its owners may look, export and come back for thirty days; then it is erased."),
        CLOSE,
        _close,
        form=NameForm,
        icon="door_front",
        is_offered=lambda tenant: _in_use(tenant) and tenant.kind == Tenant.Kind.COMPANY,
        is_dangerous=True,
    ),
    Deed(
        "reopen",
        _("Open again"),
        _("Opens the closed workspace as it was."),
        CLOSE,
        reopen_tenant,
        icon="undo",
        is_offered=_is(Tenant.Status.CLOSED),
    ),
    Deed(
        "erase",
        _("Erase now"),
        _("Begins at once, without waiting for the thirty days to pass. Nothing of the workspace can be brought back."),
        CLOSE,
        _erase,
        form=NameForm,
        icon="delete_forever",
        is_offered=_is(Tenant.Status.CLOSED),
        is_dangerous=True,
    ),
)
