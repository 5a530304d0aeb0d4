"""Counting in few statements: the same outcome as step by step, alone, within a transaction, and for many at once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.marketplace.models import License, Reservation, Usage
from apps.marketplace.services import MeterLimitError, meters, reserve, spend
from apps.tenants.models import Tenant
from tests.at_once import at_once
from tests.real_processes import wait_for

METER: dict[str, Any] = {"module": "cv_analysis", "meter": "analyses"}
# The license of the tests has one seat, with so many analyses.
MOST = 200


def counted() -> tuple[int, int]:
    """What is used and what is set aside."""
    return Usage.objects.values_list("used", "reserved").get()


def spent(tenant: Tenant, key: str, amount: int = 1) -> str:
    """How it ended."""
    try:
        return str(spend(tenant, **METER, key=key, amount=amount).state)
    except MeterLimitError as error:
        return error.code


@pytest.mark.django_db
def test_reserving_and_spending_take_two_statements_once_the_month_has_begun(acme: Tenant, licensed: License) -> None:
    reserve(acme, **METER, key="the first of the month")
    with CaptureQueriesContext(connection) as asked:
        reservation = reserve(acme, **METER, key="a", amount=2)
    assert (len(asked), reservation.state, counted()) == (2, "open", (0, 3))
    with CaptureQueriesContext(connection) as asked:
        reservation = spend(acme, **METER, key="b", amount=4)
    assert (len(asked), reservation.state, counted()) == (2, "captured", (4, 3))

    kept = Reservation.objects.get(key="b")
    assert (kept.pk, kept.amount, kept.captured, kept.expires_at) == (reservation.pk, 4, 4, reservation.expires_at)


@pytest.mark.django_db
def test_what_was_reserved_or_spent_is_spent_once(acme: Tenant, licensed: License) -> None:
    first = reserve(acme, **METER, key="a", amount=3)
    assert [spend(acme, **METER, key="a", amount=3).pk for _ in range(3)] == [first.pk] * 3
    assert counted() == (3, 0)


@pytest.mark.django_db
def test_limit_refuses_without_a_trace_and_the_transaction_goes_on(acme: Tenant, licensed: License) -> None:
    spend(acme, **METER, key="a", amount=MOST - 1)
    with transaction.atomic():
        assert spent(acme, "b", 2) == "meter-limit"
        assert spent(acme, "c", 1) == "captured"
    assert (Reservation.objects.count(), counted()) == (2, (MOST, 0))


@pytest.mark.django_db
def test_key_that_somebody_else_kept_meanwhile_takes_nothing(
    acme: Tenant, licensed: License, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if it had come between the two statements."""
    first = reserve(acme, **METER, key="a", amount=5)
    monkeypatch.setattr(
        "apps.marketplace.services.at_once._what_decides",
        lambda **_who: SimpleNamespace(run=lambda *_asked: [[], [acme], [licensed], list(Usage.objects.all())]),
    )
    with transaction.atomic():
        assert reserve(acme, **METER, key="a", amount=5).pk == first.pk
    assert (Reservation.objects.count(), counted()) == (1, (0, 5))


def test_many_at_once_get_no_more_than_there_is(committed: None, acme: Tenant, licensed: License) -> None:
    spend(acme, **METER, key="the first of the month", amount=MOST - 5)
    ends = at_once(*[partial(spent, acme, f"work {number}") for number in range(12)])
    assert Counter(ends) == {"captured": 5, "meter-limit": 7}
    assert (Reservation.objects.count(), counted()) == (6, (MOST, 0))


def test_one_key_asked_for_by_many_counts_once(committed: None, acme: Tenant, licensed: License) -> None:
    reserve(acme, **METER, key="the first of the month")

    def within_a_transaction() -> str:
        with transaction.atomic():
            return spent(acme, "the same", 2)

    ends = at_once(*[within_a_transaction] * 4, *[partial(spent, acme, "the same", 2)] * 4)
    assert ends == ["captured"] * 8
    assert (Reservation.objects.count(), counted()) == (2, (2, 1))


def waiting_for_locks() -> int:
    with connection.cursor() as cursor:
        # Within a transaction it would be what the first look saw.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


def closing(deed: Callable[[], str]) -> Callable[[], str]:
    """The deed in a thread, whose connection ends with it."""

    def do() -> str:
        try:
            return deed()
        finally:
            connection.close()

    return do


def test_one_at_once_and_one_step_by_step_never_hold_what_the_other_wants(
    committed: None, acme: Tenant, licensed: License, monkeypatch: pytest.MonkeyPatch
) -> None:
    reserve(acme, **METER, key="the first of the month")
    ask = closing(partial(spent, acme, "the same", 2))
    with ThreadPoolExecutor(2) as threads:
        with transaction.atomic():
            Usage.objects.select_for_update().get()
            quick = threads.submit(ask)
            wait_for(lambda: waiting_for_locks() == 1)
            monkeypatch.setattr(meters, "reserve_at_once", lambda *_asked: False)
            slow = threads.submit(ask)
            wait_for(lambda: waiting_for_locks() == 2)
        assert (quick.result(), slow.result()) == ("captured", "captured")
    assert (Reservation.objects.count(), counted()) == (2, (2, 1))


def test_a_key_that_took_the_last_of_the_month_meanwhile_is_still_the_same_work(
    committed: None, acme: Tenant, licensed: License, monkeypatch: pytest.MonkeyPatch
) -> None:
    spend(acme, **METER, key="the first of the month", amount=MOST - 2)
    with ThreadPoolExecutor(2) as threads:
        with transaction.atomic():
            spend(acme, **METER, key="the same", amount=2)
            monkeypatch.setattr(meters, "reserve_at_once", lambda *_asked: False)
            same = threads.submit(closing(partial(spent, acme, "the same", 2)))
            other = threads.submit(closing(partial(spent, acme, "another", 2)))
            wait_for(lambda: waiting_for_locks() == 2)
        assert (same.result(), other.result()) == ("captured", "meter-limit")
    assert (Reservation.objects.count(), counted()) == (2, (MOST, 0))
