"""How often address, person, key and workspace may ask within a minute: counted in the cache, told in headers."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from redis import RedisError

from apps.accounts.middleware import PersonRequest
from apps.accounts.visits import address_of, network_of
from apps.core.problems import ProblemError, problem_response
from apps.tenants.middleware import GetResponse
from apps.tenants.models import Tenant

WINDOW_SECONDS = 60


class TooFastError(ProblemError):
    code = "too-many-requests"
    title = _("That was too often for one minute.")
    status = 429


@dataclass(frozen=True, slots=True)
class Share:
    """What one of those that a request is counted for may, and has left."""

    who: str
    most: int
    left: int

    def policy(self) -> str:
        return f'"{self.who}";q={self.most};w={WINDOW_SECONDS}'

    def state(self, seconds: int) -> str:
        return f'"{self.who}";r={max(0, self.left)};t={seconds}'


class RequestLimitMiddleware:
    """Counts each request once it is known who asks; nothing is asked of the cache where no limit is set.

    A cache that is away opens the door: work goes on, and sign-ins have limits of their own.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        said: tuple[list[Share], int] | None = getattr(request, "shares", None)
        if said:
            shares, seconds = said
            response.headers["RateLimit-Policy"] = ", ".join(share.policy() for share in shares)
            response.headers["RateLimit"] = ", ".join(share.state(seconds) for share in shares)
        return response

    def process_view(
        self, request: PersonRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if not settings.REQUEST_LIMITS or (match and match.view_name in settings.REQUESTS_NOT_COUNTED):
            return None
        now = _now()
        seconds = WINDOW_SECONDS - int(now % WINDOW_SECONDS)
        try:
            shares = [_counted(who, key, now) for who, key in _asking(request) if who in settings.REQUEST_LIMITS]
        except (RedisError, OSError):
            return None
        if shares:
            request.shares = shares, seconds  # type: ignore[attr-defined]  # read above
        if any(share.left < 0 for share in shares):
            return problem_response(request, TooFastError(retry_after=seconds))
        return None


def _now() -> float:
    return time.time()


def _asking(request: PersonRequest) -> Iterator[tuple[str, str]]:
    """For whom a request counts: members and their workspace, programs by their key, all others by their address."""
    if (membership := request.membership) is None:
        # What came by a proxy that the settings do not know bears the address of that proxy, as everybody's does.
        is_told = settings.ALLAUTH_TRUSTED_PROXY_COUNT or "X-Forwarded-For" not in request.headers
        if is_told and (network := network_of(address_of(request))):
            yield "address", network
        return
    if request.api_key is not None:
        yield "key", str(request.api_key.pk)
    else:
        yield "user", str(membership.user_id)
    # Who practises for themselves shares that workspace with strangers.
    if membership.tenant.kind != Tenant.Kind.COMMUNITY:
        yield "tenant", str(membership.tenant_id)


def _counted(who: str, key: str, now: float) -> Share:
    """With this request."""
    digest = sha256(f"{settings.SECRET_KEY}{key}".encode()).hexdigest()[:32]
    name = f"requests:{who}:{digest}:{int(now // WINDOW_SECONDS)}"
    most = settings.REQUEST_LIMITS[who]
    try:
        count = cache.incr(name)
    except ValueError:
        # The first of this minute, unless another process was quicker.
        count = 1 if cache.add(name, 1, timeout=2 * WINDOW_SECONDS) else cache.incr(name)
    return Share(who, most, most - count)
