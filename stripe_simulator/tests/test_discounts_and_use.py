"""Coupons, promotion codes and meters: what makes an invoice smaller or larger."""

from typing import Any

import pytest
import stripe
from stripe import StripeClient

from stripe_simulator.tests import shop
from stripe_simulator.tests.clocks import DAY, START, advance, clocked, latest, lines
from stripe_simulator.tests.running import Running
from stripe_simulator.tests.visiting import visit


def test_coupons_count_as_long_as_they_should(client: StripeClient) -> None:
    clock, who = clocked(client)
    once = client.v1.coupons.create({"percent_off": 25, "duration": "once"})
    months = client.v1.coupons.create(
        {"amount_off": 500, "currency": "eur", "duration": "repeating", "duration_in_months": 2}
    )
    made = shop.subscription(
        client, who, shop.price(client, 3000), discounts=[{"coupon": once.id}, {"coupon": months.id}]
    )
    totals = [latest(client, made).total]
    for month in (28, 59, 89):
        advance(client, clock, START + month * DAY + 7200)
        totals.append(latest(client, made).total)
    assert totals == [3000 - 750 - 500, 2500, 3000, 3000]
    assert client.v1.coupons.retrieve(once.id).times_redeemed == 1


def test_a_promotion_code_ends_with_its_redemptions(client: StripeClient) -> None:
    coupon = client.v1.coupons.create({"percent_off": 10, "duration": "forever"})
    code = client.v1.promotion_codes.create(
        {"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "ONLYONE", "max_redemptions": 1}
    )
    what = shop.price(client, 1000)
    made = shop.subscription(client, shop.customer(client), what, discounts=[{"promotion_code": code.id}])
    assert latest(client, made).total == 900
    with pytest.raises(stripe.InvalidRequestError, match="as often as it may"):
        shop.subscription(client, shop.customer(client), what, discounts=[{"promotion_code": code.id}])


def test_a_promotion_code_can_be_for_newcomers_and_for_larger_sums(simulator: Running, client: StripeClient) -> None:
    coupon = client.v1.coupons.create({"percent_off": 10, "duration": "forever"})
    limits: Any = {"first_time_transaction": True, "minimum_amount": 5000, "minimum_amount_currency": "eur"}
    code = client.v1.promotion_codes.create(
        {"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "WELCOME", "restrictions": limits}
    )
    what, who = shop.price(client, 3000), shop.customer(client)
    small, large = (shop.session(client, what, seats, allow_promotion_codes=True) for seats in (1, 2))
    refused, taken = (
        visit(f"{simulator.url}/pay/{one.id}", {"deed": "code", "promotion_code": "welcome"}) for one in (small, large)
    )
    first = shop.subscription(client, who, what, discounts=[{"promotion_code": code.id}])
    with pytest.raises(stripe.InvalidRequestError, match="not paid before"):
        shop.subscription(client, who, what, discounts=[{"promotion_code": code.id}])
    assert (refused.status, "needs at least EUR 50.00" in refused.words, taken.status) == (402, True, 303)
    assert (client.v1.checkout.sessions.retrieve(large.id).amount_total, latest(client, first).total) == (5400, 2700)


def report(client: StripeClient, who: stripe.Customer, identifier: str, value: str) -> None:
    payload = {"stripe_customer_id": who.id, "value": value}
    client.v1.billing.meter_events.create({"event_name": "used_minutes", "identifier": identifier, "payload": payload})


def test_use_that_meters_count_is_billed_afterwards(client: StripeClient) -> None:
    clock, who = clocked(client)
    meter = client.v1.billing.meters.create(
        {"display_name": "Minutes", "event_name": "used_minutes", "default_aggregation": {"formula": "sum"}}
    )
    what = shop.price(client, 7, recurring={"interval": "month", "usage_type": "metered", "meter": meter.id})
    made = client.v1.subscriptions.create({"customer": who.id, "items": [{"price": what.id}]})
    for identifier, value in (("a", "10"), ("b", "5")):
        report(client, who, identifier, value)
    with pytest.raises(stripe.InvalidRequestError) as fault:
        report(client, who, "a", "10")
    assert fault.value.code == "resource_already_exists"
    ahead = client.v1.invoices.create_preview({"subscription": made.id})
    sums = client.v1.billing.meters.event_summaries.list(
        meter.id, {"customer": who.id, "start_time": START - START % 60, "end_time": START - START % 60 + DAY}
    )
    advance(client, clock, START + 28 * DAY + 7200)
    assert (lines(ahead), [one.aggregated_value for one in sums.data]) == ([(105, 15)], [15.0])
    assert (lines(latest(client, made)), latest(client, made).amount_paid) == ([(105, 15)], 105)
