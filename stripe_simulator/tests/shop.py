"""What tests buy, and with what."""

from typing import Any

import stripe
from stripe import StripeClient

MONTH = {"interval": "month"}
YEAR = {"interval": "year"}


def price(client: StripeClient, amount: int = 2900, *, name: str = "Interviews", **values: Any) -> stripe.Price:
    """A price by seat and month, or as told."""
    product = client.v1.products.create({"name": name})
    sent: Any = {"product": product.id, "currency": "eur", "unit_amount": amount, "recurring": MONTH, **values}
    if sent["recurring"] is None:
        del sent["recurring"]
    return client.v1.prices.create(sent)


def customer(client: StripeClient, card: str | None = "pm_card_visa", **values: Any) -> stripe.Customer:
    """Somebody with a card, which pays by itself."""
    sent: Any = {"email": "ada@acme.example", "name": "Ada", **values}
    if card:
        sent |= {"payment_method": card, "invoice_settings": {"default_payment_method": card}}
    return client.v1.customers.create(sent)


def subscription(
    client: StripeClient, who: stripe.Customer, what: stripe.Price, quantity: int = 1, **values: Any
) -> stripe.Subscription:
    sent: Any = {"customer": who.id, "items": [{"price": what.id, "quantity": quantity}], **values}
    return client.v1.subscriptions.create(sent)


def item_of(subscription_: stripe.Subscription, number: int = 0) -> stripe.SubscriptionItem:
    item: stripe.SubscriptionItem = subscription_["items"].data[number]
    return item


def session(client: StripeClient, what: stripe.Price, quantity: int = 1, **values: Any) -> stripe.checkout.Session:
    """A checkout session for some of it."""
    sent: Any = {
        "mode": "subscription" if what.recurring else "payment",
        "line_items": [{"price": what.id, "quantity": quantity}],
        "success_url": "https://shop.example/thanks?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "https://shop.example/cart",
        **values,
    }
    return client.v1.checkout.sessions.create(sent)
