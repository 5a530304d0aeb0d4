"""Ten stories of what happens at the provider while nobody hears of it; their events are delivered afterwards."""

from collections.abc import Callable
from uuid import uuid4

from apps.accounts.models import Membership
from apps.billing.catalogue import CREDITS, LIFETIME, MODULE, MONTH, ONCE, PLAN, Item, item_of
from apps.billing.models import Order
from apps.billing.provider import Thing, provider
from apps.billing.services import Line, Return, start_checkout
from apps.billing.tests.simulated import Simulator

BACK = Return("http://localhost/done?session={CHECKOUT_SESSION_ID}", "http://localhost/left")
SEATS = item_of(MODULE, "cv_analysis", MONTH)
Story = Callable[[Membership, Simulator], None]


def buy(buyer: Membership, stripe: Simulator, item: Item, quantity: int = 1, **how: str) -> Order:
    """Order and pay; the product is not told."""
    order = start_checkout(buyer, lines=[Line(item, quantity)], back=BACK)
    stripe.pay(str(order.session_id), **how)
    return order


def session_of(order: Order) -> Thing:
    return provider().fetch("checkout.session", str(order.session_id))


def subscription_of(order: Order) -> Thing:
    return provider().fetch("subscription", str(session_of(order)["subscription"]))


def intent_of(order: Order) -> str:
    """The payment of an order, or of the last invoice of its subscription."""
    session = session_of(order)
    if session.get("payment_intent"):
        return str(session["payment_intent"])
    invoice = provider().fetch("invoice", str(subscription_of(order)["latest_invoice"]))
    return str(invoice["payments"]["data"][-1]["payment"]["payment_intent"])


def seats_are_bought(buyer: Membership, stripe: Simulator) -> None:
    buy(buyer, stripe, SEATS, 3)


def credits_are_bought(buyer: Membership, stripe: Simulator) -> None:
    buy(buyer, stripe, item_of(CREDITS, "15", ONCE))


def lifetime_is_bought_and_paid_back(buyer: Membership, stripe: Simulator) -> None:
    order = buy(buyer, stripe, item_of(MODULE, "cv_analysis", LIFETIME), 2)
    stripe.control("refunds/make", payment_intent=intent_of(order))


def seats_grow(buyer: Membership, stripe: Simulator) -> None:
    subscription = subscription_of(buy(buyer, stripe, SEATS, 2))
    item = subscription["items"]["data"][0]["id"]
    changed = {"items": [{"id": item, "quantity": 5}], "proration_behavior": "always_invoice"}
    provider().change("subscription", subscription["id"], changed, key=str(uuid4()))


def subscription_is_canceled_and_ends(buyer: Membership, stripe: Simulator) -> None:
    subscription = subscription_of(buy(buyer, stripe, SEATS, 2))
    provider().change("subscription", subscription["id"], {"cancel_at_period_end": True}, key=str(uuid4()))
    stripe.control("time", days=32)


def month_goes_by_and_is_paid(buyer: Membership, stripe: Simulator) -> None:
    buy(buyer, stripe, SEATS, 2)
    stripe.control("time", days=32)


def next_month_is_not_paid(buyer: Membership, stripe: Simulator) -> None:
    customer = session_of(buy(buyer, stripe, SEATS, 2))["customer"]
    stripe.control("customers/fail", customer=customer, times=99)
    stripe.control("time", days=32)


def seats_are_paid_back(buyer: Membership, stripe: Simulator) -> None:
    order = buy(buyer, stripe, SEATS, 2)
    stripe.control("refunds/make", payment_intent=intent_of(order))


def bank_takes_credits_back_and_gives_them_again(buyer: Membership, stripe: Simulator) -> None:
    order = buy(buyer, stripe, item_of(CREDITS, "5", ONCE))
    dispute = stripe.control("disputes/open", payment_intent=intent_of(order))
    stripe.control("disputes/close", dispute=dispute["id"], outcome="won")


def bank_takes_the_plan_back(buyer: Membership, stripe: Simulator) -> None:
    order = buy(buyer, stripe, item_of(PLAN, "starter", MONTH))
    dispute = stripe.control("disputes/open", payment_intent=intent_of(order))
    stripe.control("disputes/close", dispute=dispute["id"], outcome="lost")


STORIES: tuple[Story, ...] = (
    seats_are_bought,
    credits_are_bought,
    lifetime_is_bought_and_paid_back,
    seats_grow,
    subscription_is_canceled_and_ends,
    month_goes_by_and_is_paid,
    next_month_is_not_paid,
    seats_are_paid_back,
    bank_takes_credits_back_and_gives_them_again,
    bank_takes_the_plan_back,
)
