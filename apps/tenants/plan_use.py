"""How much of its plan a tenant uses, and the answer when there is no more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.problems import ProblemError
from apps.core.together import read_together
from apps.tenants.models import PlanUse, StorageUse, Tenant
from apps.tenants.plans import LIMITS, NEAR_PERCENT, STORAGE, Limit

Counter = Callable[[Tenant], int]
_counters: dict[str, Counter] = {}

WAYS_OUT: dict[str, Any] = {
    "members": _("Remove somebody who has left, or choose a bigger plan. Nobody who is here loses anything."),
    "storage": _("Delete files that are not needed any more, or choose a bigger plan. What is here stays."),
    "interviews": _("Choose a bigger plan, or wait until the month is over. What is here stays."),
    "analyses": _("Choose a bigger plan, or wait until the month is over. What is here stays."),
    "api_calls": _("Choose a bigger plan, or wait until the month is over. Pages work as always."),
}


class PlanLimitError(ProblemError):
    code = "plan-limit"
    title = _("Your plan has no room for more.")
    status = 402
    action_title = _("See plan and limits")

    def __init__(self, name: str, limit: int) -> None:
        super().__init__(WAYS_OUT[name], limit=name, included=limit)
        self.action_url = reverse("home:plan", urlconf=settings.ROOT_URLCONF)


@dataclass(frozen=True, slots=True)
class LimitUse:
    """One limit of a tenant's plan and how far it is used; `most` of None is no limit."""

    limit: Limit
    used: int
    most: int | None

    @property
    def percent(self) -> int:
        if self.most is None:
            return 0
        return 100 if self.used >= self.most else self.used * 100 // self.most

    @property
    def is_near(self) -> bool:
        return self.percent >= NEAR_PERCENT

    @property
    def is_reached(self) -> bool:
        return self.most is not None and self.used >= self.most

    @property
    def is_storage(self) -> bool:
        return self.limit.name == STORAGE


def counted_by(name: str, counter: Counter) -> None:
    """Let an app above this one say how much of a limit is used."""
    _counters[name] = counter


def plan_limit(tenant: Tenant, name: str) -> int | None:
    """How much of the named thing the tenant's plan includes now; None where nothing limits it."""
    limit = tenant.plan_now.limit(name)
    return None if tenant.kind == Tenant.Kind.COMMUNITY else limit


def this_month() -> date:
    return timezone.now().date().replace(day=1)


def next_month() -> date:
    """The day on which monthly limits begin anew."""
    first = this_month()
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def used_of(tenant: Tenant, name: str) -> int:
    """How much of a limit is used: now, or this month."""
    return _counters[name](tenant) if name in _counters else _rows_of(tenant, name).first() or 0


def _rows_of(tenant: Tenant, name: str) -> "QuerySet[Any, int]":
    """Where a limit is kept that nobody counts anew."""
    if name == STORAGE:
        return StorageUse.objects.filter(tenant=tenant).values_list("used", flat=True)
    return PlanUse.objects.filter(tenant=tenant, limit=name, month=this_month()).values_list("used", flat=True)


def plan_use(tenant: Tenant) -> list[LimitUse]:
    """Every limit with its use, in the order in which plans name them."""
    kept = [limit.name for limit in LIMITS if limit.name not in _counters]
    found = read_together(*(_rows_of(tenant, name)[:1] for name in kept))
    used = {name: sum(rows) for name, rows in zip(kept, found, strict=True)}
    return [
        LimitUse(
            limit,
            used[limit.name] if limit.name in used else used_of(tenant, limit.name),
            plan_limit(tenant, limit.name),
        )
        for limit in LIMITS
    ]


def require_room(tenant: Tenant, name: str, *, used: int, more: int = 1) -> None:
    """Raise PlanLimitError unless the plan includes as much as is used and more."""
    most = plan_limit(tenant, name)
    if most is not None and used + more > most:
        raise PlanLimitError(name, most)
