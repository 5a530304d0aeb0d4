"""How points and scores come about; docs/code-assessment.md has the formulas in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.code_assessment.content import Content
from apps.code_assessment.sandbox.batches import points_of
from apps.code_assessment.sandbox.contract import Test, TestResult

# Of what a candidate's record says; a change of a formula is a new one.
VERSION = "code-2"
ALL = 100


def points(tests: Sequence[Test], results: Sequence[TestResult]) -> int:
    """Points of a submission, 0 to 100: of whole groups all or nothing, in proportion where a checker gives parts."""
    most = sum(test.points for test in tests)
    return round(ALL * points_of(tests, results) / most) if most else 0


def is_solved(verdict: str) -> bool:
    return verdict == "AC"


def score(reached: Mapping[str, int], worth: Mapping[str, int]) -> int:
    """Score of an attempt, 0 to 100: each problem's best points weighed by what it is worth."""
    total = sum(worth.values())
    return round(sum(reached.get(key, 0) * points for key, points in worth.items()) / total) if total else 0


@dataclass(frozen=True, slots=True)
class Group:
    """Tests that give points together, or each its own where the group is partial."""

    name: str
    points: int
    is_partial: bool


def groups_of(content: Content) -> list[Group]:
    """Groups of tests in their order; samples give no points."""
    found: dict[str, int] = {}
    for one in content.everything:
        found[one.group] = found.get(one.group, 0) + one.points
    return [Group(name, points, name in content.partial_groups) for name, points in found.items() if points]
