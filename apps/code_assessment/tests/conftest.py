"""A real engine, and programs for problems of the library in the workspace of Acme; nothing here is imitated."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.code_assessment import services
from apps.code_assessment.catalogue import library_content
from apps.code_assessment.content import Content
from apps.code_assessment.models import Assessment, AssignedAssessment, Attempt, Submission
from apps.code_assessment.sandbox import engines
from apps.code_assessment.sandbox.judge import BubblewrapEngine
from apps.code_assessment.tests.judging import descendants
from apps.core.scope import scope
from apps.hiring.models import Candidate
from apps.hiring.services import apply_to_job, create_candidate, create_job
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from tests.people import NewMember

# Reads lines and prints what it counted; of both kinds of problems one.
PROGRAM, FUNCTION = "access-log-summary", "longest-quiet-streak"
WRONG = "print('no')\n"


def content(key: str = PROGRAM) -> Content:
    found = library_content(key)
    assert found is not None
    return found


@pytest.fixture(scope="package", autouse=True)
def _nothing_is_left_running() -> Iterator[None]:
    """The engine of this process, which the worker's code uses, ends with the tests."""
    yield
    engines.close_engines()


@pytest.fixture
def module(acme: Tenant, grant: Any) -> License:
    """Acme may use code assessment."""
    license: License = grant(acme, "code_assessment")
    return license


HandIn = Callable[..., Submission]
Run = Callable[[], int]


@pytest.fixture
def handed_in(module: License) -> HandIn:
    """Hands a program in, to practise or in an attempt."""

    def hand_in(
        membership: Membership,
        source: str | None = None,
        *,
        problem: str = PROGRAM,
        attempt: Attempt | None = None,
        **more: Any,
    ) -> Submission:
        asked = content(problem)
        program = services.Program("python", asked.reference if source is None else source, **more)
        return services.submit(membership, problem, program, content=asked, attempt=attempt)

    return hand_in


@pytest.fixture
def judged(handed_in: HandIn, run_queued: Run) -> HandIn:
    """The same, judged by the worker's code."""

    def judge(*args: Any, **more: Any) -> Submission:
        made = handed_in(*args, **more)
        run_queued()
        made.refresh_from_db()
        return made

    return judge


@pytest.fixture
def assessment(ada: Membership, module: License) -> Assessment:
    """Two problems, the second worth three times the first; for tests in Acme."""
    asked = [{"key": PROGRAM, "points": 100}, {"key": FUNCTION, "points": 300}]
    return services.write_assessment(ada, services.Wanted("Backend", asked, 45))


@pytest.fixture
def cand(acme: Tenant, new_member: NewMember) -> Membership:
    """A candidate who has an account in the workspace."""
    return new_member("cand", acme, Role.CANDIDATE)


@pytest.fixture
def candidate(acme: Tenant, ada: Membership, cand: Membership) -> Candidate:
    """Their record."""
    with scope(acme):
        return create_candidate(by=ada, name="Cand Idate", email=cand.user.email, member_id=cand.pk)


@pytest.fixture
def assigned(ada: Membership, candidate: Candidate, assessment: Assessment) -> AssignedAssessment:
    """The candidate is asked for the assessment, for a job."""
    application = apply_to_job(create_job(by=ada, title="Backend engineer"), candidate, by=ada)
    order = services.Order(assessment, time_factor=1.5, application=application)
    return services.assign_assessment(candidate, by=ada, order=order)


@pytest.fixture
def running(assigned: AssignedAssessment, cand: Membership) -> Attempt:
    """The candidate has begun."""
    return services.start_attempt(services.prepare_assigned(assigned, cand), consented=True)


@pytest.fixture(scope="package")
def engine() -> Iterator[BubblewrapEngine]:
    """Holds boxes to their memory by control groups where it may, and by measuring everywhere."""
    made = BubblewrapEngine()
    made.require()
    yield made
    keeper = made.boxes.keeper.pid
    made.close()
    assert descendants(keeper) == []
    assert not os.path.exists(f"/proc/{keeper}")  # noqa: PTH110 -- a path of the kernel's


@pytest.fixture(scope="package")
def measuring_engine() -> Iterator[BubblewrapEngine]:
    """As under an ordinary user: nothing but measuring."""
    made = BubblewrapEngine(uses_groups=False)
    made.require()
    yield made
    made.close()
