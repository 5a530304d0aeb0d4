"""Whoever takes the money, as the rest of billing sees it; a second one is one file and `BILLING_PROVIDER`."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from apps.core.problems import ProblemError

# An object as the provider describes it, in the words of Stripe's API.
Thing = dict[str, Any]


class BillingOffError(ProblemError):
    code = "billing-off"
    title = _("Nothing can be bought here.")
    status = 503


class ProviderError(ProblemError):
    """The provider could not be reached or failed: the same call may work later."""

    code = "payment-provider-failed"
    title = _("The payment provider does not answer at the moment.")
    status = 502


class ProviderRefusedError(ProblemError):
    """The provider understood and said no; `reason` is its own code."""

    code = "payment-refused"
    title = _("The payment provider refused this.")
    status = 402

    def __init__(self, detail: str = "", *, reason: str = "", **extra: object) -> None:
        super().__init__(detail, reason=reason, **extra)
        self.reason = reason


class GoneError(ProviderRefusedError):
    """The provider knows nothing of this id."""

    code = "payment-object-gone"
    title = _("The payment provider does not know this any more.")
    status = 409


class BadSignatureError(ProblemError):
    code = "bad-signature"
    title = _("This was not signed by the payment provider.")
    status = 400


class Provider(Protocol):
    """What billing asks of it. Each answer is the object as it is now; each write carries a key that makes it once.

    Raises ProviderError, ProviderRefusedError and GoneError. Amounts are in the currency's smallest unit, moments are
    seconds since 1970.
    """

    @property
    def at(self) -> str:
        """Which provider, and whether with real money: ids are known there only."""

    def verified(self, payload: bytes, signature: str) -> Thing:
        """The event that was signed by the provider; BadSignatureError, or ValueError for what is no event."""

    def fetch(self, kind: str, object_id: str) -> Thing:
        """One object, `kind` as events name it."""

    def each(self, kind: str, **filters: Any) -> Iterator[Thing]:
        """All objects of a kind, page by page."""

    def create(self, kind: str, params: Mapping[str, Any], *, key: str) -> Thing:
        """Make one."""

    def change(self, kind: str, object_id: str, params: Mapping[str, Any], *, key: str) -> Thing:
        """Change one."""

    def do(self, kind: str, verb: str, object_id: str, params: Mapping[str, Any], *, key: str) -> Thing:
        """Something that is neither: cancel, pay, detach, expire."""

    def preview(self, params: Mapping[str, Any]) -> Thing:
        """The invoice that a change of a subscription would make."""


@lru_cache(maxsize=1)
def _loaded(path: str) -> Provider:
    return cast("Provider", import_string(path)())


def provider() -> Provider:
    """The one that is set; BillingOffError without its key."""
    if not settings.STRIPE_SECRET_KEY:
        raise BillingOffError(_("The operator of this platform has not set up payments yet."))
    return _loaded(settings.BILLING_PROVIDER)
