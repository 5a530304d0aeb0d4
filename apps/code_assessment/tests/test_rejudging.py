"""All programs of a problem judged again after it was mended: who may, what is counted, and what is written down."""

from typing import Any

import pytest

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.audit.models import AuditEntry
from apps.code_assessment import services
from apps.code_assessment.catalogue import own_of
from apps.code_assessment.content import Content
from apps.code_assessment.models import Attempt, Problem, ProblemProgress, Submission
from apps.code_assessment.queries import judging_of
from apps.code_assessment.services.refusals import OwnReviewError
from apps.code_assessment.tests.conftest import PROGRAM, WRONG, HandIn, Run, content
from apps.core.scope import scope
from apps.hiring.models import Candidate, Result
from apps.tenants.models import Tenant
from tests.people import Api, NewMember, SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_acme", "module")]
BASE, API = "/t/acme/code-assessment", "/api/v1/code-assessment"


def own_content(expected: str = "5\n") -> Content:
    """Two numbers to add; what the hidden test expects can be wrong."""
    said = content().to_json()
    sample = {"name": "a", "group": "samples", "points": 0, "is_sample": True, "stdin": "1 2\n", "expected": "3\n"}
    hidden = {**sample, "name": "b", "group": "main", "points": 10, "is_sample": False, "stdin": "2 3\n"}
    example = {"test": "a", "input": "1 2\n", "output": "3\n", "explanation": ""}
    changed = {
        "title": "Sum",
        "tests": [sample, {**hidden, "expected": expected}],
        "examples": [example],
        "generated": [],
        "generator": "",
        "partial_groups": [],
        "reference": "print(sum(map(int, input().split())))\n",
    }
    return Content.from_json({**said, **changed})


@pytest.fixture
def problem(ada: Membership, run_queued: Run) -> Problem:
    """Of Ada's, with a hidden test that expects what is not right."""
    made = services.write_problem(ada, own_content("6\n"))
    run_queued()
    return made


def hand_in(who: Membership, problem: Problem, run_queued: Run, attempt: Attempt | None = None) -> Submission:
    asked = Content.from_json(Problem.objects.get(pk=problem.pk).content)
    program = services.Program("python", asked.reference)
    made = services.submit(who, str(problem.pk), program, content=asked, attempt=attempt)
    run_queued()
    made.refresh_from_db()
    return made


def test_after_the_problem_is_mended_all_of_its_programs_are_right(
    ada: Membership, ben: Membership, problem: Problem, run_queued: Run
) -> None:
    before = [hand_in(who, problem, run_queued).verdict for who in (ada, ada, ben)]
    services.write_problem(ada, own_content(), problem=problem)

    count = services.rejudge_problem(str(problem.pk))
    waiting = judging_of(str(problem.pk))
    run_queued()

    assert (before, count, (waiting.programs, waiting.waiting, waiting.percent)) == (["WA"] * 3, 3, (3, 3, 0))
    assert set(Submission.objects.values_list("verdict", "points", "problem_version")) == {
        ("AC", 100, own_content().version)
    }
    assert judging_of(str(problem.pk)).waiting == 0
    rows = ProblemProgress.objects.values_list("member_id", "attempts", "best")
    assert sorted(rows) == sorted([(ada.pk, 2, 100), (ben.pk, 1, 100)])
    assert [one.note for one in AuditEntry.objects.filter(action="code_assessment.problem-rejudged")] == ["WA 3"]


def test_reports_are_written_anew_and_the_log_keeps_the_verdict_before(
    ada: Membership, cand: Membership, candidate: Candidate, running: Attempt, judged: HandIn, run_queued: Run
) -> None:
    handed = judged(cand, WRONG, attempt=running)
    services.finish_attempt(running)
    run_queued()
    Submission.objects.filter(pk=handed.pk).update(source=content().reference)

    services.rejudge_problem(PROGRAM)
    run_queued()

    running.refresh_from_db()
    assert (running.score, float(Result.objects.get(candidate=candidate, is_current=True).score or 0)) == (25, 25.0)
    assert AuditEntry.objects.get(action="code_assessment.rejudged").note == "WA 0"


def test_what_is_judged_again_keeps_nobody_from_handing_in(ada: Membership, problem: Problem, run_queued: Run) -> None:
    for _turn in range(4):
        hand_in(ada, problem, run_queued)

    services.rejudge_problem(str(problem.pk))

    asked = Content.from_json(problem.content)
    assert services.submit(ada, str(problem.pk), services.Program("python", "1"), content=asked).is_waiting


def test_only_who_reviews_has_a_problem_judged_again(
    ada: Membership, gia: Membership, cand: Membership, judged: HandIn, api: Api, signed_in: SignedIn
) -> None:
    judged(ada, WRONG)
    address = f"{BASE}/problems/{PROGRAM}/"

    page = signed_in(ada).get(address)
    sent = signed_in(ada).post(f"{address}rejudge/")
    refused = [signed_in(who).post(f"{address}rejudge/").status_code for who in (gia, cand)]

    assert "1 program was handed in for this problem." in page.text
    assert (sent["Location"], refused) == (address, [403, 403])
    assert "1 of 1 wait for their verdict" in signed_in(ada).get(f"{address}programs/").text
    assert api(ada).get(f"{API}/problems/{PROGRAM}/programs/").data == {"programs": 1, "waiting": 1}
    assert api(cand).post(f"{API}/problems/{PROGRAM}/rejudge/").status_code == 403
    # It waits already, so there is nothing to forget.
    assert api(ada).post(f"{API}/problems/{PROGRAM}/rejudge/").data == {"programs": 1, "waiting": 1}


def test_nobody_approves_what_they_wrote_while_there_is_somebody_else(
    acme: Tenant, ada: Membership, ben: Membership, run_queued: Run, new_member: NewMember
) -> None:
    made = services.write_problem(ada, own_content())
    run_queued()
    services.hand_in_problem(made)
    with pytest.raises(OwnReviewError):
        services.approve_problem(made, by=ada)

    approved = services.approve_problem(made, by=ben)

    assert (approved.state, approved.reviewed_by_id, approved.written_by_id) == ("approved", ben.pk, ada.pk)
    # Who changes it is who wrote it then.
    services.write_problem(ben, own_content("7\n"), problem=made)
    assert Problem.objects.get().written_by_id == ben.pk


def test_who_is_alone_approves_their_own(ada: Membership, cand: Membership, run_queued: Run) -> None:
    made = services.write_problem(ada, own_content())
    run_queued()
    services.hand_in_problem(made)

    assert services.approve_problem(made, by=ada).state == "approved"


def test_versions_are_set_side_by_side_with_who_wrote_them(
    ada: Membership, ben: Membership, cand: Membership, problem: Problem, signed_in: SignedIn
) -> None:
    address = f"{BASE}/problems/{problem.pk}/versions/"
    alone = signed_in(ada).get(address)
    with scope(ada.tenant):
        services.write_problem(ben, own_content(), problem=problem)

    page = signed_in(ada).get(address)

    assert "There is one version" in alone.text
    assert "1 line differs." in page.text
    assert [name in page.text for name in (str(ada.user.name), str(ben.user.name))] == [True, True]
    assert signed_in(ada).get(f"{address}?one=1&other=9").status_code == 404
    assert signed_in(cand).get(address).status_code == 403


def test_a_problem_is_written_changed_and_approved_over_http(
    acme: Tenant, ada: Membership, ben: Membership, cand: Membership, api: Api, run_queued: Run
) -> None:
    sent = {"content": own_content().to_json(), "is_for_assessments": True}
    made = api(ada).post(f"{API}/problems/", sent, format="json")
    address = f"{API}/problems/{made.data['id']}/"
    run_queued()

    def deed(who: Membership, name: str) -> Any:
        return api(who).post(f"{address}deed/", {"deed": name}, format="json")

    assert (made.status_code, made.data["state"], made.data["check"]["state"]) == (201, "draft", "waiting")
    assert api(ada).get(f"{address}own/").data["check"]["state"] == "passed"
    assert deed(ada, "hand-in").data["state"] == "in-review"
    assert (deed(ada, "approve").json()["code"], deed(ben, "approve").data["state"]) == ("own-review", "approved")
    exported = api(ada).get(f"{address}export/").data
    assert exported == own_content().to_json()
    changed = api(ben).put(address, {"content": {**exported, "title": "Total"}}, format="json")
    assert (changed.data["title"], changed.data["state"], changed.data["versions"]) == ("Total", "draft", [1, 2])
    assert (deed(ada, "check").data["check"]["state"], deed(ada, "explode").status_code) == ("waiting", 400)
    bad = api(ada).put(address, {"content": {**exported, "tests": []}}, format="json")
    broken = api(ada).put(address, {"content": {**exported, "tests": 5}}, format="json")
    assert [(one.status_code, one.json()["code"]) for one in (bad, broken)] == [(400, "bad-problem")] * 2


def test_hidden_tests_reach_nobody_but_who_may_change_the_problem(
    ada: Membership, ben: Membership, gia: Membership, cand: Membership, api: Api, signed_in: SignedIn, run_queued: Run
) -> None:
    """On no page, at no address and in no text of an error; not even the reference of a failed check says a word."""
    secret = "4711 4712\n"
    said = own_content().to_json()
    said["tests"][1] |= {"name": "the-secret", "stdin": secret, "expected": "9423\n"}
    made = services.write_problem(ada, Content.from_json(said))
    run_queued()
    services.hand_in_problem(made)
    services.approve_problem(made, by=ben)
    spy = "import sys\ntext = sys.stdin.read()\nprint(text, file=sys.stderr)\nraise SystemExit(text)\n"
    program = services.Program("python", spy)
    asked = Content.from_json(own_of(str(made.pk)).content)  # type: ignore[union-attr]  # it is there
    handed = services.submit(cand, str(made.pk), program, content=asked)
    run_queued()

    told = []
    for who in (gia, cand):
        addresses = [f"{API}/problems/{made.pk}/{path}" for path in ("", "own/", "export/", "programs/")]
        told += [api(who).get(one).content.decode() for one in addresses]
        pages = [f"{BASE}/problems/{made.pk}/{path}" for path in ("", "export/", "check/", "versions/", "edit/")]
        told += [signed_in(who).get(one).content.decode() for one in pages]
    told.append(api(cand).get(f"{API}/submissions/{handed.pk}/").content.decode())
    told.append(signed_in(cand).get(f"{BASE}/submissions/{handed.pk}/").content.decode())

    assert len(told) == 20
    assert [text for text in told if "4711" in text or "9423" in text or "the-secret" in text] == []
    assert '"RE"' in told[-2]
    assert "4711" in api(ada).get(f"{API}/problems/{made.pk}/export/").content.decode()
    assert api(gia).post(f"{API}/problems/", {"content": said}, format="json").status_code == 403
    assert gia.role == Role.GUEST
    with scope(ada.tenant):
        assert "4711" not in str(Problem.objects.get(pk=made.pk).check_report)
