"""A program from the editor to its verdict: counted once, judged once, by the real sandbox in the worker's code."""

import json
from typing import Any

import pytest

from apps.accounts.models import Membership
from apps.code_assessment import judging, services
from apps.code_assessment.models import ProblemProgress, Submission
from apps.code_assessment.readiness import Readiness
from apps.code_assessment.services.refusals import (
    BadLanguageError,
    EmptyProgramError,
    NoSandboxError,
    StaleDraftError,
    TooManyOpenError,
)
from apps.code_assessment.tests.conftest import FUNCTION, PROGRAM, WRONG, HandIn, Run, content
from apps.core.models import QueuedTask
from apps.marketplace.models import Usage
from apps.tenants.models import Tenant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_acme")]


def _used(acme: Tenant) -> int:
    return sum(Usage.objects.filter(tenant=acme, meter="submissions").values_list("used", flat=True))


@pytest.mark.parametrize("problem", [PROGRAM, FUNCTION])
def test_the_reference_solution_is_accepted_with_all_points(ada: Membership, judged: HandIn, problem: str) -> None:
    found = judged(ada, problem=problem)

    assert (found.state, found.verdict, found.points) == (Submission.State.DONE, "AC", 100)
    assert {one["verdict"] for one in found.tests} == {"AC"}
    assert len(found.tests) == len(content(problem).tests) + len(content(problem).generated)


def test_a_wrong_program_says_which_example_failed_and_with_what(ada: Membership, judged: HandIn) -> None:
    found = judged(ada, WRONG)

    sample = content().samples[0]
    assert (found.verdict, found.points) == ("WA", 0)
    assert found.first_failing is not None
    assert {name: found.first_failing[name] for name in ("number", "stdin", "expected", "got")} == {
        "number": 1,
        "stdin": sample.stdin,
        "expected": sample.expected,
        "got": "no\n",
    }


def test_of_hidden_tests_nothing_is_kept_but_the_verdict(ada: Membership, judged: HandIn) -> None:
    """Neither what they read nor what the program wrote of it, on whatever way."""
    spy = "import sys\ntext = sys.stdin.read()\nprint(text)\nprint(text, file=sys.stderr)\nraise SystemExit(3)\n"

    found = judged(ada, spy)

    hidden = [one for one in found.tests if not one["is_sample"]]
    assert hidden != []
    assert {frozenset(one) for one in hidden} == {frozenset({"number", "group", "is_sample", "verdict"})}
    kept = json.dumps([found.tests, found.asked, found.compile_output])
    secrets = [one for one in content().tests if not one.is_sample and len(one.stdin) > 3]
    assert [one.name for one in secrets if json.dumps(one.stdin)[1:-1] in kept or one.name in kept] == []


def test_a_group_gives_its_points_together_unless_it_gives_them_test_by_test(ada: Membership, judged: HandIn) -> None:
    """Right for an empty log only: that edge counts by itself, and the others of the group fail."""
    found = judged(ada, "import sys\nif not sys.stdin.read():\n    print('skipped 0')\n")

    by_group: dict[str, set[str]] = {}
    for one in found.tests:
        by_group.setdefault(one["group"], set()).add(one["verdict"])
    assert by_group["edges"] == {"AC", "WA"}
    [empty] = [one for one in content().tests if one.name == "empty-log"]
    assert found.points == empty.points


def test_sent_twice_with_one_key_it_is_one_submission_and_counted_once(
    acme: Tenant, ada: Membership, handed_in: HandIn
) -> None:
    first, second = handed_in(ada, key="a"), handed_in(ada, WRONG, key="a")

    assert first == second
    assert _used(acme) == 1
    assert QueuedTask.objects.filter(name="code_assessment.judge_submission").count() == 1


def test_it_is_judged_once(ada: Membership, judged: HandIn) -> None:
    found = judged(ada)

    services.judge_submission(str(found.pk))

    row = ProblemProgress.objects.get(problem=PROGRAM)
    assert (row.attempts, row.best, row.is_solved, row.language) == (1, 100, True, "python")


def test_runs_are_not_counted_and_leave_no_progress(acme: Tenant, ada: Membership, judged: HandIn) -> None:
    on_samples = judged(ada, kind=Submission.Kind.RUN)
    on_own = judged(ada, kind=Submission.Kind.RUN, own_input="GET /x 200 4")

    assert [one["is_sample"] for one in on_samples.tests] == [True] * len(content().samples)
    assert (on_samples.verdict, on_own.verdict, on_own.tests[0]["got"]) == ("AC", "", "/x 1 0 4\nskipped 0\n")
    assert (_used(acme), ProblemProgress.objects.count()) == (0, 0)


def test_a_program_that_does_not_compile_says_where(ada: Membership, judged: HandIn) -> None:
    found = judged(ada, "def f(:\n")

    assert (found.verdict, found.points, found.tests) == ("CE", 0, [])
    assert "line 1" in found.compile_output


def test_whatever_bytes_a_program_writes_are_kept_as_text(ada: Membership, judged: HandIn) -> None:
    spy = "import sys\nsys.stdout.buffer.write(bytes(range(256)))\nsys.exit('\\0')\n"

    found = judged(ada, spy)

    assert (found.verdict, "\0" in json.dumps(found.tests, ensure_ascii=False)) == ("RE", False)
    assert found.tests[0]["got"].startswith("\N{REPLACEMENT CHARACTER}\x01")


def test_where_the_sandbox_refuses_nothing_is_counted(
    acme: Tenant, ada: Membership, handed_in: HandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = Readiness(refusal="namespaces: not allowed")
    monkeypatch.setattr("apps.code_assessment.services.submitting.readiness", lambda: refusal)

    with pytest.raises(NoSandboxError) as refused:
        handed_in(ada)

    assert "namespaces: not allowed" in refused.value.detail
    assert (_used(acme), Submission.objects.count()) == (0, 0)


def test_what_cannot_be_judged_is_refused_with_words(ada: Membership, handed_in: HandIn, module: Any) -> None:
    with pytest.raises(EmptyProgramError):
        handed_in(ada, " \n")
    with pytest.raises(BadLanguageError) as refused:
        services.submit(ada, FUNCTION, services.Program("bash", "exit"), content=content(FUNCTION))
    assert "Python" in refused.value.detail


def test_so_many_can_wait_at_a_time(ada: Membership, handed_in: HandIn, run_queued: Run) -> None:
    for _turn in range(3):
        handed_in(ada, WRONG)

    with pytest.raises(TooManyOpenError):
        handed_in(ada, WRONG)

    run_queued()
    assert handed_in(ada, WRONG).is_waiting


def test_a_rejudgement_counts_anew_and_is_written_down(ada: Membership, judged: HandIn, run_queued: Run) -> None:
    found = judged(ada, WRONG)

    again = services.rejudge(found, by=ada)
    assert (again.state, again.verdict, again.tests) == (Submission.State.QUEUED, "", [])
    run_queued()

    again.refresh_from_db()
    assert (again.verdict, ProblemProgress.objects.get().attempts) == ("WA", 1)


def test_two_windows_do_not_write_over_each_other(ada: Membership, module: Any) -> None:
    version = services.save_draft(ada, PROGRAM, language="python", text="first", version=0)

    with pytest.raises(StaleDraftError) as refused:
        services.save_draft(ada, PROGRAM, language="python", text="second", version=0)

    assert refused.value.extra == {"text": "first", "files": [], "version": version}
    assert services.save_draft(ada, PROGRAM, language="python", text="second", version=version) == version + 1
    assert services.save_draft(ada, PROGRAM, language="java", text="other", version=0) == 1


def test_hints_come_one_by_one_and_the_editorial_after_giving_up(ada: Membership, module: Any) -> None:
    asked = content()
    assert services.take_hint(ada, PROGRAM, asked) == list(asked.hints[:1])
    assert services.take_hint(ada, PROGRAM, asked) == list(asked.hints[:2])

    assert services.give_up(ada, PROGRAM).shows_editorial


def test_of_hidden_tests_nothing_is_asked_back_and_of_samples_what_is_shown() -> None:
    asked = [judging.as_test(content(), one) for one in content().tests]

    assert {one.shown_bytes for one in asked} == {judging.SHOWN_BYTES, 0}
    assert [one.shown_bytes == 0 for one in asked] == [not one.is_sample for one in content().tests]
    # However many bytes a character takes, what is cut off shows.
    assert (
        len(("€" * judging.SHOWN_BYTES).encode()[: judging.SHOWN_BYTES].decode(errors="ignore")) > judging.LONGEST_SHOWN
    )
