"""Events that do not get through at once: tried again, given up, applied by staff; and what none of them may change."""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as live_settings
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from apps.accounts.models import Membership, User
from apps.billing import gateway
from apps.billing.catalogue import CREDITS, ONCE, item_of
from apps.billing.health import check_webhooks
from apps.billing.metrics import measure_billing
from apps.billing.models import Account, Invoice, Order, Payment, Subscription, WebhookEvent
from apps.billing.provider import ProviderRefusedError, Thing, _loaded, provider
from apps.billing.queries import credit_state
from apps.billing.services import apply_event, ensure_customer
from apps.billing.services.inbox import WAITS
from apps.billing.services.locks import payer_lock
from apps.billing.services.prices import price_id_of
from apps.billing.tests.signing import ADDRESS, event, send, signature
from apps.billing.tests.simulated import KEY, Simulator, deliver
from apps.billing.tests.stories import SEATS, buy, subscription_of
from apps.core import formats
from apps.core.models import QueuedTask
from apps.core.queue import later
from apps.core.queue.worker import run_all_due
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from tests.at_once import somebody_waits
from tests.people import Grant, SignedIn
from tests.real_processes import wait_for

PACK = item_of(CREDITS, "5", ONCE)
PAID = "checkout.session.completed"


def bought(buyer: Membership, stripe: Simulator, item: Any = PACK, quantity: int = 1) -> tuple[Order, Sequence[Thing]]:
    """The order, and what nobody has told the product yet."""
    before = stripe.last_event()
    order = buy(buyer, stripe, item, quantity)
    return order, stripe.events(before)


def of_kind(events: Sequence[Thing], kind: str) -> Thing:
    return next(one for one in events if one["type"] == kind)


def kept() -> WebhookEvent:
    """The one event that there is."""
    return WebhookEvent.objects.get()


def states() -> set[str]:
    return set(WebhookEvent.objects.values_list("state", flat=True))


def time_has_come() -> None:
    """For whatever waits for its time."""
    QueuedTask.objects.filter(state="queued").update(run_after=timezone.now())
    run_all_due()


def use_key(settings: Settings, key: str) -> None:
    """The client keeps the key with which it was made."""
    settings.STRIPE_SECRET_KEY = key
    _loaded.cache_clear()


def measured() -> dict[tuple[str, ...], float]:
    return {(one.metric.name, *one.labels): one.value for one in measure_billing()}


def balance(payer: Account) -> int:
    payer.refresh_from_db()
    return credit_state(payer).balance


def license_state(member: Membership) -> tuple[str, int | None]:
    found = License.objects.get(tenant=member.tenant, module="cv_analysis")
    return found.state, found.seat_limit


def test_event_is_tried_for_three_days_then_reported_and_applied_by_staff(
    db: None, ada: Membership, payer: Account, stripe: Simulator, settings: Settings, sam: User, signed_in: SignedIn
) -> None:
    _order, events = bought(ada, stripe)
    use_key(settings, "sk_test_of_nobody")
    deliver([of_kind(events, PAID)], run_all_due)

    waited = []
    for _wait in WAITS:
        row, task = kept(), QueuedTask.objects.get(state="queued")
        assert (row.state, task.run_after, check_webhooks().ok) == ("pending", row.next_try_at, True)
        waited.append((row.next_try_at - row.updated_at).total_seconds())
        time_has_come()

    assert waited == pytest.approx([wait.total_seconds() for wait in WAITS], abs=4)
    row = kept()
    assert (row.state, row.attempts, row.done_at is not None) == ("dead", len(WAITS) + 1, True)
    assert row.problem.startswith("payment-provider-failed: Its key was refused")
    assert not QueuedTask.objects.filter(state="queued").exists()
    found = check_webhooks()
    assert (found.ok, found.extra) == (False, {"pending": 0, "dead": 1, "drift": 0})
    assert found.detail == "1 events were given up; see them in the admin."
    assert (measured()["rostrum_webhooks", "dead"], balance(payer)) == (1, 0)

    use_key(settings, KEY)
    signed_in(sam).post(f"/admin/billing/webhookevent/{row.pk}/do/replay/", {})
    assert (measured()["rostrum_webhooks", "pending"], measured()["rostrum_webhooks", "dead"]) == (1, 0)
    run_all_due()

    row = kept()
    assert (row.state, row.attempts, row.problem, check_webhooks().ok) == ("done", 1, "", True)
    assert (balance(payer), measured()["rostrum_webhooks_oldest_seconds",]) == (5, 0)


def test_health_of_payments_is_good_where_none_are_set_up(db: None, settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = ""

    found = check_webhooks()

    assert (found.ok, found.detail) == (True, "Payments are not set up.")


def test_event_that_meets_a_busy_provider_is_applied_a_little_later(
    db: None, ada: Membership, payer: Account, stripe: Simulator
) -> None:
    _order, events = bought(ada, stripe)
    stripe.control("faults", kind="429", times=1, method="GET", path="/v1/checkout/sessions")
    stripe.control("faults", kind="429", times=2, method="GET", path="/v1/checkout/sessions")

    deliver([of_kind(events, PAID)], run_all_due)
    assert (kept().state, kept().attempts, balance(payer)) == ("pending", 1, 0)
    assert kept().problem == "payment-provider-failed: Try again in a minute. Nothing was charged."
    time_has_come()

    assert (kept().state, kept().attempts, balance(payer)) == ("done", 2, 5)


def test_event_whose_task_was_lost_is_found_by_the_clock_after_two_minutes(
    db: None, ada: Membership, payer: Account, stripe: Simulator
) -> None:
    _order, events = bought(ada, stripe)
    deliver([of_kind(events, PAID)], lambda: None)
    QueuedTask.objects.all().delete()

    def clock_strikes() -> str:
        with transaction.atomic():
            later("billing.sweep_events")
        run_all_due()
        return kept().state

    assert (clock_strikes(), balance(payer)) == ("pending", 0)
    WebhookEvent.objects.update(next_try_at=timezone.now() - timedelta(minutes=3))
    assert (clock_strikes(), balance(payer)) == ("done", 5)


def test_event_that_another_has_answered_meanwhile_is_not_applied_again(
    committed: None, ada: Membership, payer: Account, stripe: Simulator
) -> None:
    _order, events = bought(ada, stripe, SEATS, 2)
    payer.refresh_from_db()
    first, second = of_kind(events, PAID), of_kind(events, "customer.subscription.created")
    deliver([first, second], lambda: None)
    ids = {row.event_id: str(row.pk) for row in WebhookEvent.objects.all()}

    def apply_first() -> None:
        try:
            apply_event(ids[first["id"]])
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with payer_lock(str(payer.customer_id)):
            waiting = threads.submit(apply_first)
            wait_for(somebody_waits)
            apply_event(ids[second["id"]])
            answered = {row.event_id: row.done_at for row in WebhookEvent.objects.all()}
        waiting.result()

    assert all(answered.values())
    assert {row.event_id: row.done_at for row in WebhookEvent.objects.all()} == answered
    assert set(WebhookEvent.objects.values_list("state", "attempts")) == {("done", 1)}
    assert license_state(ada) == ("active", 2)


def test_event_that_names_another_workspace_changes_neither_of_them(
    db: None, ada: Membership, beta: Tenant, stripe: Simulator
) -> None:
    order, events = bought(ada, stripe, SEATS, 2)
    deliver(events, run_all_due)
    subscription = subscription_of(order)
    item = {"id": subscription["items"]["data"][0]["id"], "quantity": 9}

    def told_of(change: dict[str, Any]) -> WebhookEvent:
        before = stripe.last_event()
        params = {"items": [item], "proration_behavior": "none", **change}
        provider().change("subscription", subscription["id"], params, key=str(uuid4()))
        [one] = stripe.events(before)
        deliver([one], run_all_due)
        return WebhookEvent.objects.get(event_id=one["id"])

    row = told_of({"metadata": {"tenant": str(beta.pk)}})
    assert (row.state, row.problem) == ("dead", "its metadata name another workspace than its customer")
    assert (license_state(ada), License.objects.filter(tenant=beta).count()) == (("active", 2), 0)

    assert told_of({"metadata": {"tenant": str(ada.tenant_id)}}).state == "done"
    assert license_state(ada) == ("active", 9)


def test_what_strangers_pay_there_is_none_of_ours_unless_it_names_a_workspace(
    db: None, ada: Membership, payer: Account, stripe: Simulator
) -> None:
    before = stripe.last_event()
    asked = {"amount": 700, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True}
    asked |= {"automatic_payment_methods": {"enabled": True, "allow_redirects": "never"}}
    intent = provider().create("payment_intent", asked, key=str(uuid4()))
    stripe.control("refunds/make", payment_intent=intent["id"])

    deliver(stripe.events(before), run_all_due)

    assert states() == {"ignored"}
    refund = WebhookEvent.objects.filter(type="refund.created").get()
    assert (refund.customer_id, refund.problem) == ("", "its customer is none of ours")

    for name, tenant in (("nobody", uuid4()), ("ours", ada.tenant_id), ("odd", "acme")):
        send(event(f"evt_{name}", customer="cus_of_nobody", metadata={"tenant": str(tenant)}))
    run_all_due()

    named = WebhookEvent.objects.filter(customer_id="cus_of_nobody").order_by("event_id")
    assert list(named.values_list("event_id", "state")) == [
        *(("evt_nobody", "ignored"), ("evt_odd", "ignored"), ("evt_ours", "dead"))
    ]
    assert (Payment.objects.count(), Subscription.objects.count()) == (0, 0)


def test_customer_who_is_deleted_there_loses_what_ran_and_can_buy_again(
    db: None, ada: Membership, payer: Account, stripe: Simulator
) -> None:
    _order, events = bought(ada, stripe, SEATS, 2)
    deliver(events, run_all_due)
    payer.refresh_from_db()
    gone, before = str(payer.customer_id), stripe.last_event()

    provider().do("customer", "delete", gone, {}, key=str(uuid4()))
    deliver(stripe.events(before), run_all_due)

    payer.refresh_from_db()
    assert WebhookEvent.objects.get(type="customer.deleted").state == "done"
    assert (payer.customer_id, payer.customer_deleted_at is not None) == (gone, True)
    assert (Subscription.objects.get().status, license_state(ada)[0]) == ("canceled", "canceled")

    order, events = bought(ada, stripe)
    deliver(events, run_all_due)

    payer.refresh_from_db()
    order.refresh_from_db()
    assert (payer.customer_id == gone, payer.customer_deleted_at) == (False, None)
    assert (order.state, balance(payer)) == ("paid", 5)


def test_coming_invoice_of_no_subscription_changes_nothing(
    db: None, ada: Membership, payer: Account, stripe: Simulator
) -> None:
    customer = ensure_customer(payer, email=ada.user.email, name="Ada")

    send(event(kind="invoice.upcoming", object="invoice", id=None, customer=customer))
    run_all_due()

    assert (kept().state, Invoice.objects.count(), Subscription.objects.count()) == ("done", 0, 0)


def test_subscription_is_kept_though_its_page_is_not_found_and_opens_with_it(
    db: None, ada: Membership, stripe: Simulator
) -> None:
    order, events = bought(ada, stripe, SEATS, 2)
    Order.objects.filter(pk=order.pk).update(session_id="cs_test_of_long_ago")

    deliver([of_kind(events, "customer.subscription.created")], run_all_due)
    assert (kept().state, Subscription.objects.get().status) == ("done", "active")
    assert not License.objects.filter(tenant=ada.tenant, module="cv_analysis").exists()

    Order.objects.filter(pk=order.pk).update(session_id=order.session_id)
    deliver([of_kind(events, "invoice.paid")], run_all_due)
    assert license_state(ada) == ("active", 2)


class _WithoutInvoicePayments(gateway.Stripe):
    """As an account whose key may not ask which payment paid which invoice."""

    def each(self, kind: str, **filters: Any) -> Iterator[Thing]:
        if kind == "invoice_payment":
            raise ProviderRefusedError("This key does not have the required permissions.")
        return super().each(kind, **filters)


def test_payment_is_kept_though_nobody_says_which_invoice_it_paid(
    db: None, ada: Membership, payer: Account, stripe: Simulator, settings: Settings
) -> None:
    _order, events = bought(ada, stripe, SEATS, 2)
    settings.BILLING_PROVIDER = f"{__name__}._WithoutInvoicePayments"

    deliver([of_kind(events, "payment_intent.succeeded")], run_all_due)

    assert (kept().state, Payment.objects.get().invoice_id, Invoice.objects.count()) == ("done", "", 0)
    deliver([of_kind(events, "invoice.paid")], run_all_due)
    assert Payment.objects.get().invoice_id == Invoice.objects.get(status="paid").stripe_id


def test_subscription_that_is_gone_there_is_over_here(
    db: None, ada: Membership, payer: Account, stripe: Simulator
) -> None:
    _order, events = bought(ada, stripe, SEATS, 2)
    deliver(events, run_all_due)
    payer.refresh_from_db()
    Subscription.objects.update(stripe_id="sub_gone")
    Order.objects.update(subscription_id="sub_gone")

    send(event("evt_gone", id="sub_gone", customer=str(payer.customer_id)))
    run_all_due()

    subscription = Subscription.objects.get()
    assert WebhookEvent.objects.get(event_id="evt_gone").state == "done"
    assert (subscription.status, subscription.ended_at is not None) == ("canceled", True)
    assert license_state(ada)[0] == "canceled"


def test_subscription_that_neither_side_knows_is_asked_for_again_later(
    db: None, ada: Membership, payer: Account, stripe: Simulator
) -> None:
    customer = ensure_customer(payer, email=ada.user.email, name="Ada")

    send(event(id="sub_of_nobody", customer=customer))
    run_all_due()

    row = kept()
    assert (row.state, row.attempts, Subscription.objects.count()) == ("pending", 1, 0)
    assert row.problem == "payment-object-gone: No such subscription: 'sub_of_nobody'"
    assert QueuedTask.objects.get(state="queued").run_after == row.next_try_at


def test_license_that_was_not_paid_there_is_not_ended_by_what_is(
    db: None, ada: Membership, stripe: Simulator, grant: Grant
) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    granted = grant(ada.tenant, "interviews", ends_at=yesterday)
    _order, events = bought(ada, stripe, SEATS, 2)

    deliver(events, run_all_due)

    granted.refresh_from_db()
    assert (license_state(ada), granted.state, granted.ends_at) == (("active", 2), "active", yesterday)


def test_trial_that_becomes_a_purchase_is_told_unless_it_was_canceled_meanwhile(
    db: None, ada: Membership, payer: Account, stripe: Simulator, mails: Callable[[], list[str]]
) -> None:
    customer, before = ensure_customer(payer, email=ada.user.email, name="Ada"), stripe.last_event()
    asked = {"customer": customer, "items": [{"price": price_id_of(SEATS), "quantity": 2}], "trial_period_days": 14}
    stays, leaves = (provider().create("subscription", asked, key=str(uuid4())) for _ in range(2))
    deliver([one for one in stripe.events(before) if one["type"] == "customer.subscription.created"], run_all_due)
    assert license_state(ada) == ("trialing", 2)
    before = stripe.last_event()
    stripe.control("time", days=12)
    notices = [one for one in stripe.events(before) if one["type"] == "customer.subscription.trial_will_end"]
    about = {one["data"]["object"]["id"]: one for one in notices}
    provider().do("subscription", "cancel", leaves["id"], {}, key=str(uuid4()))

    deliver([about[leaves["id"]]], run_all_due)
    assert (mails(), Subscription.objects.get(stripe_id=leaves["id"]).status) == ([], "canceled")
    deliver([about[stays["id"]]] * 2, run_all_due)

    [mail] = mails()
    ends_at = Subscription.objects.get(stripe_id=stays["id"]).trial_end
    assert ends_at is not None
    subject = f"A trial of Acme Robotics becomes a purchase on {formats.day(ends_at)}"
    assert subject in " ".join(mail.replace("=\n", "").split())
    assert states() == {"done"}


def test_body_that_is_too_long_is_refused_however_its_length_is_written(db: None, stripe: Simulator) -> None:
    body = json.dumps(event(note="x" * live_settings.WEBHOOK_MOST_BYTES)).encode()
    length, signed = f"+{len(body)}", {"stripe-signature": signature(body.decode())}

    answer = Client().post(ADDRESS, body, content_type="application/json", headers=signed, CONTENT_LENGTH=length)

    assert (answer.status_code, answer.json()["code"], WebhookEvent.objects.count()) == (413, "too-large", 0)
