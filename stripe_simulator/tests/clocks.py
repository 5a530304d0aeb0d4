"""Subscriptions whose time is moved by a test clock."""

from datetime import UTC, datetime

import stripe
from stripe import StripeClient

from stripe_simulator.tests import shop
from stripe_simulator.tests.running import wait_for

DAY = 24 * 3600
START = int(datetime(2027, 1, 31, 10, tzinfo=UTC).timestamp())


def clocked(client: StripeClient, start: int = START) -> tuple[stripe.test_helpers.TestClock, stripe.Customer]:
    clock = client.v1.test_helpers.test_clocks.create({"frozen_time": start})
    return clock, shop.customer(client, test_clock=clock.id)


def advance(client: StripeClient, clock: stripe.test_helpers.TestClock, to: int) -> None:
    client.v1.test_helpers.test_clocks.advance(clock.id, {"frozen_time": to})
    wait_for(lambda: client.v1.test_helpers.test_clocks.retrieve(clock.id).status == "ready")


def latest(client: StripeClient, subscription: stripe.Subscription) -> stripe.Invoice:
    again = client.v1.subscriptions.retrieve(subscription.id, {"expand": ["latest_invoice"]})
    assert isinstance(again.latest_invoice, stripe.Invoice)
    return again.latest_invoice


def lines(invoice: stripe.Invoice) -> list[tuple[int, int | None]]:
    return [(line.amount, line.quantity) for line in invoice.lines.data]
