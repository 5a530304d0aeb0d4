"""A workspace to which anything may happen, in any order, and what holds of it whatever did."""

import sys
from contextlib import suppress
from itertools import count
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Sum
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from apps.accounts.models import Membership
from apps.billing.catalogue import CREDITS, LIFETIME, MODULE, MONTH, ONCE, PLAN, item_of
from apps.billing.models import Account, LedgerEntry, LedgerTransaction, Order, Subscription, WebhookEvent
from apps.billing.provider import Thing, provider
from apps.billing.services import (
    Line,
    account_of,
    apply_event,
    cancel_subscription,
    capture_credits,
    change_seats,
    hold_credits,
    make_later_changes,
    reactivate_subscription,
    reconcile,
    release_credits,
    start_checkout,
)
from apps.billing.services.inbox import HANDLED
from apps.billing.services.reconciling import _wrong_balances
from apps.billing.tests.crashes import crashing
from apps.billing.tests.signing import send
from apps.billing.tests.simulated import DECLINED_CARD, GOOD_CARD, Simulator
from apps.billing.tests.stories import BACK
from apps.core.problems import ProblemError
from apps.core.queue.worker import run_all_due
from apps.marketplace.models import License, Seat
from apps.marketplace.services import assign_seat, take_seat_back
from apps.marketplace.states import LicenseState
from apps.tenants.models import Tenant

SHOP = (
    # Most of what can happen happens to what goes on from month to month.
    item_of(MODULE, "cv_analysis", MONTH),
    item_of(MODULE, "cv_analysis", MONTH),
    item_of(MODULE, "cv_analysis", LIFETIME),
    item_of(CREDITS, "5", ONCE),
    item_of(PLAN, "starter", MONTH),
)
# What the provider says -> what the license has to be, written down once more beside the product's own table.
MEANS = {
    "trialing": LicenseState.TRIALING,
    "active": LicenseState.ACTIVE,
    "past_due": LicenseState.GRACE,
    "unpaid": LicenseState.READ_ONLY,
    "paused": LicenseState.CANCELED,
    "canceled": LicenseState.CANCELED,
}
# After how many steps the process ends, if it does.
ENDS = st.one_of(st.none(), st.integers(0, 60))
WHICH = st.integers(0, 10_000)


class Workspace(RuleBasedStateMachine):
    """Everything that is done in it is taken back at its end; the simulator's customer is its own."""

    def __init__(self, owner: Membership, colleagues: list[Membership], stranger: Account, stripe: Simulator) -> None:
        super().__init__()
        self.stripe, self.owner, self.colleagues, self.stranger = stripe, owner, colleagues, stranger
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        Tenant.objects.filter(pk=owner.tenant_id).update(plan="free")
        self.account = account_of(owner)
        self.untouched = self._of_the_stranger()
        self.seen = stripe.last_event()
        # Events that are under way, and those that have come.
        self.under_way: list[Thing] = []
        self.arrived: dict[str, Thing] = {}
        self.sessions = count()
        self.has_paid = False

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self._ends_well()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # What happens at the provider.

    @rule(item=st.sampled_from(SHOP), number=st.integers(1, 4), good=st.booleans(), ends=ENDS)
    def buy_something(self, item: Any, number: int, good: bool, ends: int | None) -> None:  # noqa: FBT001 -- a rule's argument
        self._buy(item, number, ends, card=GOOD_CARD if good else DECLINED_CARD)

    def _buy(self, item: Any, number: int, ends: int | None, *, card: str) -> None:
        lines = [Line(item, number if item.per_seat else 1)]
        with suppress(ProblemError):
            with crashing(ends):
                start_checkout(self.owner, lines=lines, back=BACK)
            # Whoever sees no page tries again.
            order = start_checkout(self.owner, lines=lines, back=BACK)
            self.stripe.pay(str(order.session_id), card=card)
        self._hear()

    @initialize(item=st.sampled_from(SHOP), number=st.integers(1, 4), ends=ENDS)
    def begin(self, item: Any, number: int, ends: int | None) -> None:
        self._buy(item, number, ends, card=GOOD_CARD)

    @precondition(lambda self: self._open_pages())
    @rule(which=WHICH)
    def pay_an_old_page(self, which: int) -> None:
        self.stripe.pay(str(self._one_of(self._open_pages(), which).session_id))
        self._hear()

    @precondition(lambda self: self._subscriptions())
    @rule(which=WHICH, seats=st.integers(1, 6), ends=ENDS)
    def change_seats(self, which: int, seats: int, ends: int | None) -> None:
        subscription = self._one_of(self._subscriptions(), which)
        item = subscription.items.first()
        if item is not None and item.key.startswith(MODULE):
            with suppress(ProblemError), crashing(ends):
                change_seats(item, seats=seats)
        self._hear()

    @precondition(lambda self: self._subscriptions())
    @rule(which=WHICH, back=st.booleans(), ends=ENDS)
    def cancel(self, which: int, back: bool, ends: int | None) -> None:  # noqa: FBT001 -- a rule's argument
        subscription = self._one_of(self._subscriptions(), which)
        with suppress(ProblemError), crashing(ends):
            (reactivate_subscription if back else cancel_subscription)(subscription)
        self._hear()

    @precondition(lambda self: self._with_later_changes())
    @rule(which=WHICH, ends=ENDS)
    def come_to_the_end_of_a_period(self, which: int, ends: int | None) -> None:
        with suppress(ProblemError), crashing(ends):
            make_later_changes(self._one_of(self._with_later_changes(), which))
        self._hear()

    @precondition(lambda self: self._subscriptions())
    @rule(days=st.sampled_from([32, 3]), fails=st.booleans())
    def let_time_pass(self, days: int, fails: bool) -> None:  # noqa: FBT001 -- a rule's argument
        if fails:
            self.stripe.control("customers/fail", customer=self._customer(), times=99)
        self.stripe.control("time", days=days)
        self.stripe.control("customers/fail", customer=self._customer(), times=0)
        self._hear()

    @precondition(lambda self: self.has_paid)
    @rule(which=WHICH, share=st.sampled_from([0.25, 0.25, 1.0]))
    def pay_back(self, which: int, share: float) -> None:
        paid = [one for one in self._charges() if one["amount_refunded"] < one["amount"] and not one["disputed"]]
        if paid:
            charge = self._one_of(paid, which)
            amount = min(round(charge["amount"] * share), charge["amount"] - charge["amount_refunded"])
            self.stripe.control("refunds/make", payment_intent=charge["payment_intent"], amount=amount)
        self._hear()

    @precondition(lambda self: self.has_paid)
    @rule(which=WHICH, outcome=st.sampled_from(["won", "lost", ""]))
    def dispute(self, which: int, outcome: str) -> None:
        paid = [one for one in self._charges() if one["amount_refunded"] == 0 and not one["disputed"]]
        if paid:
            intent = self._one_of(paid, which)["payment_intent"]
            opened = self.stripe.control("disputes/open", payment_intent=intent)
            if outcome:
                self.stripe.control("disputes/close", dispute=opened["id"], outcome=outcome)
        self._hear()

    # What is heard of it.

    @precondition(lambda self: self.under_way)
    @rule(which=WHICH, ends=ENDS)
    def hear_an_event(self, which: int, ends: int | None) -> None:
        self._take(self.under_way.pop(which % len(self.under_way)), ends)

    @precondition(lambda self: self.under_way)
    @rule()
    def hear_all(self) -> None:
        while self.under_way:
            self._take(self.under_way.pop(0), None)

    @precondition(lambda self: self.arrived)
    @rule(which=WHICH)
    def hear_it_again(self, which: int) -> None:
        known = WebhookEvent.objects.count()
        assert send(self._one_of(list(self.arrived.values()), which)).json()["new"] is False
        assert WebhookEvent.objects.count() == known

    @precondition(lambda self: self.under_way)
    @rule(which=WHICH)
    def lose_an_event(self, which: int) -> None:
        self.under_way.pop(which % len(self.under_way))

    @precondition(lambda self: self.arrived)
    @rule()
    def do_what_is_queued(self) -> None:
        run_all_due()

    @precondition(lambda self: self.has_paid)
    @rule(ends=ENDS)
    def compare(self, ends: int | None) -> None:
        with crashing(ends):
            reconcile(whole=True)

    # What people do with what they have.

    @precondition(lambda self: self._license())
    @rule(which=WHICH)
    def give_or_take_a_seat(self, which: int) -> None:
        license_, person = self._license(), self._one_of(self.colleagues, which)
        assert license_ is not None
        seat = license_.seats.filter(membership=person).first()
        with suppress(ProblemError):
            if seat is None:
                assign_seat(license_, membership=person)
            else:
                take_seat_back(seat)

    @precondition(lambda self: self.account.credit_seconds)
    @rule(seconds=st.integers(1, 8000), share=st.floats(0, 1.2), ends=ENDS)
    def spend_credits(self, seconds: int, share: float, ends: int | None) -> None:
        key = f"session {next(self.sessions)}"
        with suppress(ProblemError), crashing(ends):
            hold_credits(self.account, key=key, seconds=seconds)
            if share < 0.1:
                release_credits(self.account, key=key)
            elif share < 1:
                capture_credits(self.account, key=key, seconds=round(seconds * share))

    # What always holds.

    @invariant()
    def ledger_is_balanced(self) -> None:
        sums = LedgerEntry.objects.values("transaction", "unit").annotate(sum=Sum("amount"))
        assert not sums.exclude(sum=0).exists()
        assert not _wrong_balances()
        self.account.refresh_from_db()
        assert min(self.account.credit_seconds, self.account.held_seconds) >= 0

    @invariant()
    def seats_are_there_or_said_to_be_too_many(self) -> None:
        held = License.objects.annotate(held=Count("seats")).filter(held__gt=F("seat_limit"))
        assert not held.filter(over_allocated_since=None).exists()

    @invariant()
    def nothing_is_anybody_elses(self) -> None:
        assert self._of_the_stranger() == self.untouched

    @invariant()
    def inbox_holds_what_came(self) -> None:
        assert WebhookEvent.objects.count() == len(self.arrived)

    def _take(self, event: Thing, ends: int | None) -> None:
        with crashing(ends):
            send(event)
        if not WebhookEvent.objects.filter(event_id=event["id"]).exists():
            # Whoever got no answer sends it again.
            self.under_way.append(event)
            return
        self.arrived[event["id"]] = event
        with crashing(ends):
            apply_event(str(WebhookEvent.objects.get(event_id=event["id"]).pk))

    def _hear(self) -> None:
        """Whatever the provider has to tell since the last look; others live on in the simulator as well."""
        told = self.stripe.events(self.seen)
        self.has_paid = self.has_paid or any(event["type"] == "charge.succeeded" for event in told)
        self.seen = told[-1]["id"] if told else self.seen
        mine = {self._customer(), None}
        self.under_way += [
            event for event in told if event["type"] in HANDLED and event["data"]["object"].get("customer") in mine
        ]

    def _license(self) -> License | None:
        return License.objects.filter(tenant_id=self.owner.tenant_id, module="cv_analysis").first()

    def _open_pages(self) -> list[Order]:
        return [order for order in self._orders(state="open") if order.session_id]

    def _with_later_changes(self) -> list[Subscription]:
        return [one for one in self._subscriptions() if one.items.filter(next_quantity__isnull=False).exists()]

    def _customer(self) -> str:
        self.account.refresh_from_db()
        return str(self.account.customer_id)

    def _one_of(self, things: Any, which: int) -> Any:
        return things[which % len(things)]

    def _orders(self, **which: Any) -> list[Order]:
        return list(Order.objects.filter(account=self.account, **which).order_by("pk"))

    def _subscriptions(self) -> list[Subscription]:
        return list(Subscription.objects.filter(account=self.account).exclude(status="canceled").order_by("pk"))

    def _charges(self) -> list[Thing]:
        self.account.refresh_from_db()
        if not self.account.customer_id:
            return []
        found = provider().each("charge", customer=self.account.customer_id)
        return [one for one in found if one["status"] == "succeeded" and one["payment_intent"]]

    def _of_the_stranger(self) -> object:
        licenses = License.objects.filter(tenant_id=self.stranger.tenant_id)
        return (
            sorted(licenses.values_list("module", "state", "seat_limit")),
            LedgerTransaction.objects.filter(account=self.stranger).count(),
            Seat.objects.filter(license__tenant_id=self.stranger.tenant_id).count(),
        )

    # How it ends.

    def _ends_well(self) -> None:
        """Compared with the provider once, everything is as it says; a second look and late events change nothing."""
        run_all_due()
        reconcile(whole=True)
        assert reconcile(whole=True).differences == []
        ended = self._all()
        self._is_what_the_provider_says()
        for event in [*self.under_way, *self.arrived.values()]:
            send(event)
            self.arrived[event["id"]] = event
        run_all_due()
        now = self._all()
        assert now == ended, (ended, now)
        self.ledger_is_balanced()
        assert not WebhookEvent.objects.filter(state="dead").exists()

    def _all(self) -> object:
        self.account.refresh_from_db()
        books = LedgerEntry.objects.filter(transaction__account=self.account).values_list("book", "unit")
        licenses = License.objects.filter(tenant_id=self.owner.tenant_id)
        return (
            sorted(licenses.values_list("module", "state", "seat_limit")),
            sorted(one for one in books.annotate(Sum("amount")) if one[2]),
            sorted((order.pk, order.state) for order in self._orders()),
            (self.account.credit_seconds, self.account.held_seconds),
        )

    def _is_what_the_provider_says(self) -> None:
        if not self.account.customer_id:
            return
        charges = self._charges()
        there = sum(one["amount"] - one["amount_refunded"] for one in charges)
        intents = {one["payment_intent"] for one in charges}
        for dispute in provider().each("dispute"):
            if dispute["payment_intent"] in intents and dispute["status"] != "won":
                there -= dispute["amount"]
        booked = LedgerEntry.objects.filter(transaction__account=self.account, book="stripe")
        assert (booked.aggregate(Sum("amount"))["amount__sum"] or 0) == there
        self._licenses_are_what_was_bought()

    def _licenses_are_what_was_bought(self) -> None:
        """A workspace with one subscription and nothing bought for good has the license that this one means."""
        found = list(provider().each("subscription", customer=self.account.customer_id, status="all"))
        of_module = [one for one in found if self._is_of_module(one)]
        for_good = [order for order in self._orders(period=LIFETIME) if order.state in {"paid", "refunded"}]
        license_ = self._license()
        if for_good and not of_module:
            is_there = any(order.state == "paid" for order in for_good)
            assert license_ is not None
            assert license_.state == (LicenseState.ACTIVE if is_there else LicenseState.REVOKED)
        if len(of_module) != 1 or for_good or of_module[0]["status"] not in MEANS:
            return
        if license_ is None or license_.state == LicenseState.REVOKED:
            # Never paid for, or all of it paid back.
            return
        item = of_module[0]["items"]["data"][0]
        assert (license_.state, license_.seat_limit) == (MEANS[of_module[0]["status"]], item["quantity"])

    def _is_of_module(self, subscription: Thing) -> bool:
        row = Subscription.objects.filter(stripe_id=subscription["id"]).first()
        assert row is not None
        return row.items.filter(key__startswith=f"{MODULE}:cv_analysis").exists()
