"""The figures of what happened at the provider and was told to us, as it is booked in life."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db.models import Max
from django.utils import timezone

from apps.accounts.models import Membership
from apps.billing.catalogue import CREDITS, MODULE, MONTH, ONCE, PLAN, YEAR, item_of
from apps.billing.figures import Report, make_report
from apps.billing.models import LedgerTransaction
from apps.billing.provider import provider
from apps.billing.tests.simulated import DECLINED_CARD, Simulator, deliver
from apps.billing.tests.sold import ledger_net
from apps.billing.tests.stories import SEATS, buy, intent_of, subscription_of
from apps.core.queue.worker import run_all_due

pytestmark = pytest.mark.django_db(transaction=False)


def latest() -> datetime:
    """Now, or the simulator's now, whose clock other tests may have moved."""
    booked = LedgerTransaction.objects.aggregate(at=Max("happened_at"))["at"]
    return max(timezone.now(), booked or timezone.now()) + timedelta(seconds=1)


def report_after(stripe: Simulator, before: str) -> Report:
    """Once everything since then was heard."""
    deliver(stripe.events(before), run_all_due)
    found = make_report("USD", now=latest())
    assert sum(one.net for one in found.earned) == ledger_net("USD")
    return found


def failures_after(stripe: Simulator, before: str) -> tuple[int, int, int]:
    """How many, of which sum, and how many of them recovered, once everything since then was heard."""
    events = stripe.events(before)
    deliver(events, run_all_due)
    # The simulator's now, which other tests may have moved on by years: nothing may be booked yet that says so.
    heard = datetime.fromtimestamp(max(event["created"] for event in events), tz=UTC)
    found = make_report("USD", now=max(latest(), heard + timedelta(days=1))).failures
    return sum(one.count for one in found), sum(one.amount for one in found), sum(one.recovered for one in found)


def test_seats_that_grow_midway_count_whole(ada: Membership, stripe: Simulator) -> None:
    before = stripe.last_event()
    subscription = subscription_of(buy(ada, stripe, SEATS, 2))
    item = subscription["items"]["data"][0]["id"]
    stripe.control("time", days=9)
    changed = {"items": [{"id": item, "quantity": 5}], "proration_behavior": "always_invoice"}
    provider().change("subscription", subscription["id"], changed, key=str(uuid4()))
    deliver(stripe.events(before), run_all_due)

    now = make_report("USD", now=latest() + timedelta(days=9)).movements[-1]

    assert (now.closing, now.customers) == (5 * SEATS.unit_amount, 1)


def test_year_of_a_plan_is_a_twelfth_a_month_and_credits_are_none(ada: Membership, stripe: Simulator) -> None:
    before, plan, pack = stripe.last_event(), item_of(PLAN, "starter", YEAR), item_of(CREDITS, "5", ONCE)
    buy(ada, stripe, plan)
    buy(ada, stripe, pack)

    found = report_after(stripe, before)

    assert found.movements[-1].closing == round(plan.unit_amount / 12)
    assert {one.name: one.net for one in found.earned} == {
        "plan:starter": plan.unit_amount,
        "credits": pack.unit_amount,
    }


def test_seats_paid_back_as_a_whole_count_no_longer(ada: Membership, stripe: Simulator) -> None:
    before = stripe.last_event()
    order = buy(ada, stripe, SEATS, 2)
    stripe.control("refunds/make", payment_intent=intent_of(order))

    found = report_after(stripe, before)

    sums = [sum(each) for each in zip(*((one.gross, one.refunded) for one in found.earned), strict=True)]
    assert (found.movements[-1].closing, sums) == (0, [2 * SEATS.unit_amount] * 2)


@pytest.mark.parametrize(("outcome", "left"), [("won", 2900), ("lost", 0)])
def test_dispute_counts_once_it_is_lost(outcome: str, left: int, ada: Membership, stripe: Simulator) -> None:
    before = stripe.last_event()
    order = buy(ada, stripe, item_of(PLAN, "starter", MONTH))
    dispute = stripe.control("disputes/open", payment_intent=intent_of(order))
    stripe.control("disputes/close", dispute=dispute["id"], outcome=outcome)

    found = report_after(stripe, before)

    assert (found.movements[-1].closing, sum(one.net for one in found.earned)) == (left, left)


def test_card_that_is_declined_first_is_a_failure_that_recovered(ada: Membership, stripe: Simulator) -> None:
    # Longer than others' months, so that it does not matter which tests came before.
    stripe.control("time", days=100)
    before = stripe.last_event()
    order = buy(ada, stripe, item_of(CREDITS, "5", ONCE), card=DECLINED_CARD)
    failed = failures_after(stripe, before)
    before = stripe.last_event()
    stripe.pay(str(order.session_id))
    recovered = failures_after(stripe, before)

    assert (failed, recovered) == ((1, 4900, 0), (1, 4900, 1))


def test_second_month_that_nobody_pays_is_a_failure(ada: Membership, stripe: Simulator) -> None:
    before = stripe.last_event()
    order = buy(ada, stripe, item_of(MODULE, "cv_analysis", MONTH), 2)
    customer = subscription_of(order)["customer"]
    stripe.control("customers/fail", customer=customer, times=99)
    stripe.control("time", days=32)

    failed = failures_after(stripe, before)
    then = make_report("USD", now=latest() + timedelta(days=60)).movements[-1]

    assert (failed, then.closing) == ((1, 2 * SEATS.unit_amount, 0), 0)
