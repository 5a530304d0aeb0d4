"""Two workers and two clocks of the product on machines whose own clocks are ten minutes ahead and ten behind."""

import os
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connection, transaction

from apps.accounts.models import Membership
from apps.core.models import QueuedTask
from apps.core.queue.health import check_beat, check_worker
from apps.core.scope import scope
from apps.interviews import services
from apps.interviews.configuration import Setup
from apps.interviews.models import Question
from tests.chaos.clock_app.tasks import EVERY_SECONDS, MAKE_RUNS_TABLE
from tests.chaos.conftest import Stand
from tests.chaos.figures import Figures
from tests.people import Grant
from tests.queue_processes import kill_group, wait_until

SECONDS = int(os.environ.get("CHAOS_CLOCK_SECONDS") or "60")
AHEAD, BEHIND = "600", "-600"
LEASE_SECONDS, LONGER_THAN_A_LEASE, LONG_TASKS = 4, 10.0, 2
PEOPLE, TIME_OF_ANSWER = 4, 6
# The grace of an answer, a second, a round of the clock, and what the worker does first on a busy machine.
LATEST_SECONDS = 20
PATIENCE_SECONDS = 120


@pytest.fixture
def wrong_clock(tmp_path: Path) -> Path:
    """What is loaded into a process to give it a wrong clock."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    assert compiler, "no C compiler: ./setup.sh test installs one"
    library = tmp_path / "wrong_clock.so"
    source = Path(__file__).with_name("wrong_clock.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source)], check=True)
    return library


@pytest.fixture
def runs(stand: Stand) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(MAKE_RUNS_TABLE)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE public.clock_run")


class Machines:
    """Starts workers and clocks whose time of day is wrong."""

    def __init__(self, stand: Stand, library: Path) -> None:
        self.stand, self.library = stand, library

    def variables(self, seconds: str) -> dict[str, str]:
        return {
            **self.stand.variables(),
            "DJANGO_SETTINGS_MODULE": "tests.chaos.clock_settings",
            "QUEUE_LEASE_SECONDS": str(LEASE_SECONDS),
            "LD_PRELOAD": str(self.library),
            "WRONG_CLOCK_SECONDS": seconds,
        }

    def worker(self, seconds: str) -> subprocess.Popen[bytes]:
        return self.stand.processes.start_worker(**self.variables(seconds))

    def clock(self, seconds: str) -> None:
        self.stand.processes.start_clock(**self.variables(seconds))


def number_of_runs(what: str) -> Counter[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM public.clock_run WHERE what = %s", [what])
        return Counter(number for (number,) in cursor.fetchall())


def ticks() -> list[datetime]:
    rows = QueuedTask.objects.filter(name="clock_app.leave_tick").order_by("tick")
    return [tick for tick in rows.values_list("tick", flat=True) if tick]


def ticks_come(since: int, number: int = 2) -> None:
    wait_until(lambda: number_of_runs("tick")[0] >= since + number, PATIENCE_SECONDS, "the clock's tasks run")


def queue_long_tasks() -> None:
    """Rows as `later()` writes them: this process does not know the task."""
    row = {"name": "clock_app.outlast_lease", "queue": "default", "schema_name": "public"}
    with transaction.atomic():
        for number in range(LONG_TASKS):
            QueuedTask.objects.create(**row, kwargs={"number": number, "seconds": LONGER_THAN_A_LEASE})


def open_answers(stand: Stand, ada: Membership) -> None:
    """Interviews whose only question is open for some seconds, with a draft in it, and nobody looks at them again."""
    setup = Setup(role="backend", kind="technical", number=1, total_seconds=TIME_OF_ANSWER, follow_ups=0)
    with scope(stand.tenant):
        for place in range(PEOPLE):
            session = services.start_session(services.prepare_session(ada, setup, title=f"Clock {place}"))
            question = session.questions.get()
            services.save_draft(session, question_id=question.pk, text="So far.", version=question.draft_version)


def lateness(stand: Stand) -> list[float]:
    """Seconds from the end of each answer's time until it was handed in."""
    with scope(stand.tenant):
        taken = (
            Question.objects.filter(state=Question.State.TIMED_OUT)
            .order_by("answered_at")
            .values_list("due_at", "answered_at")
        )
        return [(at - due).total_seconds() for due, at in taken if at and due]


def answers_end(stand: Stand, ada: Membership, figures: Figures, who: str) -> None:
    """Each answer that is open now is handed in when its time is over, neither before nor much later."""
    before = len(lateness(stand))
    open_answers(stand, ada)
    wait_until(lambda: len(lateness(stand)) == before + PEOPLE, PATIENCE_SECONDS, f"answers end, {who}")
    late = sorted(lateness(stand)[before:])
    figures.exactly(f"answers taken before their time was over, {who}", sum(one < 0 for one in late), 0)
    figures.at_most(f"last answer taken after its time was over, {who}", late[-1], LATEST_SECONDS, "s")


def pulses_are_fresh(figures: Figures, who: str) -> None:
    figures.words(f"/readyz on worker and clock, {who}", f"{check_worker().ok} {check_beat().ok}", "True True")


def test_wrong_clocks(
    stand: Stand, figures: Figures, runs: None, wrong_clock: Path, ada: Membership, grant: Grant
) -> None:
    """Two workers and two clocks, one ten minutes ahead, one behind."""
    grant(stand.tenant, "interviews")
    QueuedTask.objects.filter(name__startswith="clock_app.").delete()
    machines = Machines(stand, wrong_clock)
    for seconds in (AHEAD, BEHIND):
        machines.clock(seconds)

    workers: dict[str, subprocess.Popen[bytes]] = {}
    for who, seconds in (("worker ahead", AHEAD), ("worker behind", BEHIND)):
        for other in workers.values():
            kill_group(other)
        done = number_of_runs("tick")[0]
        workers[who] = machines.worker(seconds)
        ticks_come(done)
        answers_end(stand, ada, figures, who)
        pulses_are_fresh(figures, who)

    workers["worker ahead"] = machines.worker(AHEAD)
    queue_long_tasks()
    wait_until(lambda: len(number_of_runs("long")) == LONG_TASKS, PATIENCE_SECONDS, "tasks longer than a lease end")
    answers_end(stand, ada, figures, "both")
    # From here on nothing else is to be done: with all processes busy, a moment of the schedule may pass unseen.
    begun = len(ticks())
    time.sleep(SECONDS)
    pulses_are_fresh(figures, "both")

    for worker in workers.values():
        kill_group(worker)
    compare_ticks(figures, ticks()[begun:])
    rows = QueuedTask.objects.filter(name__startswith="clock_app.")
    again = rows.filter(attempts__gt=1).exclude(problem_code="worker-lost")
    figures.exactly("tasks that ran more than once", again.count(), 0)
    figures.exactly("long tasks done", len(number_of_runs("long")), LONG_TASKS)
    figures.exactly("long tasks done twice", sum(number_of_runs("long").values()) - LONG_TASKS, 0)
    done_ticks = rows.filter(name="clock_app.leave_tick", state=QueuedTask.State.DONE).count()
    figures.exactly("effects of ticks beside ticks that are done", number_of_runs("tick")[0] - done_ticks, 0)


def compare_ticks(figures: Figures, seen: list[datetime]) -> None:
    """Each moment of the schedule once, none left out."""
    steps = [round((after - before).total_seconds()) for before, after in pairwise(seen)]
    figures.at_least("ticks while both worked", len(seen), SECONDS // EVERY_SECONDS - 1)
    figures.exactly("ticks left out", sum(step > EVERY_SECONDS for step in steps), 0)
    figures.exactly("ticks that came twice", len(seen) - len(set(seen)), 0)
