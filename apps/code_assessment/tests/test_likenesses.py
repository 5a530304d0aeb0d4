"""Like programs of an assessment: which are compared, what people see, and that they alone decide."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.audit.models import AuditEntry
from apps.code_assessment import services
from apps.code_assessment.inspection import inspecting
from apps.code_assessment.models import Assessment, Attempt, Inspection, Likeness, Submission
from apps.code_assessment.queries import likenesses_for
from apps.code_assessment.sandbox import toolchains
from apps.code_assessment.sandbox.judge import BubblewrapEngine
from apps.code_assessment.services.erasing import erase_attempts_of
from apps.code_assessment.services.inspecting import inspect_submission
from apps.code_assessment.tests.conftest import FUNCTION, PROGRAM, HandIn, Run, content
from apps.core.models import QueuedTask
from apps.core.scope import scope
from apps.hiring.models import Candidate, Job
from apps.hiring.services import apply_to_job, create_candidate, create_job
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from tests.people import Api, NewMember

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_acme", "module")]
BASE = "/t/acme/code-assessment"
Sat = Callable[..., Submission]


@pytest.fixture
def job(ada: Membership) -> Job:
    return create_job(by=ada, title="Backend engineer")


@pytest.fixture
def sat(
    acme: Tenant,
    ada: Membership,
    assessment: Assessment,
    job: Job,
    new_member: NewMember,
    handed_in: HandIn,
    run_queued: Run,
) -> Sat:
    """Somebody is asked for the assessment, hands the program in, and everything after that is done."""

    def sit(
        name: str, source: str, *, problem: str = PROGRAM, membership: Membership | None = None, **more: Any
    ) -> Submission:
        person = membership or new_member(name, acme, Role.CANDIDATE)
        candidate = Candidate.objects.filter(member_id=person.pk).first()
        if candidate is None:
            candidate = create_candidate(by=ada, name=name.title(), email=person.user.email, member_id=person.pk)
        application = candidate.applications.first() or apply_to_job(job, candidate, by=ada)
        order = services.Order(assessment, application=application)
        assigned = services.assign_assessment(candidate, by=ada, order=order)
        attempt = services.start_attempt(services.prepare_assigned(assigned, person), consented=True)
        made = handed_in(person, source, problem=problem, attempt=attempt, **more)
        services.finish_attempt(attempt)
        run_queued()
        made.refresh_from_db()
        return made

    return sit


def renamed(source: str) -> str:
    return source.replace("line", "row").replace("counts", "numbers").replace("path", "place") + "\n# by myself\n"


@pytest.fixture
def pair(sat: Sat) -> Likeness:
    """Cand and Dora handed in the same program; Dora's has other names."""
    sat("cand", content().reference)
    sat("dora", renamed(content().reference))
    return Likeness.objects.get()


def test_a_renamed_copy_stands_out_with_what_it_rests_on(pair: Likeness) -> None:
    assert (pair.percent, pair.pairs, pair.percentile, pair.decision) == (100, 1, None, "open")
    assert (str(pair.other.member), str(pair.one.member)) == ("Cand", "Dora")
    assert set(Inspection.objects.values_list("comparison", "family")) == {("done", "python")}


def test_an_earlier_program_that_is_looked_at_again_makes_no_second_pair(pair: Likeness) -> None:
    inspect_submission(str(pair.other_id))

    assert list(Likeness.objects.values_list("one", "other")) == [(pair.one_id, pair.other_id)]


def test_another_way_to_solve_it_does_not_stand_out(sat: Sat) -> None:
    sat("cand", content().reference)
    other = sat("dora", content(FUNCTION).reference + "\n\nprint(longest_quiet_streak([1], 2))\n")

    assert (Likeness.objects.count(), other.inspection.comparison) == (0, "done")


def test_a_person_is_never_compared_with_themselves(sat: Sat, new_member: NewMember, acme: Tenant) -> None:
    cand = new_member("cand", acme, Role.CANDIDATE)
    sat("cand", content().reference, membership=cand)
    again = sat("cand", content().reference, membership=cand)

    assert (Likeness.objects.count(), again.inspection.comparison) == (0, "done")


def test_practice_and_trials_are_compared_with_nothing(
    ada: Membership, ben: Membership, assessment: Assessment, sat: Sat, judged: HandIn, run_queued: Run
) -> None:
    practice = judged(ben)
    trial = services.start_attempt(services.prepare_attempt(ada, services.setup_of(assessment), title="Try"))
    tried = judged(ada, attempt=trial)
    services.finish_attempt(trial)
    run_queued()
    sat("cand", content().reference)

    assert Likeness.objects.count() == 0
    assert not Inspection.objects.filter(submission=practice).exists()
    kept = Inspection.objects.get(submission=tried)
    assert (kept.comparison, bytes(kept.prints), bytes(kept.tokens)) == ("not-asked", b"", b"")


def test_a_short_program_is_not_compared_and_the_report_says_so(client: Client, ada: Membership, sat: Sat) -> None:
    made = sat("cand", "print(1)\n")
    assert made.inspection.comparison == "too-short"
    client.force_login(ada.user)
    page = client.get(f"{BASE}/attempts/{made.attempt_id}/").content.decode()

    assert "Too short to compare." in page


def test_notes_name_the_file_on_report_submission_and_api(client: Client, api: Api, ada: Membership, sat: Sat) -> None:
    made = sat("cand", "import rules\nrules.main()\n", files=[("rules.py", "import os\n\n\ndef main():\n    pass\n")])
    client.force_login(ada.user)
    pages = [client.get(f"{BASE}/{place}/").text for place in (f"attempts/{made.attempt_id}", f"submissions/{made.pk}")]
    notes = api(ada).get(f"/api/v1/code-assessment/submissions/{made.pk}/inspection/").data["notes"]

    assert [(one["file"], one["code"]) for one in notes] == [("rules.py", "F401")]
    for page in pages:
        assert "1 note on the quality" in page
        assert '<span class="wrap-anywhere" dir="ltr">rules.py</span><span class="tabular">Line 1</span>' in page


def test_only_what_counts_is_compared(sat: Sat, run_queued: Run, ada: Membership) -> None:
    """After a new judgement another program may count; what was found in the one before is forgotten."""
    made = sat("cand", content().reference)
    attempt = made.attempt
    assert attempt is not None
    other = Submission.objects.create(
        member_id=made.member_id,
        attempt=attempt,
        key="better",
        problem=made.problem,
        problem_version=made.problem_version,
        asked=made.asked,
        language="python",
        source=renamed(made.source),
        state=Submission.State.DONE,
    )
    Submission.objects.filter(pk=made.pk).update(points=10)
    services.rejudge(other, by=ada)
    Submission.objects.filter(pk=made.pk).update(source="print(1)")
    services.rejudge(made, by=ada)
    run_queued()

    assert list(Inspection.objects.values_list("submission", flat=True)) == [other.pk]


def test_done_twice_it_is_one_pair_and_a_decision_stays(ada: Membership, pair: Likeness) -> None:
    services.decide_likeness(pair, by=ada, decision="same-source", note="Same odd names")
    inspect_submission(str(pair.one_id))

    kept = Likeness.objects.get()
    assert (kept.pk, kept.decision, kept.note, kept.decided_by_id) == (pair.pk, "same-source", "Same odd names", ada.pk)


def test_a_decision_changes_no_score_and_stands_in_the_audit_log(
    client: Client, ada: Membership, pair: Likeness
) -> None:
    before = list(Attempt.objects.values_list("score", flat=True))
    client.force_login(ada.user)
    answer = client.post(f"{BASE}/likenesses/{pair.pk}/decide/", {"decision": "nothing", "note": "The usual loop"})

    with scope(ada.tenant):
        pair.refresh_from_db()
        assert (answer.status_code, pair.decision, pair.note) == (HTTPStatus.FOUND, "nothing", "The usual loop")
        assert list(Attempt.objects.values_list("score", flat=True)) == before
        entry = AuditEntry.objects.get(action="code_assessment.likeness-decided")
        assert (entry.target_id, "nothing" in entry.note, "The usual loop" in entry.note) == (str(pair.pk), True, True)
    page = client.get(f"{BASE}/likenesses/{pair.pk}/").content.decode()
    assert "The usual loop" in page


def test_no_decision_is_none(client: Client, ada: Membership, pair: Likeness) -> None:
    client.force_login(ada.user)
    for sent in ({"note": "so"}, {"decision": "open"}, {"decision": "guilty"}):
        answer = client.post(f"{BASE}/likenesses/{pair.pk}/decide/", sent)
        assert (answer.status_code, b"data-error-summary" in answer.content) == (422, True)
    with scope(ada.tenant):
        pair.refresh_from_db()
    assert pair.is_open


def test_both_programs_stand_beside_each_other_with_their_passages(
    client: Client, ada: Membership, pair: Likeness
) -> None:
    client.force_login(ada.user)
    page = client.get(f"{BASE}/likenesses/{pair.pk}/").content.decode()

    assert 'id="left-1" href="#right-1"' in page
    assert 'id="right-1" href="#left-1"' in page
    assert page.count('class="passage"') > 10
    assert "100% in common" in page
    assert 'class="hl-keyword"' in page


def test_the_report_names_like_programs_to_those_who_review_and_to_nobody_else(
    client: Client, ada: Membership, acme: Tenant, pair: Likeness
) -> None:
    address = f"{BASE}/attempts/{pair.one.attempt_id}/"
    client.force_login(ada.user)
    reviewed = client.get(address).content.decode()
    client.force_login(Membership.objects.get(pk=pair.one.member_id).user)
    own = client.get(address)

    assert "1 program is unusually like this one" in reviewed
    assert f"/likenesses/{pair.pk}/" in reviewed
    assert own.status_code == HTTPStatus.OK
    told = own.content.decode()
    assert [word for word in ("unusually", "likenesses", "compared") if word in told.lower()] == []


def test_a_candidate_finds_neither_list_nor_pair(client: Client, pair: Likeness, api: Api) -> None:
    person = Membership.objects.get(pk=pair.one.member_id)
    client.force_login(person.user)

    for place in ("", f"{pair.pk}/"):
        assert client.get(f"{BASE}/likenesses/{place}").status_code == HTTPStatus.FORBIDDEN
        assert api(person).get(f"/api/v1/code-assessment/likenesses/{place}").status_code == HTTPStatus.FORBIDDEN
    assert api(person).get(f"/api/v1/code-assessment/submissions/{pair.one_id}/inspection/").status_code == 403


def test_nobody_judges_a_pair_of_their_own(ben: Membership, ada: Membership, sat: Sat) -> None:
    """Ben works here and sat the assessment himself."""
    sat("cand", content().reference)
    sat("ben", renamed(content().reference), membership=ben)

    assert (likenesses_for(ben).count(), likenesses_for(ada).count()) == (0, 1)


def test_a_blind_review_shows_a_number(client: Client, ada: Membership, pair: Likeness, job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(is_blind=True)
    client.force_login(ada.user)

    for place in ("likenesses/", f"likenesses/{pair.pk}/", f"attempts/{pair.one.attempt_id}/"):
        told = client.get(f"{BASE}/{place}").content.decode()
        assert (place, [name for name in ("Cand", "Dora") if f"{name}<" in told or f"{name} ·" in told]) == (place, [])


def test_the_list_is_narrowed_by_assessment_and_decision(
    client: Client, ada: Membership, pair: Likeness, assessment: Assessment
) -> None:
    client.force_login(ada.user)

    def found(query: str) -> int:
        return client.get(f"{BASE}/likenesses/?{query}").content.decode().count("row-link")

    assert [found(query) for query in ("", f"assessment={assessment.pk}", "decision=open", "decision=nothing")] == [
        *(1, 1),
        *(1, 0),
    ]


def test_the_list_takes_as_many_queries_for_three_as_for_one(
    client: Client, ada: Membership, pair: Likeness, sat: Sat
) -> None:
    client.force_login(ada.user)
    client.get(f"{BASE}/likenesses/")
    with CaptureQueriesContext(connection) as one:
        client.get(f"{BASE}/likenesses/")
    with scope(ada.tenant):
        sat("ellen", renamed(content().reference))
        assert Likeness.objects.count() == 3
    with CaptureQueriesContext(connection) as three:
        client.get(f"{BASE}/likenesses/")

    assert _of_rows(three) == _of_rows(one)


def _of_rows(asked: CaptureQueriesContext) -> int:
    """Statements about programs and people; who is signed in is noted now and then."""
    tables = ("code_assessment_", "accounts_member", "hiring_")
    return sum(any(f'FROM "{name}' in row["sql"] for name in tables) for row in asked.captured_queries)


def test_over_http_pairs_are_listed_read_and_decided(ada: Membership, api: Api, pair: Likeness) -> None:
    base = "/api/v1/code-assessment"
    [row] = api(ada).get(f"{base}/likenesses/").data["results"]
    detail = api(ada).get(f"{base}/likenesses/{pair.pk}/").data
    bad = api(ada).post(f"{base}/likenesses/{pair.pk}/decide/", {"decision": "guilty"}, format="json")
    said = {"decision": "same-source", "note": "Word for word"}
    decided = api(ada).post(f"{base}/likenesses/{pair.pk}/decide/", said, format="json")
    notes = api(ada).get(f"{base}/submissions/{pair.one_id}/inspection/").data

    assert (row["percent"], [one["person"] for one in row["programs"]]) == (100, ["Cand", "Dora"])
    assert detail["passages"][0]["left"][0] >= 1
    assert (bad.status_code, decided.data["decision"], decided.data["note"]) == (400, "same-source", "Word for word")
    assert (notes["comparison"], [tool.split()[0] for tool in notes["tools"]]) == ("done", ["ruff", "lizard"])


def test_cleo_of_another_workspace_finds_nothing(cleo: Membership, pair: Likeness) -> None:
    with scope(cleo.tenant):
        assert (Likeness.objects.count(), Inspection.objects.count()) == (0, 0)


def test_with_the_candidate_goes_everything_that_was_found(pair: Likeness) -> None:
    candidate = Candidate.objects.get(member_id=pair.one.member_id)
    erase_attempts_of(candidate)

    assert (Likeness.objects.count(), Inspection.objects.count()) == (0, 1)


def test_without_a_box_the_report_says_why_there_are_no_notes(
    client: Client, ada: Membership, sat: Sat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toolchains, "shown_to", lambda _name: {})
    bare = BubblewrapEngine()
    monkeypatch.setattr(inspecting, "engine", lambda: bare)
    made = sat("cand", content().reference)
    bare.close()
    assert (made.verdict, made.inspection.comparison) == ("AC", "failed")
    client.force_login(ada.user)
    page = client.get(f"{BASE}/attempts/{made.attempt_id}/").content.decode()

    assert "Could not be compared." in page
    assert "Inspection does not work on this machine" in page


def test_what_nobody_could_look_at_is_looked_at_later_by_itself(
    sat: Sat, run_queued: Run, engine: BubblewrapEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def due() -> "QuerySet[QueuedTask]":
        return QueuedTask.objects.filter(name="code_assessment.inspect_submission", state=QueuedTask.State.QUEUED)

    with monkeypatch.context() as without:
        without.setattr(toolchains, "shown_to", lambda _name: {})
        bare = BubblewrapEngine()
        without.setattr(inspecting, "engine", lambda: bare)
        made = sat("cand", content().reference)
        waits = []
        while again := due().first():
            assert due().count() == 1
            waits.append(round((again.run_after - timezone.now()).total_seconds() / 60))
            if len(waits) == 3:
                break
            due().update(run_after=timezone.now())
            run_queued()
        bare.close()
    assert waits == [1, 4, 16]
    monkeypatch.setattr(inspecting, "engine", lambda: engine)
    due().update(run_after=timezone.now())
    run_queued()

    made.refresh_from_db()
    assert (made.inspection.comparison, made.inspection.why_no_notes, due().count()) == ("done", "", 0)
    services.inspect_submission(str(made.pk), tried=5)
    assert due().count() == 0


def test_the_license_closes_list_and_pair(client: Client, ada: Membership, pair: Likeness, module: License) -> None:
    module.delete()
    client.force_login(ada.user)

    assert {client.get(f"{BASE}/likenesses/{place}").status_code for place in ("", f"{pair.pk}/")} == {402}
