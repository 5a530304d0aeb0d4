"""What `later()` promises to the one who calls it."""

import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from apps.core.models import QueuedTask
from apps.core.queue import bell, enqueue, later, later_many
from apps.core.scope import scope
from apps.tenants.models import Tenant
from tests.queue_app import tasks as _tasks  # noqa: F401 -- makes the tasks known
from tests.queue_processes import ringing_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_queue(db: None) -> None:
    QueuedTask.objects.all().delete()


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The bells that were rung."""
    bells: list[tuple[str, int]] = []
    monkeypatch.setattr(enqueue, "ring_soon", lambda queue, times=1, **how: bells.append((queue, times)))
    return bells


@pytest.fixture
def loud_bell() -> Iterator[None]:
    """A process that has not yet failed to reach the broker."""
    bell._Silence.end()
    yield
    bell._Silence.end()


def test_row_names_the_tenant_of_the_caller(acme: Tenant) -> None:
    with scope(acme):
        row = later("core.work", number=1)

    row.refresh_from_db()
    assert (row.name, row.queue, row.state, row.attempts) == ("core.work", "default", "queued", 0)
    assert (row.schema_name, row.tenant_id, row.kwargs) == (acme.schema_name, acme.pk, {"number": 1})


def test_public_task_belongs_to_no_tenant_wherever_it_is_queued(acme: Tenant) -> None:
    with scope(acme):
        row = later("core.everywhere")

    assert (row.schema_name, row.tenant_id) == ("public", None)


def test_task_of_a_tenant_is_refused_outside_of_one() -> None:
    with pytest.raises(RuntimeError, match="needs a tenant"):
        later("core.work", number=1)

    assert QueuedTask.objects.count() == 0


def test_unknown_name_is_refused_at_once_and_known_ones_are_named(acme: Tenant) -> None:
    with scope(acme), pytest.raises(LookupError, match=r"no task is called 'core.wrok'; known: .*core.work"):
        later("core.wrok")


def test_arguments_that_the_task_does_not_take_are_refused_at_once(acme: Tenant) -> None:
    with scope(acme), pytest.raises(TypeError, match="missing a required argument: 'number'"):
        later("core.work", numbr=1)


def test_ids_dates_and_amounts_travel_as_text(acme: Tenant) -> None:
    name = UUID("01900000-0000-7000-8000-000000000001")
    with scope(acme):
        row = later("core.work", number=name, seconds=[date(2026, 1, 2), Decimal("1.50")])

    assert row.kwargs == {"number": str(name), "seconds": ["2026-01-02", "1.50"]}


def test_what_json_cannot_say_is_refused_and_the_transaction_goes_on(acme: Tenant) -> None:
    with scope(acme):
        with pytest.raises(TypeError, match="not JSON serializable"):
            later("core.work", number=object())
        later("core.work", number=2)

    assert [row.kwargs for row in QueuedTask.objects.all()] == [{"number": 2}]


def test_rolled_back_transaction_queues_nothing_and_rings_nothing(
    acme: Tenant, rung: list[tuple[str, int]], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), scope(acme):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            later("core.work", number=1)
            raise ZeroDivisionError
        with transaction.atomic():
            later("core.work", number=2)

    assert [row.kwargs for row in QueuedTask.objects.all()] == [{"number": 2}]
    assert rung == [("default", 1)]


def test_one_transaction_rings_at_most_eight_times_for_a_queue(
    acme: Tenant, rung: list[tuple[str, int]], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), scope(acme):
        later("core.work", number=0)
        rows = later_many("core.work", [{"number": number} for number in range(1, 30)])
        later("core.work", number=30)

    assert len(rows) == 29
    assert QueuedTask.objects.count() == 31
    assert rung == [("default", 1), ("default", 7)]


def test_many_rows_cost_one_statement(acme: Tenant, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with scope(acme):
        later("core.work", number=0)
        with django_assert_num_queries(1):
            later_many("core.work", [{"number": number} for number in range(50)])


def seconds_to_ring() -> float:
    """At a broker that is not there."""
    started = time.perf_counter()
    assert bell.ring("default") is False
    return time.perf_counter() - started


def test_dead_broker_costs_a_request_milliseconds(loud_bell: None) -> None:
    """Trap: with Celery's own settings each request would wait for six seconds."""
    with ringing_at("redis://127.0.0.1:1/0"):
        first, after = [], []
        for _try in range(5):
            first.append(seconds_to_ring())
            after += [seconds_to_ring() for _ in range(5)]
            bell._Silence.end()

    # The quickest of each: what else the machine does can only make one slower.
    assert min(first) < 0.5
    # After a failed send nobody tries for a while; the sweeper rings instead.
    assert min(after) < 0.01


def test_broker_is_left_alone_the_longer_the_longer_it_stays_away(loud_bell: None) -> None:
    silences = []
    with ringing_at("redis://127.0.0.1:1/0"):
        for _failure in range(6):
            bell.ring("default")
            silences.append(bell._Silence.last)
            bell._Silence.until = 0.0
    assert silences == [0.5, 1, 2, 4, 8, 10]

    assert bell.ring("default") is True
    assert (bell._Silence.until, bell._Silence.last) == (0, 0)
