"""Setting an interview up: sets and jobs to choose from, for those who may."""

from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.hiring.exchange import SkillDraft
from apps.hiring.models import Candidate
from apps.hiring.services import create_candidate, create_job
from apps.interviews.library import all_items
from apps.interviews.models import AssignedInterview, QuestionSet, Session
from apps.interviews.services.bank import write_set
from apps.marketplace.models import License
from tests.people import Api, SignedIn

pytestmark = pytest.mark.django_db
NEW = "/t/acme/interviews/new/"
SENT = {
    "role": "backend",
    "level": "mid",
    "kind": "technical",
    "number": 3,
    "minutes": 0,
    "total_minutes": 0,
    "difficulty": "fixed",
    "tone": "neutral",
    "feedback": "each",
    "follow_ups": 1,
    "questions_from": "library",
}
SLUGS = [slug for slug, item in all_items().items() if (item.role, item.level) == ("sales", "junior")][:2]


@pytest.fixture
def shared(ada: Membership, module: License) -> QuestionSet:
    """A set of two questions that the workspace shares."""
    with scope(ada.tenant):
        return write_set(ada, title="First talk", questions=SLUGS, is_shared=True)


@pytest.fixture
def browser(ada: Membership, module: License, signed_in: SignedIn) -> Client:
    return signed_in(ada)


def _asked(session: Session) -> list[str]:
    return list(session.questions.order_by("position").values_list("asked__slug", flat=True))


def test_a_chosen_set_is_asked_first(browser: Client, shared: QuestionSet, ada: Membership) -> None:
    page = browser.get(NEW)
    made = browser.post(NEW, {**SENT, "question_set": str(shared.pk)})

    assert f'<option value="{shared.pk}">First talk</option>' in page.text
    assert made.status_code == 302
    with scope(ada.tenant):
        asked = _asked(Session.objects.get())
    assert (asked[:2], len(asked)) == (SLUGS, 3)


def test_without_sets_the_page_says_how_to_make_one(browser: Client) -> None:
    page = browser.get(NEW).text

    assert "There are no sets of questions yet." in page
    assert 'name="question_set"' not in page


def test_a_set_of_somebody_elses_is_no_choice(
    browser: Client, ada: Membership, ben: Membership, api: Api, module: License
) -> None:
    with scope(ada.tenant):
        private = write_set(ben, title="Bens own", questions=SLUGS)

    page = browser.get(f"{NEW}?question_set={private.pk}")
    sent = browser.post(NEW, {**SENT, "question_set": str(private.pk)})
    started = api(ada).post("/api/v1/interviews/sessions/start/", {"role": "backend", "question_set": str(private.pk)})

    assert "Bens own" not in page.text
    assert (sent.status_code, started.status_code) == (422 if "question_set" in page.text else 302, 404)
    with scope(ada.tenant):
        assert not Session.objects.filter(questions__asked__slug__in=SLUGS).exists()


def test_the_api_takes_a_set(ada: Membership, shared: QuestionSet, api: Api) -> None:
    wanted = {"role": "backend", "number": 3, "question_set": str(shared.pk)}

    started = api(ada).post("/api/v1/interviews/sessions/start/", wanted)

    assert started.status_code == 201
    assert started.json()["current"]["text"] == all_items()[SLUGS[0]].text


def test_required_skills_of_a_chosen_job_are_asked_first(browser: Client, ada: Membership) -> None:
    with scope(ada.tenant):
        job = create_job(by=ada, title="Keeper of databases", skills=[SkillDraft("Idempotency")])

    browser.post(NEW, {**SENT, "kind": "technical", "job": str(job.pk)})

    with scope(ada.tenant):
        session = Session.objects.get()
        assert (session.job_id, session.setup["job_skills"]) == (job.pk, ["Idempotency"])
        assert any("Idempotency" in skills for skills in session.questions.values_list("asked__skills", flat=True))


def test_a_candidate_is_asked_a_shared_set(browser: Client, ada: Membership, shared: QuestionSet) -> None:
    with scope(ada.tenant):
        candidate: Candidate = create_candidate(by=ada, name="Cand Idate", email="cand@example.com")
        private = write_set(ada, title="Not for all", questions=SLUGS)
    address = f"/t/acme/interviews/assign/{candidate.pk}/"
    wanted: dict[str, Any] = {"role": "sales", "level": "junior", "kind": "mixed", "number": 2, "attempts": 1}

    page = browser.get(address).text
    refused = browser.post(address, {**wanted, "time_factor": "1.0", "question_set": str(private.pk)})
    made = browser.post(address, {**wanted, "time_factor": "1.0", "question_set": str(shared.pk)})

    assert ("First talk" in page, "Not for all" in page) == (True, False)
    assert (refused.status_code, made.status_code) == (422, 302)
    with scope(ada.tenant):
        assert AssignedInterview.objects.get().setup["question_set"] == str(shared.pk)
