"""An interview of Ada's in the workspace of Acme, which has the module."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from llmock.pytest_plugin import LLMock

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.ai import chain
from apps.ai.queries import forget_answering
from apps.core.scope import scope
from apps.hiring.models import Candidate
from apps.hiring.services import apply_to_job, create_candidate, create_job
from apps.interviews import services
from apps.interviews.configuration import Setup
from apps.interviews.library import all_items
from apps.interviews.models import AssignedInterview, Question, Session
from apps.interviews.selection import Pick
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from tests.people import NewMember

ANSWER = (
    "An index lets the database find the matching rows without scanning the whole table. Every insert and update has to"
    " maintain the index as well, so writes become slower, and it takes disk space and memory."
)


@pytest.fixture
def module(acme: Tenant, grant: Any) -> License:
    """Acme may use interviews."""
    license: License = grant(acme, "interviews")
    return license


Prepare = Callable[..., Session]


@pytest.fixture
def prepared(module: License) -> Prepare:
    """Makes an interview of somebody's, with what the set-up shall say."""

    def make(membership: Membership, *, occasion: services.Occasion | None = None, **setup: Any) -> Session:
        asked = Setup(**{"role": "backend", "level": "junior", "kind": "technical", "number": 3, **setup})
        return services.prepare_session(membership, asked, title="Backend, junior", occasion=occasion)

    return make


@pytest.fixture
def running(acme: Tenant, ada: Membership, prepared: Prepare) -> Session:
    """An interview with its first question open."""
    with scope(acme):
        return services.start_session(prepared(ada))


Assign = Callable[..., AssignedInterview]
Hold = Callable[[AssignedInterview, Membership], Session]


@pytest.fixture
def cand(acme: Tenant, new_member: NewMember) -> Membership:
    """A candidate who has an account in the workspace."""
    return new_member("cand", acme, Role.CANDIDATE)


@pytest.fixture
def candidate(ada: Membership, cand: Membership) -> Candidate:
    """Their record; for tests in Acme."""
    return create_candidate(by=ada, name="Cand Idate", email=cand.user.email, member_id=cand.pk)


@pytest.fixture
def assigned(ada: Membership, module: License) -> Assign:
    """Asks a candidate for an interview of one question about a job."""

    def ask(candidate: Candidate, *, title: str = "Backend engineer", **order: Any) -> AssignedInterview:
        application = apply_to_job(create_job(by=ada, title=title), candidate, by=ada)
        setup = Setup(role="backend", level="junior", kind="technical", number=1, follow_ups=0, feedback="end")
        wanted = services.Order(setup, application=application, **order)
        return services.assign_interview(candidate, by=ada, order=wanted)

    return ask


@pytest.fixture
def held() -> Hold:
    """The candidate holds the interview, answers with the model answer, and it is evaluated."""

    def hold(assigned: AssignedInterview, cand: Membership) -> Session:
        session = services.start_session(services.prepare_assigned(assigned, cand), consented=True)
        question = open_question(session)
        services.submit_answer(session, question_id=question.pk, text=question.asked["answer"])
        services.evaluate_answer(str(question.pk))
        services.next_question(session)
        services.finish_session(str(session.pk))
        session.refresh_from_db()
        return session

    return hold


@pytest.fixture
def finished(acme: Tenant, ada: Membership, prepared: Prepare) -> Session:
    """A practice interview of Ada's about indexes of databases with one answer, completed."""
    with scope(acme):
        session = prepared(ada, number=1, follow_ups=0, feedback="end")
        # Which question comes depends on who asks; tests cite this one.
        session.questions.update(asked=Pick.of(all_items()["backend-junior-database-index"]).to_json())
        session = services.start_session(session)
        question = open_question(session)
        services.submit_answer(session, question_id=question.pk, text=ANSWER, confidence=3)
        services.evaluate_answer(str(question.pk))
        services.next_question(session)
        services.finish_session(str(session.pk))
        session.refresh_from_db()
        return session


@pytest.fixture
def provider(acme: Tenant, finished: Session, llmock: LLMock, settings: Any, monkeypatch: pytest.MonkeyPatch) -> LLMock:
    """A language model to speak with about the interview, which was judged without; the test says how it answers."""
    monkeypatch.setattr(chain, "FIRST_PAUSE_SECONDS", 0.06)
    # Long enough for a busy machine; who tests a deadline says a shorter one.
    settings.AI_DEADLINE_SECONDS = 15.0
    settings.AI_PROVIDERS = [
        {
            "name": "mock",
            "base_url": llmock.base_url("openai"),
            "key": "sk-test",
            "model": "mock-1",
            "price_in": Decimal(1),
            "price_out": Decimal(2),
            "max_tokens": 900,
            "seconds": 15.0,
        }
    ]
    forget_answering(acme)
    return llmock


def open_question(session: Session) -> Question:
    return session.questions.get(state=Question.State.OPEN)
