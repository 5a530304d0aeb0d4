"""`ask()`: a checked answer of a language model, or None with the reason recorded. Never inside a transaction."""

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from pydantic import BaseModel, ValidationError

from apps.ai.base import Failure, Provider
from apps.ai.breaker import CACHE_ERRORS
from apps.ai.chain import Asking, Clock, Outcome, ask_in_turn
from apps.ai.models import AiCall
from apps.ai.openai import OpenAiEngine
from apps.ai.prompt_files import Prompt, load_prompt
from apps.ai.queries import id_of, is_answering, limits_of, policy_of, providers_for
from apps.ai.services.budget import TenantPurse
from apps.core.queue import bookkeeping
from apps.core.scope import TenantLike, scope
from apps.tenants.cache import ALIAS

Shape = TypeVar("Shape", bound=BaseModel)
# Long enough for a task that is run again; answers hold what people wrote, so not much longer.
REMEMBERED_SECONDS = 3600


class InsideTransactionError(RuntimeError):
    """A call that takes seconds would hold locks for as long."""


@dataclass(frozen=True, slots=True)
class Answer(Generic[Shape]):
    """What was asked for, and who gave it for how much; `failure` says why `value` is None."""

    value: Shape | None
    prompt: str
    provider: str = ""
    model: str = ""
    cost: Decimal = Decimal(0)
    failure: Failure | None = None


def ask(
    prompt: str,
    shape: type[Shape],
    *,
    tenant: TenantLike,
    data: Mapping[str, str],
    feature: str,
    seconds: float | None = None,
) -> Shape | None:
    """An answer of that shape to the prompt about the data, None when no provider gave one in that many seconds.

    `prompt` is a name such as "cv_analysis.fill_fields-v1", `feature` what the call is counted under. What people wrote
    belongs into `data`, never into the prompt.
    """
    return ask_whole(prompt, shape, tenant=tenant, data=data, feature=feature, seconds=seconds).value


def ask_whole(  # noqa: PLR0913 -- one keyword for each thing that a feature decides
    prompt: str,
    shape: type[Shape],
    *,
    tenant: TenantLike,
    data: Mapping[str, str],
    feature: str,
    seconds: float | None = None,
    is_private: bool = False,
) -> Answer[Shape]:
    """As `ask()`, with who answered, what it cost, or why nobody did.

    What `is_private` is one person's own: its content stands in no list of calls, whatever the tenant keeps.
    """
    _refuse_transactions()
    ends_at = time.monotonic() + (settings.AI_DEADLINE_SECONDS if seconds is None else seconds)
    if not is_answering(tenant):
        return Answer(None, prompt, failure=Failure.NO_PROVIDER)
    policy = policy_of(tenant)
    providers = providers_for(tenant, policy)
    loaded = load_prompt(prompt)
    key = _cache_key(loaded, shape, data, providers)
    if (known := _remembered(tenant, key, shape)) is not None:
        _record_known(tenant, feature, known)
        return known
    messages = loaded.messages(data)
    purse = TenantPurse(tenant, limits_of(policy), feature=feature, prompt=loaded.name)
    outcome = ask_in_turn(providers, Asking(OpenAiEngine(), Clock(ends_at), purse), messages, shape)
    kept = messages if policy.keeps_contents and not is_private else ()
    purse.close(
        outcome.attempts,
        asked="\n\n".join(message.content for message in kept),
        answered=outcome.answer.model_dump_json() if kept and outcome.answer is not None else "",
    )
    answer = _answer(loaded, outcome)
    _remember(tenant, key, answer)
    return answer


def _refuse_transactions() -> None:
    # As Django does for durable blocks: the one around a test does not count.
    blocks = connection.atomic_blocks
    if blocks and not getattr(blocks[-1], "_from_testcase", False):
        raise InsideTransactionError("ask() belongs before the transaction that writes its answer")


def _answer(prompt: Prompt, outcome: Outcome[Shape]) -> Answer[Shape]:
    cost = sum((one.provider.cost(one.usage) for one in outcome.attempts), Decimal(0))
    if outcome.answer is None:
        return Answer(None, prompt.name, cost=cost, failure=outcome.failure)
    by = outcome.attempts[-1].provider
    return Answer(outcome.answer, prompt.name, by.name, by.model, cost)


def _cache_key(prompt: Prompt, shape: type[BaseModel], data: Mapping[str, str], providers: Sequence[Provider]) -> str:
    """The same question to the same models."""
    asked = [prompt.name, prompt.text, shape.model_json_schema(), dict(data)]
    whom = [[provider.name, provider.base_url, provider.model] for provider in providers]
    return "ai-answer:" + hashlib.sha256(json.dumps([asked, whom], sort_keys=True).encode()).hexdigest()


def _remembered(tenant: TenantLike, key: str, shape: type[Shape]) -> Answer[Shape] | None:
    """What this tenant was answered; the cache keeps tenants apart."""
    try:
        with scope(tenant):
            known = caches[ALIAS].get(key)
        if known is None:
            return None
        return Answer(shape.model_validate_json(known["value"]), known["prompt"], known["provider"], known["model"])
    except (*CACHE_ERRORS, ValidationError):
        return None


def _remember(tenant: TenantLike, key: str, answer: Answer[Shape]) -> None:
    if answer.value is None:
        return
    known = {"value": answer.value.model_dump_json(), "prompt": answer.prompt}
    known |= {"provider": answer.provider, "model": answer.model}
    try:
        with scope(tenant):
            caches[ALIAS].set(key, known, timeout=REMEMBERED_SECONDS)
    except CACHE_ERRORS:
        return


@bookkeeping()
def _record_known(tenant: TenantLike, feature: str, known: Answer[Shape]) -> None:
    AiCall.objects.create(
        tenant_id=id_of(tenant),
        feature=feature,
        prompt=known.prompt,
        provider=known.provider,
        model=known.model,
        is_cached=True,
    )
