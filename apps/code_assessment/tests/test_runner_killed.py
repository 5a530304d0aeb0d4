"""Runner and worker killed while programs of two workspaces are judged: none is lost, judged twice or left running."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from subprocess import Popen

import pytest
from django.db.models import Avg, F

from apps.accounts.models import Membership
from apps.code_assessment import services
from apps.code_assessment.models import ProblemProgress, Submission
from apps.code_assessment.services import submitting
from apps.code_assessment.tests.conftest import PROGRAM, content
from apps.core.models import QueuedTask
from apps.core.scope import scope
from tests.people import Grant
from tests.queue_processes import Broker, Processes, kill_group, ringing_at, wait_until
from tests.real_processes import Pid, descendants, still_there, youngest

# `make chaos` asks for 20.
KILLS = int(os.environ.get("CHAOS_KILLS", "2"))
# Of each of both workspaces.
PROGRAMS = 250 if KILLS >= 20 else 20
PATIENCE_SECONDS = 120
WORKER = "apps.code_assessment.sandbox.runner.worker"
MOST_UNFAIR = 1.5


class Judges:
    """A worker with its clock, and a runner; each can be killed and started again."""

    def __init__(self, processes: Processes) -> None:
        self.processes = processes
        # Everything that a runner ever started.
        self.seen: set[Pid] = set()
        self.processes.start_clock()
        self.worker = self.processes.start_worker(CODE_ENGINE="apps.code_assessment.engine.PlatformRunner")
        self.runner = self.start_runner()

    def start_runner(self) -> Popen[bytes]:
        url = self.processes.redis_url
        return self.processes.start("-m", "apps.code_assessment.sandbox.runner", RUNNER_BROKER_URL=url)

    def family(self) -> set[Pid]:
        found = descendants(self.runner.pid)
        self.seen |= found
        return found

    def kill(self, name: str) -> None:
        family = self.family()
        if name == "worker":
            kill_group(self.worker)
            self.worker = self.processes.start_worker(CODE_ENGINE="apps.code_assessment.engine.PlatformRunner")
        elif name == "runner":
            kill_group(self.runner)
            wait_until(lambda: not still_there(family), PATIENCE_SECONDS, "nothing of the runner is left")
            self.runner = self.start_runner()
        else:
            wait_until(lambda: any(map(is_judging, self.family())), PATIENCE_SECONDS, "there is one to be killed")
            os.kill(youngest(filter(is_judging, self.family())), signal.SIGKILL)


def is_judging(pid: Pid) -> bool:
    """Whether it is a process of the runner's pool: a child of the one that the worker began with."""
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")
        return WORKER in words and WORKER in Path(f"/proc/{pid.parent}/cmdline").read_text(encoding="utf-8").split("\0")
    return False


@pytest.fixture
def judges(committed: None, tmp_path: Path) -> Iterator[Judges]:
    """All of it on a broker of its own."""
    broker = Broker(tmp_path)
    broker.start()
    try:
        with ringing_at(broker.url), Processes(tmp_path, broker.url) as processes:
            yield Judges(processes)
    finally:
        broker.kill()


def test_kills_lose_no_program_and_judge_none_twice(
    judges: Judges, ada: Membership, cleo: Membership, grant: Grant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submitting, "MOST_OPEN", PROGRAMS)
    people = (ada, cleo)
    asked = content()
    for person in people:
        grant(person.tenant, "code_assessment")
        with scope(person.tenant):
            for _ in range(PROGRAMS):
                services.submit(person, PROGRAM, services.Program("python", asked.reference), content=asked)

    def judged() -> int:
        count = 0
        for person in people:
            with scope(person.tenant):
                count += Submission.objects.exclude(state__in=Submission.OPEN).count()
        return count

    def more_than(before: int) -> Callable[[], bool]:
        return lambda: judged() > before

    for name in islice(cycle(("runner", "worker", "child")), KILLS):
        wait_until(more_than(judged()), PATIENCE_SECONDS, "one more is judged")
        judges.kill(name)
    wait_until(lambda: judged() == 2 * PROGRAMS, 5 * PATIENCE_SECONDS, "all are judged")

    waits: list[timedelta] = []
    for person in people:
        with scope(person.tenant):
            rows = Submission.objects.all()
            assert set(rows.values_list("verdict", "points")) == {("AC", 100)}
            # Each time that a verdict is stored counts once.
            assert ProblemProgress.objects.values_list("attempts", flat=True).get() == PROGRAMS
            waits.append(rows.aggregate(mean=Avg(F("judged_at") - F("created_at")))["mean"])
    assert set(QueuedTask.objects.filter(queue="code").values_list("state", flat=True)) == {"done"}
    print(f"{KILLS} kills, {2 * PROGRAMS} programs, mean waits {waits}")  # noqa: T201 -- a figure for who asks with -s
    assert max(waits) / min(waits) <= MOST_UNFAIR
    judges.family()
    judges.runner.terminate()
    assert judges.runner.wait(timeout=PATIENCE_SECONDS) == 0
    wait_until(lambda: not still_there(judges.seen), PATIENCE_SECONDS, "no process is left behind")
