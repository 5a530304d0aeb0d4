"""Problems that a workspace writes: the form, its limits, programs that talk, SQL, files, versions and review."""

import json
import shutil
from dataclasses import replace
from typing import Any

import pytest

from apps.accounts.models import Membership
from apps.code_assessment import judging, services
from apps.code_assessment.catalogue import library_content
from apps.code_assessment.complaints import complaints
from apps.code_assessment.content import Content, ContentError
from apps.code_assessment.models import Problem
from apps.code_assessment.sandbox.engines import engine
from apps.code_assessment.sandbox.languages import LANGUAGES as KNOWN
from apps.code_assessment.services.refusals import BadProblemError
from apps.code_assessment.tests.conftest import FUNCTION, PROGRAM, Run, content
from apps.core.scope import scope
from tests.people import Api, SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_acme", "module")]
BASE = "/t/acme/code-assessment"
TALK, TABLES = "leaking-segment", "customers-to-remind"


def problem_form(**changes: str) -> dict[str, str]:
    """A sample and a hidden test."""
    about = {"title": "Sum", "category": "maths", "difficulty": "easy", "expected_minutes": "5"}
    texts = {"statement": "Add <b>two</b> numbers.", "reference": "print(sum(map(int, input().split())))"}
    judged = {"checker": "exact", "cpu_ms": "1000", "memory_mib": "128", "reference_language": "python"}
    sample = {"is_sample": "on", "group": "main", "points": "10", "stdin": "2 3", "expected": "5"}
    hidden = {"group": "main", "points": "10", "stdin": "20 3", "expected": "23"}
    rows = {f"form-{place}-{name}": said for place, row in enumerate((sample, hidden)) for name, said in row.items()}
    counts = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "limits-INITIAL_FORMS": "0"}
    counts |= {
        "generated-0-points": "10",
        "generated-INITIAL_FORMS": "0",
        "generated-TOTAL_FORMS": "1",
        "limits-TOTAL_FORMS": "1",
    }
    return about | texts | judged | counts | rows | changes


def test_an_own_problem_is_written_checked_reviewed_and_then_practised(
    ada: Membership, ben: Membership, cand: Membership, signed_in: SignedIn, run_queued: Run
) -> None:
    client = signed_in(ada)
    address = client.post(f"{BASE}/problems/new/", problem_form())["Location"]
    assert signed_in(cand).get(address).status_code == 404
    run_queued()
    assert "The reference solution passes all tests." in client.get(address).text

    client.post(f"{address}deed/", {"deed": "hand-in"})
    signed_in(ben).post(f"{address}deed/", {"deed": "approve"})

    page = signed_in(cand).get(address)
    assert "Add &lt;b&gt;two&lt;/b&gt; numbers." in page.text
    assert "20 3" not in page.text
    again = client.get(f"{address}export/")
    assert again.json()["tests"][1]["stdin"] == "20 3\n"
    assert signed_in(cand).get(f"{address}export/").status_code == 403
    changed = problem_form(**{"form-1-expected": "24"})
    client.post(f"{address}edit/", changed)
    run_queued()
    with scope(ada.tenant):
        problem = Problem.objects.get()
    assert (problem.version, problem.state, problem.check_state, len(problem.earlier)) == (2, "draft", "failed", 1)


def test_saving_it_as_it_is_makes_no_new_version(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)
    address = client.post(f"{BASE}/problems/new/", problem_form())["Location"]

    client.post(f"{address}edit/", problem_form())

    with scope(ada.tenant):
        assert (Problem.objects.get().version, Problem.objects.get().earlier) == (1, [])


def test_limits_of_one_language_are_filled_in_shown_and_kept(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)
    rows = {"limits-0-language": "java", "limits-0-cpu_ms": "2500", "limits-0-memory_mib": ""}
    address = client.post(f"{BASE}/problems/new/", problem_form(**rows))["Location"]

    shown = {name: client.get(f"{address}?language={name}").text for name in ("python", "java", "javascript")}

    assert [("2500 ms" in shown[name], "1000 ms" in shown[name]) for name in ("python", "java")] == [
        (False, True),
        (True, False),
    ]
    # What is not said is usual: the time of the problem and time to start.
    assert "1200 ms" in shown["javascript"]
    assert 'value="2500"' in client.get(f"{address}edit/").text
    assert client.get(f"{address}export/").json()["language_limits"] == {"java": {"cpu_ms": 2500}}


def test_groups_that_give_points_test_by_test_are_filled_in_shown_and_kept(
    ada: Membership, signed_in: SignedIn, api: Api
) -> None:
    client = signed_in(ada)
    refused = client.post(f"{BASE}/problems/new/", problem_form(partial_groups="main, other"))
    address = client.post(f"{BASE}/problems/new/", problem_form(partial_groups=" main ,"))["Location"]
    key = address.rstrip("/").rpartition("/")[2]

    assert refused.status_code == 422
    assert "A group that gives points test by test has no tests." in refused.text
    assert "test by test · 10 points" in client.get(address).text
    assert 'name="partial_groups" value="main"' in client.get(f"{address}edit/").text
    assert client.get(f"{address}export/").json()["partial_groups"] == ["main"]
    told = api(ada).get(f"/api/v1/code-assessment/problems/{key}/").data["groups"]
    assert told == [{"name": "main", "points": 10, "is_partial": True}]


def test_limits_of_a_language_are_those_that_are_judged_by() -> None:
    said = replace(content(), language_limits={"java": {"cpu_ms": 700}, "bash": {"memory_mib": 64}})

    found = {name: judging.limits_of(said, name) for name in ("python", "java", "bash")}

    assert {name: (one.cpu_ms, one.memory_mib) for name, one in found.items()} == {
        "python": (2000, 256),
        "java": (700, 256),
        "bash": (10_100, 64),
    }
    # The clock on the wall grows along.
    assert (found["python"].wall_ms, found["bash"].wall_ms) == (8000, 40_400)


@pytest.mark.parametrize("language", ["python", "javascript", "typescript", "java", "ruby", "bash", "c", "cpp"])
def test_no_language_has_less_time_than_the_reference(language: str) -> None:
    assert content().limits_for(language).cpu_ms >= content().limits.cpu_ms


def test_a_program_talks_with_the_problems_own(ada: Membership) -> None:
    talk = library_content(TALK)
    assert talk is not None
    silent: Any = lambda _of, _done: None  # noqa: E731 -- nobody listens

    def program(text: str) -> Any:
        return judging.program_of(talk, "python", text)

    right = judging.judge(talk, program(talk.reference), told=silent)
    asks_on = "n = input()\nwhile True:\n    print('? 1', flush=True)\n    input()\n"
    wrong = judging.run_samples(talk, program(asks_on), told=silent)
    own = judging.run_input(talk, program(talk.reference), "99 42")
    flood = judging.run_input(talk, program("while True:\n    print('9' * 100000, end='')\n"), "99 42")

    assert (right.verdict, right.points, own.verdict, flood.verdict) == ("AC", 100, "AC", "WA")
    assert [(one["verdict"], one["reason"]) for one in wrong.tests] == [
        ("WA", "More than 20 questions were asked.")
    ] * len(talk.samples)
    # What both said is kept nowhere, and of hidden tests not even who was right about what.
    assert [set(one) & {"got", "expected"} for one in wrong.tests] == [set()] * len(talk.samples)
    assert {frozenset(one) for one in right.tests if not one["is_sample"]} == {
        frozenset({"number", "group", "is_sample", "verdict"})
    }


def test_a_problem_with_an_interactor_is_written_in_the_form_and_checked(
    ada: Membership, signed_in: SignedIn, run_queued: Run
) -> None:
    talk = library_content(TALK)
    assert talk is not None
    client = signed_in(ada)
    rows = {"form-0-stdin": "8 3", "form-0-expected": "", "form-1-stdin": "9 9", "form-1-expected": ""}
    sent = problem_form(reference=talk.reference, interactor=talk.interactor, **rows)
    address = client.post(f"{BASE}/problems/new/", sent)["Location"]
    run_queued()

    page = client.get(address).text

    assert "The reference solution passes all tests." in page
    assert "In a talk with another program" in page
    assert "More than" not in page


def test_a_question_to_a_database_is_solved_in_sql_alone(ada: Membership, signed_in: SignedIn, run_queued: Run) -> None:
    client = signed_in(ada)
    tables = {"form-0-stdin": "CREATE TABLE t (a);\nINSERT INTO t VALUES (5);", "form-1-stdin": "CREATE TABLE t (a);"}
    rows = {"form-0-expected": "5", "form-1-expected": "", **tables}
    sent = problem_form(reference="SELECT a FROM t;", reference_language="sql", languages="sql", **rows)
    address = client.post(f"{BASE}/problems/new/", sent)["Location"]
    run_queued()

    page = client.get(address).text

    assert "The reference solution passes all tests." in page
    assert ('<option value="sql" selected>' in page, '<option value="python"' in page) == (True, False)
    assert [content(name).allows("sql") for name in (PROGRAM, FUNCTION, TABLES)] == [False, False, True]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"languages": ("python", "sql")}, "What is solved in SQL"),
        ({"languages": ("java",)}, "a language that is not allowed"),
        ({"languages": ("cobol",)}, "Choose languages of the list"),
        ({"language_limits": {"java": {"cpu_ms": 5}}}, "A limit is outside"),
        ({"language_limits": {"java": {"wall_ms": 500}}}, "A limit is outside"),
        ({"reference": " "}, "It needs a reference solution."),
        ({"checker": "program"}, "The checker's program is missing."),
    ],
)
def test_what_cannot_be_is_refused_with_words(ada: Membership, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(BadProblemError) as refused:
        services.write_problem(ada, replace(content(), **changes))

    assert words in refused.value.detail


def test_an_export_is_read_again_as_it_was() -> None:
    for slug in (PROGRAM, FUNCTION, TALK, TABLES):
        said = content(slug).to_json()

        again = Content.from_file(json.dumps(said))

        assert (again.to_json(), again.version) == (said, content(slug).version)


@pytest.mark.parametrize(
    "change",
    [
        {"title": 5},
        {"title": "a\0b"},
        {"tests": [{"name": "x"}]},
        {"tests": "none"},
        {"limits": {"cpu_ms": "1", "wall_ms": 1, "memory_mib": 1}},
        {"language_limits": {"java": 5}},
        {"signature": {"name": "x"}},
        {"signature": {"name": "Bad", "parameters": [], "returns": "int"}},
        {"starters": {"python": None}},
    ],
)
def test_a_file_that_is_no_problem_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ContentError):
        Content.from_file(json.dumps({**content().to_json(), **change}))


def test_a_problem_that_says_nothing_new_keeps_its_version() -> None:
    """Fields that came later are left out where they say nothing: what was asked before is what is asked today."""
    said = content().to_json()

    assert {"interactor", "languages", "language_limits", "reference_language"} & set(said) == set()


RIGHT = {
    "cpp": """#include <vector>
int longestQuietStreak(const std::vector<int>& incidents, int limit) {
    int best = 0, now = 0;
    for (int one : incidents) best = std::max(best, now = one <= limit ? now + 1 : 0);
    return best;
}
""",
    "go": """package main

func longestQuietStreak(incidents []int, limit int) int {
	best, now := 0, 0
	for _, one := range incidents {
		now++
		if one > limit {
			now = 0
		}
		best = max(best, now)
	}
	return best
}
""",
    "typescript": """export function longestQuietStreak(incidents: number[], limit: number): number {
  let best = 0, now = 0;
  for (const one of incidents) best = Math.max(best, now = one <= limit ? now + 1 : 0);
  return best;
}
""",
}
BROKEN = {
    "cpp": "int longestQuietStreak(int one) {\n    return missing;\n}\n",
    "go": "package main; func longestQuietStreak(incidents []int, limit int) int {\n    return missing\n}\n",
    "typescript": "export function longestQuietStreak(\n  return 1;\n}\n",
}


@pytest.mark.parametrize(("language", "tool"), [("cpp", "g++"), ("go", "go"), ("typescript", "node")])
def test_functions_are_judged_in_more_languages_than_have_a_reference(language: str, tool: str) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{language} does not work on this machine")
    asked = content(FUNCTION)
    silent: Any = lambda _of, _done: None  # noqa: E731 -- nobody listens

    found = judging.judge(asked, judging.program_of(asked, language, RIGHT[language]), told=silent)
    refused = judging.judge(asked, judging.program_of(asked, language, BROKEN[language]), told=silent)

    assert (found.verdict, found.points, found.compile_output) == ("AC", 100, "")
    assert (
        refused.verdict,
        [one.line for one in complaints(language, refused.compile_output, is_function=True)][:1],
    ) == (
        "CE",
        [2],
    )


@pytest.mark.parametrize("language", list(KNOWN))
def test_every_language_begins_with_a_program_that_runs(language: str) -> None:
    said = content("customers-to-remind" if language == "sql" else PROGRAM)
    if language not in engine().languages():
        pytest.skip(f"{language} does not work on this machine")
    silent: Any = lambda _of, _done: None  # noqa: E731 -- nobody listens

    found = judging.run_samples(said, judging.program_of(said, language, said.starter(language)), told=silent)

    assert (said.starter(language) != "", found.verdict) == (True, "WA")
