"""Where money is taken: Stripe, or whatever answers like it at STRIPE_API_BASE; a part of settings.py."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env

STRIPE_URL = "https://api.stripe.com"
LOOPBACK = ("localhost", "127.0.0.1")
TEST_KEYS, LIVE_KEYS = ("sk_test_", "rk_test_"), ("sk_live_", "rk_live_")


# Commands that run beside an embedded start speak with its simulator.
_IS_SIMULATED = not env.text("STRIPE_SECRET_KEY") and not env.text("STRIPE_API_BASE")


def _given(name: str) -> str:
    return env.text(name) or (env.running_engine(name) if _IS_SIMULATED else "")


def _api_base() -> str:
    base = (_given("STRIPE_API_BASE") or STRIPE_URL).rstrip("/")
    if urlsplit(base).scheme not in {"http", "https"} or not urlsplit(base).hostname:
        raise ImproperlyConfigured(f"STRIPE_API_BASE: write an address such as {STRIPE_URL}, not {base!r}")
    return base


def _secret_key() -> str:
    key = _given("STRIPE_SECRET_KEY")
    if key and not key.startswith(TEST_KEYS + LIVE_KEYS):
        raise ImproperlyConfigured(
            "STRIPE_SECRET_KEY: a secret key begins with sk_test_, sk_live_, rk_test_ or rk_live_"
        )
    return key


def _pages_of(base: str) -> list[str]:
    """The origin of what answers for Stripe; on this machine by each of its names, as browsers tell them apart."""
    parts = urlsplit(base)
    if base == STRIPE_URL or parts.hostname not in LOOPBACK:
        return [f"{parts.scheme}://{parts.netloc}"]
    return [f"{parts.scheme}://{name}:{parts.port or 80}" for name in LOOPBACK]


# The class that speaks with who takes the money; see apps/billing/provider.py.
BILLING_PROVIDER = "apps.billing.gateway.Stripe"
STRIPE_API_BASE = _api_base()
# Without a key nothing can be bought, and pages say so.
STRIPE_SECRET_KEY = _secret_key()
STRIPE_LIVE = STRIPE_SECRET_KEY.startswith(LIVE_KEYS)
# Several while one takes over from another.
STRIPE_WEBHOOK_SECRETS = [word for word in _given("STRIPE_WEBHOOK_SECRET").replace(",", " ").split() if word]
STRIPE_TIMEOUT_SECONDS = env.integer("STRIPE_TIMEOUT_SECONDS", 10)
# Where events arrive; see apps/tenants/direct.py.
DIRECT_POSTS = frozenset({"/api/v1/billing/webhooks/stripe/"})
# Larger ones are refused unread; Stripe's own are far below.
WEBHOOK_MOST_BYTES = 512 * 1024
# How long the owners have to take seats back where more are taken than were bought.
OVER_ALLOCATED_DAYS = env.integer("OVER_ALLOCATED_DAYS", 14)
# Pages of the provider to which a form sent here may lead: the browser lets it lead nowhere else.
PAYMENT_PAGES = ["https://checkout.stripe.com", "https://billing.stripe.com", *_pages_of(STRIPE_API_BASE)]
# The class that sells modules live time beyond what is included; see apps/marketplace/live_time.py.
LIVE_TIME = "apps.billing.live_time.Credits"
