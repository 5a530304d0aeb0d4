"""Questions that ask the same in other words, found by what they mean."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from apps.ai.embeddings import encoder
from apps.interviews.evaluation.words import carries_meaning, stem, words

# Two questions as near as this are one question.
SAME = 0.9


class Pair(NamedTuple):
    """Two keys, and how near their texts are: 1 is the same."""

    closeness: float
    one: str
    other: str


def closest_pairs(texts: Mapping[str, str], *, above: float = SAME) -> list[Pair]:
    """All pairs of texts at least so near, the nearest first; each text is read once."""
    keys = list(texts)
    vectors = encoder().sentences(texts.values())
    near = vectors @ vectors.T
    found = [
        Pair(round(float(near[one, other]), 3), keys[one], keys[other])
        for one, other in zip(*(near >= above).nonzero(), strict=True)
        if one < other
    ]
    return sorted(found, key=lambda pair: (-pair.closeness, pair.one, pair.other))


def sharing_words(texts: Mapping[str, str], *, share: float) -> dict[str, str]:
    """Those that have at least this share of words in common with another: a quick sieve before they are compared."""
    stems = {key: frozenset(_stems(text)) for key, text in texts.items()}
    kept: set[str] = set()
    for (one, left), (other, right) in combinations(stems.items(), 2):
        common = len(left & right)
        if common and common >= share * (len(left) + len(right) - common):
            kept |= {one, other}
    return {key: text for key, text in texts.items() if key in kept}


def _stems(text: str) -> Iterator[str]:
    return (stem(word) for word in words(text) if carries_meaning(word))
