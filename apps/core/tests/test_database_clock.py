"""The database's time, whatever this process takes the time of day for."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from apps.core import database_clock
from apps.core.database_clock import database_now

pytestmark = pytest.mark.django_db
# Wrong clocks are minutes off; a busy machine answers late.
A_MOMENT = timedelta(seconds=20)


def clock_of_database() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_clock._Process, "known", None)
    monkeypatch.setattr(database_clock, "_KEPT_SECONDS", 60)


@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_wrong_clock_changes_nothing(minutes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = datetime.now(UTC) + timedelta(minutes=minutes)
    monkeypatch.setattr(timezone, "now", lambda: wrong)
    monkeypatch.setattr(time, "time", wrong.timestamp)

    assert abs(database_now() - clock_of_database()) < A_MOMENT
    assert abs(database_now() - clock_of_database()) < A_MOMENT


def test_it_passes_within_a_transaction_and_is_asked_for_rarely(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(database_clock, "_LONGEST_WAY_SECONDS", 60)
    clock_of_database()

    with django_assert_num_queries(1):
        first = database_now()
        time.sleep(0.05)
        second = database_now()

    assert second - first >= timedelta(seconds=0.05)


def test_an_answer_that_was_long_on_its_way_is_not_kept(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(database_clock, "_LONGEST_WAY_SECONDS", 0)
    clock_of_database()

    with django_assert_num_queries(2):
        database_now()
        database_now()


def test_it_is_asked_for_again_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    database_now()
    passed = database_clock._passed() + 3600
    monkeypatch.setattr(database_clock, "_passed", lambda: passed)

    assert abs(database_now() - clock_of_database()) < A_MOMENT
