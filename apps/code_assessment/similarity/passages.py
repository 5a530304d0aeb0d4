"""Which passages two programs share: the longest runs of equal tokens first, each token in one of them at most."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from .winnowing import RUN, Token, fingerprints

MOST_PASSAGES = 40


@dataclass(frozen=True, slots=True)
class Passage:
    """Tokens of one program beside as many of the other."""

    first: int
    other: int
    length: int


def passages(one: Sequence[Token], other: Sequence[Token]) -> list[Passage]:
    """In the order of the first program; where a fingerprint is shared, as far to both sides as the tokens agree."""
    places: dict[int, list[int]] = defaultdict(list)
    for found in fingerprints(other):
        places[found.value].append(found.place)
    candidates = {
        _grown(one, other, found.place, place) for found in fingerprints(one) for place in places[found.value]
    }
    taken: tuple[set[int], set[int]] = (set(), set())
    kept: list[Passage] = []
    for passage in sorted(candidates, key=lambda found: (-found.length, found.first, found.other)):
        left = range(passage.first, passage.first + passage.length)
        right = range(passage.other, passage.other + passage.length)
        if passage.length < RUN or taken[0].intersection(left) or taken[1].intersection(right):
            continue
        taken[0].update(left)
        taken[1].update(right)
        kept.append(passage)
        if len(kept) == MOST_PASSAGES:
            break
    return sorted(kept, key=lambda found: found.first)


def _grown(one: Sequence[Token], other: Sequence[Token], first: int, second: int) -> Passage:
    before = 0
    while first > before and second > before and _same(one[first - before - 1], other[second - before - 1]):
        before += 1
    length = before
    while (
        first - before + length < len(one)
        and second - before + length < len(other)
        and _same(one[first - before + length], other[second - before + length])
    ):
        length += 1
    return Passage(first - before, second - before, length)


def _same(one: Token, other: Token) -> bool:
    return one.kind == other.kind and not one.is_given and not other.is_given
