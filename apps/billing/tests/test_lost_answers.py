"""Answers that never came, and things that the provider forgot or others made there: what was paid for opens, once."""

from uuid import uuid4

import pytest
import requests

from apps.accounts.models import Membership
from apps.billing.catalogue import CREDITS, ONCE, item_of
from apps.billing.models import KnownPrice, Order
from apps.billing.provider import ProviderError, Thing, provider
from apps.billing.queries import credit_state
from apps.billing.services import Line, account_of, start_checkout, start_payment
from apps.billing.services.accounts import ensure_customer
from apps.billing.services.prices import price_id_of
from apps.billing.tests.simulated import KEY, Simulator, deliver
from apps.billing.tests.stories import BACK, SEATS, buy, session_of, subscription_of
from apps.core.queue.worker import run_all_due
from apps.marketplace.models import License

pytestmark = pytest.mark.django_db
PACK = item_of(CREDITS, "5", ONCE)
# The library asks three times.
ASKED = 3


def no_answer(stripe: Simulator, path: str) -> None:
    """What is made there next is made, and nobody is told."""
    stripe.control("faults", kind="after", times=ASKED, method="POST", path=f"/v1/{path}")


def made_there(buyer: Membership, kind: str) -> Thing:
    """The only one of the buyer's."""
    (found,) = provider().each(kind, customer=account_of(buyer).customer_id)
    return found


def seats_of(buyer: Membership) -> list[tuple[str, int | None]]:
    return list(License.objects.filter(tenant=buyer.tenant).values_list("state", "seat_limit"))


def test_page_whose_address_never_came_opens_what_it_sold_once_it_is_paid(ada: Membership, stripe: Simulator) -> None:
    before = stripe.last_event()
    no_answer(stripe, "checkout/sessions")
    with pytest.raises(ProviderError):
        start_checkout(ada, lines=[Line(SEATS, 2)], back=BACK)
    order, session = Order.objects.get(), made_there(ada, "checkout.session")
    stripe.pay(session["id"])
    events = stripe.events(before)

    deliver([one for one in events if one["data"]["object"]["object"] != "checkout.session"], run_all_due)
    unknown = order.session_id
    order.refresh_from_db()
    assert (unknown, order.subscription_id, order.state) == (
        None,
        provider().fetch("checkout.session", session["id"])["subscription"],
        "open",
    )
    deliver(events, run_all_due)

    order.refresh_from_db()
    assert (order.session_id, order.state, seats_of(ada)) == (session["id"], "paid", [("active", 2)])


def test_payment_whose_answer_never_came_pays_the_order_that_it_names(ada: Membership, stripe: Simulator) -> None:
    before = stripe.last_event()
    no_answer(stripe, "payment_intents")
    with pytest.raises(ProviderError):
        start_payment(ada, line=Line(PACK))
    order, intent = Order.objects.get(), made_there(ada, "payment_intent")
    assert order.payment_intent_id is None

    by_card = {"payment_method": "pm_card_visa"}
    provider().do("payment_intent", "confirm", intent["id"], by_card, key=str(uuid4()))
    deliver(stripe.events(before) * 2, run_all_due)

    order.refresh_from_db()
    assert (order.payment_intent_id, order.state) == (intent["id"], "paid")
    assert credit_state(account_of(ada)).balance == 5


def test_customer_whom_the_provider_forgot_is_made_again_with_the_next_order(
    ada: Membership, stripe: Simulator
) -> None:
    buy(ada, stripe, PACK)
    forgotten, price = account_of(ada).customer_id, price_id_of(SEATS)
    gone = requests.delete(f"{stripe.base}/v1/customers/{forgotten}", auth=(KEY, ""), timeout=30)
    assert gone.ok
    before = stripe.last_event()

    order = buy(ada, stripe, SEATS, 2)
    deliver(stripe.events(before), run_all_due)

    order.refresh_from_db()
    assert (order.state, seats_of(ada)) == ("paid", [("active", 2)])
    assert (session_of(order)["customer"], account_of(ada).customer_id == forgotten) == (
        account_of(ada).customer_id,
        False,
    )
    assert list(KnownPrice.objects.filter(key=SEATS.key).values_list("price_id", "is_current")) == [(price, True)]


def test_page_that_the_provider_does_not_know_any_more_gives_way_to_a_new_one(
    ada: Membership, stripe: Simulator
) -> None:
    first = start_checkout(ada, lines=[Line(SEATS, 2)], back=BACK)
    Order.objects.filter(pk=first.pk).update(session_id="cs_test_of_another_time")

    second = start_checkout(ada, lines=[Line(SEATS, 2)], back=BACK)

    first.refresh_from_db()
    assert (first.state, second.state, session_of(second)["status"]) == ("expired", "open", "open")
    assert second.pk != first.pk


def test_what_is_sold_at_a_page_of_the_providers_own_opens_without_an_order(ada: Membership, stripe: Simulator) -> None:
    customer = ensure_customer(account_of(ada), email=ada.user.email, name=ada.tenant.name)
    page = {
        "customer": customer,
        "mode": "subscription",
        "line_items": [{"price": price_id_of(SEATS), "quantity": 4}],
        "success_url": BACK.success_url,
        "cancel_url": BACK.cancel_url,
    }
    before = stripe.last_event()

    stripe.pay(provider().create("checkout.session", page, key=str(uuid4()))["id"])
    deliver(stripe.events(before), run_all_due)

    assert (Order.objects.count(), seats_of(ada)) == (0, [("active", 4)])


def test_subscription_that_names_somebody_elses_order_changes_nothing_of_theirs(
    ada: Membership, cleo: Membership, stripe: Simulator
) -> None:
    theirs = start_checkout(ada, lines=[Line(SEATS, 7)], back=BACK)
    before = stripe.last_event()
    order = buy(cleo, stripe, SEATS, 2)
    named = {"metadata": {"order": str(theirs.pk)}}
    provider().change("subscription", subscription_of(order)["id"], named, key=str(uuid4()))

    stripe.pay(str(theirs.session_id))
    of_cleo = account_of(cleo).customer_id
    events = [one for one in stripe.events(before) if one["data"]["object"].get("customer") == of_cleo]
    deliver(events, run_all_due)

    order.refresh_from_db()
    theirs.refresh_from_db()
    assert (order.state, seats_of(cleo)) == ("paid", [("active", 2)])
    assert (theirs.state, theirs.subscription_id, seats_of(ada)) == ("open", "", [])
