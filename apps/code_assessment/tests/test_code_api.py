"""Code assessment over HTTP: the shapes of DESIGN.md, what is never told, and who may see whose."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import Membership
from apps.code_assessment.models import Assessment, Attempt
from apps.code_assessment.tests.conftest import FUNCTION, PROGRAM, WRONG, HandIn, Run, content
from apps.core.scope import scope
from apps.hiring.models import Candidate
from apps.marketplace.models import License
from tests.people import Api

pytestmark = pytest.mark.django_db
BASE = "/api/v1/code-assessment"


def test_a_program_is_handed_in_and_looked_at_until_it_is_judged(
    ada: Membership, module: License, api: Api, run_queued: Run
) -> None:
    sent = {"problem": PROGRAM, "language": "python", "source": content().reference, "key": "once"}
    made = api(ada).post(f"{BASE}/submissions/", sent, format="json")
    again = api(ada).post(f"{BASE}/submissions/", sent, format="json")

    assert (made.status_code, made.data["state"], made.data["verdict"]) == (202, "queued", "")
    assert (again.data["id"], made.data["task"]["position"]) == (made.data["id"], 1)
    run_queued()
    found = api(ada).get(f"{BASE}/submissions/{made.data['id']}/").data
    assert (found["state"], found["verdict"], found["points"]) == ("done", "AC", 100)
    assert api(ada).get(f"{BASE}/progress/").data["solved"] == 1


def test_handing_in_asks_the_database_no_more_than_twelve_things(ada: Membership, module: License, api: Api) -> None:
    sent = {"problem": PROGRAM, "language": "python", "source": content().reference}
    client = api(ada)
    client.post(f"{BASE}/submissions/", sent, format="json")
    with CaptureQueriesContext(connection) as asked:
        assert client.post(f"{BASE}/submissions/", sent, format="json").status_code == 202
    assert len(asked) <= 12


def test_a_run_is_not_counted_and_answers_with_what_was_written(
    ada: Membership, module: License, api: Api, run_queued: Run
) -> None:
    sent = {"language": "python", "source": "print(input()[::-1])", "input": "abc"}
    made = api(ada).post(f"{BASE}/problems/{PROGRAM}/run/", sent, format="json")
    run_queued()

    found = api(ada).get(f"{BASE}/submissions/{made.data['id']}/").data
    assert (made.status_code, found["kind"], found["tests"][0]["got"]) == (202, "run", "cba\n")


@pytest.mark.parametrize("key", [PROGRAM, FUNCTION])
def test_of_hidden_tests_the_problem_says_no_more_than_points(
    ada: Membership, module: License, api: Api, key: str
) -> None:
    answer = api(ada).get(f"{BASE}/problems/{key}/")

    asked = content(key)
    hidden = [one.name for one in asked.everything if one not in asked.samples]
    told = answer.content.decode()
    assert [name for name in hidden if f'"{name}"' in told] == []
    assert sum(one["points"] for one in answer.data["groups"]) == 100
    assert answer.data["editorial"] is None
    assert asked.reference not in told
    assert set(answer.data["languages"]) >= {"python", "javascript"}


def test_hints_and_the_editorial_come_when_they_are_asked_for(ada: Membership, module: License, api: Api) -> None:
    first = api(ada).post(f"{BASE}/problems/{PROGRAM}/hint/").data
    last = api(ada).post(f"{BASE}/problems/{PROGRAM}/give-up/").data

    assert first["hints"] == [content().hints[0]]
    assert (first["editorial"], last["editorial"]) == (None, content().editorial)


def test_a_wrong_language_says_which_there_are(ada: Membership, module: License, api: Api) -> None:
    sent = {"problem": PROGRAM, "language": "cobol", "source": "x"}
    refused = api(ada).post(f"{BASE}/submissions/", sent, format="json")

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "language")
    assert "python" in refused.json()["errors"][0]["message"]


@pytest.mark.usefixtures("in_acme")
def test_practice_is_nobody_elses_and_assessments_are_for_those_who_review(
    ada: Membership,
    ben: Membership,
    gia: Membership,
    cand: Membership,
    running: Attempt,
    handed_in: HandIn,
    api: Api,
) -> None:
    practised, asked = handed_in(ada, WRONG), handed_in(cand, WRONG, attempt=running)

    seen = {
        who.role: [one["id"] for one in api(who).get(f"{BASE}/submissions/").data["results"]] for who in (ada, ben, gia)
    }

    assert seen == {"owner": [asked.pk, practised.pk], "member": [asked.pk], "guest": []}
    assert api(ben).get(f"{BASE}/submissions/{practised.pk}/").status_code == 404
    assert api(ben).post(f"{BASE}/attempts/{running.pk}/finish/").status_code == 404


def test_an_attempt_tells_its_problems_once_the_clock_goes(ada: Membership, api: Api, module: License) -> None:
    wanted = {"title": "Backend", "problems": [{"key": PROGRAM, "points": 100}], "total_minutes": 30}
    made = api(ada).post(f"{BASE}/assessments/", wanted, format="json")
    ready = api(ada).post(f"{BASE}/assessments/{made.data['id']}/attempt/")
    address = f"{BASE}/attempts/{ready.data['id']}/"
    begun = api(ada).post(f"{address}start/", {}, format="json")

    assert (made.status_code, ready.status_code, ready.data["problems"]) == (201, 201, [])
    assert (begun.data["state"], [one["key"] for one in begun.data["problems"]]) == ("running", [PROGRAM])
    assert api(ada).post(f"{address}finish/").data["state"] == "judging"
    assert api(ada).delete(f"{BASE}/assessments/{made.data['id']}/").status_code == 204


def test_the_list_asks_as_often_for_three_as_for_one(
    ada: Membership, handed_in: HandIn, api: Api, run_queued: Run
) -> None:
    client = api(ada)
    with scope(ada.tenant):
        handed_in(ada, WRONG)
    run_queued()
    counts = []
    for _turn in range(2):
        # The worker's code leaves the connection in no workspace.
        client.get(f"{BASE}/submissions/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{BASE}/submissions/").status_code == 200
        counts.append(len(asked))
        with scope(ada.tenant):
            handed_in(ada, WRONG)
            handed_in(ada, WRONG)
        run_queued()
    assert counts[0] == counts[1]


@pytest.mark.usefixtures("in_acme")
def test_a_candidate_is_asked_over_http(
    ada: Membership, ben: Membership, gia: Membership, candidate: Candidate, assessment: Assessment, api: Api
) -> None:
    address, sent = f"{BASE}/assessments/{assessment.pk}/assign/", {"candidate": str(candidate.pk), "time_factor": 1.5}

    made = api(ben).post(address, sent, format="json")

    assert (made.status_code, made.data["link"]) == (201, f"/code-assessment/assigned/{made.data['assignment']}/")
    assert api(gia).post(address, sent, format="json").json()["code"] == "not-allowed"


def test_a_problem_that_is_not_there_is_not_there_whatever_is_sent(ada: Membership, module: License, api: Api) -> None:
    missing = api(ada).post(f"{BASE}/problems/no-such-problem/run/", {}, format="json")
    unfit = api(ada).post(f"{BASE}/problems/{PROGRAM}/run/", {}, format="json")

    assert (missing.status_code, unfit.status_code) == (404, 400)
    assert {one["field"] for one in unfit.json()["errors"]} == {"language", "source"}
