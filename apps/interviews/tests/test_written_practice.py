"""Practice with written questions: over pages and API, with a model that answers, errs, hangs, or is not there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from llmock.pytest_plugin import LLMock

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.ai.models import AiCall, AiPolicy
from apps.ai.queries import forget_answering
from apps.core.scope import scope
from apps.interviews import services
from apps.interviews.models import OwnQuestion, Question, Session, WritingOrder
from apps.interviews.services.bank import write_set
from apps.interviews.services.problems import BeingWrittenError
from apps.interviews.tests.conftest import Prepare
from apps.interviews.tests.test_setup import NEW, SENT, SLUGS
from apps.interviews.tests.writer import SUBJECTS, answer, provider, told, written
from apps.marketplace.models import License
from tests.people import Api, NewMember, SignedIn

pytestmark = pytest.mark.django_db
START = "/api/v1/interviews/sessions/start/"
BY = "mock mock-1 · interviews.generate_questions-v1"
WANTED = {"role": "backend", "level": "mid", "kind": "behavioural", "number": 2, "questions_from": "model"}
Run = Callable[[], int]


def _behavioural(*names: str) -> str:
    return answer(*(written(name, kind="behavioural") for name in names))


@pytest.fixture
def model(llmock: LLMock, settings: Any, module: License) -> LLMock:
    settings.AI_PROVIDERS = provider(llmock)
    return llmock


@pytest.fixture
def nobody(settings: Any, module: License) -> None:
    settings.AI_PROVIDERS = []


@pytest.fixture
def browser(ada: Membership, module: License, signed_in: SignedIn) -> Client:
    return signed_in(ada)


def _sources(session: Session) -> list[str]:
    return list(session.questions.order_by("position").values_list("asked__source", flat=True))


def test_the_page_waits_then_shows_what_was_written(
    browser: Client, model: LLMock, ada: Membership, run_queued: Run
) -> None:
    model.reply(_behavioural("logs", "cache"))

    made = browser.post(NEW, {**SENT, **WANTED})
    waiting = browser.get(made["Location"]).text
    asked = browser.get(f"{made['Location']}status/").text
    run_queued()
    over = browser.get(f"{made['Location']}status/")
    page = browser.get(made["Location"]).text

    assert ("Questions are being written for you" in waiting, SUBJECTS["logs"] in waiting) == (True, False)
    assert "Start with questions of the library" in waiting
    assert "hx-get" in asked
    assert (over.status_code, over.headers["HX-Refresh"]) == (204, "true")
    assert (SUBJECTS["logs"] in page, SUBJECTS["cache"] in page, BY in page) == (True, True, True)
    with scope(ada.tenant):
        session = Session.objects.get()
        assert [one.asked["origin"] for one in session.questions.all()] == [BY, BY]
        assert [one.asked["is_star"] for one in session.questions.all()] == [True, True]
        order = WritingOrder.objects.get()
        assert (order.state, order.written, order.engine, order.failure) == ("done", 2, "mock mock-1", "")


@pytest.mark.parametrize(
    ("fault", "note"),
    [
        (lambda mock: mock.outage(), "The language model gave no usable answer."),
        (lambda mock: mock.reply(answer(), times=2), "Not all that the language model wrote kept to the rules"),
    ],
    ids=["outage", "nothing"],
)
def test_a_failure_leaves_the_library_and_says_so_quietly(
    browser: Client, model: LLMock, ada: Membership, run_queued: Run, fault: Any, note: str
) -> None:
    fault(model)

    made = browser.post(NEW, {**SENT, **WANTED})
    run_queued()
    page = browser.get(made["Location"]).text
    begun = browser.post(f"{made['Location']}start/", follow=True)

    assert (note in page, "These questions come from the library." in page) == (True, True)
    assert begun.status_code == 200
    with scope(ada.tenant):
        session = Session.objects.get()
        assert (session.state, _sources(session)) == ("running", ["library", "library"])


def test_the_library_fills_what_is_missing(browser: Client, model: LLMock, ada: Membership, run_queued: Run) -> None:
    model.reply(_behavioural("logs")).reply(answer())

    made = browser.post(NEW, {**SENT, **WANTED})
    run_queued()

    assert "1 question comes from the library." in browser.get(made["Location"]).text
    with scope(ada.tenant):
        assert sorted(_sources(Session.objects.get())) == ["generated", "library"]


def test_who_starts_before_they_are_there_is_asked_the_librarys(
    browser: Client, model: LLMock, ada: Membership, run_queued: Run
) -> None:
    made = browser.post(NEW, {**SENT, **WANTED})
    browser.post(f"{made['Location']}start/")
    run_queued()

    with scope(ada.tenant):
        assert (WritingOrder.objects.get().failure, _sources(Session.objects.get())) == ("begun", ["library"] * 2)
    assert model.requests == []


def test_an_order_that_nobody_takes_in_time_is_over(browser: Client, model: LLMock, ada: Membership) -> None:
    made = browser.post(NEW, {**SENT, **WANTED})
    with scope(ada.tenant):
        WritingOrder.objects.update(due_at=timezone.now() - timedelta(seconds=1))

    assert "The language model did not answer in time." in browser.get(made["Location"]).text
    with scope(ada.tenant):
        services.write_questions(str(WritingOrder.objects.get().pk))
        assert (WritingOrder.objects.get().failure, model.requests) == ("over-time", [])


def test_without_a_provider_the_choice_is_closed_and_says_why(browser: Client, nobody: None, ada: Membership) -> None:
    page = browser.get(NEW).text
    browser.post(NEW, {**SENT, **WANTED})

    assert "Having questions written needs a language model, and none is set up for this workspace." in page
    with scope(ada.tenant):
        assert not WritingOrder.objects.exists()


def test_the_api_waits_or_serves_the_same_request_from_the_library(
    ada: Membership, model: LLMock, api: Api, settings: Any, run_queued: Run
) -> None:
    model.reply(_behavioural("logs", "cache"))
    begun = api(ada).post(START, WANTED)
    address = f"/api/v1/interviews/sessions/{begun.data['id']}/"
    assert (begun.status_code, begun.data["state"], begun.data["writing"]["state"]) == (202, "draft", "waiting")
    run_queued()

    there = api(ada).get(address)
    started = api(ada).post(f"{address}begin/")
    assert (there.data["writing"]["state"], there.data["writing"]["written"]) == ("done", 2)
    assert (started.status_code, started.data["current"]["asked_from"]) == (200, "generated")
    assert (started.data["current"]["text"], started.data["current"]["origin"]) == (SUBJECTS["logs"], BY)

    settings.AI_PROVIDERS = []
    with scope(ada.tenant):
        WritingOrder.objects.all().delete()
    forget_answering(ada.tenant)
    same = api(ada).post(START, WANTED)
    assert (same.status_code, same.data["state"], same.data["writing"]["failure"]) == (201, "running", "no-provider")
    assert same.data["current"]["asked_from"] in {"library", "personal"}


def test_one_that_is_not_liked_is_written_anew(
    browser: Client, model: LLMock, ada: Membership, run_queued: Run
) -> None:
    model.reply(_behavioural("logs", "cache")).reply(_behavioural("logs")).reply(_behavioural("retry"))
    made = browser.post(NEW, {**SENT, **WANTED})
    run_queued()

    browser.post(f"{made['Location']}questions/", {"replace": "1"})
    page = browser.get(made["Location"]).text
    with scope(ada.tenant), pytest.raises(BeingWrittenError):
        services.replace_question(Session.objects.get(), position=2)
    run_queued()

    assert ("Another question is being written." in page, SUBJECTS["cache"] in page) == (True, True)
    assert SUBJECTS["logs"] in told(model, 1)
    with scope(ada.tenant):
        texts = list(Question.objects.order_by("position").values_list("asked__text", flat=True))
        assert texts == [SUBJECTS["retry"], SUBJECTS["cache"]]


def test_one_that_cannot_be_written_anew_comes_from_the_library(
    browser: Client, model: LLMock, ada: Membership, run_queued: Run
) -> None:
    model.reply(_behavioural("logs", "cache")).reply("no JSON", times=2)
    made = browser.post(NEW, {**SENT, **WANTED})
    run_queued()
    browser.post(f"{made['Location']}questions/", {"replace": "2"})
    run_queued()

    assert "The new question comes from the library." in browser.get(made["Location"]).text
    with scope(ada.tenant):
        assert _sources(Session.objects.get()) == ["generated", "library"]


def test_a_written_question_is_kept_once(browser: Client, model: LLMock, ada: Membership, run_queued: Run) -> None:
    model.reply(_behavioural("logs", "cache"))
    made = browser.post(NEW, {**SENT, **WANTED})
    run_queued()

    kept = [browser.post(f"{made['Location']}questions/", {"keep": "1"}) for _time in range(2)]

    with scope(ada.tenant):
        row = OwnQuestion.objects.get()
        assert [one["Location"] for one in kept] == [f"/t/acme/interviews/questions/{row.pk}/"] * 2
        assert (row.text, row.origin, row.is_shared, row.made_by_id) == (SUBJECTS["logs"], BY, False, ada.pk)
        assert (row.role, row.level, row.difficulty, len(row.points)) == ("backend", "mid", 3, 3)
    assert BY in browser.get(kept[0]["Location"]).text
    assert "Saved<" in browser.get(made["Location"]).text


def test_what_somebody_practises_stands_in_no_list_of_calls(
    browser: Client, model: LLMock, ada: Membership, run_queued: Run
) -> None:
    model.reply(_behavioural("logs", "cache"))
    AiPolicy.objects.update_or_create(tenant_id=ada.tenant.pk, defaults={"keeps_contents": True})

    browser.post(NEW, {**SENT, **WANTED, "project": "Atlas"})
    run_queued()

    call = AiCall.objects.get()
    assert (call.asked, call.answered, call.feature) == ("", "", "interviews.generate_questions")


def test_questions_of_the_library_are_not_kept(browser: Client, nobody: None, ada: Membership) -> None:
    made = browser.post(NEW, {**SENT})

    kept = browser.post(f"{made['Location']}questions/", {"keep": "1"})

    assert kept["Location"] == made["Location"]
    with scope(ada.tenant):
        assert not OwnQuestion.objects.exists()


def test_those_of_a_set_stay(browser: Client, model: LLMock, ada: Membership, run_queued: Run) -> None:
    model.reply(answer(written("cache", kind="behavioural"))).reply(answer())
    with scope(ada.tenant):
        chosen = write_set(ada, title="First talk", questions=SLUGS[:1])

    browser.post(NEW, {**SENT, **WANTED, "question_set": str(chosen.pk)})
    run_queued()

    with scope(ada.tenant):
        assert _sources(Session.objects.get()) == ["own", "generated"]


def test_assessments_are_never_written(ada: Membership, model: LLMock, prepared: Prepare) -> None:
    with scope(ada.tenant):
        occasion = services.Occasion(mode=Session.Mode.ASSESSMENT)
        session = prepared(ada, occasion=occasion, questions_from="model")

        assert not WritingOrder.objects.filter(session=session).exists()


def test_nobody_has_questions_written_without_end(
    browser: Client, model: LLMock, ada: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.interviews.services.ordering.MOST_AN_HOUR", 1)
    browser.post(NEW, {**SENT, **WANTED})
    second = browser.post(NEW, {**SENT, **WANTED})

    assert "You had many questions written within the last hour" in browser.get(second["Location"]).text


def test_a_candidate_may_have_questions_written_for_practice(
    acme: Any, model: LLMock, new_member: NewMember, signed_in: SignedIn, run_queued: Run
) -> None:
    model.reply(_behavioural("logs", "cache"))
    client = signed_in(new_member("cand", acme, Role.CANDIDATE))

    made = client.post(NEW, {**SENT, **WANTED})
    run_queued()

    assert SUBJECTS["logs"] in client.get(made["Location"]).text
