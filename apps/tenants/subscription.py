"""Deeds on a tenant's plan: its trial, its change, its end. None of them deletes anything."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.core.problems import ProblemError
from apps.core.scope import PUBLIC, scope
from apps.tenants.models import Tenant
from apps.tenants.news import tell_owners
from apps.tenants.plans import FREE, TRIAL_DAYS, TRIAL_PLAN, plan_of
from apps.tenants.queries import forget_tenants

REMIND_DAYS = 3
MOST_EXTENSION_DAYS = 90


class PlanTrialUsedError(ProblemError):
    code = "plan-trial-used"
    title = _("This workspace has had its free trial of a plan.")
    status = 409


class PlanActiveError(ProblemError):
    code = "plan-active"
    title = _("This workspace has a plan already.")
    status = 409


class NoPlanTrialError(ProblemError):
    code = "no-plan-trial"
    title = _("This workspace has no trial of a plan that could be extended.")
    status = 409


def _locked(tenant: Tenant) -> Tenant:
    found: Tenant = Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)
    return found


def change_tenant(tenant: Tenant, **fields: Any) -> None:
    """Write the fields to the row and to the caller's copy, from within any schema; who remembers it forgets it."""
    Tenant.objects.filter(pk=tenant.pk).update(**fields, updated_at=timezone.now())
    for name, value in fields.items():
        setattr(tenant, name, value)
    transaction.on_commit(forget_tenants)


def _write_down(action: str, tenant: Tenant, before: str, *, note: str = "") -> None:
    with scope(tenant):
        record(action, target=tenant, label=tenant.name, changes={"plan": (before, tenant.plan)}, note=note)


@transaction.atomic
def start_plan_trial(tenant: Tenant, *, plan: str = TRIAL_PLAN) -> None:
    """Fourteen days on a plan, once for each tenant; afterwards it is on the free one."""
    plan_of(plan)
    row = _locked(tenant)
    if row.trial_began_at is not None:
        raise PlanTrialUsedError(_("Choose a plan to go on; everything you made is still there."))
    if row.plan_now.name != FREE:
        raise PlanActiveError
    now = timezone.now()
    ends_at = now + timedelta(days=TRIAL_DAYS)
    change_tenant(
        tenant, plan=plan, plan_is_trial=True, plan_ends_at=ends_at, trial_began_at=now, plan_reminded_at=None
    )
    _write_down("plan.trial-started", tenant, row.plan)


@transaction.atomic
def change_plan(tenant: Tenant, *, plan: str, ends_at: datetime | None = None, reason: str = "") -> None:
    """Put the tenant on a plan, until a day or for as long as it likes; what is beyond its limits stays."""
    plan_of(plan)
    row = _locked(tenant)
    ends_at = None if plan == FREE else ends_at
    change_tenant(tenant, plan=plan, plan_is_trial=False, plan_ends_at=ends_at, plan_reminded_at=None)
    _write_down("tenant.plan-changed", tenant, row.plan, note=reason)


@transaction.atomic
def extend_plan_trial(tenant: Tenant, *, days: int, reason: str = "") -> None:
    """Let the trial end later, counted from now when it has ended; also one that a job has ended already."""
    if not 1 <= days <= MOST_EXTENSION_DAYS:
        raise ValueError(f"a trial is extended by 1 to {MOST_EXTENSION_DAYS} days")
    row = _locked(tenant)
    if row.trial_began_at is None or (row.plan != FREE and not row.plan_is_trial):
        raise NoPlanTrialError
    plan = row.plan if row.plan_is_trial else TRIAL_PLAN
    begins = max(row.plan_ends_at or timezone.now(), timezone.now())
    ends_at = begins + timedelta(days=days)
    change_tenant(tenant, plan=plan, plan_is_trial=True, plan_ends_at=ends_at, plan_reminded_at=None)
    _write_down("plan.trial-extended", tenant, row.plan, note=reason)


@transaction.atomic
def end_plans() -> int:
    """Write down what has ended by itself, and tell the owners; says how many tenants that were."""
    with scope(PUBLIC):
        ended = Tenant.objects.in_use().exclude(plan=FREE).filter(plan_ends_at__lte=timezone.now())
        rows = list(ended.select_for_update(skip_locked=True, no_key=True))
        for row in rows:
            before = plan_of(row.plan)
            change_tenant(row, plan=FREE, plan_is_trial=False, plan_ends_at=None, plan_reminded_at=None)
            _write_down("plan.ended", row, before.name)
            tell_owners(row, "plan_ended", page="home:plan", plan=before)
    return len(rows)


@transaction.atomic
def remind_of_plans() -> int:
    """Tell the owners once that their plan ends in three days; says how many tenants that were."""
    with scope(PUBLIC):
        now = timezone.now()
        ending = Tenant.objects.active().exclude(plan=FREE).filter(plan_reminded_at=None, plan_ends_at__gt=now)
        soon = ending.filter(plan_ends_at__lte=now + timedelta(days=REMIND_DAYS))
        rows = list(soon.select_for_update(skip_locked=True, no_key=True))
        for row in rows:
            change_tenant(row, plan_reminded_at=now)
            tell_owners(row, "plan_ends_soon", page="home:plan", plan=plan_of(row.plan), ends_at=row.plan_ends_at)
    return len(rows)
