"""How unusual a resemblance is among all pairs of programs for the same problem."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

# With fewer pairs there is nothing to measure by, and only what is nearly the same stands out.
FEWEST_PAIRS = 28
# Of a resemblance between 0 and 1.
FLOOR, NEARLY_THE_SAME = 0.4, 0.75
# So many times the usual distance from the middle.
FAR = 3.5
# Where nearly all pairs are equally alike, a small difference is none.
LEAST_SPREAD = 0.05
NORMAL = 1.4826


@dataclass(frozen=True, slots=True)
class Standing:
    """A resemblance among the others: how far above the middle, and how many of 100 pairs are less alike."""

    resemblance: float
    distance: float | None
    percentile: float | None
    pairs: int
    stands_out: bool


@dataclass(frozen=True)
class Ranking:
    """The problem's own distribution: the resemblances of all its pairs."""

    values: Sequence[float]

    @cached_property
    def ordered(self) -> list[float]:
        return sorted(self.values)

    @cached_property
    def middle(self) -> float:
        return median(self.ordered)

    @cached_property
    def spread(self) -> float:
        """The usual distance from the middle, as large as a standard deviation would be; outliers do not move it."""
        return max(LEAST_SPREAD, NORMAL * median([abs(one - self.middle) for one in self.ordered]))

    def standing(self, resemblance: float) -> Standing:
        """Where it stands; it says nothing about why."""
        pairs = len(self.values)
        if pairs < FEWEST_PAIRS:
            return Standing(resemblance, None, None, pairs, stands_out=resemblance >= NEARLY_THE_SAME)
        distance = (resemblance - self.middle) / self.spread
        percentile = 100 * bisect_left(self.ordered, resemblance) / pairs
        return Standing(resemblance, distance, percentile, pairs, stands_out=resemblance >= FLOOR and distance >= FAR)
