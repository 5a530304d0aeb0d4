"""Money that goes back takes what is left of what it bought, and gives it again when it comes back after all."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.models import Membership
from apps.billing.catalogue import CREDIT_SECONDS, CREDITS, LIFETIME, MODULE, ONCE, item_of
from apps.billing.models import Account, CreditLot, LedgerEntry, LedgerTransaction, Order, Payment
from apps.billing.provider import provider
from apps.billing.queries import credit_state
from apps.billing.services import (
    Line,
    account_of,
    capture_credits,
    grant_credits,
    hold_credits,
    reconcile,
    start_payment,
)
from apps.billing.services.applying import Found, apply_found
from apps.billing.services.reconciling import _wrong_balances
from apps.billing.tests.simulated import Simulator, deliver
from apps.billing.tests.stories import buy, intent_of
from apps.core.queue.worker import run_all_due
from apps.marketplace.models import License

pytestmark = pytest.mark.django_db
PACK = item_of(CREDITS, "5", ONCE)
FOR_GOOD = item_of(MODULE, "cv_analysis", LIFETIME)
INQUIRY_CARD = "4000000000001976"


def happens(stripe: Simulator, deed: Callable[[], Any]) -> Any:
    """Do it, and let every event of it arrive, twice."""
    before = stripe.last_event()
    found = deed()
    deliver(stripe.events(before) * 2, run_all_due)
    return found


def paid_back(stripe: Simulator, intent: str) -> str:
    """The refund of the whole payment."""
    return str(happens(stripe, lambda: stripe.control("refunds/make", payment_intent=intent))["id"])


def bank_sends_it_back(stripe: Simulator, refund: str) -> None:
    happens(stripe, lambda: stripe.control("refunds/settle", refund=refund, outcome="failed"))


def spend(payer: Account, number: int) -> None:
    hold_credits(payer, key="session", seconds=number * CREDIT_SECONDS)
    capture_credits(payer, key="session", seconds=number * CREDIT_SECONDS)


def stands(order: Order) -> tuple[str, int]:
    """The order's state and what can be spent, by account, ledger and lots alike."""
    order.refresh_from_db()
    found = credit_state(Account.objects.get(pk=order.account_id))
    assert (found.balance, _wrong_balances()) == (found.ledger_sum, [])
    return order.state, found.balance


def kinds(word: str) -> list[str]:
    """What was booked of it, the oldest first."""
    rows = LedgerTransaction.objects.filter(kind__contains=word).order_by("at", "id")
    return list(rows.values_list("kind", flat=True))


def in_the_books(*names: str) -> list[int]:
    rows = list(LedgerEntry.objects.filter(unit="USD").values_list("book", "amount"))
    return [sum(amount for book, amount in rows if book == name) for name in names]


def test_credits_go_with_the_refund_and_come_again_when_it_fails_each_time(ada: Membership, stripe: Simulator) -> None:
    order = happens(stripe, lambda: buy(ada, stripe, PACK))
    intent = intent_of(order)
    spend(account_of(ada), 1)

    seen = []
    for _time in range(2):
        refund = paid_back(stripe, intent)
        seen.append(stands(order))
        bank_sends_it_back(stripe, refund)
        seen.append(stands(order))

    assert seen == [("refunded", 0), ("paid", 4)] * 2
    assert kinds("-back") == ["credits-taken-back"] * 2
    assert kinds("-again") == ["credits-given-again"] * 2
    assert in_the_books("stripe", "refunds:credits:5:once") == [order.amount, 0]
    assert reconcile(whole=True).differences == []


def test_credits_that_were_spent_before_the_refund_do_not_come_again(ada: Membership, stripe: Simulator) -> None:
    order = happens(stripe, lambda: buy(ada, stripe, PACK))
    spend(account_of(ada), 5)

    bank_sends_it_back(stripe, paid_back(stripe, intent_of(order)))

    assert (stands(order), kinds("-again")) == (("paid", 0), [])
    assert CreditLot.objects.get().is_taken_back is False


def test_module_that_was_paid_back_opens_again_when_the_refund_fails(ada: Membership, stripe: Simulator) -> None:
    order = happens(stripe, lambda: buy(ada, stripe, FOR_GOOD, 2))
    grant_credits(account_of(ada), number=1, source_key="of something else")

    refund = paid_back(stripe, intent_of(order))
    while_it_is_gone = (stands(order), License.objects.get(tenant=ada.tenant).state)
    bank_sends_it_back(stripe, refund)

    assert while_it_is_gone == (("refunded", 1), "revoked")
    assert (stands(order), License.objects.get(tenant=ada.tenant).state) == (("paid", 1), "active")


def test_what_was_paid_by_a_form_of_ones_own_goes_back_from_what_it_bought(ada: Membership, stripe: Simulator) -> None:
    def pay() -> Order:
        order, intent = start_payment(ada, line=Line(PACK))
        by_card = {"payment_method": "pm_card_visa"}
        provider().do("payment_intent", "confirm", intent["id"], by_card, key=str(uuid4()))
        return order

    order = happens(stripe, pay)
    before = stands(order)

    paid_back(stripe, str(order.payment_intent_id))

    assert (before, stands(order)) == (("paid", 5), ("refunded", 0))
    sums = in_the_books("stripe", "revenue:credits:5:once", "refunds:credits:5:once")
    assert sums == [0, -order.amount, order.amount]


def test_bank_that_only_asks_takes_nothing(ada: Membership, stripe: Simulator) -> None:
    order = happens(stripe, lambda: buy(ada, stripe, PACK, card=INQUIRY_CARD))

    (inquiry,) = provider().each("dispute", payment_intent=intent_of(order))
    assert inquiry["status"] == "warning_needs_response"
    assert (stands(order), Payment.objects.get().dispute, kinds("dispute")) == (("paid", 5), "", [])


def test_money_of_a_time_before_this_platform_goes_back_without_a_trace_here(payer: Account) -> None:
    grant_credits(payer, number=1, source_key="kept")
    old = {"customer": payer.customer_id, "payment_intent": None, "amount_refunded": 900}
    lost = {"id": "dp_old", "charge": "ch_old", "payment_intent": None, "amount": 900, "status": "lost"}

    apply_found(payer, Found(charges={"ch_old": {"id": "ch_old", **old}}, disputes={"dp_old": lost}))

    payer.refresh_from_db()
    assert (credit_state(payer).balance, Payment.objects.count(), in_the_books("stripe")) == (1, 0, [0])
