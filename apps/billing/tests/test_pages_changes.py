"""Changing what was bought, on the pages: seats, plan, the end of a subscription, ways to pay."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from apps.accounts.models import Membership
from apps.billing.models import Account, Subscription, SubscriptionItem
from apps.billing.provider import provider
from apps.billing.tests.rows import CVS, PERIOD_END, fresh, subscribed
from apps.billing.tests.shop import Shop, Thing, shop_open
from apps.marketplace.services import assign_seat
from tests.people import Grant, SignedIn

pytestmark = pytest.mark.django_db

BILLING = "/t/acme/billing/"
METHODS = f"{BILLING}methods/"


@pytest.fixture(autouse=True)
def shop() -> Iterator[Shop]:
    with shop_open() as opened:
        yield opened


@pytest.fixture
def customer(payer: Account) -> Account:
    """Acme's account, whom the provider knows."""
    payer.customer_id, payer.customer_at = "cus_acme", provider().at
    payer.save()
    return payer


@pytest.fixture
def item(customer: Account) -> SubscriptionItem:
    """Three seats of CV analysis."""
    return subscribed(customer, (CVS, 3)).items.get()


def words(answer: Any) -> str:
    return " ".join(answer.text.split())


def said_in(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def seats_page(item: SubscriptionItem) -> str:
    return f"{BILLING}subscriptions/{item.subscription_id}/seats/{item.pk}/"


def as_there(item: SubscriptionItem, **changes: Any) -> Thing:
    """The subscription as the provider has it."""
    row = item.subscription
    seconds = {
        "current_period_start": int(row.started_at.timestamp()),
        "current_period_end": int(PERIOD_END.timestamp()),
    }
    price = {"id": item.price_id, "object": "price", "unit_amount": item.unit_amount, "lookup_key": item.key}
    data = [{"id": item.stripe_id, "price": price, "quantity": changes.pop("quantity", item.quantity), **seconds}]
    return {
        "id": row.stripe_id,
        "object": "subscription",
        "status": row.status,
        "customer": "cus_acme",
        "created": int(row.started_at.timestamp()),
        "start_date": int(row.started_at.timestamp()),
        "cancel_at_period_end": False,
        "cancel_at": None,
        "ended_at": None,
        "trial_end": None,
        "currency": "usd",
        "latest_invoice": None,
        "metadata": {},
        "items": {"object": "list", "data": data, "has_more": False},
        **changes,
    }


def test_more_seats_show_first_what_they_cost(
    ada: Membership, item: SubscriptionItem, signed_in: SignedIn, shop: Shop
) -> None:
    line = {"description": "Remaining time on 5 seats", "amount": 2534, "quantity": 5}
    shop.answers["POST invoices/create_preview"] = {"object": "invoice", "amount_due": 2534, "lines": {"data": [line]}}

    page = words(fresh(signed_in, ada).get(f"{seats_page(item)}?seats=5"))

    assert ("Remaining time on 5 seats" in page, "$25.34" in page, "$95.00" in page) == (True, True, True)
    assert ('name="seats" value="5"' in page, "Change and pay" in page) == (True, True)
    assert shop.names() == ["POST invoices/create_preview"]


def test_more_seats_are_there_after_the_confirmation(
    ada: Membership, item: SubscriptionItem, signed_in: SignedIn, shop: Shop
) -> None:
    shop.answers[f"GET subscriptions/{item.subscription.stripe_id}"] = as_there(item, quantity=5)

    answer = fresh(signed_in, ada).post(seats_page(item), {"seats": "5"})

    item.refresh_from_db()
    assert (answer["Location"], said_in(answer)[-1], item.quantity) == (BILLING, "There are 5 seats now.", 5)
    said = shop.said(f"POST subscriptions/{item.subscription.stripe_id}")
    assert (said["items[0][quantity]"], said["proration_behavior"]) == ("5", "always_invoice")


def test_fewer_seats_name_who_would_lose_theirs_and_count_from_the_next_period_on(
    ada: Membership, ben: Membership, item: SubscriptionItem, grant: Grant, signed_in: SignedIn, shop: Shop
) -> None:
    license_ = grant(ada.tenant, seat_limit=3)
    for member in (ada, ben):
        assign_seat(license_, membership=member)
    client = fresh(signed_in, ada)

    page = words(client.get(f"{seats_page(item)}?seats=1"))
    answer = client.post(seats_page(item), {"seats": "1"})

    item.refresh_from_db()
    assert ("<li>Ben</li>" in page, "<li>Ada</li>" in page, "from May 20, 2031 on" in page) == (True, False, True)
    assert (item.quantity, item.next_quantity, shop.names()) == (3, 1, [])
    assert said_in(answer)[-1] == "There is 1 seat from May 20, 2031 on."


@pytest.mark.parametrize(("seats", "said"), [("0", "greater than or equal to 1"), ("3", "Nothing would change.")])
def test_seats_that_cannot_be_are_refused_and_nothing_changes(
    ada: Membership, item: SubscriptionItem, signed_in: SignedIn, shop: Shop, seats: str, said: str
) -> None:
    answer = fresh(signed_in, ada).post(seats_page(item), {"seats": seats})

    assert (answer.status_code, said in words(answer), shop.names()) == (422, True, [])


def test_provider_that_refuses_is_quoted_and_the_number_stays(
    ada: Membership, item: SubscriptionItem, signed_in: SignedIn, shop: Shop
) -> None:
    shop.refuses |= {"POST invoices/create_preview", f"POST subscriptions/{item.subscription.stripe_id}"}
    client = fresh(signed_in, ada)

    answers = [client.get(f"{seats_page(item)}?seats=5"), client.post(seats_page(item), {"seats": "5"})]

    assert [answer.status_code for answer in answers] == [200, 422]
    assert ["The shop says no." in words(one) and 'value="5"' in words(one) for one in answers] == [True, True]


def test_another_companys_subscription_is_not_known(
    cleo: Membership, item: SubscriptionItem, signed_in: SignedIn
) -> None:
    client = fresh(signed_in, cleo)
    base = f"/t/beta/billing/subscriptions/{item.subscription_id}/"

    answers = [client.get(f"{base}seats/{item.pk}/"), client.get(f"{base}cancel/"), client.post(f"{base}reactivate/")]

    assert [answer.status_code for answer in answers] == [404] * 3


def test_cancel_says_until_when_it_stays_open_and_then_ends_it(
    ada: Membership, item: SubscriptionItem, signed_in: SignedIn, shop: Shop
) -> None:
    stripe_id = item.subscription.stripe_id
    shop.answers[f"GET subscriptions/{stripe_id}"] = as_there(item, cancel_at_period_end=True)
    address = f"{BILLING}subscriptions/{item.subscription_id}/cancel/"
    asked = signed_in(ada).get(address)
    client = fresh(signed_in, ada)

    page = words(client.get(address))
    answer = client.post(address)

    assert "reauthenticate" in asked["Location"]
    assert "Everything stays open until May 20, 2031, which is paid for." in page
    assert (answer["Location"], shop.said(f"POST subscriptions/{stripe_id}")["cancel_at_period_end"]) == (
        BILLING,
        "true",
    )
    assert Subscription.objects.get().cancel_at_period_end
    assert "It is canceled and ends on May 20, 2031." in words(client.get(address))


def test_cancellation_is_taken_back(ada: Membership, item: SubscriptionItem, signed_in: SignedIn, shop: Shop) -> None:
    Subscription.objects.update(cancel_at_period_end=True)
    shop.answers[f"GET subscriptions/{item.subscription.stripe_id}"] = as_there(item)

    address = f"{BILLING}subscriptions/{item.subscription_id}/reactivate/"
    asked = signed_in(ada).post(address)

    assert "reauthenticate" in asked["Location"]
    assert Subscription.objects.get().cancel_at_period_end

    answer = fresh(signed_in, ada).post(address)

    assert said_in(answer) == ["The cancellation is taken back. The subscription goes on."]
    assert not Subscription.objects.get().cancel_at_period_end


def test_what_is_over_cannot_be_canceled(ada: Membership, item: SubscriptionItem, signed_in: SignedIn) -> None:
    Subscription.objects.update(status="canceled", ended_at=timezone.now())
    client = fresh(signed_in, ada)
    address = f"{BILLING}subscriptions/{item.subscription_id}/"

    page, answer = words(client.get(f"{address}cancel/")), client.post(f"{address}cancel/")
    back = client.post(f"{address}reactivate/")

    assert ("This subscription is over." in page, answer.status_code) == (True, 422)
    assert said_in(back) == ["This subscription is over. Buy it anew in the marketplace."]


def test_plan_is_changed_after_the_confirmation(
    ada: Membership, customer: Account, signed_in: SignedIn, shop: Shop
) -> None:
    item = subscribed(customer, ("plan:professional:month", 1)).items.get()
    shop.answers[f"GET subscriptions/{item.subscription.stripe_id}"] = as_there(item)

    answer = fresh(signed_in, ada).post(f"{BILLING}plans/", {"plan": "professional", "period": "year"})

    assert (answer["Location"], said_in(answer)[-1]) == (BILLING, "Your plan is Professional now.")
    assert shop.said(f"POST subscriptions/{item.subscription.stripe_id}")["items[0][id]"] == item.stripe_id


def card(method_id: str, last4: str) -> Thing:
    details = {"brand": "visa", "last4": last4, "exp_month": 4, "exp_year": 2031}
    return {"id": method_id, "object": "payment_method", "type": "card", "customer": "cus_acme", "card": details}


@pytest.fixture
def cards(customer: Account, shop: Shop) -> Shop:
    """Two cards, of which the second is paid with."""
    settings = {"default_payment_method": "pm_2"}
    shop.answers["GET customers/cus_acme"] = {"id": "cus_acme", "object": "customer", "invoice_settings": settings}
    both = [card("pm_1", "4242"), card("pm_2", "1881")]
    shop.answers["GET payment_methods"] = {"object": "list", "data": both, "has_more": False}
    shop.answers |= {f"GET payment_methods/{one['id']}": one for one in both}
    return shop


def test_ways_to_pay_are_shown_the_one_that_counts_first(ada: Membership, cards: Shop, signed_in: SignedIn) -> None:
    page = words(signed_in(ada).get(METHODS))

    assert page.index("1881") < page.index("Used for everything") < page.index("4242")
    assert f'action="{METHODS}pm_1/default/"' in page
    assert f'action="{METHODS}pm_2/default/"' not in page


def test_accounts_are_called_by_our_words_and_others_as_the_provider_calls_them(
    ada: Membership, cards: Shop, signed_in: SignedIn
) -> None:
    kinds = {"pm_3": "us_bank_account", "pm_4": "naver_pay"}
    cards.answers["GET payment_methods"]["data"] = [
        {"id": name, "object": "payment_method", "type": kind, "customer": "cus_acme", kind: {"last4": "6789"}}
        for name, kind in kinds.items()
    ]

    page = words(signed_in(ada).get(METHODS))

    assert ("Bank account" in page, "Naver pay" in page, "6789" in page) == (True, True, True)


def test_another_way_to_pay_is_chosen_and_one_is_removed(ada: Membership, cards: Shop, signed_in: SignedIn) -> None:
    client = signed_in(ada)

    chosen, removed = client.post(f"{METHODS}pm_1/default/"), client.post(f"{METHODS}pm_1/remove/")

    assert said_in(chosen) == ["From now on everything is paid with it."]
    assert said_in(removed)[-1] == "Removed. Nothing is paid with it any more."
    assert cards.said("POST customers/cus_acme")["invoice_settings[default_payment_method]"] == "pm_1"
    assert "POST payment_methods/pm_1/detach" in cards.names()


def test_last_way_to_pay_stays_while_something_has_to_be_paid(
    ada: Membership, item: SubscriptionItem, cards: Shop, signed_in: SignedIn
) -> None:
    cards.answers["GET payment_methods"]["data"] = [card("pm_1", "4242")]

    answer = signed_in(ada).post(f"{METHODS}pm_1/remove/")

    assert said_in(answer) == ["A subscription is paid with this. Add another one first, or cancel the subscription."]


def test_way_to_pay_of_somebody_else_is_not_known(ada: Membership, cards: Shop, signed_in: SignedIn) -> None:
    cards.answers["GET payment_methods/pm_9"] = card("pm_9", "0000") | {"customer": "cus_other"}

    answer = signed_in(ada).post(f"{METHODS}pm_9/default/")

    assert (said_in(answer), "POST customers/cus_acme" in cards.names()) == (
        ["There is nothing at this address."],
        False,
    )


def test_portal_is_the_providers_own_page(ada: Membership, customer: Account, signed_in: SignedIn, shop: Shop) -> None:
    answer = signed_in(ada).post(f"{METHODS}portal/")

    assert (answer.status_code, answer["Location"]) == (303, "https://pay.example/billing_portal_sessions")
    assert shop.said("POST billing_portal/sessions")["return_url"] == f"http://testserver{METHODS}"


def test_without_a_purchase_there_is_no_way_to_pay(ada: Membership, signed_in: SignedIn, shop: Shop) -> None:
    client = signed_in(ada)

    page, answer = words(client.get(METHODS)), client.post(f"{METHODS}portal/")

    assert ("No payment method yet" in page, shop.names()) == (True, [])
    assert said_in(answer) == ["There is nothing at this address. Nothing was bought here yet."]


def test_provider_that_does_not_answer_leaves_a_page_that_says_so(
    ada: Membership, customer: Account, signed_in: SignedIn, shop: Shop
) -> None:
    shop.refuses.add("GET customers/cus_acme")

    answer = signed_in(ada).get(METHODS)

    assert (answer.status_code, "The shop says no." in words(answer), "Try again" in words(answer)) == (200, True, True)
