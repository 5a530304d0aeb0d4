"""Stripe, through its own library: the only place that knows it. Loaded with the first question, as it is large."""

import json
from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from typing import Any

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.billing.provider import BadSignatureError, GoneError, ProviderError, ProviderRefusedError, Thing

# Kind of an object, as events name it -> the library's name of its service.
SERVICES = {
    "billing_portal.session": "billing_portal.sessions",
    "charge": "charges",
    "checkout.session": "checkout.sessions",
    "customer": "customers",
    "coupon": "coupons",
    "dispute": "disputes",
    "event": "events",
    "invoice": "invoices",
    "invoice_payment": "invoice_payments",
    "billing.meter": "billing.meters",
    "billing.meter_event": "billing.meter_events",
    "payment_intent": "payment_intents",
    "payment_method": "payment_methods",
    "price": "prices",
    "product": "products",
    "refund": "refunds",
    "setup_intent": "setup_intents",
    "subscription": "subscriptions",
}
EXPANDED = {"invoice": ["payments"]}
PAGE = 100
LONGEST_NAME = 100
SIGNATURE_SECONDS = 300
NOT_FOUND = "resource_missing"


class Stripe:
    """See Provider; what is sent and answered are plain dictionaries."""

    @property
    def at(self) -> str:
        return f"{settings.STRIPE_API_BASE}|{'live' if settings.STRIPE_LIVE else 'test'}"

    @cached_property
    def _stripe(self) -> Any:
        import stripe

        return stripe

    @cached_property
    def _client(self) -> Any:
        stripe = self._stripe
        # The library pins the version of the API that it was made for, and is itself pinned in requirements.
        return stripe.StripeClient(
            settings.STRIPE_SECRET_KEY,
            base_addresses={"api": settings.STRIPE_API_BASE},
            max_network_retries=2,
            http_client=stripe.RequestsClient(timeout=settings.STRIPE_TIMEOUT_SECONDS),
        )

    def _service(self, kind: str) -> Any:
        service = self._client.v1
        for name in SERVICES[kind].split("."):
            service = getattr(service, name)
        return service

    def _asked(self, call: Callable[[], Any]) -> Thing:
        """The answer as a dictionary; what the library raises, in our words."""
        stripe = self._stripe
        try:
            answer: Thing = call().to_dict()
        except stripe.CardError as error:
            raise ProviderRefusedError(error.user_message or "", reason=error.code or "card_error") from error
        except stripe.RateLimitError as error:
            raise ProviderError(_("Try again in a minute. Nothing was charged.")) from error
        except (stripe.AuthenticationError, stripe.PermissionError) as error:
            raise ProviderError(_("Its key was refused: the operator of this platform has to look at it.")) from error
        except stripe.IdempotencyError as error:
            raise ProviderRefusedError(
                str(_("Begin again: the first try was a different one.")), reason="idempotency"
            ) from error
        except stripe.InvalidRequestError as error:
            if error.code == NOT_FOUND:
                raise GoneError(error.user_message or "", reason=NOT_FOUND, param=error.param or "") from error
            raise ProviderRefusedError(error.user_message or "", reason=error.code or "invalid_request") from error
        except stripe.StripeError as error:
            raise ProviderError(_("Try again in a minute. Nothing was charged twice.")) from error
        return answer

    def verified(self, payload: bytes, signature: str) -> Thing:
        """Tried with every secret that is valid; what was signed longer ago than five minutes is refused."""
        stripe = self._stripe
        for secret in settings.STRIPE_WEBHOOK_SECRETS:
            try:
                text = payload.decode()
                stripe.WebhookSignature.verify_header(text, signature, secret, SIGNATURE_SECONDS)
            except stripe.SignatureVerificationError:
                continue
            return _event(text)
        raise BadSignatureError

    def fetch(self, kind: str, object_id: str) -> Thing:
        params = {"expand": EXPANDED[kind]} if kind in EXPANDED else {}
        return self._asked(lambda: self._service(kind).retrieve(object_id, params))

    def each(self, kind: str, **filters: Any) -> Iterator[Thing]:
        after: dict[str, str] = {}
        while True:
            asked = {"limit": PAGE, **filters, **after}
            page = self._asked(lambda asked=asked: self._service(kind).list(asked))  # type: ignore[misc]  # bound now
            yield from page["data"]
            if not page["data"] or not page.get("has_more"):
                return
            after = {"starting_after": page["data"][-1]["id"]}

    def create(self, kind: str, params: Mapping[str, Any], *, key: str) -> Thing:
        return self._asked(lambda: self._service(kind).create(dict(params), {"idempotency_key": key}))

    def change(self, kind: str, object_id: str, params: Mapping[str, Any], *, key: str) -> Thing:
        return self._asked(lambda: self._service(kind).update(object_id, dict(params), {"idempotency_key": key}))

    def do(self, kind: str, verb: str, object_id: str, params: Mapping[str, Any], *, key: str) -> Thing:
        deed = getattr(self._service(kind), verb)
        return self._asked(lambda: deed(object_id, dict(params), {"idempotency_key": key}))

    def preview(self, params: Mapping[str, Any]) -> Thing:
        return self._asked(lambda: self._client.v1.invoices.create_preview(dict(params)))


def _event(text: str) -> Thing:
    """The signed text as an event that a database can keep; ValueError for anything else."""
    try:
        event: Any = json.loads(text, parse_constant=_refused, parse_float=_finite)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    about = event.get("data", {}) if isinstance(event, dict) else None
    about = about.get("object") if isinstance(about, dict) else None
    if not isinstance(about, dict) or not all(_is_name(event.get(name)) for name in ("id", "type")):
        raise ValueError("no event")
    if "\\u0000" in text or "\x00" in text:
        raise ValueError("a character that no database keeps")
    # Half of a pair of surrogates cannot be written down.
    json.dumps(event, ensure_ascii=False).encode()
    return dict(event)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_NAME


def _refused(value: str) -> float:
    raise ValueError(f"{value} is no JSON")


def _finite(value: str) -> float:
    number = float(value)
    return number if isfinite(number) else _refused(value)
