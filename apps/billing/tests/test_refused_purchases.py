"""What is not sold is refused before anybody is asked for money, and what a payment is refused for is not there."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps

from apps.accounts.models import Membership, User
from apps.audit.models import AuditEntry
from apps.billing.access import require_buyer
from apps.billing.catalogue import LIFETIME, MODULE, MONTH, item_of
from apps.billing.models import Account, Addition, Order, Subscription, SubscriptionItem
from apps.billing.provider import ProviderRefusedError, Thing, provider
from apps.billing.services import (
    AlreadyBoughtError,
    Line,
    NotAddableError,
    account_of,
    add_module,
    keep_module,
    quote_module,
    remove_module,
    start_checkout,
    start_payment,
    subscription_by_id,
)
from apps.billing.services.applying import Found, apply_found
from apps.billing.services.checkout import NotForPeopleError, NotReadyError
from apps.billing.services.subscriptions import ASKS_OWNER, SubscriptionOverError
from apps.billing.tests.rows import CVS, INTERVIEWS, ordered, subscribed
from apps.billing.tests.shop import Shop, shop_open
from apps.billing.tests.simulated import Simulator, deliver
from apps.billing.tests.stories import BACK, SEATS, buy, intent_of, subscription_of
from apps.core.problems import MissingError, NotAllowedError, ProblemError
from apps.core.queue.worker import run_all_due
from apps.marketplace.models import License
from tests.people import Api, Grant, SignedIn

pytestmark = pytest.mark.django_db
TALKS = item_of(MODULE, "interviews", MONTH)
FOR_GOOD = item_of(MODULE, "cv_analysis", LIFETIME)
BANK = "000123456789"


@pytest.fixture
def shop() -> Iterator[Shop]:
    with shop_open() as opened:
        yield opened


def confirm(intent: Thing, method: str) -> None:
    provider().do("payment_intent", "confirm", intent["id"], {"payment_method": method}, key=str(uuid4()))


def licenses(buyer: Membership) -> dict[str, tuple[str, int | None]]:
    return {row.module: (row.state, row.seat_limit) for row in License.objects.filter(tenant=buyer.tenant)}


def test_people_buy_no_modules(dan: Membership, shop: Shop) -> None:
    subscription = subscribed(account_of(dan), ("personal:practice:month", 1))

    with pytest.raises(NotForPeopleError):
        start_checkout(dan, lines=[Line(SEATS)], back=BACK)
    with pytest.raises(NotForPeopleError):
        quote_module(subscription, Line(SEATS))

    assert (shop.asked, Order.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("platform", "The platform granted it, without an end."),
        ("purchase", "It was bought for good."),
    ],
)
def test_what_is_there_without_an_end_is_not_sold_again(
    kind: str, words: str, ada: Membership, grant: Grant, shop: Shop
) -> None:
    grant(ada.tenant, kind=kind)

    with pytest.raises(AlreadyBoughtError) as refused:
        start_checkout(ada, lines=[Line(SEATS, 2)], back=BACK)

    assert (refused.value.detail, refused.value.extra) == (words, {"what": SEATS.key})
    assert (shop.asked, Order.objects.count()) == ([], 0)


def test_module_is_sold_to_whoever_has_what_it_builds_on(
    ada: Membership, grant: Grant, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apps.get_app_config("interviews"), "requires", ("cv_analysis",))

    with pytest.raises(NotReadyError) as refused:
        start_checkout(ada, lines=[Line(TALKS)], back=BACK)
    asked_before = list(shop.asked)
    grant(ada.tenant)
    order = start_checkout(ada, lines=[Line(TALKS)], back=BACK)

    assert (refused.value.extra, asked_before) == ({"what": TALKS.key}, [])
    assert [order.pk] == list(Order.objects.values_list("pk", flat=True))


def test_subscription_is_not_paid_by_a_form(ada: Membership, shop: Shop) -> None:
    with pytest.raises(NotReadyError):
        start_payment(ada, line=Line(SEATS, 2))

    assert (shop.asked, Order.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("fields", "problem", "words"),
    [
        ({"status": "canceled"}, SubscriptionOverError, "Buy it anew in the marketplace."),
        ({"status": "past_due"}, NotAddableError, "Pay what is open first."),
        ({"currency": "EUR"}, NotAddableError, "The prices are in different currencies. Buy the module by itself."),
    ],
    ids=["over", "not paid", "in another currency"],
)
def test_module_is_added_only_to_what_goes_on_and_is_paid_in_its_currency(
    fields: dict[str, Any], problem: type[ProblemError], words: str, ada: Membership, payer: Account, shop: Shop
) -> None:
    subscription = subscribed(payer, (CVS, 2), **fields)

    with pytest.raises(problem) as quoted:
        quote_module(subscription, Line(TALKS))
    with pytest.raises(problem) as added:
        add_module(ada, subscription, Line(TALKS))

    assert (quoted.value.detail, added.value.detail) == (words, words)
    assert (shop.asked, Addition.objects.count()) == ([], 0)


def test_only_modules_are_taken_off_and_only_from_what_goes_on(payer: Account) -> None:
    over = subscribed(payer, (CVS, 1), (INTERVIEWS, 1), status="canceled")
    with_plan = subscribed(payer, (CVS, 1), ("plan:starter:month", 1))

    with pytest.raises(SubscriptionOverError):
        remove_module(over.items.get(key=CVS))
    with pytest.raises(MissingError):
        remove_module(with_plan.items.get(key="plan:starter:month"))

    assert not SubscriptionItem.objects.exclude(next_quantity=None).exists()


def test_module_that_is_taken_off_twice_leaves_once_and_what_is_gone_does_not_come_back(payer: Account) -> None:
    item = subscribed(payer, (CVS, 1), (INTERVIEWS, 1)).items.get(key=INTERVIEWS)

    remove_module(item)
    remove_module(item)

    assert SubscriptionItem.objects.get(pk=item.pk).next_quantity == 0
    assert AuditEntry.objects.filter(action="billing.module-leaves").count() == 1
    SubscriptionItem.objects.filter(pk=item.pk).delete()
    with pytest.raises(MissingError):
        keep_module(item)
    assert not AuditEntry.objects.filter(action="billing.module-stays").exists()


def test_module_that_a_bank_wants_confirmed_is_not_there_and_how_to_buy_it_is_said(
    ada: Membership, stripe: Simulator
) -> None:
    before = stripe.last_event()
    buy(ada, stripe, SEATS, 2)
    deliver(stripe.events(before), run_all_due)
    subscription = subscription_by_id(str(Subscription.objects.get().pk))
    owner = {"customer": str(account_of(ada).customer_id)}
    card = provider().do("payment_method", "attach", "pm_card_authenticationRequired", owner, key=str(uuid4()))
    by_it = {"default_payment_method": card["id"]}
    provider().change("subscription", subscription.stripe_id, by_it, key=str(uuid4()))

    with pytest.raises(ProviderRefusedError) as refused:
        add_module(ada, subscription, Line(TALKS, 3))

    there = provider().fetch("subscription", subscription.stripe_id)
    assert refused.value.reason in ASKS_OWNER
    assert refused.value.detail.startswith("Your bank wants you to confirm the payment: buy the module by itself")
    assert (there["status"], len(there["items"]["data"]), licenses(ada)) == (
        "active",
        1,
        {"cv_analysis": ("active", 2)},
    )
    assert Addition.objects.get().state == "failed"


def test_payment_that_was_refused_stays_closed_once_its_page_is(ada: Membership, stripe: Simulator) -> None:
    before = stripe.last_event()
    form, intent = start_payment(ada, line=Line(FOR_GOOD, 2))
    with pytest.raises(ProviderRefusedError):
        confirm(intent, "pm_card_chargeDeclined")
    deliver(stripe.events(before), run_all_due)
    form.refresh_from_db()
    refused = (form.state, form.problem)
    before = stripe.last_event()

    page = start_checkout(ada, lines=[Line(SEATS, 3)], back=BACK)
    deliver(stripe.events(before), run_all_due)

    form.refresh_from_db()
    assert (refused, form.state) == (("failed", "Your card was declined."), "expired")
    assert (Order.objects.get(pk=page.pk).state, licenses(ada)) == ("open", {})


@pytest.mark.parametrize(
    ("outcome", "state", "opened"),
    [("succeeded", "paid", {"cv_analysis": ("active", 2)}), ("failed", "failed", {})],
)
def test_seats_paid_from_a_bank_account_open_when_the_money_has_come_and_not_before(
    outcome: str, state: str, opened: dict[str, tuple[str, int]], ada: Membership, stripe: Simulator
) -> None:
    before = stripe.last_event()
    order = buy(ada, stripe, SEATS, 2, kind=BANK)
    deliver(stripe.events(before), run_all_due)
    order.refresh_from_db()
    waits = (order.state, licenses(ada))
    before = stripe.last_event()

    stripe.control("payments/settle", payment_intent=intent_of(order), outcome=outcome)
    deliver(stripe.events(before), run_all_due)

    order.refresh_from_db()
    assert waits == ("pending", {})
    assert (order.state, licenses(ada)) == (state, opened)


def test_seats_whose_money_did_not_come_open_when_their_invoice_is_paid_another_way(
    ada: Membership, stripe: Simulator
) -> None:
    before = stripe.last_event()
    order = buy(ada, stripe, SEATS, 2, kind=BANK)
    stripe.control("payments/settle", payment_intent=intent_of(order), outcome="failed")
    events = stripe.events(before)
    deliver([*events[::-1], *events], run_all_due)
    with pytest.raises(AlreadyBoughtError):
        start_checkout(ada, lines=[Line(SEATS, 3)], back=BACK)
    order.refresh_from_db()
    failed = (order.state, licenses(ada))
    before = stripe.last_event()

    invoice, owner = str(subscription_of(order)["latest_invoice"]), {"customer": str(account_of(ada).customer_id)}
    card = provider().do("payment_method", "attach", "pm_card_visa", owner, key=str(uuid4()))
    provider().do("invoice", "pay", invoice, {"payment_method": card["id"]}, key=str(uuid4()))
    deliver(stripe.events(before), run_all_due)

    order.refresh_from_db()
    assert failed == ("failed", {})
    assert (order.state, licenses(ada)) == ("paid", {"cv_analysis": ("active", 2)})


def test_payment_that_failed_is_under_way_again_only_with_another_try(payer: Account) -> None:
    order = ordered(payer, CVS, state="failed")
    unpaid = {"id": "cs_1", "status": "complete", "payment_status": "unpaid", "customer": payer.customer_id}
    tried = {"id": "pi_1", "status": "processing", "amount": 2900, "currency": "usd", "created": 1_790_000_000}

    apply_found(payer, Found(sessions={"cs_1": unpaid}))
    order.refresh_from_db()
    without = order.state
    apply_found(payer, Found(sessions={"cs_1": unpaid | {"payment_intent": "pi_1"}}, intents={"pi_1": tried}))

    order.refresh_from_db()
    assert (without, order.state) == ("failed", "pending")


def test_people_buy_for_themselves_and_staff_who_act_as_them_do_not(
    dan: Membership, sam: User, api: Api, signed_in: SignedIn
) -> None:
    own, staff, overview = dan.tenant.path, signed_in(sam), "api/v1/billing/overview/"
    begun = staff.post(f"/support/act-as/{dan.pk}/", {"reason": "Ticket 4711: no credits", "minutes": "30"})
    assert begun.status_code == 302

    page, answer = staff.get(f"{own}billing/"), staff.get(f"{own}{overview}")

    assert (page.status_code, answer.status_code, answer.json()["code"]) == (403, 403, "not-while-impersonating")
    assert (signed_in(dan).get(f"{own}billing/").status_code, api(dan).get(f"/{overview}").status_code) == (200, 200)


def test_who_is_no_member_is_no_buyer() -> None:
    with pytest.raises(NotAllowedError):
        require_buyer(None)
