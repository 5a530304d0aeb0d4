"""From how a run ended to its verdict, each rule at its edge; which of two that hold comes first."""

from dataclasses import replace

import pytest

from apps.code_assessment.sandbox.box import Ended
from apps.code_assessment.sandbox.contract import Limits, Test, TestResult, Verdict
from apps.code_assessment.sandbox.languages import LANGUAGES
from apps.code_assessment.sandbox.verdicts import verdict_of
from apps.code_assessment.scoring import is_solved, points, score

LIMITS = Limits(cpu_ms=1000, wall_ms=3000, memory_mib=100, output_kib=64)
PLAIN = replace(LANGUAGES["python"], extra_memory_mib=0)
GENEROUS = replace(PLAIN, extra_memory_mib=10)
WELL = Ended(stdout=b"", stderr=b"", is_over=False)
EXIT_1, KILLED, SIGNAL_64 = 1 << 8, 9, 64
IT_GAVE_UP = b"Traceback\nMemoryError\n"


@pytest.mark.parametrize(
    ("ended", "verdict", "why"),
    [
        (WELL, None, ""),
        (replace(WELL, cpu_us=1_000_000, memory_kib=100 * 1024), None, ""),
        (replace(WELL, is_over=True), "OLE", "It wrote more than 64 KiB."),
        (
            replace(WELL, cpu_us=1_000_001),
            "TLE",
            "It used 1000 ms of processor time; 1000 ms are allowed.",
        ),
        (
            replace(WELL, cpu_us=900_999, reason="cpu"),
            "TLE",
            "It used 900 ms of processor time; 1000 ms are allowed.",
        ),
        (replace(WELL, reason="wall"), "TLE", "It was not done after 3000 ms, most of which it waited."),
        (replace(WELL, memory_kib=100 * 1024 + 1), "MLE", "It needed more than 100 MiB."),
        (replace(WELL, reason="memory"), "MLE", "It needed more than 100 MiB."),
        (replace(WELL, status=KILLED, out_of_memory=True), "MLE", "It needed more than 100 MiB."),
        (replace(WELL, status=EXIT_1, stderr=IT_GAVE_UP), "MLE", "It needed more than 100 MiB."),
        (replace(WELL, is_broken=True, out_of_memory=True), "MLE", "It needed more than 100 MiB."),
        # Who caught the error and came to a good end is judged by the answer.
        (replace(WELL, out_of_memory=True), None, ""),
        (replace(WELL, stderr=IT_GAVE_UP), None, ""),
        (replace(WELL, status=EXIT_1, stderr=b"ValueError"), "RE", "It ended with exit code 1."),
        (replace(WELL, status=KILLED), "RE", "It was ended by SIGKILL."),
        (replace(WELL, status=SIGNAL_64 | 1), "RE", "It was ended by signal 65."),
        (replace(WELL, is_broken=True, reason="gone"), "IE", "The sandbox ended before the program. gone"),
        (replace(WELL, is_broken=True), "IE", "The sandbox ended before the program."),
        (replace(WELL, reason="orders"), "IE", "The run was ended: orders."),
        (replace(WELL, reason="wear"), "IE", "The run was ended: wear."),
    ],
)
def test_verdict_follows_from_how_it_ended(ended: Ended, verdict: str | None, why: str) -> None:
    assert verdict_of(ended, LIMITS, PLAIN) == (verdict, why)


@pytest.mark.parametrize(
    ("ended", "verdict"),
    [
        (replace(WELL, is_broken=True, is_over=True), Verdict.IE),
        (replace(WELL, is_over=True, cpu_us=2_000_000), Verdict.OLE),
        (replace(WELL, cpu_us=2_000_000, reason="memory"), Verdict.TLE),
        (replace(WELL, reason="memory", status=KILLED), Verdict.MLE),
        (replace(WELL, reason="orders", status=KILLED), Verdict.IE),
    ],
)
def test_of_two_that_hold_the_first_counts(ended: Ended, verdict: Verdict) -> None:
    assert verdict_of(ended, LIMITS, PLAIN)[0] is verdict


def test_runtime_may_have_memory_of_its_own() -> None:
    verdicts = [verdict_of(replace(WELL, memory_kib=kib), LIMITS, GENEROUS)[0] for kib in (110 * 1024, 110 * 1024 + 1)]

    assert verdicts == [None, Verdict.MLE]


def test_only_the_last_words_say_why_it_gave_up() -> None:
    """8 KiB of them: before that, the program may have spoken of anything."""
    words = [b"MemoryError" + b"." * behind for behind in (8 * 1024 - 11, 8 * 1024 - 10)]

    verdicts = [verdict_of(replace(WELL, status=EXIT_1, stderr=said), LIMITS, PLAIN)[0] for said in words]

    assert verdicts == [Verdict.MLE, Verdict.RE]


def _tests(*worth: float) -> list[Test]:
    return [Test(b"", b"", points=one) for one in worth]


def test_points_are_of_a_hundred_whatever_the_tests_are_worth() -> None:
    results = [TestResult(Verdict.AC, share=1.0), TestResult(Verdict.WA)]

    assert points(_tests(1, 2), results) == 33
    assert points(_tests(2, 1), results) == 67
    assert points(_tests(0, 0), results) == 0
    assert points([], []) == 0


def test_score_weighs_each_problem_by_its_worth() -> None:
    assert score({"a": 100, "b": 40}, {"a": 1, "b": 3}) == 55
    assert score({"a": 100}, {"a": 1, "b": 3}) == 25
    assert score({}, {}) == 0


def test_only_what_is_accepted_solves() -> None:
    assert [verdict for verdict in Verdict if is_solved(verdict)] == [Verdict.AC]
    # Not judged yet.
    assert not is_solved("")
