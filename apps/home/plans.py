"""What a workspace's plan page and API say about its plan."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.formats import day, percent
from apps.core.modules import Notice
from apps.tenants.models import Tenant
from apps.tenants.plan_use import LimitUse, next_month, plan_use
from apps.tenants.plans import FREE, PLANS, Plan
from apps.tenants.subscription import REMIND_DAYS


@dataclass(frozen=True, slots=True)
class PlanState:
    """A tenant's plan as it is at this moment."""

    now: Plan
    is_trial: bool
    ends_at: datetime | None
    can_start_trial: bool
    limits: list[LimitUse]
    months_begin: date
    plans: tuple[Plan, ...] = PLANS

    @property
    def near(self) -> list[LimitUse]:
        """The limits that are nearly or wholly used up."""
        return [limit for limit in self.limits if limit.is_near]


def plan_state(tenant: Tenant) -> PlanState:
    """The plan, what is used of it, and whether a trial can begin."""
    now = tenant.plan_now
    is_over = tenant.plan_has_ended
    return PlanState(
        now=now,
        is_trial=tenant.plan_is_trial and not is_over,
        ends_at=None if is_over else tenant.plan_ends_at,
        can_start_trial=now.name == FREE and tenant.trial_began_at is None and tenant.kind == Tenant.Kind.COMPANY,
        limits=plan_use(tenant),
        months_begin=next_month(),
    )


def plan_notices(tenant: Tenant) -> list[Notice]:
    """What those who manage the workspace should know of its plan: what is nearly used up, and when it ends."""
    url, now = reverse("home:plan"), timezone.now()
    found = []
    for use in plan_use(tenant):
        if use.is_reached:
            found.append(Notice(_("%(limit)s: your plan is used up") % {"limit": use.limit.title}, url, now, "error"))
        elif use.is_near:
            said = _("%(limit)s: %(percent)s of your plan are used")
            words = {"limit": use.limit.title, "percent": percent(use.percent)}
            found.append(Notice(said % words, url, now, "warning"))
    ends_at = tenant.plan_ends_at
    if ends_at is not None and now < ends_at <= now + timedelta(days=REMIND_DAYS):
        said = _("The plan %(plan)s ends on %(day)s")
        found.append(Notice(said % {"plan": tenant.plan_now.title, "day": day(ends_at)}, url, now, "warning"))
    return found
