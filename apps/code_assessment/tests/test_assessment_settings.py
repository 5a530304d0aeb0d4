"""Every setting of an assessment, from the form that writes it to what a candidate finds: each changes something."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import Membership
from apps.code_assessment.models import AssignedAssessment, Attempt, Submission
from apps.code_assessment.tests.conftest import FUNCTION, PROGRAM, Run, content
from apps.core.scope import scope
from apps.hiring.models import Assignment, Candidate, Result
from apps.marketplace.models import License
from tests.people import SignedIn

pytestmark = pytest.mark.django_db
BASE = "/t/acme/code-assessment"


class Asked:
    """An assessment that was written in the form and that a candidate was asked for by the form of their record."""

    def __init__(self, ada: Membership, cand: Membership, candidate: Candidate, signed_in: SignedIn) -> None:
        self.writer, self.client = signed_in(ada), signed_in(cand)
        self.tenant, self.candidate = ada.tenant, candidate

    def ask(self, *, due: str = "", time_factor: str = "1.0", **changes: object) -> str:
        """The address at which the candidate finds it."""
        form = {
            "title": "Backend",
            "total_minutes": "40",
            "attempts": "1",
            "has_practice_round": "on",
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "0",
            "form-0-key": PROGRAM,
            "form-0-points": "100",
            "form-1-key": FUNCTION,
            "form-1-points": "300",
            **changes,
        }
        made = self.writer.post(f"{BASE}/assessments/new/", form)["Location"]
        sent = {"assessment": made.split("/")[-2], "time_factor": time_factor, "due": due}
        assert self.writer.post(f"{BASE}/assign/{self.candidate.pk}/", sent).status_code == 302
        with scope(self.tenant):
            return f"{BASE}/assigned/{AssignedAssessment.objects.get().assignment_id}/"

    def begin(self, address: str) -> str:
        """The address of an attempt that goes on."""
        ready = self.client.post(address)["Location"]
        self.client.post(f"{ready}start/", {"consent": "yes"})
        return str(ready)

    def hand_in(self, attempt: str, problem: str, source: str, language: str = "python") -> int:
        form = {"language": language, "answer": source, "version": "0", "key": problem + source[:9], "deed": "submit"}
        return self.client.post(f"{attempt}problems/{problem}/submit/", form).status_code


@pytest.fixture
def asked(
    in_acme: None, module: License, ada: Membership, cand: Membership, candidate: Candidate, signed_in: SignedIn
) -> Asked:
    return Asked(ada, cand, candidate, signed_in)


def test_points_weigh_the_problems(asked: Asked, run_queued: Run) -> None:
    attempt = asked.begin(asked.ask(**{"form-0-points": "600", "form-1-points": "200"}))
    asked.hand_in(attempt, PROGRAM, content().reference)

    asked.client.post(f"{attempt}finish/")
    run_queued()

    with scope(asked.tenant):
        found = Attempt.objects.get()
    assert (found.score, [one["points"] for one in found.report["problems"]]) == (75, [600.0, 0.0])


def test_time_is_the_total_times_the_factor_of_this_candidate(asked: Asked) -> None:
    address = asked.ask(time_factor="1.5", total_minutes="30")

    notice = asked.client.get(address).text
    assert ("45 min in all" in notice, "1.5 times the usual time" in notice) == (True, True)
    asked.begin(address)
    with scope(asked.tenant):
        found = Attempt.objects.get()
    assert found.started_at is not None
    assert found.due_at == found.started_at + timedelta(minutes=45)


def test_languages_are_those_that_were_chosen(asked: Asked) -> None:
    attempt = asked.begin(asked.ask(languages=["javascript", "java"]))

    page = asked.client.get(f"{attempt}problems/{PROGRAM}/").text
    refused = asked.hand_in(attempt, PROGRAM, content().reference)

    offered = set(re.findall(r'<option value="(\w+)"', page))
    assert (offered - {"javascript", "java"}, "javascript" in offered, refused) == (set(), True, 400)
    with scope(asked.tenant):
        assert Submission.objects.count() == 0


def test_after_the_day_nobody_begins(asked: Asked) -> None:
    day = timezone.localdate() + timedelta(days=3)
    address = asked.ask(due=day.isoformat())
    assert "Go to the assessment" in asked.client.get(address).text
    with scope(asked.tenant):
        due = Assignment.objects.get().due_at
        assert due is not None
        assert timezone.localdate(due) == day
        Assignment.objects.update(due_at=timezone.now() - timedelta(minutes=1))

    late = asked.client.post(address, headers={"Accept": "text/html"})

    assert "Go to the assessment" not in asked.client.get(address).text
    assert late.status_code == 409
    with scope(asked.tenant):
        assert Attempt.objects.count() == 0


def test_there_are_as_many_attempts_as_were_offered_and_the_best_counts(asked: Asked, run_queued: Run) -> None:
    address = asked.ask(attempts="3")
    left = [re.findall(r"(\d) attempts? left", asked.client.get(address).text)]
    for problem, source in ((FUNCTION, content(FUNCTION).reference), (PROGRAM, content().reference), (PROGRAM, "1")):
        attempt = asked.begin(address)
        asked.hand_in(attempt, problem, source)
        asked.client.post(f"{attempt}finish/")
        run_queued()
        left.append(re.findall(r"(\d) attempts? left", asked.client.get(address).text))

    refused = asked.client.post(address)

    assert left == [["3"], ["2"], ["1"], ["0"]]
    assert (refused.status_code, "Go to the assessment" in asked.client.get(address).text) == (409, False)
    with scope(asked.tenant):
        # A fourth one was not made.
        scores = list(Attempt.objects.order_by("created_at").values_list("score", flat=True))
        result = Result.objects.get(is_current=True)
        assert (scores, float(result.score or 0), Assignment.objects.get().state) == ([75, 25, 0], 75.0, "done")


def test_what_was_made_ready_before_its_day_does_not_begin_after_it(asked: Asked) -> None:
    ready = asked.client.post(asked.ask())["Location"]
    with scope(asked.tenant):
        Assignment.objects.update(due_at=timezone.now() - timedelta(minutes=1))

    asked.client.post(f"{ready}start/", {"consent": "yes"})

    with scope(asked.tenant):
        assert Attempt.objects.get().state == Attempt.State.READY


@pytest.mark.parametrize(("changes", "is_offered"), [({}, True), ({"has_practice_round": ""}, False)])
def test_the_practice_round_is_offered_where_it_was_chosen(
    asked: Asked, changes: dict[str, str], *, is_offered: bool
) -> None:
    page = asked.client.get(asked.ask(**changes)).text

    found = re.search(rf'href="{BASE}/problems/([\w-]+)/"', page)
    assert ("Try the editor first" in page, found is not None) == (is_offered, is_offered)
    # Never with what is asked.
    assert found is None or found[1] not in {PROGRAM, FUNCTION}


def test_who_is_asked_in_sql_practises_in_sql(asked: Asked) -> None:
    page = asked.client.get(asked.ask(languages=["sql"], **{"form-0-key": "people-below-each-lead"})).text

    found = re.search(rf'href="{BASE}/problems/([\w-]+)/"', page)
    assert found is not None
    assert content(found[1]).allows("sql")


def test_problems_stand_in_their_order(asked: Asked) -> None:
    attempt = asked.begin(asked.ask(**{"form-0-key": FUNCTION, "form-1-key": PROGRAM}))

    page = asked.client.get(attempt).text

    assert page.index(content(FUNCTION).title) < page.index(content(PROGRAM).title)
