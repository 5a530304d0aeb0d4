"""Points: each test's own, or those of its batch, which counts as its worst test does."""

from collections.abc import Sequence

from apps.code_assessment.sandbox.contract import Test, TestResult


def points_of(tests: Sequence[Test], results: Sequence[TestResult]) -> float:
    """What was reached; tests that were not run count nothing."""
    reached = 0.0
    batches: dict[str, list[tuple[float, float]]] = {}
    for number, test in enumerate(tests):
        share = results[number].share if number < len(results) else 0.0
        if test.batch:
            batches.setdefault(test.batch, []).append((test.points, share))
        else:
            reached += test.points * share
    for members in batches.values():
        reached += sum(points for points, _ in members) * min(share for _, share in members)
    return reached


def most_points(tests: Sequence[Test]) -> float:
    return sum(test.points for test in tests)
