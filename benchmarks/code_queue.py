"""Many programs of two workspaces at once in the running product: how long each waits, and whether that is fair.

CODE_PROGRAMS (500) programs are handed in at once, all of the first workspace before those of the second; the peer of
a workspace's mean wait is the other's. Before that one program after the other goes all the way. The companies made for
it are gone at the end.
"""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import mean, median, quantiles

from django.conf import settings
from django.core.management.base import CommandError

from apps.accounts.models import Membership
from apps.accounts.services import sign_up_company
from apps.code_assessment import services
from apps.code_assessment.catalogue import library_content
from apps.code_assessment.content import Content
from apps.code_assessment.models import ProblemProgress, Submission
from apps.code_assessment.sandbox.contract import Program, SourceFile, Verdict
from apps.code_assessment.sandbox.contract import Submission as Order
from apps.code_assessment.sandbox.judge import BubblewrapEngine
from apps.code_assessment.sandbox.runner.asking import RunnerEngine
from apps.code_assessment.services import submitting
from apps.core.ids import uuid7
from apps.core.scope import scope
from apps.marketplace.services import assign_seat, grant_license, grant_more
from apps.tenants.closing import close_tenant, erase_now
from benchmarks import Figure
from benchmarks.sandbox import SOURCE, tests

MODULE, PROBLEM = "code_assessment", "access-log-summary"
SINGLE, ROUNDS, TESTS = 40, 5, 100
LONGEST_SECONDS = 1800


@contextmanager
def company(name: str, programs: int) -> Iterator[Membership]:
    """Somebody who may have so many programs judged."""
    mark = uuid7().hex
    owner = sign_up_company(company=f"{name} {mark[-8:]}", email=f"{mark}@bench.example", password=mark, name="Owner")
    try:
        assign_seat(grant_license(owner.tenant, module=MODULE, seat_limit=5), membership=owner)
        with scope(owner.tenant):
            grant_more(owner.tenant, module=MODULE, meter="submissions", amount=programs, why="benchmark")
        yield owner
    finally:
        close_tenant(owner.tenant, reason="benchmark")
        erase_now(owner.tenant, reason="benchmark")


def asked() -> Content:
    found = library_content(PROBLEM)
    if found is None:
        raise CommandError(f"The library has no problem {PROBLEM}.")
    return found


def hand_in(owner: Membership, content: Content, number: int) -> None:
    with scope(owner.tenant):
        for _ in range(number):
            services.submit(owner, PROBLEM, services.Program("python", content.reference), content=content)


def judged(owner: Membership) -> int:
    with scope(owner.tenant):
        return Submission.objects.filter(state=Submission.State.DONE).count()


def hop() -> Iterator[Figure]:
    """The same tests through a runner and in boxes of this process, in turns."""
    order = Order(Program("python", (SourceFile("main.py", SOURCE),)), tests(TESTS))
    runner, own = RunnerEngine(settings.REDIS_URL), BubblewrapEngine()
    own.require()
    seconds: dict[str, list[float]] = {"runner": [], "own": []}
    try:
        for _ in range(ROUNDS):
            for name, engine in (("runner", runner), ("own", own)):
                begun = time.perf_counter()
                assert engine.judge(order).verdict == Verdict.AC
                seconds[name].append(time.perf_counter() - begun)
    finally:
        runner.close()
        own.close()
    ours, theirs = (round(TESTS / min(seconds[name]), 1) for name in ("runner", "own"))
    yield Figure("small Python tests through one runner process, best", ours, "tests/s", "in this process", theirs)


def one_by_one(owner: Membership, content: Content) -> Iterator[Figure]:
    """From the hand-in to the verdict in the database, nothing else waiting."""
    taken = []
    for number in range(1, SINGLE + 1):
        begun = time.perf_counter()
        hand_in(owner, content, 1)
        while judged(owner) < number:
            if time.perf_counter() - begun > LONGEST_SECONDS:
                raise CommandError("No verdict came: do a worker and a runner run?")
            time.sleep(0.01)
        taken.append(time.perf_counter() - begun)
    tested = len(content.everything)
    yield Figure(f"program of {tested} Python tests to all verdicts, median of {SINGLE}", round(median(taken), 3), "s")
    yield Figure(f"program of {tested} Python tests to all verdicts, p95", round(quantiles(taken, n=20)[18], 3), "s")


def at_once(owners: list[Membership], content: Content, each: int) -> Iterator[Figure]:
    before = {owner.pk: judged(owner) for owner in owners}
    begun = time.perf_counter()
    for owner in owners:
        hand_in(owner, content, each)
    while any(judged(owner) - before[owner.pk] < each for owner in owners):
        if time.perf_counter() - begun > LONGEST_SECONDS:
            raise CommandError("Not all were judged: do a worker and a runner run?")
        time.sleep(0.5)
    seconds = time.perf_counter() - begun
    waits, wrong, twice = [], 0, 0
    for owner in owners:
        with scope(owner.tenant):
            rows = list(Submission.objects.order_by("-created_at")[:each])
            waits.append(mean((row.judged_at - row.created_at).total_seconds() for row in rows if row.judged_at))
            wrong += sum(row.verdict != "AC" for row in rows)
            # Each verdict that is stored counts once.
            twice += ProblemProgress.objects.get().attempts - before[owner.pk] - each
    yield Figure(f"{2 * each} programs at once", round(seconds, 1), "s")
    yield Figure("mean wait, first workspace", round(waits[0], 2), "s", "second workspace", round(waits[1], 2))
    yield Figure("ratio of mean waits", round(max(waits) / min(waits), 3), "times")
    yield Figure("programs without the right verdict", wrong, "programs")
    yield Figure("verdicts stored twice", twice, "verdicts")


def run() -> Iterator[Figure]:
    each = int(os.environ.get("CODE_PROGRAMS", "500")) // 2
    # One person stands for as many as hand in three each.
    submitting.MOST_OPEN = max(submitting.MOST_OPEN, each)
    content = asked()
    yield from hop()
    with ExitStack() as stack:
        owners = [stack.enter_context(company(name, each + SINGLE)) for name in ("First", "Second")]
        yield from one_by_one(owners[0], content)
        yield from at_once(owners, content, each)
