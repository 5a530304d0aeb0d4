"""Pages of code assessment: with and without scripts, from the catalogue to the report."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import Membership
from apps.code_assessment import services
from apps.code_assessment.models import Assessment, AssignedAssessment, Attempt, Draft, ProblemProgress, Submission
from apps.code_assessment.queries import draft_of, history_of, practised, submissions_of
from apps.code_assessment.readiness import Readiness
from apps.code_assessment.tests.conftest import FUNCTION, PROGRAM, WRONG, HandIn, Run, content
from apps.core.markdown import to_html
from apps.core.scope import scope
from apps.hiring.models import Assignment, Candidate
from apps.marketplace.models import License
from tests.people import Api, SignedIn
from tests.test_together import fields_of

pytestmark = pytest.mark.django_db
BASE = "/t/acme/code-assessment"


def test_the_catalogue_is_narrowed_by_what_one_looks_for(ada: Membership, module: License, signed_in: SignedIn) -> None:
    page = signed_in(ada).get(f"{BASE}/", {"category": "practical", "q": "access log"})

    assert content().title in page.text
    assert content(FUNCTION).title not in page.text


def test_the_catalogue_shows_what_can_be_solved_in_a_language(ada: Membership, module: License, api: Api) -> None:
    def found(language: str) -> set[str]:
        rows = api(ada).get("/api/v1/code-assessment/problems/", {"language": language, "page_size": "100"}).data
        return {row["id"] for row in rows["results"]}

    queries, ruby, python = found("sql"), found("ruby"), found("python")

    assert "customers-to-remind" in queries
    assert not queries & python
    # Functions need a driver of their language.
    assert {PROGRAM, FUNCTION} <= python
    assert (PROGRAM in ruby, FUNCTION in ruby) == (True, False)


def test_a_german_page_says_that_texts_of_the_library_are_english_and_writes_numbers_its_way(
    ada: Membership, module: License, signed_in: SignedIn, judged: HandIn
) -> None:
    with scope(ada.tenant):
        made = judged(ada, WRONG)
        Submission.objects.filter(pk=made.pk).update(memory_kib=12_800)
    page = signed_in(ada).get(f"{BASE}/problems/{PROGRAM}/", headers={"Accept-Language": "de"}).text

    assert "Aufgabenstellung" in page
    assert '<div class="markdown" lang="en">' in page
    assert f'<h1 class="text-xl break-words" lang="en">{content().title}</h1>' in page
    assert "12,5 MiB" in page


def test_a_program_is_handed_in_without_a_script_and_its_result_stands_below(
    ada: Membership, module: License, signed_in: SignedIn, run_queued: Run
) -> None:
    client, address = signed_in(ada), f"{BASE}/problems/{PROGRAM}/"
    page = client.get(address)
    key = re.search(r'name="key"[^>]* value="([^"]+)"', page.text)
    assert key
    form = {"language": "python", "answer": content().reference, "version": "0", "key": key[1], "deed": "submit"}

    sent = client.post(f"{address}submit/", form)
    client.post(f"{address}submit/", form)

    assert (sent.status_code, sent["Location"]) == (302, address)
    with scope(ada.tenant):
        assert Submission.objects.count() == 1
    # Without loading the page again the form has the same key.
    run = client.post(f"{address}submit/", {**form, "deed": "run"}, headers={"HX-Request": "true"})
    again = client.post(f"{address}submit/", {**form, "deed": "run", "answer": "1"}, headers={"HX-Request": "true"})
    assert ('id="result"' in run.text, 'id="result"' in again.text) == (True, True)
    with scope(ada.tenant):
        assert sorted(Submission.objects.values_list("kind", flat=True)) == ["run", "run", "submit"]
    assert "hx-get" in client.get(address).text
    run_queued()
    assert "Accepted" in client.get(address).text
    assert "Solved" in client.get(f"{BASE}/").text


def test_the_page_has_no_more_of_hidden_tests_than_their_number(
    ada: Membership, module: License, signed_in: SignedIn, judged: HandIn
) -> None:
    client = signed_in(ada)
    with scope(ada.tenant):
        found = judged(ada, "import sys\nprint(sys.stdin.read())")
    pages = [client.get(f"{BASE}/problems/{PROGRAM}/"), client.get(f"{BASE}/submissions/{found.pk}/")]

    told = "".join(html.unescape(page.text) for page in pages)
    hidden = [one for one in content().tests if not one.is_sample]
    assert "Hidden test 3, group edges" in told
    assert [one.name for one in hidden if one.name in told] == []
    assert [one.name for one in hidden if len(one.stdin) > 20 and one.stdin.strip() in told] == []


def test_what_is_typed_is_kept_and_another_window_is_told(
    ada: Membership, module: License, signed_in: SignedIn
) -> None:
    client, address = signed_in(ada), f"{BASE}/problems/{PROGRAM}/"
    form = {"language": "python", "answer": "one", "version": "0"}
    kept = client.post(f"{address}draft/", form, headers={"Accept": "application/json"})
    late = client.post(f"{address}draft/", {**form, "answer": "two"}, headers={"Accept": "application/json"})

    assert (kept.status_code, kept.json()["version"]) == (200, 1)
    assert (late.status_code, late.json()["code"], late.json()["text"]) == (409, "stale-draft", "one")
    assert ">one</textarea>" in client.get(address).text
    assert content().starter("javascript") in html.unescape(client.get(f"{address}?language=javascript").text)


def test_where_the_sandbox_refuses_the_page_says_why_and_keeps_what_was_typed(
    ada: Membership, module: License, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("services.submitting", "views.problems", "presenting"):
        refusal = Readiness(refusal="namespaces: not allowed")
        monkeypatch.setattr(f"apps.code_assessment.{place}.readiness", lambda said=refusal: said)
    client, address = signed_in(ada), f"{BASE}/problems/{PROGRAM}/"

    refused = client.post(f"{address}submit/", {"language": "python", "answer": "print(4711)", "deed": "submit"})

    assert refused.status_code == 503
    assert "print(4711)" in refused.text
    assert "namespaces: not allowed" in client.get(f"{BASE}/").text


@pytest.mark.usefixtures("in_acme")
def test_a_candidate_takes_an_assessment_from_the_notice_to_the_report(
    ada: Membership,
    cand: Membership,
    candidate: Candidate,
    assigned: AssignedAssessment,
    signed_in: SignedIn,
    run_queued: Run,
) -> None:
    client = signed_in(cand)
    notice = client.get(f"{BASE}/assigned/{assigned.assignment_id}/")
    assert "68 minutes" in notice.text
    ready = client.post(f"{BASE}/assigned/{assigned.assignment_id}/")["Location"]
    assert content().title not in client.get(ready).text
    client.post(f"{ready}start/", {"consent": "yes"})
    assert content().title in client.get(ready).text
    address = f"{ready}problems/{PROGRAM}/"
    form = {"language": "python", "answer": content().reference, "version": "0", "key": "k", "deed": "submit"}
    assert client.post(f"{address}submit/", form)["Location"] == address
    assert "Hints" not in client.get(address).text

    client.post(f"{ready}finish/")
    run_queued()

    with scope(ada.tenant):
        assert Attempt.objects.get().score == 25
    report = signed_in(ada).get(ready).text
    assert "100 of 100 points" in report
    # Its colours stand between the words.
    assert content().reference.splitlines()[0] in html.unescape(re.sub(r"<[^>]*>", "", report))
    assert "25 of 100" in signed_in(ada).get(f"/t/acme/hiring/candidates/{candidate.pk}/").text


@pytest.mark.usefixtures("in_acme")
def test_who_comes_too_late_is_told_so_and_offered_nothing(
    cand: Membership, assigned: AssignedAssessment, signed_in: SignedIn
) -> None:
    Assignment.objects.update(due_at=assigned.created_at)

    page = signed_in(cand).get(f"{BASE}/assigned/{assigned.assignment_id}/").text

    assert "This assessment can no longer be taken." in page
    assert [offer for offer in ("Go to the assessment", "Try the editor first", "attempt left") if offer in page] == []


@pytest.mark.usefixtures("in_acme")
def test_the_clock_of_the_page_ends_the_attempt(cand: Membership, running: Attempt, signed_in: SignedIn) -> None:
    Attempt.objects.filter(pk=running.pk).update(due_at=running.started_at)
    form = {"language": "python", "answer": "print(1)", "version": "0"}

    sent = signed_in(cand).post(f"{BASE}/attempts/{running.pk}/problems/{PROGRAM}/draft/", form)

    assert sent["Location"] == f"{BASE}/attempts/{running.pk}/"
    with scope(cand.tenant):
        assert Attempt.objects.get().is_over


@pytest.mark.usefixtures("in_acme")
def test_an_assessment_is_written_tried_out_and_assigned(
    ada: Membership, candidate: Candidate, module: License, signed_in: SignedIn
) -> None:
    client = signed_in(ada)
    form = {
        "title": "Backend",
        "total_minutes": "30",
        "attempts": "1",
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        "form-0-key": PROGRAM,
        "form-0-points": "50",
    }
    address = client.post(f"{BASE}/assessments/new/", form)["Location"]
    assert content().title in client.get(address).text
    trial = client.post(f"{address}try/")["Location"]
    assert "Begin now" in client.get(trial).text

    with scope(ada.tenant):
        made = Assessment.objects.get()
    sent = {"assessment": str(made.pk), "time_factor": "1.0"}
    assigned = client.post(f"{BASE}/assign/{candidate.pk}/", sent)

    assert assigned["Location"] == f"/t/acme/hiring/candidates/{candidate.pk}/"
    with scope(ada.tenant):
        assert AssignedAssessment.objects.get().assessment == made


def test_markdown_lets_no_markup_of_its_writer_through() -> None:
    text = (
        "# Head\n\n<script>alert(1)</script> [a](javascript:alert(1)) [b](https://example.org) `x<y`\n\n|a|\n|-|\n|1|"
    )

    made = to_html(text, deeper_by=2)

    assert "<script" not in made
    assert "javascript:" not in re.sub(r">[^<]*<", "><", made)
    assert "<h3>Head</h3>" in made
    assert 'href="https://example.org"' in made
    assert "<code>x&lt;y</code>" in made
    assert "<table>" in made


@pytest.mark.usefixtures("in_acme")
def test_drafts_of_practice_and_of_an_attempt_are_apart(cand: Membership, running: Attempt) -> None:
    services.save_draft(cand, PROGRAM, language="python", text="practice", version=0)
    services.save_draft(cand, PROGRAM, language="python", text="asked", version=0, attempt=running)

    assert set(Draft.objects.values_list("text", flat=True)) == {"practice", "asked"}


@pytest.mark.usefixtures("in_acme")
def test_what_a_member_has_of_a_problem_is_read_at_once_and_is_theirs_alone(
    ada: Membership, cand: Membership, running: Attempt
) -> None:
    services.save_draft(cand, PROGRAM, language="python", text="older", version=0)
    services.save_draft(cand, PROGRAM, language="go", text="newer", version=0)
    services.save_draft(cand, PROGRAM, language="ruby", text="asked", version=0, attempt=running)
    services.save_draft(ada, PROGRAM, language="python", text="ada's", version=0)
    for who, kind, attempt, key in (
        (cand, Submission.Kind.SUBMIT, None, "first"),
        (cand, Submission.Kind.RUN, None, "second"),
        (cand, Submission.Kind.SUBMIT, running, "third"),
        (ada, Submission.Kind.SUBMIT, None, "fourth"),
    ):
        program = {"problem": PROGRAM, "language": "python"}
        Submission.objects.create(member_id=who.pk, kind=kind, attempt=attempt, key=key, **program)
    ProblemProgress.objects.create(member_id=cand.pk, problem=PROGRAM, hints=1)

    with CaptureQueriesContext(connection) as asked:
        found = practised(cand, PROGRAM)

    assert len(asked) == 1
    for language in ("", "python", "go", "ruby"):
        assert found.draft_in(language) == draft_of(cand, PROGRAM, language)
    assert found.progress == ProblemProgress.objects.get()
    assert found.history == [*history_of(cand, PROGRAM)]
    newest = submissions_of(cand).filter(attempt=None).order_by("-created_at", "-pk").first()
    assert found.last is not None
    assert newest is not None
    assert fields_of(found.last) == fields_of(newest)
    nothing = practised(cand, FUNCTION)
    assert (nothing.drafts, nothing.progress, nothing.history, nothing.last) == ([], None, [], None)


def test_progress_counts_days_in_a_row(ada: Membership, module: License, signed_in: SignedIn, judged: HandIn) -> None:
    with scope(ada.tenant):
        judged(ada, WRONG)

    assert "1 day in a row" in signed_in(ada).get(f"{BASE}/progress/").text
