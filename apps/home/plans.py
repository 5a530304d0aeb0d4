"""What a workspace's plan page and API say about its plan."""

from dataclasses import dataclass
from datetime import date, datetime

from apps.tenants.models import Tenant
from apps.tenants.plan_use import LimitUse, next_month, plan_use
from apps.tenants.plans import FREE, PLANS, Plan


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
