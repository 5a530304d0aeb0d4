"""Deeds on a tenant's money for a month: set aside before each try, settled after it, whatever came of it."""

from decimal import Decimal

from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from apps.ai.base import Message, Provider, Usage
from apps.ai.models import AiSpending
from apps.ai.queries import Limits, id_of, this_month
from apps.core.queue import bookkeeping
from apps.core.scope import TenantLike


class TenantPurse:
    """The money of one tenant in one month, shared by all its processes: the database counts."""

    def __init__(self, tenant: TenantLike, limits: Limits) -> None:
        self._tenant_id, self._limits, self._month = id_of(tenant), limits, this_month()

    @bookkeeping()
    def reserve(self, provider: Provider, messages: tuple[Message, ...]) -> bool:
        """Set aside what the try can cost at most; False when that would go over a limit."""
        row, _made = AiSpending.objects.get_or_create(tenant_id=self._tenant_id, month=self._month)
        amount, changed = provider.most(messages), timezone.now()
        fits = Q(pk=row.pk)
        if self._limits.all is not None:
            fits &= Q(spent__lte=self._limits.all - amount - F("reserved"))
        if provider.owner:
            found = AiSpending.objects.filter(fits).update(reserved=F("reserved") + amount, updated_at=changed)
            return bool(found)
        fits &= Q(platform_spent__lte=self._limits.platform - amount - F("platform_reserved"))
        found = AiSpending.objects.filter(fits).update(
            reserved=F("reserved") + amount,
            platform_reserved=F("platform_reserved") + amount,
            updated_at=changed,
        )
        return bool(found)

    @bookkeeping()
    def settle(self, provider: Provider, messages: tuple[Message, ...], usage: Usage) -> None:
        """Count what it really cost, and free what was set aside."""
        amount, cost = provider.most(messages), provider.cost(usage)
        freed = {"reserved": Greatest(F("reserved") - amount, Decimal(0)), "spent": F("spent") + cost}
        if not provider.owner:
            freed["platform_reserved"] = Greatest(F("platform_reserved") - amount, Decimal(0))
            freed["platform_spent"] = F("platform_spent") + cost
        AiSpending.objects.filter(tenant_id=self._tenant_id, month=self._month).update(
            updated_at=timezone.now(), **freed
        )
