"""The coach's pages and addresses: what is said in each state, and that the talk is nobody else's."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from llmock.pytest_plugin import LLMock

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.ai.models import TenantProvider
from apps.core.models import QueuedTask
from apps.core.scope import scope
from apps.hiring.models import Candidate
from apps.interviews import services
from apps.interviews.models import CoachTurn, Session
from apps.interviews.tests.conftest import Assign, Hold
from apps.interviews.tests.test_coach import CITED, PASSAGE, QUESTION, said
from apps.tenants.models import Tenant
from tests.people import Api, Grant, SignedIn

pytestmark = pytest.mark.django_db
SECRET = "what nobody else may read"


def page_of(session: Session) -> str:
    return f"/t/acme/interviews/{session.pk}/coach/"


def address_of(session: Session) -> str:
    return f"/api/v1/interviews/sessions/{session.pk}/coach/"


def words(text: str) -> str:
    """A page as it is read."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def asked(session: Session, **fields: Any) -> CoachTurn:
    plain: dict[str, Any] = {"question": SECRET, "state": "answered", "answer": "Yes."}
    return CoachTurn.objects.create(session=session, **plain | fields)


def test_a_question_is_asked_waits_and_is_answered_on_the_page(
    provider: LLMock, ada: Membership, finished: Session, signed_in: SignedIn, run_queued: Any
) -> None:
    provider.reply(said("Say what it costs.", CITED))
    browser = signed_in(ada)
    result = browser.get(f"/t/acme/interviews/{finished.pk}/")
    assert f'href="{page_of(finished)}"' in result.text
    empty = browser.get(page_of(finished))
    assert "Nothing asked yet" in empty.text
    assert f'name="question" value="{QUESTION}"' in empty.text

    sent = browser.post(page_of(finished), {"question": f"  {QUESTION} "})
    assert (sent.status_code, sent["Location"]) == (302, f"{page_of(finished)}#last")
    waiting = browser.get(page_of(finished))
    assert "The coach is reading your interview" in waiting.text
    assert f'hx-get="{page_of(finished)}status/"' in waiting.text
    run_queued()

    part = browser.get(f"{page_of(finished)}status/", headers={"HX-Request": "true"})
    assert ("hx-get" in part.text, 'data-announce="The coach has answered."' in part.text) == (False, True)
    # What else there is to ask comes back with the answer.
    assert 'id="starters" hx-swap-oob="true"' in part.text
    assert f'value="{QUESTION}"' not in part.text
    for answer in (part.text, browser.get(page_of(finished)).text):
        assert "Say what it costs." in answer
        assert f"<mark>{PASSAGE}</mark>" in answer
        assert f"/t/acme/interviews/{finished.pk}/#question-1" in answer
        assert "mock mock-1, interviews.coach-v1" in answer
    assert "29 questions left" in words(browser.get(page_of(finished)).text)


def test_an_answer_that_cites_nothing_true_says_so(
    provider: LLMock, ada: Membership, finished: Session, signed_in: SignedIn, run_queued: Any
) -> None:
    provider.reply(said("Sleep well.", CITED | {"passage": "never said by anybody"}))
    browser = signed_in(ada)
    browser.post(page_of(finished), {"question": QUESTION})
    run_queued()

    page = words(browser.get(page_of(finished)).text)

    assert "This rests on nothing in this interview." in page
    assert "1 passage that it named stands nowhere" in page


def test_what_a_model_or_a_person_writes_is_text(
    provider: LLMock, ada: Membership, finished: Session, signed_in: SignedIn, run_queued: Any
) -> None:
    provider.reply(said("<img src=x onerror=alert(1)>"))
    browser = signed_in(ada)
    browser.post(page_of(finished), {"question": "<script>alert(1)</script>"})
    run_queued()

    page = browser.get(page_of(finished)).text

    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_failure_is_said_in_words_and_can_be_tried_again(
    provider: LLMock, ada: Membership, finished: Session, signed_in: SignedIn, run_queued: Any
) -> None:
    provider.fail(401).reply(said("At last.", CITED))
    browser = signed_in(ada)
    browser.post(page_of(finished), {"question": QUESTION})
    run_queued()
    failed = browser.get(page_of(finished))
    assert "The language model could not be reached, or gave no answer that can be used." in failed.text
    assert QUESTION in failed.text
    (again,) = re.findall(r'action="([^"]+/again/)"', failed.text)

    assert browser.post(again)["Location"] == f"{page_of(finished)}#last"
    run_queued()

    assert "At last." in browser.get(page_of(finished)).text


def test_without_a_provider_the_page_says_who_can_change_that_and_shows_no_form(
    ada: Membership, cand: Membership, finished: Session, candidate_session: Session, signed_in: SignedIn
) -> None:
    for who, session, way in (
        (ada, finished, 'href="/t/acme/settings/ai/"'),
        (cand, candidate_session, "An owner or administrator can add one in Settings, Language models."),
    ):
        page = signed_in(who).get(page_of(session))
        assert "Nobody can answer at the moment." in page.text
        assert way in page.text
        assert "<textarea" not in page.text
        refused = signed_in(who).post(page_of(session), {"question": QUESTION})
        assert (refused.status_code, "Nobody can answer at the moment." in refused.text) == (422, True)
    assert not QueuedTask.objects.filter(name="interviews.answer_coach").exists()


@pytest.fixture
def candidate_session(acme: Tenant, candidate_of: Candidate, assigned: Assign, held: Hold, cand: Membership) -> Session:
    """An assessment that a candidate held to its end."""
    with scope(acme):
        return held(assigned(candidate_of), cand)


@pytest.fixture
def candidate_of(acme: Tenant, request: pytest.FixtureRequest) -> Candidate:
    with scope(acme):
        found: Candidate = request.getfixturevalue("candidate")
        return found


def test_the_page_says_when_the_workspace_brought_the_model_itself(
    provider: LLMock, acme: Tenant, ada: Membership, finished: Session, signed_in: SignedIn
) -> None:
    said_so = "This workspace brought the model itself"
    before = signed_in(ada).get(page_of(finished))
    TenantProvider.objects.create(tenant=acme, name="ours", base_url="https://a.example", key_sealed=b"x", model="m")

    after = signed_in(ada).get(page_of(finished))

    assert (said_so in before.text, said_so in after.text) == (False, True)


def test_a_typed_question_is_kept_when_it_is_refused(
    provider: LLMock, ada: Membership, finished: Session, signed_in: SignedIn
) -> None:
    with scope(ada.tenant):
        asked(finished, state="waiting", question="First?")
    browser = signed_in(ada)

    busy = browser.post(page_of(finished), {"question": "Second, typed with care?"})
    long = browser.post(page_of(finished), {"question": "x" * 1001})
    empty = browser.post(page_of(finished), {"question": "  "})

    assert [one.status_code for one in (busy, long, empty)] == [422, 422, 422]
    assert "The coach is still answering the question before." in busy.text
    assert "Second, typed with care?</textarea>" in busy.text
    with scope(ada.tenant):
        assert CoachTurn.objects.count() == 1


def test_the_page_of_an_interview_that_goes_on_says_when_the_coach_is_there(
    ada: Membership, running: Session, signed_in: SignedIn
) -> None:
    page = signed_in(ada).get(page_of(running))

    assert (page.status_code, "There is nothing to speak about yet." in page.text) == (200, True)
    assert page_of(running) not in signed_in(ada).get(f"/t/acme/interviews/{running.pk}/").text


def test_all_questions_asked_leaves_the_talk_and_no_form(
    provider: LLMock, ada: Membership, finished: Session, signed_in: SignedIn
) -> None:
    with scope(ada.tenant):
        CoachTurn.objects.bulk_create(
            CoachTurn(session=finished, question=f"Number {one}?", state="answered") for one in range(30)
        )

    page = signed_in(ada).get(page_of(finished))

    assert "All questions about this interview are asked." in page.text
    assert ("Number 29?" in page.text, "<textarea" in page.text) == (True, False)


def test_the_talk_is_nobody_elses(
    provider: LLMock,
    ada: Membership,
    ben: Membership,
    gia: Membership,
    cleo: Membership,
    finished: Session,
    api: Api,
    grant: Grant,
    signed_in: SignedIn,
) -> None:
    grant(cleo.tenant, "interviews")
    with scope(ada.tenant):
        asked(finished)

    for who in (ben, gia, cleo):
        browser, program = signed_in(who), api(who)
        tried = (
            browser.get(page_of(finished)),
            browser.get(f"{page_of(finished)}status/"),
            browser.post(page_of(finished), {"question": QUESTION}),
            browser.post(f"{page_of(finished)}again/"),
            program.get(address_of(finished)),
            program.post(address_of(finished), {"question": QUESTION}),
            program.post(f"{address_of(finished)}again/"),
        )
        assert {one.status_code for one in tried} <= {403, 404}, who
        assert [one for one in tried if SECRET in one.content.decode()] == []
    assert Client().get(page_of(finished)).status_code == 302


def test_of_an_assessment_the_candidate_reads_it_and_the_company_never(
    provider: LLMock, acme: Tenant, ada: Membership, cand: Membership, candidate_session: Session, signed_in: SignedIn
) -> None:
    with scope(acme):
        asked(candidate_session, question="Why so few points?")
    owner = signed_in(ada)

    assert "Why so few points?" in signed_in(cand).get(page_of(candidate_session)).text
    assert owner.get(page_of(candidate_session)).status_code == 404
    result = owner.get(f"/t/acme/interviews/{candidate_session.pk}/")
    assert (result.status_code, "Why so few points?" in result.text, page_of(candidate_session) in result.text) == (
        *(200, False, False),
    )
    # Where rows are deleted the administration names what goes along.
    admin = owner.get(f"/t/acme/admin/interviews/session/{candidate_session.pk}/delete/")
    assert (admin.status_code, "Why so few points?" in admin.text) == (200, False)


def test_who_may_only_look_reads_the_talk_and_asks_nothing(
    provider: LLMock, acme: Tenant, gia: Membership, finished: Session, signed_in: SignedIn
) -> None:
    with scope(acme):
        Session.objects.filter(pk=finished.pk).update(member_id=gia.pk)
        asked(finished)

    page = signed_in(gia).get(page_of(finished))
    assert (page.status_code, SECRET in page.text, "<textarea" in page.text) == (200, True, False)
    assert "Your role may read this, but not ask." in page.text
    assert signed_in(gia).post(page_of(finished), {"question": QUESTION}).status_code == 403
    assert gia.role == Role.GUEST


def test_the_coach_answers_over_http(
    provider: LLMock, ada: Membership, finished: Session, api: Api, run_queued: Any
) -> None:
    provider.reply(said("Say what it costs.", CITED))
    program = api(ada)
    before = program.get(address_of(finished))
    assert before.json() == {"is_answering": True, "questions_left": 30, "turns": []}

    sent = program.post(address_of(finished), {"question": QUESTION})
    twice = program.post(address_of(finished), {"question": QUESTION})
    busy = program.post(address_of(finished), {"question": "Else?"})
    assert (sent.status_code, sent.data["state"], sent.data["failure"]) == (202, "waiting", "")
    assert (twice.status_code, twice.data["id"]) == (202, sent.data["id"])
    assert (busy.status_code, busy.json()["code"]) == (409, "coach-busy")
    run_queued()

    (turn,) = program.get(address_of(finished)).json()["turns"]
    assert (turn["state"], turn["answer"], turn["citations"]) == ("answered", "Say what it costs.", [CITED])
    assert (turn["engine"], turn["prompt"], turn["failure_title"]) == ("mock mock-1", "interviews.coach-v1", "")


def test_the_api_names_why_nobody_answers(
    ada: Membership, finished: Session, running: Session, api: Api, provider: LLMock, run_queued: Any
) -> None:
    provider.fail(401, times=9)
    program = api(ada)
    codes = [
        (one.status_code, one.json()["code"])
        for one in (
            program.post(address_of(running), {"question": QUESTION}),
            program.post(address_of(finished), {"question": ""}),
            program.post(address_of(finished), {"question": "x" * 1001}),
            program.post(f"{address_of(finished)}again/"),
        )
    ]
    assert codes == [(409, "no-report"), (400, "invalid"), (400, "invalid"), (404, "not-found")]

    program.post(address_of(finished), {"question": QUESTION})
    run_queued()

    (turn,) = program.get(address_of(finished)).json()["turns"]
    assert (turn["state"], turn["failure"]) == ("failed", "key-refused")
    assert turn["failure_title"] == "The language model could not be reached, or gave no answer that can be used."
    again = program.post(f"{address_of(finished)}again/")
    assert (again.status_code, again.data["state"]) == (202, "waiting")


def test_without_a_provider_the_api_says_no_coach(ada: Membership, finished: Session, api: Api) -> None:
    refused = api(ada).post(address_of(finished), {"question": QUESTION})

    assert (refused.status_code, refused.json()["code"]) == (409, "no-coach")
    assert api(ada).get(address_of(finished)).json()["is_answering"] is False


def test_a_talk_costs_as_many_queries_with_one_turn_as_with_three(
    provider: LLMock, ada: Membership, finished: Session, api: Api, django_assert_num_queries: Any
) -> None:
    program, counts = api(ada), []
    for more in (1, 2):
        with scope(ada.tenant):
            for _turn in range(more):
                asked(finished)
        program.get(address_of(finished))
        with CaptureQueriesContext(connection) as queries:
            program.get(address_of(finished))
        counts.append(len(queries))

    assert counts[0] == counts[1]
    with scope(ada.tenant), django_assert_num_queries(1):
        assert services.turns_left(finished) == 27
