"""What is logged, measured and reported, and to whom; a part of settings.py."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from apps.core.logs import JSON, TEXT, logging_in
from config import env

SHORTEST_TOKEN = 16


def _networks(name: str, given: list[str]) -> list[IPv4Network | IPv6Network]:
    found = []
    for word in given:
        try:
            found.append(ip_network(word))
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}: {word!r} is no network such as 10.0.0.0/8") from error
    return found


def _token(name: str, token: str) -> str:
    if token and len(token) < SHORTEST_TOKEN:
        raise ImproperlyConfigured(f"{name}: take at least {SHORTEST_TOKEN} characters")
    return token


def _dsn(name: str, dsn: str) -> str:
    parts = urlsplit(dsn)
    if dsn and not (parts.scheme in {"http", "https"} and parts.username and parts.path.strip("/")):
        raise ImproperlyConfigured(f"{name}: write it as https://key@host/number")
    return dsn


LOG_FORMAT = env.choice("LOG_FORMAT", (TEXT, JSON), TEXT)
LOGGING = logging_in(
    LOG_FORMAT,
    env.text("LOG_LEVEL", "INFO"),
    **{
        "django.request": "ERROR",
        # Addresses of providers, one line a call; whether it worked stands in the list of calls.
        "httpx2": "WARNING",
        "openai": "WARNING",
        "stripe": "WARNING",
    },
)
# One line for each request: method, name of the address, status and time; never the address itself.
LOG_REQUESTS = env.boolean("LOG_REQUESTS", default=False)
# Who may read /metrics: these networks, whoever has the token; nobody where neither is set.
METRICS_NETWORKS = _networks("METRICS_NETWORKS", env.words("METRICS_NETWORKS"))
METRICS_TOKEN = _token("METRICS_TOKEN", env.text("METRICS_TOKEN"))
# Figures of the database are read so often at most, by each process.
METRICS_SECONDS = 5
# Where errors are reported to, without what people wrote; the client is loaded only if it is set.
SENTRY_DSN = _dsn("SENTRY_DSN", env.text("SENTRY_DSN"))
SENTRY_ENVIRONMENT = env.text("SENTRY_ENVIRONMENT", "production")
