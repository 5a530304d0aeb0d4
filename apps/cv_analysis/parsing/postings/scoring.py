"""How exact spans are counted, and the table that says so."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(slots=True)
class Score:
    """Counts of exact spans."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, found: set[tuple[int, int]], wanted: set[tuple[int, int]]) -> None:
        self.right += len(found & wanted)
        self.found += len(found)
        self.wanted += len(wanted)

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 0.0


def report(scores: Mapping[str, Score]) -> str:
    """A line for each kind, and one for all together."""
    rows = {**scores, "both": sum(scores.values(), Score())}
    lines = [f"{'spans':<10} {'precision':>9} {'recall':>7} {'F1':>7} {'wanted':>7}"]
    lines += [
        f"{name:<10} {score.precision:>9.3f} {score.recall:>7.3f} {score.f1:>7.3f} {score.wanted:>7}"
        for name, score in rows.items()
    ]
    return "\n".join(lines)
