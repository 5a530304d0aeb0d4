"""Several modules on one subscription: one more at once, one fewer with the period, against the simulator."""

from typing import Any

import pytest

from apps.accounts.models import Membership
from apps.billing.catalogue import MODULE, MONTH, item_of
from apps.billing.models import Addition, Subscription, SubscriptionItem
from apps.billing.provider import ProviderError, ProviderRefusedError, provider
from apps.billing.queries import next_invoice_of, subscriptions_of
from apps.billing.services import (
    AlreadyBoughtError,
    LastItemError,
    Line,
    NotAddableError,
    account_of,
    add_module,
    cancel_subscription,
    change_seats,
    keep_module,
    line_for,
    make_later_changes,
    quote_module,
    reconcile,
    remove_module,
    start_checkout,
    subscription_by_id,
)
from apps.billing.tests.rows import freshly
from apps.billing.tests.simulated import Simulator, deliver
from apps.billing.tests.stories import BACK, buy, session_of
from apps.core.problems import MissingError
from apps.core.queue.worker import run_all_due
from apps.marketplace.models import License, Seat
from tests.people import Api, SignedIn

pytestmark = pytest.mark.django_db(transaction=False)


def seats(number: int, module: str = "interviews") -> Line:
    return Line(item_of(MODULE, module, MONTH), number)


def subscribed(buyer: Membership, stripe: Simulator, number: int = 2, **how: str) -> Subscription:
    """CV analysis by the month, paid and open."""
    before = stripe.last_event()
    buy(buyer, stripe, item_of(MODULE, "cv_analysis", MONTH), number, **how)
    deliver(stripe.events(before), run_all_due)
    return subscription_by_id(str(Subscription.objects.get().pk))


def licenses(buyer: Membership) -> dict[str, tuple[str, int | None, bool]]:
    rows = License.objects.filter(tenant=buyer.tenant)
    return {row.module: (row.state, row.seat_limit, row.renews) for row in rows}


def item_for(module: str) -> SubscriptionItem:
    return SubscriptionItem.objects.select_related("subscription__account__tenant").get(key=f"module:{module}:month")


def test_added_module_is_paid_for_shown_before_and_open_at_once(ada: Membership, stripe: Simulator) -> None:
    subscription = subscribed(ada, stripe)
    stripe.control("time", days=10)
    quote = quote_module(subscription, seats(3))
    before = stripe.last_event()

    add_module(ada, subscription, seats(3), seat_buyer=True)

    assert licenses(ada) == {"cv_analysis": ("active", 2, True), "interviews": ("active", 3, True)}
    assert list(Seat.objects.filter(license__module="interviews").values_list("membership", flat=True)) == [ada.pk]
    subscription = subscription_by_id(str(subscription.pk))
    invoice = provider().fetch("invoice", subscription.latest_invoice_id)
    assert (invoice["status"], invoice["amount_paid"]) == ("paid", int(quote.due_now * 100))
    assert 0 < quote.due_now < quote.per_period
    ends = {item.period_end for item in subscription.items.all()}
    assert (len(ends), Addition.objects.get().state) == (1, "done")
    deliver(stripe.events(before), run_all_due)
    assert (licenses(ada)["interviews"], reconcile(whole=True).differences) == (("active", 3, True), [])


def test_payment_that_fails_leaves_everything_as_it_was_and_can_be_tried_again(
    ada: Membership, stripe: Simulator
) -> None:
    subscription = subscribed(ada, stripe)
    customer = str(account_of(ada).customer_id)
    invoice = subscription.latest_invoice_id
    stripe.control("customers/fail", customer=customer, times=1)

    with pytest.raises(ProviderRefusedError):
        add_module(ada, subscription, seats(3))

    there = provider().fetch("subscription", subscription.stripe_id)
    assert ([one["quantity"] for one in there["items"]["data"]], there["status"]) == ([2], "active")
    assert there["latest_invoice"] == invoice
    assert licenses(ada) == {"cv_analysis": ("active", 2, True)}

    stripe.control("customers/fail", customer=customer, times=0)
    add_module(ada, subscription, seats(3))

    assert licenses(ada)["interviews"] == ("active", 3, True)
    assert sorted(Addition.objects.values_list("state", flat=True)) == ["done", "failed"]


def test_call_without_an_answer_is_made_again_with_the_same_key(ada: Membership, stripe: Simulator) -> None:
    subscription = subscribed(ada, stripe)
    stripe.control("faults", kind="500", times=3, method="POST", path=f"/v1/subscriptions/{subscription.stripe_id}")

    with pytest.raises(ProviderError):
        add_module(ada, subscription, seats(3))
    add_module(ada, subscription, seats(3))

    assert Addition.objects.get().state == "done"
    assert licenses(ada)["interviews"] == ("active", 3, True)


def test_what_is_there_already_is_not_added_again(ada: Membership, stripe: Simulator) -> None:
    subscription = subscribed(ada, stripe)
    add_module(ada, subscription, seats(1))

    for line in (seats(1), seats(2, "cv_analysis")):
        with pytest.raises(AlreadyBoughtError):
            add_module(ada, subscription, line)

    assert subscription.items.count() == 2


def test_page_at_which_it_could_be_bought_is_closed_when_it_is_added(ada: Membership, stripe: Simulator) -> None:
    subscription = subscribed(ada, stripe)
    order = start_checkout(ada, lines=[seats(1)], back=BACK)

    add_module(ada, subscription, seats(1))

    order.refresh_from_db()
    assert (order.state, session_of(order)["status"]) == ("expired", "expired")
    with pytest.raises(AlreadyBoughtError):
        start_checkout(ada, lines=[seats(1)], back=BACK)


def test_to_what_ends_nothing_is_added(ada: Membership, stripe: Simulator) -> None:
    subscription = subscribed(ada, stripe)
    cancel_subscription(subscription)

    with pytest.raises(NotAddableError):
        add_module(ada, subscription, seats(1))

    assert Addition.objects.count() == 0


def test_removed_module_stays_until_the_period_ends_and_the_others_go_on(ada: Membership, stripe: Simulator) -> None:
    subscription = subscribed(ada, stripe)
    add_module(ada, subscription, seats(1))

    remove_module(item_for("interviews"))

    assert licenses(ada) == {"cv_analysis": ("active", 2, True), "interviews": ("active", 1, False)}
    invoice = next_invoice_of(list(subscriptions_of(account_of(ada))))
    assert invoice is not None
    assert [line.key for line in invoice.lines] == ["module:cv_analysis:month"]
    with pytest.raises(LastItemError):
        remove_module(item_for("cv_analysis"))

    assert make_later_changes(subscription_by_id(str(subscription.pk)))
    assert licenses(ada)["interviews"] == ("active", 1, False)
    before = stripe.last_event()
    stripe.control("time", days=32)
    deliver(stripe.events(before), run_all_due)

    assert licenses(ada) == {"cv_analysis": ("active", 2, True), "interviews": ("canceled", 1, False)}
    assert list(Subscription.objects.get().items.values_list("key", flat=True)) == ["module:cv_analysis:month"]
    assert reconcile(whole=True).differences == []


def test_module_that_was_to_leave_can_stay(ada: Membership, stripe: Simulator) -> None:
    subscription = subscribed(ada, stripe)
    add_module(ada, subscription, seats(1))
    remove_module(item_for("interviews"))

    keep_module(item_for("interviews"))

    assert licenses(ada)["interviews"] == ("active", 1, True)
    assert not make_later_changes(subscription_by_id(str(subscription.pk)))
    change_seats(item_for("interviews"), seats=2)
    assert licenses(ada)["interviews"] == ("active", 2, True)


def test_added_module_that_is_paid_back_takes_no_other_with_it(ada: Membership, stripe: Simulator) -> None:
    subscription = subscribed(ada, stripe)
    stripe.control("time", days=10)
    add_module(ada, subscription, seats(1))
    invoice = provider().fetch("invoice", subscription_by_id(str(subscription.pk)).latest_invoice_id)
    before = stripe.last_event()

    stripe.control("refunds/make", payment_intent=invoice["payments"]["data"][-1]["payment"]["payment_intent"])
    deliver(stripe.events(before), run_all_due)

    assert {name: state for name, (state, *_rest) in licenses(ada).items()} == {
        "cv_analysis": "active",
        "interviews": "revoked",
    }


def outcome(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def test_api_adds_quotes_removes_and_keeps(
    ada: Membership, ben: Membership, cleo: Membership, stripe: Simulator, api: Api
) -> None:
    subscription = subscribed(ada, stripe)
    items = f"/api/v1/billing/subscriptions/{subscription.pk}/items/"
    wanted = {"module": "interviews", "seats": 2}

    quote = api(ada).post(f"{items}quote/", wanted, format="json")
    added = api(ada).post(items, wanted, format="json")
    again = api(ada).post(items, wanted, format="json")
    unknown = api(ada).post(items, {"module": "nothing", "seats": 1}, format="json")
    item = next(row for row in added.json()["items"] if row["key"] == "module:interviews:month")
    removed = api(ada).delete(f"{items}{item['id']}/")
    kept = api(ada).post(f"{items}{item['id']}/keep/")

    assert (quote.json()["due_now"], quote.json()["is_now"]) == ("58.00", True)
    assert (added.status_code, item["quantity"]) == (201, 2)
    assert [outcome(one) for one in (again, unknown)] == [(409, "already-bought"), (404, "not-found")]
    quantities = [
        next(row["next_quantity"] for row in answer.json()["items"] if row["id"] == item["id"])
        for answer in (removed, kept)
    ]
    assert quantities == [0, None]
    for other in (ben, cleo):
        assert api(other).post(items, wanted, format="json").status_code in {403, 404}


def test_pages_show_what_it_costs_add_it_and_take_it_off(
    ada: Membership, stripe: Simulator, signed_in: SignedIn
) -> None:
    subscription = subscribed(ada, stripe)
    browser = freshly(signed_in(ada))
    billing = "/t/acme/billing/"
    page = f"{billing}subscriptions/{subscription.pk}/add/interviews/"

    offered = browser.get(f"{billing}buy/interviews/").text
    asked = browser.get(f"{page}?asked=1&seats=2").text
    added = browser.post(page, {"asked": "1", "seats": "2", "seat_for_me": "on"})
    item = item_for("interviews")
    leave = f"{billing}subscriptions/{subscription.pk}/items/{item.pk}/"
    confirmed = browser.get(f"{leave}remove/").text
    browser.post(f"{leave}remove/")
    overview = browser.get(billing).text

    assert (page in offered, "$58.00" in asked, added.status_code) == (True, True, 302)
    assert ("stays open until" in confirmed, "Leaves on" in overview, f"{leave}keep/" in overview) == (True, True, True)
    browser.post(f"{leave}keep/")
    assert "Leaves on" not in browser.get(billing).text


def test_page_says_why_it_was_not_added(ada: Membership, stripe: Simulator, signed_in: SignedIn) -> None:
    subscription = subscribed(ada, stripe)
    stripe.control("customers/fail", customer=str(account_of(ada).customer_id), times=1)
    page = f"/t/acme/billing/subscriptions/{subscription.pk}/add/interviews/"

    refused = freshly(signed_in(ada)).post(page, {"asked": "1", "seats": "2"})

    assert (refused.status_code, "insufficient funds" in refused.text) == (422, True)
    assert SubscriptionItem.objects.count() == 1


def test_module_that_is_not_sold_for_the_period_is_not_there(ada: Membership, stripe: Simulator) -> None:
    subscription = subscribed(ada, stripe)

    with pytest.raises(MissingError):
        line_for(subscription, module="nothing", seats=1)
