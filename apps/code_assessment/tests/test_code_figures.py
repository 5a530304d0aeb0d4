"""Formulas of docs/code-assessment.md, and what goes and is taken along when somebody asks."""

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import Membership
from apps.code_assessment import scoring, services
from apps.code_assessment.models import Draft, ProblemProgress, Submission
from apps.code_assessment.own_data import files_of
from apps.code_assessment.queries import FEWEST_FOR_RATE, Rate, streak
from apps.code_assessment.retention import expiring_drafts, expiring_programs
from apps.code_assessment.sandbox.contract import Test, TestResult, Verdict
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
