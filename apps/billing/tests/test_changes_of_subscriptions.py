"""Subscriptions that change: another plan, an end and back, fewer seats, the way to pay, and who has a seat then."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from apps.accounts.models import Membership
from apps.audit.models import AuditEntry
from apps.billing.catalogue import MODULE, MONTH, PERSONAL, PLAN, Item, item_of
from apps.billing.models import Account, Invoice, Payment, Subscription, SubscriptionItem
from apps.billing.provider import provider
from apps.billing.services import (
    Line,
    account_of,
    add_module,
    cancel_subscription,
    change_plan_item,
    change_seats,
    methods_of,
    queue_later_changes,
    reactivate_subscription,
    remove_method,
    set_default_method,
    start_checkout,
    subscription_by_id,
)
from apps.billing.services.opening import open_what_was_bought, personal_plan_of
from apps.billing.services.subscriptions import NothingChangesError, refresh
from apps.billing.tests.rows import CVS, subscribed
from apps.billing.tests.simulated import Simulator, deliver
from apps.billing.tests.stories import BACK, SEATS, buy
from apps.core.problems import MissingError, ProblemError
from apps.core.queue.worker import run_all_due
from apps.marketplace.models import License, Seat
from apps.marketplace.services import assign_seat
from apps.tenants.models import Tenant
from tests.people import Grant

pytestmark = pytest.mark.django_db
STARTER, PROFESSIONAL = item_of(PLAN, "starter", MONTH), item_of(PLAN, "professional", MONTH)
TALKS = item_of(MODULE, "interviews", MONTH)


def happens(stripe: Simulator, deed: Callable[[], Any]) -> Any:
    """Do it, and let every event of it arrive."""
    before = stripe.last_event()
    found = deed()
    deliver(stripe.events(before), run_all_due)
    return found


def bought(buyer: Membership, stripe: Simulator, item: Item, quantity: int = 1) -> Subscription:
    """Paid and open."""
    happens(stripe, lambda: buy(buyer, stripe, item, quantity))
    return subscription_by_id(str(Subscription.objects.get().pk))


def written(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()


def test_smaller_plan_is_there_at_once_and_the_rest_of_the_larger_one_is_credited_later(
    ada: Membership, stripe: Simulator
) -> None:
    Tenant.objects.filter(pk=ada.tenant_id).update(plan="free")
    subscription = bought(ada, stripe, PROFESSIONAL)

    change_plan_item(subscription.items.get(), to=STARTER)

    subscription.refresh_from_db()
    assert (Tenant.objects.get(pk=ada.tenant_id).plan, subscription.items.get().key) == ("starter", STARTER.key)
    assert [(one.total, one.stripe_id) for one in Invoice.objects.all()] == [
        (PROFESSIONAL.unit_amount, subscription.latest_invoice_id)
    ]
    happens(stripe, lambda: stripe.control("time", days=32))
    next_invoice = Invoice.objects.exclude(stripe_id=subscription.latest_invoice_id).get()
    credited = sum(line["amount"] for line in next_invoice.lines if line["key"] == PROFESSIONAL.key)
    assert (credited < 0, next_invoice.amount_paid < STARTER.unit_amount) == (True, True)


def test_only_a_plan_becomes_another_plan(payer: Account) -> None:
    plan = subscribed(payer, (STARTER.key, 1)).items.get()
    module = subscribed(payer, (CVS, 2)).items.get()

    with pytest.raises(NothingChangesError):
        change_plan_item(plan, to=STARTER)
    for item, to in ((module, STARTER), (plan, TALKS), (plan, item_of(PERSONAL, "practice", MONTH))):
        with pytest.raises(ProblemError) as refused:
            change_plan_item(item, to=to)
        assert refused.value.detail == "Only a plan can become another plan."

    assert set(SubscriptionItem.objects.values_list("key", flat=True)) == {STARTER.key, CVS}


def test_cancellation_and_its_taking_back_happen_once_however_often_they_are_asked_for(
    ada: Membership, stripe: Simulator
) -> None:
    subscription = bought(ada, stripe, SEATS, 2)

    ends = []
    for deed in (cancel_subscription, cancel_subscription, reactivate_subscription, reactivate_subscription):
        deed(subscription)
        ends.append(provider().fetch("subscription", subscription.stripe_id)["cancel_at_period_end"])

    assert ends == [True, True, False, False]
    assert (written("billing.canceled"), written("billing.reactivated")) == (1, 1)


def test_fewer_seats_are_made_known_shortly_before_the_next_period_begins(ada: Membership, stripe: Simulator) -> None:
    subscription = bought(ada, stripe, SEATS, 3)
    change_seats(subscription.items.get(), seats=1)
    too_early = queue_later_changes()
    SubscriptionItem.objects.update(period_end=timezone.now() + timedelta(minutes=20))

    near = queue_later_changes()
    run_all_due()

    item = subscription.items.get()
    there = provider().fetch("subscription", subscription.stripe_id)["items"]["data"][0]["quantity"]
    assert (too_early, near, queue_later_changes()) == (0, 1, 0)
    assert (there, item.quantity, item.next_quantity) == (1, 1, None)


def test_what_is_due_is_paid_by_the_way_that_was_chosen(ada: Membership, stripe: Simulator) -> None:
    bought(ada, stripe, SEATS, 2)
    payer = account_of(ada)
    owner = {"customer": str(payer.customer_id)}
    other = provider().do("payment_method", "attach", "pm_card_mastercard", owner, key=str(uuid4()))["id"]

    set_default_method(payer, other)

    assert [(one.brand, one.is_default) for one in methods_of(payer)] == [("mastercard", True), ("visa", False)]
    happens(stripe, lambda: stripe.control("time", days=32))
    assert sorted(Payment.objects.values_list("method", "status")) == [
        ("Mastercard 4444", "succeeded"),
        ("Visa 4242", "succeeded"),
    ]
    remove_method(payer, other)
    assert [one.brand for one in methods_of(payer)] == ["visa"]


def test_customer_whom_the_provider_does_not_know_has_no_ways_to_pay(payer: Account, stripe: Simulator) -> None:
    without = methods_of(payer)
    payer.customer_id, payer.customer_at = "cus_of_another_time", provider().at
    payer.save()

    assert (without, methods_of(payer)) == ([], [])
    for deed in (set_default_method, remove_method):
        for account in (payer, None):
            with pytest.raises(MissingError):
                deed(account, "pm_of_nobody")
    assert (written("billing.method-chosen"), written("billing.method-removed")) == (0, 0)


def test_subscription_that_the_provider_does_not_know_any_more_is_over(payer: Account, stripe: Simulator) -> None:
    subscription = subscribed(payer, (CVS, 2), stripe_id="sub_of_another_time")
    open_what_was_bought(payer)
    license_ = License.objects.get(tenant=payer.tenant)
    before = license_.state

    refresh(subscription)

    license_.refresh_from_db()
    assert (before, license_.state, subscription.status) == ("active", "canceled", "canceled")
    ended_at = subscription.ended_at
    refresh(subscription)
    assert (ended_at is None, subscription.ended_at) == (False, ended_at)


@pytest.mark.parametrize(("days", "plan"), [(6, "practice"), (8, None)])
def test_personal_plan_goes_on_for_a_week_while_nothing_is_heard_of_its_renewal(
    days: int, plan: str | None, dan: Membership
) -> None:
    payer = account_of(dan)
    subscribed(payer, ("personal:practice:month", 1)).items.update(period_end=timezone.now() - timedelta(days=days))

    found = personal_plan_of(payer)

    assert (found.name if found else None) == plan


@pytest.fixture
def on_trial(grant: Grant) -> Callable[[Membership, str], License]:
    """A trial of which somebody has the only seat."""

    def make(member: Membership, module: str) -> License:
        ends_at = timezone.now() + timedelta(days=10)
        trial = {"kind": "trial", "state": "trialing", "seat_limit": 1, "ends_at": ends_at}
        license_ = grant(member.tenant, module, **trial)
        assign_seat(license_, membership=member)
        return license_

    return make


def seated(module: str) -> list[str]:
    return list(Seat.objects.filter(license__module=module).values_list("membership__user__name", flat=True))


@pytest.mark.parametrize(("before", "after"), [("", "Ada"), ("ada", "Ada"), ("ben", "Ben")])
def test_whoever_buys_has_a_seat_at_once_if_there_is_one(
    before: str,
    after: str,
    ada: Membership,
    ben: Membership,
    stripe: Simulator,
    on_trial: Callable[[Membership, str], License],
) -> None:
    if before:
        on_trial({"ada": ada, "ben": ben}[before], "cv_analysis")
    order = start_checkout(ada, lines=[Line(SEATS, 1)], back=BACK, seat_buyer=True)

    happens(stripe, lambda: stripe.pay(str(order.session_id)))

    license_ = License.objects.get(tenant=ada.tenant, module="cv_analysis")
    assert (license_.kind, license_.state, seated("cv_analysis")) == ("purchase", "active", [after])


@pytest.mark.parametrize(("before", "after"), [("", "Ada"), ("ada", "Ada"), ("ben", "Ben")])
def test_whoever_adds_a_module_has_a_seat_at_once_if_there_is_one(
    before: str,
    after: str,
    ada: Membership,
    ben: Membership,
    stripe: Simulator,
    on_trial: Callable[[Membership, str], License],
) -> None:
    subscription = bought(ada, stripe, SEATS, 2)
    if before:
        on_trial({"ada": ada, "ben": ben}[before], "interviews")

    add_module(ada, subscription, Line(TALKS, 1), seat_buyer=True)

    license_ = License.objects.get(tenant=ada.tenant, module="interviews")
    assert (license_.kind, license_.state, seated("interviews")) == ("purchase", "active", [after])
