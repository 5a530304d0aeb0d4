"""Credits and the ledger they live by: exact, once, and never below zero."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from django.utils import timezone

from apps.billing.catalogue import CREDIT_SECONDS
from apps.billing.models import Account, CreditHold, CreditLot, LedgerEntry, LedgerTransaction
from apps.billing.models.ledger import SECONDS
from apps.billing.queries import credit_state
from apps.billing.services import (
    NoCreditsError,
    capture_credits,
    expire_credits,
    grant_credits,
    hold_credits,
    release_credits,
)
from apps.billing.services.credits import HoldOverError, take_credits_back
from apps.billing.services.ledger import book
from apps.billing.services.reconciling import _wrong_balances

pytestmark = pytest.mark.django_db
HOUR = CREDIT_SECONDS


def state(payer: Account) -> tuple[int, int]:
    """What can be spent and what is set aside; by account, ledger and lots alike."""
    payer.refresh_from_db()
    found = credit_state(payer)
    assert found.balance == found.ledger_sum
    assert not _wrong_balances()
    return found.balance, found.held


def test_grant_counts_once_for_each_source(payer: Account) -> None:
    assert grant_credits(payer, number=5, source_key="order:1")
    assert not grant_credits(payer, number=5, source_key="order:1")
    assert grant_credits(payer, number=15, source_key="order:2")
    assert state(payer) == (20, 0)


def test_time_is_paid_by_whole_credits_and_the_rest_comes_back(payer: Account) -> None:
    grant_credits(payer, number=5, source_key="order:1")
    hold_credits(payer, key="session", seconds=3 * HOUR)
    assert state(payer) == (2, 3)
    assert hold_credits(payer, key="session", seconds=3 * HOUR).seconds == 3 * HOUR
    assert state(payer) == (2, 3)

    capture_credits(payer, key="session", seconds=HOUR + 1)
    capture_credits(payer, key="session", seconds=3 * HOUR)

    assert state(payer) == (3, 0)
    release_credits(payer, key="session")
    assert state(payer) == (3, 0)


def test_what_came_to_nothing_is_given_back_and_can_be_held_again(payer: Account) -> None:
    grant_credits(payer, number=1, source_key="order:1")
    hold_credits(payer, key="session", seconds=1)
    release_credits(payer, key="session")
    release_credits(payer, key="session")
    assert state(payer) == (1, 0)
    with pytest.raises(HoldOverError):
        capture_credits(payer, key="session", seconds=1)
    hold_credits(payer, key="session", seconds=1)
    capture_credits(payer, key="session", seconds=60)
    assert state(payer) == (0, 0)


def test_too_few_are_refused_with_what_is_missing_and_nothing_changes(payer: Account) -> None:
    grant_credits(payer, number=1, source_key="order:1")
    with pytest.raises(NoCreditsError) as refused:
        hold_credits(payer, key="session", seconds=HOUR + 1)
    assert refused.value.extra == {"needed": 2, "balance": 1}
    assert state(payer) == (1, 0)


def test_what_ends_first_is_spent_first_and_what_is_over_is_gone(payer: Account) -> None:
    now = timezone.now()
    grant_credits(payer, number=2, source_key="bought")
    grant_credits(payer, number=2, source_key="monthly", expires_at=now + timedelta(days=30))
    hold_credits(payer, key="session", seconds=3 * HOUR)
    capture_credits(payer, key="session", seconds=HOUR)
    left = dict(CreditLot.objects.values_list("source_key", "left"))
    assert left == {"bought": 2 * HOUR, "monthly": HOUR}

    CreditLot.objects.filter(source_key="monthly").update(expires_at=now - timedelta(seconds=1))
    assert expire_credits() == 1
    assert expire_credits() == 0
    assert state(payer) == (2, 0)


def test_what_nobody_came_back_for_is_given_back(payer: Account) -> None:
    grant_credits(payer, number=1, source_key="order:1")
    hold_credits(payer, key="session", seconds=60)
    CreditHold.objects.update(expires_at=timezone.now())
    expire_credits()
    assert state(payer) == (1, 0)


def test_only_what_is_left_is_taken_back(payer: Account) -> None:
    grant_credits(payer, number=5, source_key="order:1")
    hold_credits(payer, key="session", seconds=2 * HOUR)
    capture_credits(payer, key="session", seconds=2 * HOUR)
    assert take_credits_back(payer, source_key="order:1") == 3 * HOUR
    assert take_credits_back(payer, source_key="order:1") == 0
    assert state(payer) == (0, 0)


def test_database_refuses_a_change_of_the_ledger(payer: Account) -> None:
    grant_credits(payer, number=1, source_key="order:1")
    for change in (
        lambda: LedgerEntry.objects.update(amount=7),
        lambda: LedgerEntry.objects.all().delete(),
        lambda: LedgerTransaction.objects.update(note="other"),
    ):
        with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
            change()


def test_database_refuses_entries_that_do_not_sum_to_zero(payer: Account) -> None:
    grant_credits(payer, number=1, source_key="order:1")
    with pytest.raises(DatabaseError, match="do not sum to 0"), transaction.atomic():
        LedgerEntry.objects.create(transaction=LedgerTransaction.objects.get(), book="gift", amount=1, unit=SECONDS)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ledger_balances IMMEDIATE")
    with pytest.raises(ValueError, match="do not sum to 0"):
        book(payer, source_key="x", kind="x", entries={("a", "USD"): 1, ("b", "EUR"): -1}, happened_at=timezone.now())
    assert not LedgerTransaction.objects.filter(source_key="x").exists()


def test_account_that_is_not_what_the_ledger_says_is_found(payer: Account) -> None:
    grant_credits(payer, number=1, source_key="order:1")
    Account.objects.update(credit_seconds=7)
    (found,) = _wrong_balances()
    assert found["what"] == "credits"
    booked = LedgerEntry.objects.filter(book="credits").aggregate(sum=Sum("amount"))["sum"]
    assert str(booked) in found["is"]
