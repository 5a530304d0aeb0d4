"""What companies do, from the order to the license, against the simulator over HTTP."""

import pytest

from apps.accounts.models import Membership
from apps.billing.catalogue import CREDITS, LIFETIME, MODULE, MONTH, ONCE, item_of
from apps.billing.models import Invoice, LedgerEntry, Order, Subscription
from apps.billing.queries import credit_state
from apps.billing.services import (
    Line,
    Return,
    account_of,
    cancel_subscription,
    change_seats,
    reactivate_subscription,
    reconcile,
    start_checkout,
)
from apps.billing.tests.simulated import Simulator, deliver
from apps.core.queue.worker import run_all_due
from apps.marketplace.models import License

pytestmark = pytest.mark.django_db(transaction=False)
BACK = Return("http://localhost/done?session={CHECKOUT_SESSION_ID}", "http://localhost/left")


def order(buyer: Membership, *lines: Line) -> Order:
    return start_checkout(buyer, lines=lines, back=BACK)


def seats(number: int, module: str = "cv_analysis", period: str = MONTH) -> Line:
    return Line(item_of(MODULE, module, period), number)


def bought(buyer: Membership, stripe: Simulator, *lines: Line) -> Order:
    """Order, pay, and let every event arrive."""
    found = order(buyer, *lines)
    before = stripe.last_event()
    stripe.pay(str(found.session_id))
    deliver(stripe.events(before), run_all_due)
    found.refresh_from_db()
    return found


def license_of(buyer: Membership, module: str = "cv_analysis") -> License:
    return License.objects.get(tenant=buyer.tenant, module=module)


def balanced() -> bool:
    """Whether the whole ledger sums to 0 in every unit."""
    sums: dict[str, int] = {}
    for unit, amount in LedgerEntry.objects.values_list("unit", "amount"):
        sums[unit] = sums.get(unit, 0) + amount
    return not any(sums.values())


def test_paid_seats_are_a_license_and_money_is_in_the_ledger(ada: Membership, stripe: Simulator) -> None:
    found = bought(ada, stripe, seats(3))

    license_ = license_of(ada)
    subscription = Subscription.objects.get()
    assert (found.state, license_.state, license_.kind, license_.seat_limit) == ("paid", "active", "purchase", 3)
    assert license_.ends_at == subscription.items.get().period_end
    assert license_.renews
    books = {entry.book: entry.amount for entry in LedgerEntry.objects.filter(unit="USD")}
    assert books == {"stripe": found.amount, "revenue:module:cv_analysis:month": -found.amount}
    assert reconcile(whole=True).differences == []


def test_order_that_nobody_paid_opens_nothing(ada: Membership, stripe: Simulator) -> None:
    found = order(ada, seats(3))
    deliver(stripe.events()[-3:], run_all_due)
    assert found.url.startswith("http")
    assert not License.objects.filter(tenant=ada.tenant, module="cv_analysis").exists()
    assert reconcile(whole=True).differences == []


def test_more_seats_come_at_once_and_fewer_with_the_next_period(ada: Membership, stripe: Simulator) -> None:
    bought(ada, stripe, seats(2))
    item = Subscription.objects.get().items.get()
    change_seats(item, seats=5)
    assert license_of(ada).seat_limit == 5
    item.refresh_from_db()
    change_seats(item, seats=1)
    item.refresh_from_db()
    assert (license_of(ada).seat_limit, item.quantity, item.next_quantity) == (5, 5, 1)


def test_cancellation_keeps_what_is_paid_and_can_be_taken_back(ada: Membership, stripe: Simulator) -> None:
    bought(ada, stripe, seats(2))
    subscription = Subscription.objects.get()
    cancel_subscription(subscription)
    license_ = license_of(ada)
    assert (license_.state, license_.renews, subscription.cancel_at_period_end) == ("active", False, True)
    reactivate_subscription(subscription)
    assert license_of(ada).renews


def test_credits_are_granted_once_and_taken_back_with_the_money(ada: Membership, stripe: Simulator) -> None:
    found = bought(ada, stripe, Line(item_of(CREDITS, "5", ONCE)))
    payer = account_of(ada)
    assert (found.state, credit_state(payer).balance) == ("paid", 5)
    before = stripe.last_event()
    stripe.control("refunds/make", payment_intent=found.payment_intent_id)
    deliver(stripe.events(before) * 2, run_all_due)
    payer.refresh_from_db()
    found.refresh_from_db()
    assert (found.state, credit_state(payer).balance, balanced()) == ("refunded", 0, True)
    assert sum(LedgerEntry.objects.filter(book="stripe").values_list("amount", flat=True)) == 0


def test_lifetime_is_bought_once_and_never_ends(ada: Membership, stripe: Simulator) -> None:
    item = next((one for label in ("cv_analysis", "interviews", "code_assessment") if (one := _lifetime(label))), None)
    assert item is not None
    bought(ada, stripe, item)
    license_ = license_of(ada, item.item.name)
    assert (license_.state, license_.ends_at, license_.renews) == ("active", None, False)
    assert Invoice.objects.count() == 1


def _lifetime(label: str) -> Line | None:
    from apps.billing.catalogue import find_item  # noqa: PLC0415 -- beside its only use

    found = find_item(MODULE, label, LIFETIME)
    return Line(found, 2) if found else None
