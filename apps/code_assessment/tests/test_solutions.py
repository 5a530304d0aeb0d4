"""Every reference solution of the library is right in the real sandbox, and every wrong program gets its verdict."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from apps.code_assessment import judging
from apps.code_assessment.content import Content
from apps.code_assessment.generating import all_tests
from apps.code_assessment.library import Problem, problems
from apps.code_assessment.sandbox.engines import engine

# `make long-tests`: all languages, and those that are wrong by being slow, each of which takes its limit of time.
EVERYTHING = bool(os.environ.get("EVERY_SOLUTION"))
LANGUAGES = ("python", "sql", "javascript", "java") if EVERYTHING else ("python", "sql")
ENDINGS = {".py": "python", ".sql": "sql"}
SLOW = {"TLE", "MLE"}
PROBLEMS = [pytest.param(one, id=one.slug) for one in problems().values()]


@pytest.fixture(scope="module", autouse=True)
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Generated tests are made once for all programs of a problem."""
    with pytest.MonkeyPatch.context() as patch:
        from django.conf import settings  # noqa: PLC0415 -- read when the tests run

        patch.setattr(settings, "MEDIA_ROOT", Path(tmp_path_factory.mktemp("generated")))
        yield
    engine().close()


def verdict_of(problem: Problem, language: str, source: str) -> str:
    """Of the first test that fails, or that all are passed."""
    content = Content.of_library(problem)
    tests = all_tests(content, "")
    asked = judging.submission_of(content, judging.program_of(content, language, source), tests)
    found = engine().judge(replace(asked, stop_at_first_failure=True))
    return str(found.verdict)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("problem", PROBLEMS)
def test_reference_solution_is_right(problem: Problem, language: str) -> None:
    if language not in problem.reference_languages:
        pytest.skip("the problem has no solution in it")
    assert verdict_of(problem, language, problem.solution(language)) == "AC"


@pytest.mark.parametrize("problem", PROBLEMS)
def test_wrong_programs_get_their_verdicts(problem: Problem) -> None:
    wrong = {name: verdict for name, verdict in problem.wrong.items() if EVERYTHING or verdict not in SLOW}

    found = {name: verdict_of(problem, ENDINGS[Path(name).suffix], problem.source(f"wrong/{name}")) for name in wrong}

    assert found == wrong


TALKING = [pytest.param(one, id=one.slug) for one in problems().values() if one.interactor]


@pytest.mark.parametrize("language", ["python", "javascript", "typescript", "c", "cpp"])
@pytest.mark.parametrize("problem", TALKING)
def test_starter_of_a_problem_that_talks_answers_at_once(problem: Problem, language: str) -> None:
    """What waits for the end of the input would wait until its time is over, as the other side does."""
    if language not in engine().languages():
        pytest.skip("this machine has no toolchain for it")
    assert verdict_of(problem, language, Content.of_library(problem).starter(language)) in {"WA", "RE"}
