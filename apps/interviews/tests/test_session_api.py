"""Interviews over HTTP: the shapes of DESIGN.md, and who may see whose."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.interviews import services
from apps.interviews.models import Session
from apps.interviews.tests.conftest import ANSWER, Prepare
from apps.marketplace.models import License
from tests.people import Api

pytestmark = pytest.mark.django_db
SESSIONS = "/api/v1/interviews/sessions/"


def test_an_interview_is_held_over_http(ada: Membership, module: License, api: Api, run_queued: object) -> None:
    begun = api(ada).post(f"{SESSIONS}start/", {"role": "backend", "level": "junior", "number": 1, "follow_ups": 0})
    assert (begun.status_code, begun.data["state"], begun.data["current"]["position"]) == (201, "running", 1)
    address, question = f"{SESSIONS}{begun.data['id']}/", begun.data["current"]["id"]

    answered = api(ada).post(f"{address}submit-answer/", {"question": question, "answer": ANSWER, "confidence": 4})
    assert (answered.status_code, answered.data["questions"][0]["state"]) == (200, "answered")
    early = api(ada).get(f"{address}feedback/")
    assert (early.status_code, early.json()["code"]) == (409, "not-ready")
    completed = api(ada).post(f"{address}complete/")
    assert completed.data["state"] == "evaluating"
    run_queued()  # type: ignore[operator]  # the fixture of conftest.py

    found = api(ada).get(f"{address}feedback/")
    assert found.data["session"]["state"] == "completed"
    assert found.data["is_estimate"] is True
    assert [one["question"]["id"] for one in found.data["answers"]] == [question]
    assert all(one["quote"] in ANSWER for one in found.data["answers"][0]["evaluation"]["findings"])


def test_an_interview_asks_the_database_few_things_at_each_step(ada: Membership, module: License, api: Api) -> None:
    setup = {"role": "backend", "level": "junior", "number": 2, "follow_ups": 0}
    client = api(ada)
    client.post(f"{SESSIONS}start/", setup, format="json")
    begun: list[Any] = []
    found: dict[str, int] = {}
    for step in ("start", "submit-answer", "next"):
        body: dict[str, object] = setup
        address = SESSIONS
        if begun:
            address, body = f"{SESSIONS}{begun[0].data['id']}/", {}
        if step == "submit-answer":
            body = {"question": begun[0].data["current"]["id"], "answer": ANSWER}
        with CaptureQueriesContext(connection) as asked:
            begun.append(client.post(f"{address}{step}/", body, format="json"))
        found[step] = len(asked)

    assert [one.status_code for one in begun] == [201, 200, 200]
    assert found["start"] <= 12
    assert found["submit-answer"] <= 12
    assert found["next"] <= 12


def test_a_wrong_setup_says_which_field(ada: Membership, module: License, api: Api) -> None:
    refused = api(ada).post(f"{SESSIONS}start/", {"role": "astronaut", "number": 99})

    assert refused.status_code == 400
    assert {one["field"] for one in refused.json()["errors"]} == {"role", "number"}


def test_drafts_of_two_windows_meet_in_a_409(ada: Membership, running: Session, api: Api) -> None:
    with scope(ada.tenant):
        question = str(running.questions.get(state="open").pk)
    kept = api(ada).post(f"{SESSIONS}{running.pk}/draft/", {"question": question, "text": "one", "version": 0})
    late = api(ada).post(f"{SESSIONS}{running.pk}/draft/", {"question": question, "text": "two", "version": 0})

    assert (kept.data, late.status_code, late.json()["code"]) == ({"version": 1}, 409, "stale-draft")
    assert (late.json()["text"], late.json()["version"]) == ("one", 1)


def test_practice_is_nobody_elses_and_assessments_are_for_those_who_review(
    ada: Membership, ben: Membership, gia: Membership, prepared: Prepare, api: Api
) -> None:
    with scope(ada.tenant):
        practice = prepared(ada)
        assessment = prepared(ada, occasion=services.Occasion(mode=Session.Mode.ASSESSMENT))

    seen = {who.role: [one["id"] for one in api(who).get(SESSIONS).data["results"]] for who in (ada, ben, gia)}

    assert seen == {
        "owner": [assessment.pk, practice.pk],
        "member": [assessment.pk],
        "guest": [],
    }
    assert api(ben).get(f"{SESSIONS}{practice.pk}/").status_code == 404
    assert api(ben).post(f"{SESSIONS}{assessment.pk}/complete/").status_code == 404


def test_the_list_asks_as_often_for_three_as_for_one(ada: Membership, prepared: Prepare, api: Api) -> None:
    client = api(ada)
    with scope(ada.tenant):
        prepared(ada)
    client.get(SESSIONS)
    counts = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(SESSIONS).status_code == 200
        counts.append(len(asked))
        with scope(ada.tenant):
            prepared(ada)
            prepared(ada)
    assert counts[0] == counts[1]
