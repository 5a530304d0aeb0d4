"""Deeds on what a workspace decides about language models: its own servers, its policy, and trying a server."""

import time
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from pydantic import BaseModel

from apps.ai import breaker
from apps.ai.chain import Asking, Attempt, Clock, ask_in_turn
from apps.ai.models import AiPolicy, TenantProvider
from apps.ai.network import check_public
from apps.ai.openai import OpenAiEngine
from apps.ai.prompt_files import load_prompt
from apps.ai.queries import SEALED_FOR, forget_answering, limits_of, policy_of, provider_of
from apps.ai.services.budget import TenantPurse
from apps.audit.services import changed_fields, record
from apps.core.scope import PUBLIC, scope
from apps.core.sealing import seal
from apps.tenants.models import Tenant

TRIED_SECONDS = 12.0
TRY_OUT, TRY_FEATURE = "ai.try_out-v1", "ai.try_out"
SHOWN = ("name", "base_url", "model", "price_in", "price_out", "position", "is_active")


class Word(BaseModel):
    """What a server that is tried gives back."""

    word: str


def check_address(url: str) -> None:
    """Raises PrivateAddressError for a server that may not be asked for a workspace."""
    if not settings.AI_ALLOW_PRIVATE_ADDRESSES:
        check_public(url)


@transaction.atomic
def save_provider(row: TenantProvider, *, key: str) -> TenantProvider:
    """Keep a server of the workspace; an empty key leaves the one that is known.

    With another address the key has to be entered again: it was meant for the old one.
    """
    before = TenantProvider.objects.select_for_update().filter(pk=row.pk).first()
    if key:
        row.key_sealed = seal(SEALED_FOR, key.encode())
    elif before is None or before.base_url != row.base_url:
        raise ValueError("a new server needs a key")
    row.save()
    if before is None:
        record("ai.provider-added", target=row, label=row.name)
    else:
        # The key itself is written down nowhere, that it changed is.
        changes = changed_fields(before, row, *SHOWN) | {"key": ("", "changed" if key else "")}
        record("ai.provider-changed", target=row, label=row.name, changes=changes)
    _follow(row)
    return row


@transaction.atomic
def remove_provider(row: TenantProvider) -> None:
    """Forget the server and its key."""
    record("ai.provider-removed", target=row, label=row.name)
    _follow(row)
    row.delete()


def _follow(row: TenantProvider) -> None:
    tenant = row.tenant
    breaker.forget(f"{tenant.pk}:{row.name}")
    transaction.on_commit(lambda: forget_answering(tenant))


@transaction.atomic
def change_policy(tenant: Tenant, *, is_on: bool, monthly_budget: Decimal | None, keeps_contents: bool) -> AiPolicy:
    """What the workspace allows from now on."""
    before = policy_of(tenant)
    after, _made = AiPolicy.objects.update_or_create(
        tenant=tenant,
        defaults={"is_on": is_on, "monthly_budget": monthly_budget, "keeps_contents": keeps_contents},
    )
    changes = changed_fields(before, after, "is_on", "monthly_budget", "keeps_contents")
    record("ai.policy-changed", target=after, label=tenant.name, changes=changes)
    transaction.on_commit(lambda: forget_answering(tenant))
    return after


@transaction.atomic
def set_platform_budget(tenant: Tenant, *, amount: Decimal | None, reason: str) -> AiPolicy:
    """What the workspace may spend at the platform's servers; None is what everybody may."""
    before = policy_of(tenant)
    after, _made = AiPolicy.objects.update_or_create(tenant=tenant, defaults={"platform_budget": amount})
    changes = changed_fields(before, after, "platform_budget")
    for log in (PUBLIC, tenant):
        with scope(log):
            record("ai.budget-changed", target=after, label=tenant.name, changes=changes, note=reason)
    return after


def try_provider(row: TenantProvider) -> Attempt | None:
    """Ask the server for one word, whether it rests or not; None when its key cannot be read any more."""
    provider = provider_of(row)
    if provider is None:
        return None
    breaker.forget(provider.identity)
    prompt = load_prompt(TRY_OUT)
    purse = TenantPurse(row.tenant, limits_of(policy_of(row.tenant)), feature=TRY_FEATURE, prompt=prompt.name)
    asking = Asking(OpenAiEngine(), Clock(time.monotonic() + TRIED_SECONDS), purse)
    outcome = ask_in_turn([provider], asking, prompt.messages({"Word": "amber"}), Word)
    purse.close(outcome.attempts, asked="", answered="")
    return outcome.attempts[-1]
