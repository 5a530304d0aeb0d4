"""What a start in production refuses, each with its variable and the cure; a part of settings.py."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import billing, env

PRODUCTION = env.boolean("PRODUCTION", default=False)
# Whether the proxy in front sends stored files, told by X-Accel-Redirect; otherwise the views send them themselves.
FILES_BY_PROXY = env.boolean("FILES_BY_PROXY", default=False)
SHORTEST_KEY = 50
FEWEST_CHARACTERS = 10
# How keys begin that stand in examples.
PLACEHOLDERS = ("django-insecure", "change", "secret", "example", "default", "replace", "your")
CURE_OF_KEYS = 'make one: python3 -c "import secrets; print(secrets.token_urlsafe(64))"'


def _is_weak(key: str) -> bool:
    is_short = len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS
    return is_short or key.lower().startswith(PLACEHOLDERS)


def _keys() -> Iterator[str]:
    if _is_weak(env.secret_key()):
        yield f"SECRET_KEY: it is an example or shorter than {SHORTEST_KEY} characters; {CURE_OF_KEYS}"
    if any(_is_weak(key) for key in env.words("SECRET_KEY_FALLBACKS")):
        yield "SECRET_KEY_FALLBACKS: one is an example or too short, and would still be believed; leave it out"


def _hosts() -> Iterator[str]:
    hosts = env.words("ALLOWED_HOSTS")
    if any(host in {"*", "."} for host in hosts):
        yield "ALLOWED_HOSTS: it lets every name in; list those that are yours, as rostrum.example,.rostrum.example"
    elif not hosts and env.text("BASE_DOMAIN", "localhost") == "localhost":
        yield "ALLOWED_HOSTS: no host name is known; set BASE_DOMAIN to yours, or list the names here"


def _plain_http() -> Iterator[str]:
    if urlsplit(env.text("BASE_URL")).scheme != "https":
        yield "BASE_URL: cookies and links would go over plain HTTP; set it to your address with https://"
    if any(urlsplit(origin).scheme != "https" for origin in env.words("CSRF_TRUSTED_ORIGINS")):
        yield "CSRF_TRUSTED_ORIGINS: forms would be taken from plain HTTP; write each with https://"


def _payments() -> Iterator[str]:
    parts = urlsplit(billing.STRIPE_API_BASE)
    host = parts.hostname or ""
    if parts.scheme != "https" or not (host == "stripe.com" or host.endswith(".stripe.com")):
        yield (
            f"STRIPE_API_BASE: {billing.STRIPE_API_BASE} is not Stripe, and a simulator takes no money; leave it out "
            f"and set STRIPE_SECRET_KEY, or set it to {billing.STRIPE_URL}: nothing can be bought then"
        )


def refusals() -> list[str]:
    """Everything in this environment that no production may run with."""
    found = [*_keys(), *_hosts(), *_plain_http(), *_payments()]
    if env.boolean("DEBUG", default=False):
        found.insert(0, "DEBUG: its pages show settings and code to anybody; leave it out in production")
    return found


if PRODUCTION and (_found := refusals()):
    raise ImproperlyConfigured("\n".join(_found))
