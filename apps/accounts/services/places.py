"""How many people a tenant's plan has room for."""

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.tenants.models import Tenant
from apps.tenants.plan_use import require_room
from apps.tenants.plans import MEMBERS


def members_of_plan(tenant: Tenant) -> int:
    """Those who count against the plan: everybody who may come in, but candidates."""
    return Membership.objects.filter(tenant=tenant, is_active=True).exclude(role=Role.CANDIDATE).count()


def require_place(tenant: Tenant, role: str, *, invited: int = 0) -> None:
    """Raise PlanLimitError unless the plan has room for one more with that role, beside those who are invited.

    Inside the transaction that lets the person in: of two that ask at once, one waits for the other.
    """
    if role == Role.CANDIDATE or tenant.kind == Tenant.Kind.COMMUNITY:
        return
    locked = Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)
    require_room(locked, MEMBERS, used=members_of_plan(locked) + invited)
