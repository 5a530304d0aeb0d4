"""Subscriptions: begun, changed, renewed, unpaid, ended, on test clocks and by the time of everything."""

from datetime import UTC, datetime
from typing import Any

import pytest
import stripe
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stripe import StripeClient

from stripe_simulator.tests import shop
from stripe_simulator.tests.clocks import DAY, START, advance, clocked, latest, lines
from stripe_simulator.tests.running import Running


def test_a_subscription_is_paid_and_active_at_once(simulator: Running, client: StripeClient) -> None:
    who, what = shop.customer(client), shop.price(client)
    made = shop.subscription(client, who, what, 3)
    invoice = latest(client, made)
    item = shop.item_of(made)
    events = [one for one in client.v1.events.list({"limit": 30}).data if one.data.object["object"] == "subscription"][
        :2
    ]

    assert (made.status, invoice.status, invoice.amount_paid, invoice.billing_reason) == (
        "active", "paid", 8700, "subscription_create",
    )  # fmt: skip
    assert invoice.parent is not None
    assert invoice.parent.subscription_details is not None
    assert invoice.parent.subscription_details.subscription == made.id
    assert 28 * DAY <= item.current_period_end - item.current_period_start <= 31 * DAY
    assert [one.type for one in events] == ["customer.subscription.updated", "customer.subscription.created"]
    assert [one.data.object["status"] for one in events] == ["active", "incomplete"]
    assert events[0].data.to_dict()["previous_attributes"] == {"status": "incomplete"}


def test_without_a_card_there_is_no_subscription_unless_it_may_wait(client: StripeClient) -> None:
    who, what = shop.customer(client, None), shop.price(client)
    with pytest.raises(stripe.InvalidRequestError, match="no attached payment source"):
        shop.subscription(client, who, what)
    assert client.v1.subscriptions.list({"customer": who.id, "status": "all"}).data == []

    waiting = shop.subscription(
        client, who, what, payment_behavior="default_incomplete", expand=["latest_invoice.confirmation_secret"]
    )
    assert isinstance(waiting.latest_invoice, stripe.Invoice)
    assert waiting.latest_invoice.confirmation_secret is not None
    intent = waiting.latest_invoice.confirmation_secret.client_secret.partition("_secret_")[0]
    client.v1.payment_intents.confirm(intent, {"payment_method": "pm_card_visa"})
    assert (waiting.status, client.v1.subscriptions.retrieve(waiting.id).status) == ("incomplete", "active")


@pytest.mark.parametrize(
    ("card", "behavior", "status"),
    [
        ("pm_card_chargeCustomerFail", "allow_incomplete", "incomplete"),
        ("pm_card_authenticationRequired", "allow_incomplete", "incomplete"),
        ("pm_card_chargeCustomerFail", "error_if_incomplete", None),
        ("pm_card_authenticationRequired", "error_if_incomplete", None),
    ],
)
def test_a_first_payment_that_fails(client: StripeClient, card: str, behavior: str, status: str | None) -> None:
    who, what = shop.customer(client, card), shop.price(client)
    if status is None:
        with pytest.raises(stripe.CardError):
            shop.subscription(client, who, what, payment_behavior=behavior)
        assert client.v1.subscriptions.list({"customer": who.id, "status": "all"}).data == []
        return
    made = shop.subscription(client, who, what, payment_behavior=behavior)
    assert (made.status, latest(client, made).status) == (status, "open")


def test_more_seats_are_prorated_to_the_second(client: StripeClient) -> None:
    clock, who = clocked(client)
    made = shop.subscription(client, who, shop.price(client, 3100), 2)
    item = shop.item_of(made)
    advance(client, clock, START + 10 * DAY)
    sent: Any = {"items": [{"id": item.id, "quantity": 5}], "proration_behavior": "always_invoice"}
    ahead = client.v1.invoices.create_preview({"subscription": made.id, "subscription_details": sent})
    client.v1.subscriptions.update(made.id, sent)
    invoice = latest(client, made)

    whole = item.current_period_end - item.current_period_start
    left = item.current_period_end - (START + 10 * DAY)
    unused, rest = round(6200 * left / whole), round(15500 * left / whole)
    assert whole == 28 * DAY
    assert lines(invoice) == [(-unused, 2), (rest, 5)]
    assert (invoice.amount_paid, ahead.total, ahead.amount_due) == (rest - unused,) * 3
    parents = [line["parent"]["subscription_item_details"] for line in invoice.to_dict()["lines"]["data"]]
    assert [parent["proration"] for parent in parents] == [True, True]


def test_a_change_without_an_invoice_waits_for_the_next_one(client: StripeClient) -> None:
    clock, who = clocked(client)
    made = shop.subscription(client, who, shop.price(client, 3100), 1)
    advance(client, clock, START + 14 * DAY)
    client.v1.subscriptions.update(made.id, {"items": [{"id": shop.item_of(made).id, "quantity": 3}]})
    ahead = client.v1.invoices.create_preview({"subscription": made.id})
    advance(client, clock, START + 28 * DAY + 2 * 3600)
    invoice = latest(client, made)
    assert lines(invoice) == lines(ahead) == [(-1550, 1), (4650, 3), (9300, 3)]
    assert (invoice.status, invoice.billing_reason, invoice.amount_paid) == ("paid", "subscription_cycle", 12400)


def test_fewer_seats_leave_credit_on_the_balance(client: StripeClient) -> None:
    clock, who = clocked(client)
    made = shop.subscription(client, who, shop.price(client, 2800), 4)
    advance(client, clock, START + 14 * DAY)
    client.v1.subscriptions.update(
        made.id, {"items": [{"id": shop.item_of(made).id, "quantity": 1}], "proration_behavior": "always_invoice"}
    )
    invoice = latest(client, made)
    entries = client.v1.customers.balance_transactions.list(who.id).data
    assert (invoice.total, invoice.status, invoice.amount_due) == (-4200, "paid", 0)
    assert (client.v1.customers.retrieve(who.id).balance, [one.amount for one in entries]) == (-4200, [-4200])
    advance(client, clock, START + 28 * DAY + 2 * 3600)
    renewed = latest(client, made)
    assert (renewed.total, renewed.starting_balance, renewed.amount_paid) == (2800, -4200, 0)
    assert client.v1.customers.retrieve(who.id).balance == -1400


def test_without_proration_nothing_is_charged_now(client: StripeClient) -> None:
    clock, who = clocked(client)
    made = shop.subscription(client, who, shop.price(client, 1000), 5)
    first = latest(client, made)
    client.v1.subscriptions.update(
        made.id, {"items": [{"id": shop.item_of(made).id, "quantity": 2}], "proration_behavior": "none"}
    )
    assert latest(client, made).id == first.id
    advance(client, clock, START + 28 * DAY + 2 * 3600)
    assert lines(latest(client, made)) == [(2000, 2)]


def test_from_month_to_year_begins_anew_with_credit(client: StripeClient) -> None:
    clock, who = clocked(client)
    month = shop.price(client, 2800)
    year = client.v1.prices.create(
        {"product": str(month.product), "currency": "eur", "unit_amount": 28000, "recurring": {"interval": "year"}}
    )
    made = shop.subscription(client, who, month, 2)
    advance(client, clock, START + 7 * DAY)
    changed = client.v1.subscriptions.update(made.id, {"items": [{"id": shop.item_of(made).id, "price": year.id}]})
    invoice = latest(client, made)
    assert lines(invoice) == [(-4200, 2), (56000, 2)]
    assert (invoice.amount_paid, changed.billing_cycle_anchor) == (51800, START + 7 * DAY)
    assert shop.item_of(changed).current_period_end == int(datetime(2028, 2, 7, 10, tzinfo=UTC).timestamp())


def test_several_modules_share_one_subscription(client: StripeClient) -> None:
    clock, who = clocked(client)
    one, two = shop.price(client, 1000, name="One"), shop.price(client, 3000, name="Two")
    made = shop.subscription(client, who, one, 2)
    advance(client, clock, START + 14 * DAY)
    grown = client.v1.subscriptions.update(
        made.id, {"items": [{"price": two.id, "quantity": 1}], "proration_behavior": "always_invoice"}
    )
    assert (len(grown["items"].data), lines(latest(client, made))) == (2, [(1500, 1)])
    shrunk = client.v1.subscriptions.update(
        made.id, {"items": [{"id": shop.item_of(grown).id, "deleted": True}], "proration_behavior": "none"}
    )
    assert [item.price.id for item in shrunk["items"].data] == [two.id]
    with pytest.raises(stripe.InvalidRequestError, match="at least one"):
        client.v1.subscriptions.update(made.id, {"items": [{"id": shop.item_of(shrunk).id, "deleted": True}]})


def test_a_trial_costs_nothing_is_announced_and_then_paid(client: StripeClient) -> None:
    clock, who = clocked(client)
    made = shop.subscription(client, who, shop.price(client, 2900), 2, trial_period_days=14)
    first = latest(client, made)
    assert (made.status, first.amount_due, first.status) == ("trialing", 0, "paid")
    advance(client, clock, START + 12 * DAY)
    told = client.v1.events.list({"type": "customer.subscription.trial_will_end"}).data
    assert [one.data.object["id"] for one in told][:1] == [made.id]
    advance(client, clock, START + 14 * DAY + 2 * 3600)
    assert (client.v1.subscriptions.retrieve(made.id).status, latest(client, made).amount_paid) == ("active", 5800)


def test_a_trial_can_end_now(client: StripeClient) -> None:
    who = shop.customer(client)
    made = shop.subscription(client, who, shop.price(client, 2900), trial_period_days=14)
    ended = client.v1.subscriptions.update(made.id, {"trial_end": "now"})
    assert (ended.status, latest(client, made).amount_paid) == ("active", 2900)


def test_periods_keep_to_the_day_that_they_began(client: StripeClient) -> None:
    clock, who = clocked(client)
    made = shop.subscription(client, who, shop.price(client))
    ends = [shop.item_of(made).current_period_end]
    for _month in range(3):
        advance(client, clock, ends[-1] + 7200)
        ends.append(shop.item_of(client.v1.subscriptions.retrieve(made.id)).current_period_end)
    assert [datetime.fromtimestamp(end, UTC).strftime("%m-%d") for end in ends] == ["02-28", "03-31", "04-30", "05-31"]
    assert len(client.v1.invoices.list({"subscription": made.id}).data) == 4


def test_the_end_at_the_end_of_the_period_can_be_taken_back(client: StripeClient) -> None:
    clock, who = clocked(client)
    made = shop.subscription(client, who, shop.price(client))
    ending = client.v1.subscriptions.update(made.id, {"cancel_at_period_end": True})
    assert (ending.status, ending.cancel_at, ending.canceled_at) == (
        "active", shop.item_of(made).current_period_end, START,
    )  # fmt: skip
    with pytest.raises(stripe.InvalidRequestError, match="No upcoming"):
        client.v1.invoices.create_preview({"subscription": made.id})
    kept = client.v1.subscriptions.update(made.id, {"cancel_at_period_end": False})
    assert (kept.cancel_at, kept.canceled_at) == (None, None)
    client.v1.subscriptions.update(made.id, {"cancel_at_period_end": True})
    advance(client, clock, START + 40 * DAY)
    over = client.v1.subscriptions.retrieve(made.id)
    assert (over.status, over.ended_at) == ("canceled", shop.item_of(made).current_period_end)
    assert len(client.v1.invoices.list({"subscription": made.id}).data) == 1
    with pytest.raises(stripe.InvalidRequestError, match="canceled subscription"):
        client.v1.subscriptions.update(made.id, {"cancel_at_period_end": False})


def test_ended_now_with_money_back(client: StripeClient) -> None:
    clock, who = clocked(client)
    made = shop.subscription(client, who, shop.price(client, 2800))
    advance(client, clock, START + 14 * DAY)
    over = client.v1.subscriptions.cancel(made.id, {"prorate": True, "invoice_now": True})
    assert (over.status, client.v1.customers.retrieve(who.id).balance) == ("canceled", -1400)


@pytest.mark.parametrize("give_up", ["canceled", "unpaid", "past_due"])
def test_a_renewal_that_fails_is_tried_again_and_then_given_up(fresh: Running, give_up: str) -> None:
    client = fresh.client()
    fresh.control("give-up", status=give_up)
    clock, who = clocked(client)
    made = shop.subscription(client, who, shop.price(client))
    fresh.control("customers/fail", customer=who.id, times=99)
    end = shop.item_of(made).current_period_end
    seen = []
    for days in (0.1, 3.1, 8.1, 15.1):
        advance(client, clock, int(end + days * DAY))
        invoice = latest(client, made)
        seen.append((client.v1.subscriptions.retrieve(made.id).status, invoice.attempt_count, invoice.status))
    assert seen == [("past_due", 1, "open"), ("past_due", 2, "open"), ("past_due", 3, "open"), (give_up, 4, "open")]
    assert client.v1.customers.retrieve(who.id).delinquent is True
    fresh.listener.wait("invoice.payment_failed", times=4)


def test_a_failed_renewal_is_healed_by_another_card(client: StripeClient, simulator: Running) -> None:
    clock, who = clocked(client)
    made = shop.subscription(client, who, shop.price(client))
    simulator.control("customers/fail", customer=who.id, times=1)
    advance(client, clock, shop.item_of(made).current_period_end + 7200)
    invoice = latest(client, made)
    assert (client.v1.subscriptions.retrieve(made.id).status, invoice.next_payment_attempt is None) == (
        "past_due",
        False,
    )
    paid = client.v1.invoices.pay(invoice.id, {"payment_method": "pm_card_mastercard"})
    assert (paid.status, client.v1.subscriptions.retrieve(made.id).status) == ("paid", "active")


def test_a_subscription_that_is_never_paid_expires(client: StripeClient) -> None:
    clock, who = clocked(client)
    made = shop.subscription(client, who, shop.price(client), payment_behavior="default_incomplete")
    advance(client, clock, START + DAY)
    assert (client.v1.subscriptions.retrieve(made.id).status, latest(client, made).status) == (
        "incomplete_expired",
        "void",
    )


def test_fewer_seats_at_the_end_of_the_period_by_a_schedule(client: StripeClient) -> None:
    clock, who = clocked(client)
    what = shop.price(client, 1000)
    made = shop.subscription(client, who, what, 5)
    schedule = client.v1.subscription_schedules.create({"from_subscription": made.id})
    phase = schedule.phases[0]
    client.v1.subscription_schedules.update(schedule.id, {"end_behavior": "release", "phases": [
        {"items": [{"price": what.id, "quantity": 5}], "start_date": phase.start_date, "end_date": phase.end_date},
        {"items": [{"price": what.id, "quantity": 2}], "duration": {"interval": "month", "interval_count": 1}},
    ]})  # fmt: skip
    assert shop.item_of(client.v1.subscriptions.retrieve(made.id)).quantity == 5
    advance(client, clock, phase.end_date + 7200)
    after = client.v1.subscriptions.retrieve(made.id)
    assert (shop.item_of(after).quantity, lines(latest(client, made)), after.schedule) == (2, [(2000, 2)], schedule.id)
    advance(client, clock, phase.end_date + 40 * DAY)
    assert client.v1.subscription_schedules.retrieve(schedule.id).status == "released"
    assert client.v1.subscriptions.retrieve(made.id).schedule is None


def test_collection_can_pause(client: StripeClient) -> None:
    clock, who = clocked(client)
    made = shop.subscription(client, who, shop.price(client))
    end = shop.item_of(made).current_period_end
    client.v1.subscriptions.update(made.id, {"pause_collection": {"behavior": "void", "resumes_at": end + DAY}})
    advance(client, clock, end + 2 * DAY)
    again = client.v1.subscriptions.retrieve(made.id)
    assert (again.status, again.pause_collection, latest(client, made).status) == ("active", None, "void")


def test_without_a_clock_the_time_of_everything_moves(fresh: Running) -> None:
    client = fresh.client()
    made = shop.subscription(client, shop.customer(client), shop.price(client))
    fresh.later(days=32)
    fresh.listener.wait("invoice.paid", times=2)
    upcoming = fresh.listener.wait("invoice.upcoming")
    assert upcoming["created"] == shop.item_of(made).current_period_end - 7 * DAY
    assert latest(client, made).status == "paid"


@given(
    amount=st.integers(1, 99_999), before=st.integers(1, 40), after=st.integers(1, 40), days=st.integers(0, 27),
    seconds=st.integers(0, DAY - 1),
)  # fmt: skip
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_prorations_add_up_to_the_cent(
    client: StripeClient, amount: int, before: int, after: int, days: int, seconds: int
) -> None:
    clock = client.v1.test_helpers.test_clocks.create({"frozen_time": START})
    who = shop.customer(client, test_clock=clock.id)
    made = shop.subscription(client, who, shop.price(client, max(amount, 50)), before)
    moment = START + days * DAY + seconds
    item = shop.item_of(made)
    sent: Any = {"items": [{"id": item.id, "quantity": after}], "proration_behavior": "always_invoice",
                 "proration_date": moment}  # fmt: skip
    ahead = client.v1.invoices.create_preview({"subscription": made.id, "subscription_details": sent})
    client.v1.subscriptions.update(made.id, sent)
    invoice = latest(client, made)
    whole = item.current_period_end - item.current_period_start
    exact = max(amount, 50) * (after - before) * (item.current_period_end - moment) / whole

    # The same number of seats changes nothing: the latest invoice is still the first.
    assert sum(line.amount for line in invoice.lines.data) == invoice.subtotal == invoice.total
    assert before == after or (ahead.total == invoice.total and abs(invoice.total - exact) <= 1)


def test_what_a_schedule_manages_is_not_ended_past_it_and_its_phase_follows(client: StripeClient) -> None:
    who, what = shop.customer(client), shop.price(client)
    made = shop.subscription(client, who, what, 2)
    schedule = client.v1.subscription_schedules.create({"from_subscription": made.id})
    with pytest.raises(stripe.InvalidRequestError, match="managed by the subscription schedule"):
        client.v1.subscriptions.update(made.id, {"cancel_at_period_end": True})
    client.v1.subscriptions.update(made.id, {"items": [{"id": shop.item_of(made).id, "quantity": 4}]})
    phase = client.v1.subscription_schedules.retrieve(schedule.id).phases[0]
    assert [item.quantity for item in phase["items"]] == [4]
