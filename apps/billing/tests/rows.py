"""Rows as they are when the provider has said so, for the tests of pages."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from apps.accounts.models import Membership
from apps.billing.catalogue import item_named
from apps.billing.models import Account, Invoice, Order, Payment, Subscription, SubscriptionItem
from tests.people import PASSWORD, SignedIn

CVS = "module:cv_analysis:month"
INTERVIEWS = "module:interviews:month"
# At noon, so that the day is the same in every zone of the tests.
PERIOD_END = datetime(2031, 5, 20, 12, tzinfo=timezone.get_default_timezone())


def freshly(client: Client, path: str = "/t/acme/") -> Client:
    """The browser, whose owner has just proved who they are."""
    client.post(f"{path}accounts/reauthenticate/?next={path}", {"password": PASSWORD})
    return client


def fresh(signed_in: SignedIn, who: Membership) -> Client:
    return freshly(signed_in(who), who.tenant.path)


def subscribed(account: Account, *items: tuple[str, int], status: str = "active", **fields: Any) -> Subscription:
    """A subscription with so many of each thing."""
    number = Subscription.objects.count()
    plain = {"started_at": timezone.now() - timedelta(days=3), "currency": "USD", "stripe_id": f"sub_{number}"}
    row = Subscription.objects.create(account=account, status=status, **(plain | fields))
    for position, (key, quantity) in enumerate(items):
        known = item_named(key)
        SubscriptionItem.objects.create(
            subscription=row,
            stripe_id=f"si_{number}_{position}",
            price_id=f"price_{key}",
            key=key,
            unit_amount=known.unit_amount if known else 1000,
            quantity=quantity,
            period_start=timezone.now() - timedelta(days=3),
            period_end=PERIOD_END,
        )
    return row


def billed(account: Account, number: str, *, status: str = "paid", **fields: Any) -> Invoice:
    """An invoice about 29 dollars."""
    sums = {"subtotal": 2900, "total": 2900, "amount_due": 2900, "amount_paid": 2900 if status == "paid" else 0}
    return Invoice.objects.create(
        account=account,
        stripe_id=f"in_{number}",
        number=number,
        status=status,
        currency="USD",
        issued_at=fields.pop("issued_at", timezone.now()),
        page_url=f"https://invoice.example/{number}",
        pdf_url=f"https://invoice.example/{number}.pdf",
        **(sums | fields),
    )


def paid(account: Account, name: str, *, status: str = "succeeded", **fields: Any) -> Payment:
    """A payment of 29 dollars, or a try."""
    return Payment.objects.create(
        account=account,
        stripe_id=f"pi_{name}",
        status=status,
        amount=2900,
        received=2900 if status == "succeeded" else 0,
        currency="USD",
        method="Visa 4242",
        paid_at=fields.pop("paid_at", timezone.now()),
        **fields,
    )


def ordered(account: Account, key: str, *, state: str = "open", quantity: int = 1, **fields: Any) -> Order:
    """An order whose checkout is cs_1."""
    plain = {"session_id": "cs_1", "amount": 2900, "currency": "USD", "idempotency_key": uuid4()}
    lines = [{"key": key, "quantity": quantity, "amount": 2900}]
    return Order.objects.create(account=account, lines=lines, state=state, **(plain | fields))
