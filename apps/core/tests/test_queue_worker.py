"""What becomes of a row: run in this very process, inside the test's transaction."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from apps.core.models import QueuedTask
from apps.core.problems import ProblemError
from apps.core.queue import bookkeeping, finish, later, later_many, outcome, report_progress
from apps.core.queue.claim import claim
from apps.core.queue.execution import Execution
from apps.core.queue.replay import NotReplayableError, replay
from apps.core.queue.running import WriteOutsideFinishError, executing
from apps.core.queue.sweep import purge_done, queue_scheduled, take_back
from apps.core.queue.worker import run, run_all_due
from apps.core.scope import PUBLIC, current_tenant, scope
from apps.tenants.models import Tenant
from tests.queue_app import tasks as bodies

pytestmark = pytest.mark.django_db

Effect = tuple[str, int, str]


@pytest.fixture(autouse=True)
def empty_queue(db: None) -> None:
    QueuedTask.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(bodies.MAKE_EFFECT_TABLE)


def effects() -> list[Effect]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT what, number, schema_name FROM public.effect ORDER BY at")
        return list(cursor.fetchall())


def queued(tenant: Tenant, name: str, **kwargs: Any) -> QueuedTask:
    with scope(tenant):
        return later(name, **kwargs)


def end_lease_of(task: QueuedTask) -> None:
    QueuedTask.objects.filter(pk=task.pk).update(lease_until=timezone.now() - timedelta(minutes=1))


def make_due(task: QueuedTask) -> None:
    QueuedTask.objects.filter(pk=task.pk).update(run_after=timezone.now() - timedelta(minutes=1))


def test_body_runs_in_the_tenant_and_the_worker_leaves_it_again(acme: Tenant) -> None:
    task = queued(acme, "core.work", number=7)

    assert run_all_due() == 1

    task.refresh_from_db()
    assert (task.state, task.attempts, task.progress_percent) == ("done", 1, 100)
    assert effects() == [("work", 7, acme.schema_name)]
    assert current_tenant() is PUBLIC


def test_slow_body_writes_when_it_finishes(acme: Tenant) -> None:
    task = queued(acme, "core.slow_work", number=7)

    run_all_due()

    task.refresh_from_db()
    assert (task.state, effects()) == ("done", [("slow_work", 7, acme.schema_name)])


def test_slow_body_without_writes_needs_no_finish(acme: Tenant) -> None:
    task = queued(acme, "core.no_writes")

    run_all_due()

    task.refresh_from_db()
    assert task.state == "done"


def test_slow_body_keeps_accounts_at_once_and_writes_nothing_else(acme: Tenant) -> None:
    running = Execution(uuid4(), "core.slow_work", fence=1, slow=True, timeout_seconds=9)

    with executing(running):
        with bookkeeping():
            QueuedTask.objects.create(name="an account", queue="default", schema_name="public")
        with pytest.raises(WriteOutsideFinishError), transaction.atomic():
            QueuedTask.objects.create(name="a result", queue="default", schema_name="public")

    assert list(QueuedTask.objects.values_list("name", flat=True)) == ["an account"]


def test_slow_body_that_writes_outside_finish_is_refused_and_told_why(acme: Tenant) -> None:
    task = queued(acme, "core.forgetful")

    run_all_due()

    task.refresh_from_db()
    assert (task.state, task.attempts, effects()) == ("queued", 1, [])
    assert task.problem_title.startswith(
        "WriteOutsideFinishError: core.forgetful is slow: call first, then write inside `with finish():`."
    )


def test_unexpected_failure_takes_its_writes_back_waits_and_is_given_up_after_five(acme: Tenant) -> None:
    task = queued(acme, "core.fail")
    states = []
    for _ in range(5):
        assert run_all_due() == 1
        assert run_all_due() == 0, "it waits before the next attempt"
        task.refresh_from_db()
        states.append((task.state, task.attempts))
        make_due(task)

    assert states == [("queued", 1), ("queued", 2), ("queued", 3), ("queued", 4), ("dead", 5)]
    assert run_all_due() == 0
    assert effects() == []
    assert (task.problem_code, task.problem_title) == ("unexpected", "ValueError: this body has a fault")
    assert "in fail" in task.problem_trace


def test_waiting_time_doubles_with_each_attempt(acme: Tenant, settings: Settings) -> None:
    settings.QUEUE_RETRY_SECONDS = 100
    task = queued(acme, "core.fail")
    waits = []
    for _ in range(3):
        run_all_due()
        task.refresh_from_db()
        waits.append((task.run_after - timezone.now()).total_seconds())
        make_due(task)

    # A quarter more or less, so that what failed together does not come back together.
    near = [0.7 < wait / expected < 1.3 for wait, expected in zip(waits, (100, 200, 400), strict=True)]
    assert near == [True, True, True]


def test_expected_failure_is_final_and_keeps_its_words(acme: Tenant) -> None:
    task = queued(acme, "core.fail_as_expected")

    run_all_due()

    task.refresh_from_db()
    assert (task.state, task.attempts, effects()) == ("failed", 1, [])
    assert (task.problem_code, task.problem_title) == ("not-possible", "This can never work. The file is empty.")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"tenant_id": uuid4()}, "There is no tenant"),
        ({"tenant_id": None}, "The row names no tenant."),
        ({"schema_name": "public"}, "The row names no tenant."),
        ({"schema_name": "t_elsewhere"}, "There is no tenant t_elsewhere."),
        ({"name": "core.gone"}, "no task is called 'core.gone'"),
    ],
)
def test_row_that_names_no_tenant_or_task_is_refused_and_never_runs_in_public(
    acme: Tenant, change: dict[str, object], reason: str
) -> None:
    task = queued(acme, "core.work", number=1)
    QueuedTask.objects.filter(pk=task.pk).update(**change)

    run_all_due()

    task.refresh_from_db()
    assert (task.state, effects()) == ("refused", [])
    assert reason in task.problem_title


def test_suspended_tenant_is_refused_until_it_is_resumed_and_the_task_put_back(acme: Tenant) -> None:
    task = queued(acme, "core.work", number=1)
    Tenant.objects.filter(pk=acme.pk).update(status="suspended")
    run_all_due()
    task.refresh_from_db()
    assert (task.state, task.problem_title) == ("refused", "The tenant is suspended.")

    Tenant.objects.filter(pk=acme.pk).update(status="active")
    replay(task)
    run_all_due()

    task.refresh_from_db()
    assert (task.state, task.problem_title, effects()) == ("done", "", [("work", 1, acme.schema_name)])


class NoLicenseError(ProblemError):
    code = "no-license"
    title = "The module is not licensed."


def gate_that_refuses(tenant: Tenant, name: str) -> None:
    raise NoLicenseError(f"{tenant.slug} {name}")


def test_gate_decides_before_the_body_runs(acme: Tenant, settings: Settings) -> None:
    settings.QUEUE_GATE = f"{__name__}.gate_that_refuses"
    task = queued(acme, "core.work", number=1)

    run_all_due()

    task.refresh_from_db()
    assert (task.state, task.problem_code, effects()) == ("refused", "no-license", [])


def test_who_lost_the_lease_writes_nothing(acme: Tenant) -> None:
    task = queued(acme, "core.slow_work", number=1)
    overrun = claim("default")
    assert overrun is not None
    end_lease_of(task)
    assert take_back() == 1
    second = claim("default")
    assert second is not None

    run(overrun)
    assert effects() == []

    run(second)
    assert effects() == [("slow_work", 1, acme.schema_name)]
    task.refresh_from_db()
    assert (task.state, task.attempts, task.fence) == ("done", 2, 2)


def test_late_failure_of_a_lost_lease_changes_nothing(acme: Tenant) -> None:
    task = queued(acme, "core.work", number=1)
    overrun = claim("default")
    assert overrun is not None
    end_lease_of(task)
    take_back()
    claim("default")

    assert outcome.mark_ended(overrun.id, overrun.fence, "dead", "late", "late") is False
    assert outcome.renew(overrun.id, overrun.fence) is False

    task.refresh_from_db()
    assert (task.state, task.fence) == ("running", 2)


def test_lost_worker_costs_an_attempt_and_the_fifth_is_the_last(acme: Tenant) -> None:
    task = queued(acme, "core.work", number=1)
    states = []
    for _ in range(5):
        assert claim("default") is not None
        end_lease_of(task)
        assert (take_back(), take_back()) == (1, 0)
        task.refresh_from_db()
        states.append(task.state)

    assert states == ["queued", "queued", "queued", "queued", "dead"]
    assert task.problem_code == "worker-lost"


def test_replay_gives_all_attempts_again_and_keeps_the_fence(acme: Tenant) -> None:
    task = queued(acme, "core.fail_as_expected")
    run_all_due()

    task = replay(task)

    assert (task.state, task.attempts, task.fence) == ("queued", 0, 1)
    with pytest.raises(NotReplayableError):
        replay(task)


def test_progress_is_cut_to_what_a_page_can_show(acme: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, str]] = []
    task = queued(acme, "core.show_progress", go_on="/")

    def look(percent: int, step: str) -> None:
        report_progress(percent, step)
        row = QueuedTask.objects.get(pk=task.pk)
        seen.append((row.progress_percent, row.progress_step))

    def look_twice(percent: int, step: str) -> None:
        look(-5, "")
        look(140, "x" * 300)

    monkeypatch.setattr(bodies, "report_progress", look_twice)
    run_all_due()

    assert seen == [(0, ""), (100, "x" * 200)]


def test_outside_a_task_progress_is_nothing_and_finish_a_transaction() -> None:
    report_progress(50, "nobody looks")
    with pytest.raises(ZeroDivisionError), finish():
        bodies.leave_effect("plain", 0)
        raise ZeroDivisionError

    assert effects() == []


def test_tenant_with_fewest_running_tasks_comes_first(acme: Tenant, community: Tenant) -> None:
    with scope(acme):
        later_many("core.work", [{"number": number} for number in range(20)])
    with scope(community):
        later_many("core.work", [{"number": number} for number in range(3)])

    claims = [claim("default") for _ in range(6)]

    schemas = [claimed.schema_name for claimed in claims if claimed]
    assert {schemas.count(acme.schema_name), schemas.count(community.schema_name)} == {3}
    assert schemas[0] != schemas[1]


def test_lone_worker_turns_to_another_tenant_after_each_task(acme: Tenant, community: Tenant) -> None:
    with scope(acme):
        later_many("core.work", [{"number": number} for number in range(20)])
    with scope(community):
        later("core.work", number=99)

    first = claim("default", served=acme.schema_name)

    assert first is not None
    assert (first.schema_name, first.kwargs) == (community.schema_name, {"number": 99})


def test_tasks_of_one_tenant_run_in_the_order_of_their_queueing(acme: Tenant) -> None:
    for number in range(3):
        queued(acme, "core.work", number=number)

    run_all_due()

    assert [number for _, number, _ in effects()] == [0, 1, 2]


def test_task_for_later_waits(acme: Tenant) -> None:
    with scope(acme):
        task = later("core.work", run_after=timezone.now() + timedelta(hours=1), number=1)
    assert run_all_due() == 0

    make_due(task)
    assert run_all_due() == 1


@pytest.fixture
def forgotten_ticks(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Each sweeper process remembers its last ticks; this one has just begun."""
    ticks: dict[str, object] = {}
    monkeypatch.setattr("apps.core.queue.sweep._queued_ticks", ticks)
    return ticks


def test_clock_queues_each_tick_once_however_many_sweepers_there_are(forgotten_ticks: dict[str, object]) -> None:
    for _ in range(2):
        forgotten_ticks.clear()
        queue_scheduled()
    queue_scheduled()

    rows = QueuedTask.objects.filter(name="core.purge_queue")
    assert [(row.schema_name, row.state) for row in rows] == [("public", "queued")]


def test_only_what_was_done_long_ago_is_purged(acme: Tenant) -> None:
    long_ago = timezone.now() - timedelta(days=31)
    names = ["old done", "new done", "old dead"]
    for name, state, at in zip(names, ("done", "done", "dead"), (long_ago, timezone.now(), long_ago), strict=True):
        QueuedTask.objects.create(name=name, queue="default", schema_name="public", state=state, finished_at=at)

    assert purge_done() == 1
    assert sorted(QueuedTask.objects.values_list("name", flat=True)) == ["new done", "old dead"]
