"""Questions about providers: whom a tenant may ask, and for how much."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from apps.ai.base import Provider
from apps.ai.breaker import CACHE_ERRORS
from apps.ai.models import AiCall, AiPolicy, AiSpending, TenantProvider
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


def forget_answering(tenant: TenantLike) -> None:
    """Something about it has changed."""
    try:
        cache.delete(answering_key(tenant))
    except CACHE_ERRORS:
        return


def own_providers(tenant: TenantLike) -> QuerySet[TenantProvider]:
    """Those that the workspace brought itself, in the order in which they are asked."""
    return TenantProvider.objects.filter(tenant_id=id_of(tenant)).select_related("tenant")


def calls_of(tenant: TenantLike) -> QuerySet[AiCall]:
    """All calls for the workspace."""
    return AiCall.objects.filter(tenant_id=id_of(tenant)).defer("asked", "answered")


@dataclass(frozen=True, slots=True)
class FeatureTotal:
    """What a feature asked for in this month."""

    feature: str
    calls: int
    failed: int
    cost: Decimal


def totals_of(tenant: TenantLike) -> list[FeatureTotal]:
    """Of this month, the most expensive first."""
    rows = calls_of(tenant).filter(created_at__gte=datetime.combine(this_month(), time.min, UTC)).order_by()
    sums = rows.values("feature").annotate(
        calls=Count("pk"), failed=Count("pk", filter=~Q(failure="")), spent=Sum("cost")
    )
    found = [FeatureTotal(one["feature"], one["calls"], one["failed"], one["spent"]) for one in sums]
    return sorted(found, key=lambda one: (-one.cost, one.feature))


def feature_title(feature: str) -> str:
    """The title of the app before what it calls the feature: "CV analysis · insights"."""
    label, _dot, name = feature.partition(".")
    try:
        config = apps.get_app_config(label)
    except LookupError:
        return feature
    title = getattr(config, "title", "") or config.verbose_name
    return f"{title} · {name.replace('_', ' ')}"


def answering_key(tenant: TenantLike) -> str:
    return f"ai-answering:{tenant.pk}"
