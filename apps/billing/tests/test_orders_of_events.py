"""Whatever the order of the events, however often they come and whichever are lost: the same end."""

import os
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import factorial
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum

from apps.accounts.models import Membership
from apps.billing import gateway
from apps.billing.models import Account, Invoice, LedgerEntry, Order, Payment, Subscription, WebhookEvent
from apps.billing.provider import Thing
from apps.billing.services import account_of, reconcile
from apps.billing.services.inbox import HANDLED
from apps.billing.tests.simulated import Simulator, deliver
from apps.billing.tests.stories import STORIES, Story
from apps.core.queue.worker import run_all_due
from apps.marketplace.models import License
from apps.tenants.models import Tenant

pytestmark = pytest.mark.django_db
# Of so many events all orders: 7 in the long run; in the ordinary one some orders of all events.
WHOLE = int(os.environ.get("EVERY_ORDER", "0"))
ORDERS, EACH_LOST, EACH_FOLLOWED = 3, 5, 10
# Each has the orders that begin with one of the events: what a transaction has taken back lies in its way from then on.
PARTS = range(max(WHOLE, 1))
# What tells of the same thing in other words comes after those that a story turns on.
TURNING = (
    "checkout.session.completed",
    "customer.subscription.created",
    "invoice.paid",
    "charge.refunded",
    "charge.dispute.created",
    "charge.dispute.closed",
    "invoice.payment_failed",
    "customer.subscription.deleted",
    "customer.subscription.updated",
    "payment_intent.succeeded",
    "charge.succeeded",
)


class _Remembering(gateway.Stripe):
    """Asks the simulator once for each thing: nothing happens there while events are delivered."""

    known: dict[Any, Any] = {}

    def fetch(self, kind: str, object_id: str) -> Thing:
        found: Thing = self._once((kind, object_id), lambda: super(_Remembering, self).fetch(kind, object_id))
        return found

    def each(self, kind: str, **filters: Any) -> Iterator[Thing]:
        found = self._once((kind, str(filters)), lambda: list(super(_Remembering, self).each(kind, **filters)))
        return iter(found)

    def _once(self, key: Any, ask: Callable[[], Any]) -> Any:
        """What the simulator refuses is asked again each time."""
        if key not in self.known:
            self.known[key] = ask()
        return self.known[key]


def picture(account: Account) -> Mapping[str, object]:
    """Everything that must be the same in the end, without times and ids of our own."""
    tenant = Tenant.objects.get(pk=account.tenant_id)
    account.refresh_from_db()
    sums = LedgerEntry.objects.filter(transaction__account=account).values_list("book", "unit").annotate(Sum("amount"))
    return {
        "licenses": sorted(License.objects.filter(tenant=tenant).values_list("module", "kind", "state", "seat_limit")),
        "plan": tenant.plan,
        "credits": (account.credit_seconds, account.held_seconds),
        "orders": sorted(Order.objects.filter(account=account).values_list("state", "subscription_id")),
        "subscriptions": sorted(Subscription.objects.filter(account=account).values_list("stripe_id", "status")),
        "invoices": sorted(
            Invoice.objects.filter(account=account).values_list("stripe_id", "status", "amount_paid", "refunded")
        ),
        "payments": sorted(
            Payment.objects.filter(account=account).values_list("stripe_id", "status", "refunded", "dispute")
        ),
        # What came and went leaves a book at 0, which is as if it had never been opened.
        "ledger": sorted((book, unit, amount) for book, unit, amount in sums if amount),
    }


def ending(
    account: Account, events: Sequence[Thing], *, then: Sequence[Thing] = (), then_reconcile: bool = False
) -> Mapping[str, object]:
    """What all is after these events, one by one, and then these at once; the next test sees nothing of it."""
    with transaction.atomic():
        deliver(events, run_all_due)
        deliver(then, lambda: None)
        run_all_due()
        assert not WebhookEvent.objects.exclude(state__in=["done", "ignored"]).exists()
        if then_reconcile:
            reconcile(whole=True)
            assert reconcile(whole=True).differences == []
        found = picture(account)
        transaction.set_rollback(True)
    return found


def is_about(account: Account, event: Thing) -> bool:
    """Other tests' customers live on in the simulator, and time goes by for them too."""
    return event["data"]["object"].get("customer") in {None, account.customer_id}


def turning_points(events: Sequence[Thing], most: int) -> list[Thing]:
    """The last event of each kind that a story turns on, as many as are asked for."""
    last = {event["type"]: event for event in events}
    return [last[kind] for kind in TURNING if kind in last][:most]


def some_orders(events: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
    """The same each time."""
    chosen = random.Random(len(events))  # noqa: S311 -- for that
    for _ in range(min(ORDERS, factorial(min(len(events), 5)))):
        yield chosen.sample(list(events), len(events))


def every_order(account: Account, left: Sequence[Thing], told: Sequence[Thing] = ()) -> Iterator[Sequence[Thing]]:
    """Each order of what is left, told in full; what several orders begin with is told once for all of them."""
    if not left:
        yield told
    for event in left:
        with transaction.atomic():
            deliver([event], run_all_due)
            yield from every_order(account, [one for one in left if one is not event], [*told, event])
            transaction.set_rollback(True)


def assert_every_order_ends_alike(
    account: Account, turning: Sequence[Thing], first: Thing, rest: Sequence[Thing], in_the_end: Mapping[str, object]
) -> None:
    """All orders that begin with this event; what tells the same in other words comes after some of them."""
    wanted = ending(account, turning)
    others = [event for event in turning if event is not first]
    with transaction.atomic():
        deliver([first], run_all_due)
        for number, order in enumerate(every_order(account, others, [first])):
            said = [event["type"] for event in order]
            assert not WebhookEvent.objects.exclude(state__in=["done", "ignored"]).exists(), said
            assert picture(account) == wanted, said
            if number % EACH_FOLLOWED == 0:
                assert ending(account, [], then=rest) == in_the_end, said
        transaction.set_rollback(True)
    assert number + 1 == factorial(len(others))


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_every_order_ends_alike(story: Story, part: int, ada: Membership, stripe: Simulator, settings: Any) -> None:
    settings.BILLING_PROVIDER = f"{__name__}._Remembering"
    _Remembering.known.clear()
    Tenant.objects.filter(pk=ada.tenant_id).update(plan="free")
    account = account_of(ada)
    before = stripe.last_event()
    story(ada, stripe)
    account.refresh_from_db()
    events = [event for event in stripe.events(before) if event["type"] in HANDLED and is_about(account, event)]
    _Remembering.known.clear()

    told_in_order = ending(account, events)

    assert told_in_order["ledger"]
    turning = turning_points(events, WHOLE)
    for first in turning[part : part + 1]:
        rest = [event for event in events if event not in turning]
        assert_every_order_ends_alike(account, turning, first, rest, told_in_order)
    if part:
        return
    for order in [events[::-1], *some_orders(events)]:
        assert ending(account, order) == told_in_order, [event["type"] for event in order]
    assert ending(account, [*events, *events[::-1]]) == told_in_order
    for number in range(len(events)):
        lost = [*events[:number], *events[number + 1 :]]
        if number % EACH_LOST == 0:
            assert ending(account, lost, then_reconcile=True) == told_in_order, events[number]["type"]
    assert ending(account, [], then_reconcile=True) == told_in_order
