"""Deeds on a tenant's money for a month: set aside before each try, settled after it, whatever came of it.

What is settled stands in the list of calls from the same moment, so that both agree whenever a process dies.
"""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from apps.ai.base import Failure, Message, Provider, Usage
from apps.ai.chain import Attempt
from apps.ai.models import AiCall, AiSpending
from apps.ai.queries import Limits, id_of, this_month
from apps.core.queue import bookkeeping
from apps.core.scope import TenantLike


class TenantPurse:
    """The money of one tenant in one month, shared by all its processes: the database counts.

    It serves one question: `feature` and `prompt` are what its lines in the list of calls say.
    """

    def __init__(self, tenant: TenantLike, limits: Limits, *, feature: str, prompt: str) -> None:
        self._tenant_id, self._limits, self._month = id_of(tenant), limits, this_month()
        self._feature, self._prompt = feature, prompt
        self._lines: dict[str, AiCall] = {}

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
        """Count what it really cost, free what was set aside, and write both down as one try of a call."""
        amount, cost = provider.most(messages), provider.cost(usage)
        freed = {"reserved": Greatest(F("reserved") - amount, Decimal(0)), "spent": F("spent") + cost}
        if not provider.owner:
            freed["platform_reserved"] = Greatest(F("platform_reserved") - amount, Decimal(0))
            freed["platform_spent"] = F("platform_spent") + cost
        AiSpending.objects.filter(tenant_id=self._tenant_id, month=self._month).update(
            updated_at=timezone.now(), **freed
        )
        line = self._line(provider)
        line.tries += 1
        line.tokens_in += usage.tokens_in
        line.tokens_out += usage.tokens_out
        line.is_estimate |= usage.is_estimate
        line.cost += cost
        line.save()

    @bookkeeping()
    def close(self, attempts: Sequence[Attempt], *, asked: str, answered: str) -> None:
        """Write down what came of it all; `answered` belongs to the try that gave the answer."""
        for one in attempts:
            line = self._line(one.provider)
            line.failure, line.detail = one.failure or "", one.detail[:300]
            line.milliseconds = one.milliseconds
            line.asked, line.answered = asked, answered if one.failure is None else ""
            line.save()

    def _line(self, provider: Provider) -> AiCall:
        """Until it is closed it says that the answer broke off: if the process dies, it did."""
        if provider.identity not in self._lines:
            self._lines[provider.identity] = AiCall(
                tenant_id=self._tenant_id,
                feature=self._feature,
                prompt=self._prompt,
                provider=provider.name,
                is_own=bool(provider.owner),
                model=provider.model,
                failure=Failure.CUT_OFF,
            )
        return self._lines[provider.identity]
