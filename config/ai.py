"""Which language models may be asked, for how much and how long; a part of settings.py. Without any, none is asked."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env

OPENAI_URL = "https://api.openai.com/v1"
OPENAI_MODEL = "gpt-5-mini"
# Of a million tokens, in USD: rather too much than too little, as the budget is counted by them.
PRICE_IN, PRICE_OUT = "2", "8"
KNOWN = frozenset({"name", "base_url", "key", "model", "price_in", "price_out", "max_tokens", "seconds"})
LONGEST_NAME = 40


def _amount(name: str, value: object) -> Decimal:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        raise ImproperlyConfigured(f"{name}: {value!r} is no amount of money")
    return amount


def _positive(name: str, value: object, kind: type[int] | type[float]) -> Any:
    try:
        number = kind(str(value))
    except ValueError:
        number = 0
    if not 0 < number < float("inf"):
        raise ImproperlyConfigured(f"{name}: {value!r} is not a number above 0")
    return number


def _provider(variable: str, given: object) -> dict[str, Any]:
    """Checked, with everything that was left out."""
    if not isinstance(given, dict):
        raise ImproperlyConfigured(f'{variable}: write a list such as [{{"name": "openai", "key": "…", "model": "…"}}]')
    if unknown := sorted(set(given) - KNOWN):
        raise ImproperlyConfigured(f"{variable}: there is no {unknown[0]!r}; known are {', '.join(sorted(KNOWN))}")
    name, url, model = (str(given.get(part) or "") for part in ("name", "base_url", "model"))
    if not name or len(name) > LONGEST_NAME:
        raise ImproperlyConfigured(f"{variable}: each provider needs a name of up to {LONGEST_NAME} characters")
    if not model:
        raise ImproperlyConfigured(f"{variable}: {name} needs a model")
    url = url or OPENAI_URL
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise ImproperlyConfigured(f"{variable}: write the address of {name} as https://api.example.com/v1")
    return {
        "name": name,
        "base_url": url,
        "key": str(given.get("key") or ""),
        "model": model,
        "price_in": _amount(variable, given.get("price_in", PRICE_IN)),
        "price_out": _amount(variable, given.get("price_out", PRICE_OUT)),
        "max_tokens": _positive(variable, given.get("max_tokens", 4000), int),
        "seconds": _positive(variable, given.get("seconds", 20), float),
    }


def ai_providers() -> list[dict[str, Any]]:
    """Those of AI_PROVIDERS, then the one of OPENAI_*: in this order they are asked; only those that have a key."""
    try:
        given = json.loads(env.text("AI_PROVIDERS", "[]"))
    except ValueError as error:
        raise ImproperlyConfigured(f"AI_PROVIDERS: not JSON: {error}") from error
    if not isinstance(given, list):
        raise ImproperlyConfigured("AI_PROVIDERS: write a list, [...]")
    found = [_provider("AI_PROVIDERS", one) for one in given]
    single = {
        "name": "openai",
        "base_url": env.text("OPENAI_BASE_URL"),
        "key": env.text("OPENAI_API_KEY"),
        "model": env.text("OPENAI_MODEL", OPENAI_MODEL),
        "price_in": _amount("OPENAI_PRICE_IN", env.text("OPENAI_PRICE_IN", PRICE_IN)),
        "price_out": _amount("OPENAI_PRICE_OUT", env.text("OPENAI_PRICE_OUT", PRICE_OUT)),
    }
    found.append(_provider("OPENAI_BASE_URL", single))
    usable = [one for one in found if one["key"]]
    if len({one["name"] for one in usable}) != len(usable):
        raise ImproperlyConfigured("AI_PROVIDERS: two have the same name; the one of OPENAI_API_KEY is openai")
    return usable


AI_PROVIDERS = ai_providers()
# What each workspace may spend at these providers in a calendar month, in USD.
AI_MONTHLY_BUDGET = _amount("AI_MONTHLY_BUDGET", env.text("AI_MONTHLY_BUDGET", "20"))
# How long a question may take in all, with every provider and try.
AI_DEADLINE_SECONDS = _positive("AI_DEADLINE_SECONDS", env.text("AI_DEADLINE_SECONDS", "20"), float)
# Contents of calls, where a workspace keeps them at all.
AI_CONTENTS_DAYS = _positive("AI_CONTENTS_DAYS", env.text("AI_CONTENTS_DAYS", "30"), int)
# Whether workspaces may name servers of this network, and without TLS.
AI_ALLOW_PRIVATE_ADDRESSES = env.boolean("AI_ALLOW_PRIVATE_ADDRESSES", default=False)
# A folder with the model of sentences; empty: that of the installed package.
AI_EMBEDDINGS_FOLDER = env.text("AI_EMBEDDINGS_FOLDER")
