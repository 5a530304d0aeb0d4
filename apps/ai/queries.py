"""Questions about providers: whom a tenant may ask, and for how much."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from apps.ai.base import Provider
from apps.ai.breaker import CACHE_ERRORS
from apps.ai.models import AiPolicy, AiSpending, TenantProvider
from apps.core.scope import TenantLike
from apps.core.sealing import unseal

SEALED_FOR = "ai-provider"
REMEMBERED_SECONDS = 300


def id_of(tenant: TenantLike) -> UUID:
    if tenant.pk is None:
        raise RuntimeError("providers are asked for a tenant only")
    return tenant.pk


def this_month() -> date:
    return timezone.now().date().replace(day=1)


def policy_of(tenant: TenantLike) -> AiPolicy:
    """The tenant's, or what everybody has who never changed anything; that one is not saved."""
    return AiPolicy.objects.filter(tenant_id=id_of(tenant)).first() or AiPolicy(tenant_id=id_of(tenant))


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be spent in a month: in all, and at the platform's providers; None where nothing limits it."""

    all: Decimal | None
    platform: Decimal


def limits_of(policy: AiPolicy) -> Limits:
    platform = settings.AI_MONTHLY_BUDGET if policy.platform_budget is None else policy.platform_budget
    return Limits(policy.monthly_budget, Decimal(platform))


def spending_of(tenant: TenantLike) -> AiSpending:
    """Of this month; not saved where nothing was spent yet."""
    month = this_month()
    return AiSpending.objects.filter(tenant_id=id_of(tenant), month=month).first() or AiSpending(
        tenant_id=id_of(tenant), month=month
    )


def providers_for(tenant: TenantLike, policy: AiPolicy) -> list[Provider]:
    """The tenant's own first, then the platform's; none where the tenant wants none."""
    if not policy.is_on:
        return []
    own = TenantProvider.objects.filter(tenant_id=id_of(tenant), is_active=True)
    return [*(provider for row in own if (provider := provider_of(row))), *platform_providers()]


def platform_providers() -> list[Provider]:
    """Those of the settings, which have been checked at the start."""
    return [
        Provider(
            name=given["name"],
            base_url=given["base_url"],
            key=given["key"],
            model=given["model"],
            price_in=given["price_in"],
            price_out=given["price_out"],
            max_tokens=given["max_tokens"],
            call_seconds=given["seconds"],
        )
        for given in settings.AI_PROVIDERS
    ]


def provider_of(row: TenantProvider) -> Provider | None:
    """None when the key was sealed with a secret that is gone; it then has to be entered again."""
    try:
        key = unseal(SEALED_FOR, bytes(row.key_sealed)).decode()
    except InvalidToken:
        return None
    return Provider(
        name=row.name,
        base_url=row.base_url,
        key=key,
        model=row.model,
        price_in=row.price_in,
        price_out=row.price_out,
        owner=str(row.tenant_id),
    )


def is_answering(tenant: TenantLike) -> bool:
    """Whether any provider would be asked for the tenant; cheap enough for every task that could ask."""
    key = answering_key(tenant)
    try:
        known = cache.get(key)
    except CACHE_ERRORS:
        return bool(providers_for(tenant, policy_of(tenant)))
    if known is None:
        known = bool(providers_for(tenant, policy_of(tenant)))
        cache.set(key, known, timeout=REMEMBERED_SECONDS)
    return bool(known)


def answering_key(tenant: TenantLike) -> str:
    return f"ai-answering:{tenant.pk}"
