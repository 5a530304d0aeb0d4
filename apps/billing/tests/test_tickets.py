"""Tickets: single pieces of live work, each paid for once and used once."""

import pytest

from apps.accounts.models import Membership
from apps.billing.models import Account, Order, Ticket
from apps.billing.services import account_of
from apps.billing.services.orders import reverse_order
from apps.billing.services.tickets import give_tickets, use_ticket
from apps.billing.tests.rows import ordered

pytestmark = pytest.mark.django_db
HARD, EASY = "single:interviews.technical-hard:once", "single:interviews.technical-easy:once"


@pytest.fixture
def payer(dan: Membership) -> Account:
    """Dan's own account."""
    return account_of(dan)


@pytest.fixture
def order(payer: Account) -> Order:
    """Paid: a hard interview, and credits, of which there are no tickets."""
    row = ordered(payer, HARD, state="paid")
    row.lines = [*row.lines, {"key": "credits:5:once", "quantity": 1, "amount": 4900}]
    row.save()
    give_tickets(row)
    return row


def used(payer: Account, work: str, key: str = HARD) -> bool:
    return use_ticket(payer, key=key, work=work)


def test_paid_order_gives_one_ticket_for_each_single_piece_however_often_it_is_told(order: Order) -> None:
    give_tickets(order)

    assert list(Ticket.objects.values_list("key", "line", "used_for")) == [(HARD, 0, "")]


def test_ticket_pays_for_one_piece_of_work_which_takes_no_second_one(payer: Account, order: Order) -> None:
    give_tickets(ordered(payer, HARD, state="paid", session_id="cs_2"))

    answers = [used(payer, "first"), used(payer, "first"), used(payer, "second"), used(payer, "third")]

    assert answers == [True, True, True, False]
    assert sorted(Ticket.objects.values_list("used_for", flat=True)) == ["first", "second"]


def test_ticket_is_for_what_it_was_bought_for_and_for_whoever_bought_it(
    payer: Account, order: Order, ada: Membership
) -> None:
    assert (used(payer, "easy one", EASY), used(account_of(ada), "of somebody else")) == (False, False)
    assert Ticket.objects.get().used_at is None


def test_ticket_that_is_paid_back_opens_nothing_until_the_money_comes_again(payer: Account, order: Order) -> None:
    reverse_order(order, is_reversed=True)
    reverse_order(order, is_reversed=True)
    while_it_is_gone = used(payer, "work")
    reverse_order(order, is_reversed=False)
    reverse_order(order, is_reversed=False)

    assert (while_it_is_gone, used(payer, "work"), order.state) == (False, True, "paid")
    assert Ticket.objects.get().taken_back_at is None
