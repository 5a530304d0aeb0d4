"""How much of a meter a tenant may use in a month, from what its license and its plan include."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils import timezone

from apps.core.modules import Meter, Text
from apps.marketplace.live_time import live_time
from apps.marketplace.models import License, Usage
from apps.tenants.models import Tenant
from apps.tenants.plan_use import plan_limit
from apps.tenants.plans import LIMITS, NEAR_PERCENT

_PLANNED = frozenset(limit.name for limit in LIMITS if limit.monthly)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is allowed of a meter; `most` of None is everything. A personal one is each member's own."""

    meter: Meter
    most: int | None
    is_personal: bool = False

    def with_more(self, granted: int) -> "Allowance":
        return self if self.most is None else replace(self, most=self.most + granted)


@dataclass(frozen=True, slots=True)
class MeterUse:
    """A meter as pages and API show it: what is used, and how much may be."""

    meter: Meter
    used: int
    reserved: int
    most: int | None

    @property
    def percent(self) -> int:
        """How much of the limit is taken, 0 to 100; 0 where there is none."""
        if self.most is None:
            return 0
        return 100 if self.taken >= self.most else self.taken * 100 // self.most

    @property
    def is_near(self) -> bool:
        return self.percent >= NEAR_PERCENT

    @property
    def is_reached(self) -> bool:
        return self.percent == 100  # noqa: PLR2004 -- percent

    @property
    def title(self) -> Text:
        return self.meter.title

    @property
    def taken(self) -> int:
        """Used, or set aside for what is under way."""
        return self.used + self.reserved


def allowance(tenant: Tenant, license_: License | None, meter: Meter) -> Allowance:
    """From license and plan to the limit, the smaller of the two; nothing else decides.

    What the platform grants has no limit of the module's; a plan limits the meters that are called as its limits are.
    """
    if tenant.kind == Tenant.Kind.COMMUNITY:
        return Allowance(meter, meter.per_person, is_personal=True)
    plan = plan_limit(tenant, meter.name) if meter.name in _PLANNED else None
    if license_ is not None and license_.kind == License.Kind.PLATFORM:
        return Allowance(meter, plan)
    seats = (license_.seat_limit if license_ else None) or 1
    included = meter.included * (seats if meter.per_seat else 1)
    return Allowance(meter, included if plan is None else min(included, plan))


def allowance_of(tenant: Tenant, module: str, meter: Meter, member_id: UUID | None = None) -> Allowance:
    """The same, with the license looked up; in the community with the plan of the member's own."""
    found = allowance(tenant, License.objects.filter(tenant=tenant, module=module).first(), meter)
    return for_member(found, tenant.pk, member_id)


def for_member(found: Allowance, tenant_id: UUID, member_id: UUID | None) -> Allowance:
    """What is each member's own grows by the plan of their own."""
    if not found.is_personal or found.most is None or member_id is None:
        return found
    return replace(found, most=found.most * live_time().times_included(tenant_id, member_id))


def left_of(tenant: Tenant, module: str, meter: Meter, member_id: UUID) -> int | None:
    """How much the member may still use this month; None where nothing limits it."""
    allowed = allowance_of(tenant, module, meter, member_id)
    if allowed.most is None:
        return None
    holder: Any = member_id if allowed.is_personal else None
    month = timezone.now().date().replace(day=1)
    row = Usage.objects.filter(
        tenant=tenant, module=module, meter=meter.name, month=month, membership_id=holder
    ).first()
    used, granted = (row.used + row.reserved, row.granted) if row else (0, 0)
    return max(0, allowed.most + granted - used)
