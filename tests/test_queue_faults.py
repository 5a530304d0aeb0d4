"""Real workers that are killed, brokers that come back empty, connections that break: nothing lost, nothing twice."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from apps.core.models import QueuedTask
from apps.core.queue import later, later_many
from apps.core.queue.bell import broker, ring
from apps.core.queue.sweep import ring_for_waiting, take_back
from apps.core.scope import scope
from apps.tenants.models import Tenant
from tests.queue_app.tasks import MAKE_EFFECT_TABLE
from tests.queue_processes import (
    LEASE_SECONDS,
    START_SECONDS,
    SWEEP_SECONDS,
    Broker,
    Processes,
    kill_group,
    refuse_real_database,
    ringing_at,
    wait_until,
)

State = QueuedTask.State
OWN_TASKS = ("core.work", "core.slow_work", "core.end_the_process", "core.hang", "core.show_progress")


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Other processes see only what is committed, so these tests run without a transaction and clean up by hand.

    It bears the name of pytest-django's own fixture, by which that knows that a database has to be made.
    """
    with django_db_blocker.unblock():
        refuse_real_database()
        with connection.cursor() as cursor:
            cursor.execute(MAKE_EFFECT_TABLE)
        QueuedTask.objects.all().delete()
        yield
        QueuedTask.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE public.effect")
        connection.close()


@pytest.fixture(autouse=True)
def valkey(db: None, tmp_path: Path) -> Iterator[Broker]:
    """A broker of the test's own: no bell of a running product is heard or deleted here."""
    own = Broker(tmp_path)
    own.start()
    try:
        with ringing_at(own.url):
            yield own
    finally:
        own.kill()


@pytest.fixture
def ada_s(db: None) -> Tenant:
    tenant: Tenant = Tenant.objects.get(slug="acme")
    return tenant


@pytest.fixture
def cleo_s(db: None) -> Tenant:
    tenant: Tenant = Tenant.objects.active().exclude(slug="acme").order_by("pk")[0]
    return tenant


@pytest.fixture
def processes(tmp_path: Path, valkey: Broker) -> Iterator[Processes]:
    with Processes(tmp_path, valkey.url) as started:
        yield started


@pytest.fixture
def worker(processes: Processes) -> Processes:
    """A worker with its clock, ready for the next task."""
    processes.start_worker()
    processes.start_clock()
    return processes


def effects() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT what, number FROM public.effect")
        return list(cursor.fetchall())


def count(*states: str) -> int:
    """How many of the tests' own tasks are in these states; housekeeping goes on beside them, also for tenants."""
    return QueuedTask.objects.filter(state__in=states, name__in=OWN_TASKS).count()


def wait_for_effects(number: int, seconds: float) -> None:
    wait_until(lambda: len(effects()) >= number, seconds, f"{number} tasks have run")


def queue_many(tenant: Tenant, name: str, number: int, seconds: float, first: int = 0) -> None:
    with scope(tenant), transaction.atomic():
        later_many(name, [{"number": first + each, "seconds": seconds} for each in range(number)])


def queue_one(tenant: Tenant, name: str, **kwargs: Any) -> QueuedTask:
    with scope(tenant), transaction.atomic():
        return later(name, **kwargs)


def test_killed_workers_lose_nothing_and_do_nothing_twice(processes: Processes, ada_s: Tenant) -> None:
    queue_many(ada_s, "core.work", 80, 0.05)
    queue_many(ada_s, "core.slow_work", 40, 0.05)
    workers = [processes.start_worker(), processes.start_worker()]
    for _ in range(2):  # two clocks, so two sweepers
        processes.start_clock()

    for done in (10, 40, 70):
        wait_for_effects(done, START_SECONDS)
        victim = workers.pop(0)
        kill_group(victim)
        workers.append(processes.start_worker())
    killed_at = time.monotonic()
    wait_until(lambda: count(State.DONE) == 120, LEASE_SECONDS + SWEEP_SECONDS + START_SECONDS, "all tasks are done")
    # A new worker needs its start; what the killed one held comes back after lease and sweep.
    assert time.monotonic() - killed_at < LEASE_SECONDS + SWEEP_SECONDS + 15

    assert Counter(effects()) == Counter(
        [("work", number) for number in range(80)] + [("slow_work", number) for number in range(40)]
    )


def test_broker_that_is_killed_and_comes_back_empty_loses_nothing_and_the_worker_goes_on(
    worker: Processes, valkey: Broker, ada_s: Tenant
) -> None:
    callers = [
        worker.start("-m", "tests.queue_app.enqueue", ada_s.schema_name, str(first), "150", "0.01")
        for first in (0, 1000)
    ]
    for done in (20, 120):
        wait_for_effects(done, START_SECONDS)
        valkey.kill()
        time.sleep(0.5)
        valkey.start()
    assert [caller.wait(timeout=START_SECONDS) for caller in callers] == [0, 0]
    wait_until(lambda: count(State.DONE) == 300, START_SECONDS, "all tasks are done")

    assert (len(effects()), max(Counter(effects()).values())) == (300, 1)

    # It consumes as before (apps/core/tests/test_queue_rules.py shows why it might not).
    caller = worker.start("-m", "tests.queue_app.enqueue", ada_s.schema_name, "5000", "50", "0")
    assert caller.wait(timeout=START_SECONDS) == 0
    wait_until(lambda: count(State.DONE) == 350, START_SECONDS, "the worker still consumes")


def test_broken_database_connections_lose_nothing_and_do_nothing_twice(worker: Processes, ada_s: Tenant) -> None:
    queue_many(ada_s, "core.work", 60, 0.02)
    queue_many(ada_s, "core.slow_work", 60, 0.02)
    for done in (10, 60):
        wait_for_effects(done, START_SECONDS)
        with connection.cursor() as cursor:
            # The test's own workers only: the cluster may serve others, too.
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    wait_until(lambda: count(State.DONE) == 120, START_SECONDS, "all tasks are done")

    assert (len(effects()), max(Counter(effects()).values())) == (120, 1)


def test_first_task_of_one_tenant_does_not_wait_for_the_500_of_another(
    worker: Processes, ada_s: Tenant, cleo_s: Tenant
) -> None:
    queue_many(ada_s, "core.work", 500, 0.01)
    wait_until(lambda: len(effects()) >= 5, START_SECONDS, "Ada's tasks are running")
    before = count(State.QUEUED)
    task = queue_one(cleo_s, "core.work", number=9999)

    wait_until(lambda: ("work", 9999) in effects(), START_SECONDS, "Cleo's task is done")

    task.refresh_from_db()
    first = QueuedTask.objects.filter(
        schema_name=ada_s.schema_name, started_at__gt=task.created_at, started_at__lt=task.started_at
    ).count()
    # While it waited, hardly any of Ada's went first.
    assert first < 50 < before
    assert task.started_at is not None
    assert (task.started_at - task.created_at).total_seconds() < 1


def test_bad_bodies_end_and_others_go_on(worker: Processes, ada_s: Tenant, cleo_s: Tenant, tmp_path: Path) -> None:
    """A body that kills its process, one that hangs, one that nobody may run, and one that shows its progress."""
    go_on = tmp_path / "go-on"
    killer = queue_one(ada_s, "core.end_the_process")
    hung = queue_one(ada_s, "core.hang")
    shown = queue_one(cleo_s, "core.show_progress", go_on=str(go_on))
    refused = queue_one(ada_s, "core.work", number=13)
    QueuedTask.objects.filter(pk=refused.pk).update(schema_name="t_nowhere")

    def progress() -> tuple[str, int, str]:
        shown.refresh_from_db()
        return shown.state, shown.progress_percent, shown.progress_step

    wait_until(lambda: progress() == ("running", 40, "Reading"), START_SECONDS, "the page shows its 40 percent")
    # The lease is renewed as long as the body lives.
    time.sleep(LEASE_SECONDS + 2 * SWEEP_SECONDS)
    assert (progress(), shown.attempts) == (("running", 40, "Reading"), 1)
    go_on.touch()
    wait_until(lambda: progress() == ("done", 100, "Reading"), START_SECONDS, "it is done")

    wait_until(lambda: count(State.DEAD) == 2, 2 * START_SECONDS, "both bad bodies are given up")
    for task in (killer, hung, refused):
        task.refresh_from_db()
    assert (killer.state, killer.attempts, killer.problem_code) == ("dead", 5, "worker-lost")
    assert (hung.state, hung.attempts, hung.problem_code) == ("dead", 5, "timed-out")
    assert hung.problem_title == "It ran longer than 1 seconds."
    assert (refused.state, refused.problem_title) == ("refused", "There is no tenant t_nowhere.")
    assert effects() == []

    queue_many(cleo_s, "core.work", 3, 0)
    wait_until(lambda: len(effects()) == 3, START_SECONDS, "the worker still works")


def test_worker_keeps_its_database_connection_between_bells(worker: Processes, ada_s: Tenant) -> None:
    """Trap: Celery's Django fixup closes the connection around every message, whatever CONN_MAX_AGE says."""
    queue_one(ada_s, "core.work", number=0)
    wait_until(lambda: len(effects()) == 1, START_SECONDS, "the worker has started")
    for number in range(1, 20):
        queue_one(ada_s, "core.work", number=number)
        wait_for_effects(number + 1, START_SECONDS)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT backend) FROM public.effect")
        assert cursor.fetchone()[0] <= 2, "one for each process of the pool"


def test_two_sweepers_at_once_take_each_row_back_once(ada_s: Tenant) -> None:
    queue_many(ada_s, "core.work", 200, 0)
    QueuedTask.objects.update(state=State.RUNNING, attempts=1, fence=1, lease_until="2026-01-01T00:00:00Z")
    taken: list[int] = []
    start = threading.Barrier(2)

    def take() -> None:
        start.wait()
        taken.append(take_back())
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(taken) == 200
    assert count(State.QUEUED) == 200


def test_sweeper_rings_no_more_bells_than_are_missing(ada_s: Tenant) -> None:
    """Trap: ringing for all that is due each time would send a long backlog again and again."""
    with broker() as client:
        client.delete("default")
        queue_many(ada_s, "core.work", 100, 0)
        heard = [client.llen("default")]
        for _ in range(3):
            ring_for_waiting()
            heard.append(client.llen("default"))
        client.delete("default")
        ring("default", 3)
        ring_for_waiting()
        heard.append(client.llen("default"))
        client.delete("default")

    assert heard == [8, 8, 8, 8, 8]
