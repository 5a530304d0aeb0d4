"""Two texts side by side, line by line: programs that were handed in, and an answer beside the expected one."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
# Beyond so many lines aligning takes longer than anybody reads.
MOST_LINES = 1_500


@dataclass(frozen=True, slots=True)
class Row:
    """A line of each side; None where that side has none."""

    kind: str
    left_number: int | None
    left: str | None
    right_number: int | None
    right: str | None


def side_by_side(before: str, after: str) -> list[Row] | None:
    """The programs with equal lines beside each other; None where they are too long to be aligned."""
    old, new = before.splitlines(), after.splitlines()
    if max(len(old), len(new)) > MOST_LINES:
        return None
    return list(_aligned(old, new))


def _aligned(old: list[str], new: list[str]) -> Iterator[Row]:
    for kind, first, last, other_first, other_last in SequenceMatcher(None, old, new).get_opcodes():
        pairs = zip_longest(range(first, last), range(other_first, other_last))
        for left, right in pairs:
            yield Row(
                SAME if kind == "equal" else ADDED if left is None else REMOVED if right is None else CHANGED,
                None if left is None else left + 1,
                None if left is None else old[left],
                None if right is None else right + 1,
                None if right is None else new[right],
            )


def line_by_line(expected: str, got: str) -> list[Row]:
    """An answer beside the expected one as a checker reads them: the same line of each, but for spaces at its end."""
    return [
        Row(
            ADDED
            if left is None
            else REMOVED
            if right is None
            else SAME
            if left.rstrip() == right.rstrip()
            else CHANGED,
            None if left is None else number,
            left,
            None if right is None else number,
            right,
        )
        for number, (left, right) in enumerate(zip_longest(expected.splitlines(), got.splitlines()), 1)
    ]
