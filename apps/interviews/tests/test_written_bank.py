"""Questions written for the bank: drafts that wait for a review, for those only who may change it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from llmock.pytest_plugin import LLMock

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.core.scope import scope
from apps.hiring.exchange import SkillDraft
from apps.hiring.services import create_job
from apps.interviews.bank import own_picks
from apps.interviews.library import all_items
from apps.interviews.models import OwnQuestion, WritingOrder
from apps.interviews.tests.writer import SUBJECTS, answer, provider, told, written
from apps.marketplace.models import License
from tests.people import NewMember, SignedIn

pytestmark = pytest.mark.django_db
WRITE = "/t/acme/interviews/questions/write/"
SENT = {"role": "backend", "level": "mid", "kind": "open", "number": 2, "language": "en", "skills": "Kafka, SQL"}
Run = Callable[[], int]


@pytest.fixture
def model(llmock: LLMock, settings: Any, module: License) -> LLMock:
    settings.AI_PROVIDERS = provider(llmock)
    return llmock


@pytest.fixture
def browser(ada: Membership, module: License, signed_in: SignedIn) -> Client:
    return signed_in(ada)


def test_drafts_wait_for_a_review_and_are_not_asked_before(
    browser: Client, model: LLMock, ada: Membership, run_queued: Run
) -> None:
    model.reply(answer(written("logs"), written("cache")))
    with scope(ada.tenant):
        job = create_job(by=ada, title="Keeper of payments", skills=[SkillDraft("Rust")])

    made = browser.post(WRITE, {**SENT, "job": str(job.pk)})
    waiting = browser.get(made["Location"])
    asked = browser.get(made["Location"], headers={"HX-Request": "true"})
    run_queued()
    over = browser.get(made["Location"], headers={"HX-Request": "true"})
    page = browser.get(made["Location"]).text

    assert ("2 questions are being written" in waiting.text, "<html" in asked.text) == (True, False)
    assert (over.status_code, over.headers["HX-Refresh"]) == (204, "true")
    assert (SUBJECTS["logs"] in page, "In review" in page) == (True, True)
    said = told(model, 0)
    assert [part in said for part in ("Kafka, SQL", "Keeper of payments", "Rust")] == [True] * 3
    with scope(ada.tenant):
        rows = list(OwnQuestion.objects.order_by("created_at"))
        assert [(one.text, one.state, one.is_shared, one.made_by_id) for one in rows] == [
            (SUBJECTS[name], "in-review", True, None) for name in ("logs", "cache")
        ]
        assert {one.origin for one in rows} == {"mock mock-1 · interviews.generate_questions-v1"}
        assert own_picks([str(one.pk) for one in rows]) == []
    review = f"/t/acme/interviews/questions/{rows[0].pk}/review/"
    browser.post(review, {"deed": "approve"})
    with scope(ada.tenant):
        assert [pick.text for pick in own_picks([str(rows[0].pk)])] == [SUBJECTS["logs"]]


def test_what_the_library_asks_already_is_not_written(
    browser: Client, model: LLMock, ada: Membership, run_queued: Run
) -> None:
    there = next(one for one in all_items().values() if (one.role, one.level, one.kind) == ("backend", "mid", "open"))
    model.reply(answer(written(there.text), written("cache"))).reply(answer())

    made = browser.post(WRITE, SENT)
    run_queued()

    assert "1 of 2 were written." in browser.get(made["Location"]).text
    with scope(ada.tenant):
        assert [one.text for one in OwnQuestion.objects.all()] == [SUBJECTS["cache"]]


def test_a_failure_is_said_with_a_way_on(browser: Client, model: LLMock, ada: Membership, run_queued: Run) -> None:
    model.outage()
    made = browser.post(WRITE, SENT)
    run_queued()

    page = browser.get(made["Location"]).text
    assert ("Nothing was written" in page, "The language model gave no usable answer." in page) == (True, True)


def test_without_a_provider_the_form_is_closed_and_says_why(browser: Client, settings: Any, ada: Membership) -> None:
    settings.AI_PROVIDERS = []

    page, sent = browser.get(WRITE).text, browser.post(WRITE, SENT)

    assert ("This needs a language model" in page, sent.status_code) == (True, 422)
    with scope(ada.tenant):
        assert not WritingOrder.objects.exists()


def test_only_those_may_who_change_the_bank(
    model: LLMock, ada: Membership, acme: Any, cleo: Membership, grant: Any, new_member: NewMember, signed_in: SignedIn
) -> None:
    grant(cleo.tenant, "interviews")
    made = signed_in(ada).post(WRITE, SENT)

    for role in (Role.GUEST, Role.CANDIDATE):
        client = signed_in(new_member(f"a {role}", acme, role))
        answers = [client.get(WRITE), client.post(WRITE, SENT), client.get(made["Location"])]
        assert [one.status_code for one in answers] == [403, 403, 403]
    foreign = signed_in(cleo).get(made["Location"].replace("/t/acme/", f"/t/{cleo.tenant.slug}/"))
    assert foreign.status_code == 404
