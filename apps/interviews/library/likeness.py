"""Questions that ask the same in other words, found by what they mean."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from apps.ai.embeddings import EmbeddingsMissingError, encoder
from apps.interviews.evaluation.words import carries_meaning, stem, words

# Two questions as near as this are one question.
SAME = 0.9
# As many words in common say the same, where nothing better is there to compare them.
SHARED = 0.6


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


def repeated(texts: Sequence[str], *, beside: Sequence[str] = ()) -> set[int]:
    """The places of those texts that ask what one beside them, or one before them, asks.

    By what they mean; where the model of sentences is not installed, by the words that they share.
    """
    known = {f"b{place}": text for place, text in enumerate(beside)}
    named = {f"t{place}": text for place, text in enumerate(texts)}
    if not named:
        return set()
    try:
        near = {(pair.one, pair.other) for pair in closest_pairs({**known, **named})}
    except EmbeddingsMissingError:
        near = _sharing_pairs({**known, **named})
    order = [*known, *named]
    dropped: set[str] = set()
    for key in named:
        before = order[: order.index(key)]
        if any(other not in dropped and ((other, key) in near or (key, other) in near) for other in before):
            dropped.add(key)
    return {int(key[1:]) for key in dropped}


def _sharing_pairs(texts: Mapping[str, str]) -> set[tuple[str, str]]:
    stems = {key: frozenset(_stems(text)) for key, text in texts.items()}
    return {
        (one, other)
        for (one, left), (other, right) in combinations(stems.items(), 2)
        if texts[one].casefold() == texts[other].casefold() or len(left & right) >= SHARED * (len(left | right) or 1)
    }
