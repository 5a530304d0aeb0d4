"""What is read out of the provider's objects: pure functions, each field in one place.

The words are those of Stripe's API, version 2026-10-28: periods lie on a subscription's items, an invoice names its
subscription under `parent`, and which payments paid it under `payments`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from apps.billing.provider import Thing


def moment(seconds: int | None) -> datetime | None:
    """Seconds since 1970 as a moment."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def known_moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def id_of(value: Any) -> str:
    """An id, whether the provider wrote the id or the whole object."""
    if isinstance(value, dict):
        return str(value.get("id") or "")
    return str(value or "")


def customer_of(thing: Thing) -> str:
    """Whose it is; a customer is its own."""
    if thing.get("object") == "customer":
        return id_of(thing)
    return id_of(thing.get("customer"))


def subscription_of_invoice(invoice: Thing) -> str:
    """Empty where it is not one of a subscription."""
    details = (invoice.get("parent") or {}).get("subscription_details") or {}
    return id_of(details.get("subscription")) or id_of(invoice.get("subscription"))


def payment_intents_of_invoice(invoice: Thing) -> list[str]:
    """Those that were tried for it, the last one last."""
    rows = (invoice.get("payments") or {}).get("data") or []
    found = [id_of((row.get("payment") or {}).get("payment_intent")) for row in rows]
    return [one for one in [*found, id_of(invoice.get("payment_intent"))] if one]


def order_in(thing: Thing) -> str:
    """Our own order's id, which we told the provider when it was made."""
    metadata = thing.get("metadata") or {}
    return str(metadata.get("order") or thing.get("client_reference_id") or "")


def tenant_in(thing: Thing) -> str:
    return str((thing.get("metadata") or {}).get("tenant") or "")


def method_words(charge: Thing | None) -> str:
    """Such as Visa 4242."""
    details = (charge or {}).get("payment_method_details") or {}
    kind = str(details.get("type") or "")
    card = details.get(kind) or {}
    name = str(card.get("brand") or kind).replace("_", " ").capitalize()
    return f"{name} {card.get('last4') or ''}".strip()[:60]


@dataclass(frozen=True, slots=True)
class ItemState:
    """A priced thing of a subscription."""

    stripe_id: str
    price_id: str
    lookup_key: str
    unit_amount: int
    quantity: int
    period_start: datetime
    period_end: datetime


def subscription_items(subscription: Thing) -> Iterator[ItemState]:
    """All of it; a subscription has at most twenty, which come with it."""
    for row in (subscription.get("items") or {}).get("data") or []:
        price = row.get("price") or {}
        start = row.get("current_period_start") or subscription.get("current_period_start") or subscription["created"]
        end = row.get("current_period_end") or subscription.get("current_period_end") or start
        yield ItemState(
            stripe_id=str(row["id"]),
            price_id=id_of(price),
            lookup_key=str(price.get("lookup_key") or ""),
            unit_amount=int(price.get("unit_amount") or 0),
            quantity=int(row.get("quantity") or 1),
            period_start=known_moment(start),
            period_end=known_moment(end),
        )


@dataclass(frozen=True, slots=True)
class LineState:
    """A line of an invoice; `amount` is after discounts and before taxes."""

    price_id: str
    description: str
    quantity: int
    amount: int
    period_start: datetime
    period_end: datetime


def invoice_lines(invoice: Thing) -> Iterator[LineState]:
    for row in (invoice.get("lines") or {}).get("data") or []:
        details = (row.get("pricing") or {}).get("price_details") or {}
        period = row.get("period") or {}
        at = int(invoice.get("created") or 0)
        discounts = sum(int(one.get("amount") or 0) for one in row.get("discount_amounts") or [])
        yield LineState(
            price_id=id_of(details.get("price")) or id_of(row.get("price")),
            description=str(row.get("description") or ""),
            quantity=int(row.get("quantity") or 1),
            amount=int(row.get("amount") or 0) - discounts,
            period_start=known_moment(int(period.get("start") or at)),
            period_end=known_moment(int(period.get("end") or at)),
        )


def tax_of_invoice(invoice: Thing) -> int:
    taxes = invoice.get("total_taxes") or []
    return sum(int(one.get("amount") or 0) for one in taxes if one.get("tax_behavior") != "inclusive")


def paid_moment(invoice: Thing) -> datetime | None:
    return moment((invoice.get("status_transitions") or {}).get("paid_at"))


def is_settled(session: Thing) -> bool:
    """Whether nothing is owed any more; that a session is complete does not say so."""
    return session.get("payment_status") in {"paid", "no_payment_required"}


DISPUTES = {"won": "won", "lost": "lost", "needs_response": "open", "under_review": "open", "prevented": ""}


def dispute_state(dispute: Thing) -> str:
    """open, won or lost; empty for inquiries, which move no money."""
    return DISPUTES.get(str(dispute.get("status")), "")
