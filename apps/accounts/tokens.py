"""JSON web tokens: what they say, and the one place where they are checked."""

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from apps.accounts.models import Membership
from apps.accounts.queries import membership_of
from apps.core.problems import ProblemError
from apps.tenants.models import Tenant

HOUR_SECONDS = 3600
DAY_HOURS = 24


class InvalidTokenError(ProblemError):
    code = "invalid-token"
    title = _("This token is not valid (any more). Sign in again.")
    status = 401


class SingleUseToken(RefreshToken):
    """A refresh token whose use is decided by the insert into the blacklist, so that two at once cannot both win."""

    def check_blacklist(self) -> None:
        """Left to `use_up()`, which says whether it was the first."""

    def use_up(self) -> bool:
        """Put the token on the blacklist; False when it was there already."""
        # The annotation upstream forgets that this is the answer of get_or_create.
        _row, is_new = cast("tuple[object, bool]", self.blacklist())
        return is_new


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says of its bearer; every part is checked against the database again."""

    user_id: str
    tenant_id: str
    membership_id: str
    role: str
    version: int
    # When somebody signed in for it, in seconds; a refresh does not change that.
    began: int

    def is_older_than(self, hours: int) -> bool:
        return time.time() - self.began > hours * HOUR_SECONDS

    def fits(self, membership: Membership) -> bool:
        """Whether the membership is the one the token was made for, unchanged since."""
        same = str(membership.pk) == self.membership_id and membership.role == self.role
        return same and membership.token_version == self.version


def longest_hours(tenant: Tenant | None) -> int:
    """How long after a sign-in sessions and tokens end, however much they are used."""
    platform: int = settings.SESSION_DAYS * DAY_HOURS
    return min(platform, tenant.session_hours or platform) if tenant is not None else platform


def token_pair(membership: Membership, *, began: int | None = None) -> dict[str, str]:
    """A new access and refresh token for the member, who signed in now or when `began` says."""
    refresh = RefreshToken.for_user(membership.user)
    refresh["tid"] = str(membership.tenant_id)
    refresh["mid"] = str(membership.pk)
    refresh["role"] = membership.role
    refresh["ver"] = membership.token_version
    refresh["began"] = int(time.time()) if began is None else began
    return {"access": str(refresh.access_token), "refresh": str(refresh)}


def _claims(token: AccessToken | RefreshToken) -> Claims:
    try:
        return Claims(
            user_id=str(UUID(token["sub"])),
            tenant_id=str(UUID(token["tid"])),
            membership_id=str(UUID(token["mid"])),
            role=str(token["role"]),
            version=int(token["ver"]),
            began=int(token.get("began", 0)),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise InvalidTokenError from error


def bearer_token(request: HttpRequest) -> str | None:
    """The token of `Authorization: Bearer …`, if the request has one."""
    said: str = request.META.get("HTTP_AUTHORIZATION", "")
    scheme, _space, token = said.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


@lru_cache(maxsize=4096)
def _checked(raw: str) -> tuple[Claims, float]:
    """What a good token says, and until when; the same few tokens come again with every request."""
    try:
        token = AccessToken(raw)  # type: ignore[arg-type]  # the stubs ask for a Token, the code for text
        return _claims(token), float(token["exp"])
    except TokenError as error:
        raise InvalidTokenError from error


def read_access_token(raw: str) -> Claims:
    """Check signature, algorithm, type, issuer, audience and time; InvalidTokenError says no."""
    claims, expires = _checked(raw)
    if expires <= time.time():
        raise InvalidTokenError
    return claims


def refresh_pair(raw: str) -> dict[str, str]:
    """Trade a refresh token for a new pair; it works once, and a second use ends all tokens of the member."""
    token = read_refresh_token(raw)
    claims = _claims(token)
    membership = membership_of(claims.user_id, claims.tenant_id)
    if membership is None or not claims.fits(membership):
        raise InvalidTokenError
    if claims.is_older_than(longest_hours(membership.tenant)):
        raise InvalidTokenError
    if not token.use_up():
        end_all_tokens(membership)
        raise InvalidTokenError(_("This refresh token was used before, so all sessions of this account were ended."))
    return token_pair(membership, began=claims.began)


def read_refresh_token(raw: str) -> "SingleUseToken":
    """Check everything about a refresh token but whether it was used before."""
    try:
        return SingleUseToken(raw)  # type: ignore[arg-type]  # the stubs ask for a Token, the code for text
    except TokenError as error:
        raise InvalidTokenError from error


def end_tokens_of(raw: str) -> None:
    """Sign out: every token of the member whose refresh token this is becomes useless."""
    claims = _claims(read_refresh_token(raw))
    membership = membership_of(claims.user_id, claims.tenant_id)
    if membership is not None and claims.fits(membership):
        end_all_tokens(membership)


def end_all_tokens(membership: Membership) -> None:
    """Make every token of the member useless from the next request on."""
    Membership.objects.filter(pk=membership.pk).update(token_version=F("token_version") + 1)
