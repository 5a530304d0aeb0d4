"""Formulas of docs/code-assessment.md, and what goes and is taken along when somebody asks."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import Membership
from apps.code_assessment import judging, scoring, services
from apps.code_assessment.models import Draft, ProblemProgress, Submission
from apps.code_assessment.own_data import files_of
from apps.code_assessment.queries import FEWEST_FOR_RATE, Rate, streak
from apps.code_assessment.retention import expiring_drafts, expiring_programs
from apps.code_assessment.sandbox.contract import Test, TestResult, Verdict
from apps.code_assessment.scoring import Group
from apps.code_assessment.services.erasing import erase_practice_of
from apps.code_assessment.tests.conftest import PROGRAM, WRONG, HandIn, content

TODAY = date(2026, 11, 27)


def _day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


@pytest.mark.parametrize(
    ("ago", "days"), [((), 0), ((0,), 1), ((0, 1, 2, 4), 3), ((1, 2), 2), ((2, 3), 0), ((0, 2), 1)]
)
def test_a_streak_goes_up_to_today_or_yesterday(ago: tuple[int, ...], days: int) -> None:
    assert streak([_day(one) for one in ago], TODAY) == days


@pytest.mark.parametrize(
    ("reached", "score"), [({}, 0), ({"a": 100}, 25), ({"a": 50, "b": 100}, 88), ({"a": 100, "b": 100, "c": 100}, 100)]
)
def test_a_score_weighs_problems_by_what_they_are_worth(reached: dict[str, int], score: int) -> None:
    assert scoring.score(reached, {"a": 100, "b": 300}) == score


def test_points_are_those_of_whole_groups() -> None:
    tests = [Test(b"", b"", batch=group, points=points) for group, points in (("a", 20), ("a", 20), ("b", 40))]
    results = [TestResult(Verdict.AC, share=1.0), TestResult(Verdict.WA), TestResult(Verdict.AC, share=1.0)]

    assert scoring.points(tests, results) == 50


def test_tests_of_a_partial_group_give_points_one_by_one_and_a_checkers_part_counts() -> None:
    base = content().tests[-1]
    asked = [replace(base, name=f"{group}{n}", group=group, points=25) for group in ("a", "b") for n in (1, 2)]
    shares = (1.0, 0.0, 1.0, 0.5)
    results = [TestResult(Verdict.AC if share else Verdict.WA, share=share) for share in shares]

    def reached(*partial: str) -> int:
        problem = replace(content(), partial_groups=partial)
        return scoring.points([judging.as_test(problem, one) for one in asked], results)

    assert [reached(), reached("a"), reached("b"), reached("a", "b")] == [25, 50, 38, 62]
    problem = replace(content(), tests=tuple(asked), generated=(), partial_groups=("b",))
    assert scoring.groups_of(problem) == [Group("a", 50, is_partial=False), Group("b", 50, is_partial=True)]


@pytest.mark.django_db
@pytest.mark.usefixtures("in_acme")
def test_a_program_that_misses_one_edge_keeps_the_others(ada: Membership, judged: HandIn) -> None:
    """The library's log summary, wrong about the method in small letters alone."""
    right = content()
    edges = [one for one in right.tests if one.group == "edges"]
    missed = next(one for one in edges if one.name == "method-in-small-letters")
    excused = (
        f"if sys.stdin.read() == {missed.stdin!r}:\n    print('no')\n    sys.exit()\nsys.stdin = io.StringIO(TEXT)\n"
    )
    excused = excused.replace("sys.stdin.read()", "(TEXT := sys.stdin.read())")

    made = judged(ada, f"import io\nimport sys\n{excused}{right.reference}")

    assert right.partial_groups == ("edges",)
    assert (made.verdict, made.points, made.asked["partial_groups"]) == ("WA", 100 - missed.points, ["edges"])


def test_a_rate_waits_until_it_says_something() -> None:
    assert (Rate(4, FEWEST_FOR_RATE - 1).percent, Rate(3, FEWEST_FOR_RATE).percent) == (None, 60)


@pytest.mark.django_db
@pytest.mark.usefixtures("in_acme")
def test_practice_is_taken_along_expires_and_goes_with_the_account(ada: Membership, handed_in: HandIn) -> None:
    handed_in(ada, WRONG)
    services.save_draft(ada, PROGRAM, language="python", text="a draft", version=0)
    services.take_hint(ada, PROGRAM, content())

    files = {name: json.loads(body) for name, body in files_of(ada.pk)}
    tomorrow = timezone.now() + timedelta(days=1)

    assert sorted(files) == ["code-drafts.json", "code-programs.json", "code-progress.json"]
    assert (files["code-programs.json"][0]["source"], files["code-drafts.json"][0]["text"]) == (WRONG, "a draft")
    assert [one(tomorrow).rows.count() for one in (expiring_programs, expiring_drafts)] == [1, 1]
    erase_practice_of(ada.pk)
    assert [model.objects.count() for model in (Submission, Draft, ProblemProgress)] == [0, 0, 0]
