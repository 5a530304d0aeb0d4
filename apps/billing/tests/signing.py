"""Events as the provider sends them, for the tests."""

import json
import time
from typing import Any

from django.test import Client

SECRET, NEXT_SECRET = "whsec_of_the_tests", "whsec_that_takes_over"
ADDRESS = "/api/v1/billing/webhooks/stripe/"


def event(event_id: str = "evt_1", kind: str = "customer.subscription.updated", **about: Any) -> dict[str, Any]:
    """An event about an object."""
    thing = {"id": "sub_1", "object": "subscription", "customer": "cus_1", "metadata": {}} | about
    return {
        "id": event_id,
        "object": "event",
        "type": kind,
        "api_version": "2026-10-28.endive",
        "created": int(time.time()),
        "livemode": False,
        "data": {"object": thing},
    }


def signature(body: str, secret: str = SECRET, at: int | None = None) -> str:
    from stripe import WebhookSignature

    header: str = WebhookSignature.generate_signature_header(body, secret, timestamp=at or int(time.time()))
    return header


def send(body: str | dict[str, Any], *, secret: str = SECRET, at: int | None = None, header: str | None = None) -> Any:
    """What the webhook's address answers."""
    text = body if isinstance(body, str) else json.dumps(body)
    signed = signature(text, secret, at) if header is None else header
    client = Client(raise_request_exception=False)
    return client.post(ADDRESS, text.encode(), content_type="application/json", headers={"stripe-signature": signed})
