"""How many requests each of those who ask has a minute; a part of settings.py."""

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.production import PRODUCTION

COUNTED = ("address", "user", "key", "tenant")
# Many people of an office or a school share an address, and a page asks for several answers.
USUAL = ["address=600", "user=600", "key=1200", "tenant=6000"]


def _limits(name: str, given: list[str]) -> dict[str, int]:
    """What each may; nothing is counted for who is not named."""
    found = {}
    for word in given:
        who, _sign, most = word.partition("=")
        if who not in COUNTED or not most.isdecimal() or int(most) == 0:
            raise ImproperlyConfigured(
                f"{name}: write {word!r} as one of {', '.join(COUNTED)} with a number, as user=600"
            )
        found[who] = int(most)
    return found


def _given(words: list[str]) -> list[str]:
    if words == ["off"]:
        return []
    return words or (USUAL if PRODUCTION else [])


REQUEST_LIMITS = _limits("REQUEST_LIMITS", _given(env.words("REQUEST_LIMITS")))
# Who watches over the product, and events of the payment provider, which come in crowds and are signed.
REQUESTS_NOT_COUNTED = frozenset({"home:healthz", "home:readyz", "home:metrics", "home:status", "billing-webhook"})
