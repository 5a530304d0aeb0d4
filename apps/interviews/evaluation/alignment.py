"""How much of what a good answer says does this answer say? Untrained: words are compared, nothing has learnt grades.

Every word of the reference looks for the word of the answer that means most nearly the same in its context. Two figures
come of it. Coverage is how well the words of the reference are met, above what any text of that length reaches by
chance. Elaboration is how many different words of the answer belong to the matter. The estimate is their geometric
mean: something must be said, and it must be about what was asked.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log2, sqrt
from typing import TYPE_CHECKING

from apps.ai.embeddings import encoder

from .addressed import speaks_to_the_grader
from .model import Finding
from .words import carries_meaning, sentences, stem, without_placeholder, words

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Vectors = NDArray[float32]

ALGORITHM = "alignment-2"
# A word that the question already holds proves little when the answer repeats it.
WEIGHT_OF_ASKED = 0.3
# Mean closeness of words: up to the first an answer says nothing of the reference, from the second on all of it.
NOTHING, EVERYTHING = 0.32, 0.57
# What texts on other matters reach grows with the logarithm of their length (measured over pairs of the library).
CHANCE, CHANCE_PER_DOUBLING, CHANCE_WORDS = 0.13, 0.055, 6
# A word belongs to the matter by as much as its nearest word of the reference is closer than this.
UNRELATED = 0.2
# So much of the reference's weight in words of the matter counts as a full answer.
ENOUGH = 0.5
# Keywords without a sentence around them: so few words that hold sentences together, among so many words.
BARE, FEWEST_BARE, BARE_COUNTS = 0.08, 8, 0.45
# A sentence none of whose words comes so close to any of the reference is about something else.
NEAR = 0.45
LEAST_WEIGHT = 1e-3
# A sentence that repeats so much of the question's wording is no answer; short ones cannot be told.
ECHO, FEWEST_OF_ECHO = 0.5, 4
# Texts as a whole: up to the first closeness to question and reference an answer is about something else.
ELSEWHERE, HERE = 0.2, 0.45
# A story in its own setting is far from the question as a whole; what meets nearly every word of it is on the matter.
PARTLY, WHOLLY = 0.6, 0.95
MATCHED = 0.5
LONGEST_QUOTE = 300


@dataclass(frozen=True, slots=True)
class Estimate:
    """`score` is 0..100; one finding for each point of the reference, in their order.

    `relevance` (0..100) is the share of the answer's words that stand in sentences about the matter.
    """

    score: int
    findings: tuple[Finding, ...]
    relevance: int = 0
    algorithm: str = ALGORITHM

    @property
    def matched(self) -> tuple[str, ...]:
        return tuple(finding.point for finding in self.findings if finding.is_matched)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(finding.point for finding in self.findings if not finding.is_matched)


@dataclass(frozen=True, slots=True)
class _Reference:
    """The words that count, their weights, and the number of the point each belongs to; `whole` is asked and said."""

    weights: "Vectors"
    owners: "Vectors"
    vectors: "Vectors"
    whole: "Vectors"


@dataclass(frozen=True, slots=True)
class _Answer:
    """The words that count, with the number of the sentence each stands in; `length` counts all words."""

    words: tuple[str, ...]
    owners: tuple[int, ...]
    vectors: "Vectors"
    whole: "Vectors"
    length: int


def estimate(question: str, points: Sequence[str], answer: str) -> Estimate:
    """Compares an answer with the points that a good one makes; the same input gives the same figures."""
    points = tuple(point.strip() for point in points if any(map(str.isalnum, point)))
    text, spans = own_sentences(question, answer)
    if not points or not spans:
        return Estimate(0, tuple(Finding(point, False, 0.0, "") for point in points))
    reference, read = _reference(question, points), _answer(text, spans)
    if not read.words:
        return Estimate(0, tuple(Finding(point, False, 0.0, "") for point in points))
    closeness = (reference.vectors @ read.vectors.T).clip(0, 1)
    credit = _credits(text, spans, read, closeness[reference.weights > LEAST_WEIGHT].max(axis=0, initial=0))
    closeness *= credit
    floor = _floor(read.length)
    coverage = _above(_mean(closeness.max(axis=1), reference.weights), floor)
    share = sqrt(coverage * _elaboration(question, reference, read, closeness))
    if _is_bare(text):
        share *= BARE_COUNTS
    share *= max(_above(float(reference.whole @ read.whole), ELSEWHERE, HERE), _above(coverage, PARTLY, WHOLLY))
    findings = []
    for number, point in enumerate(points):
        own = reference.owners == number
        met = _above(_mean(closeness[own].max(axis=1), reference.weights[own]), floor)
        quote = _quote(closeness[own], reference.weights[own], read, [answer[slice(*span)] for span in spans])
        findings.append(Finding(point, met >= MATCHED, round(met, 3), quote if met > 0 else ""))
    meant = sum(carries_meaning(word) for word in words(answer))
    relevance = min(1.0, float(credit.sum()) / max(meant, 1)) if share else 0.0
    return Estimate(round(100 * share), tuple(findings), round(100 * relevance))


def own_sentences(question: str, answer: str) -> tuple[str, list[tuple[int, int]]]:
    """The answer with everything blanked out that is none, and where its sentences stand."""
    text = without_placeholder(answer)
    asked = _pairs(question)
    spans = []
    for start, end in sentences(text):
        pairs = _pairs(text[start:end])
        repeats = len(pairs) >= FEWEST_OF_ECHO and len(pairs & asked) >= ECHO * len(pairs)
        if repeats or speaks_to_the_grader(text[start:end]):
            text = text[:start] + " " * (end - start) + text[end:]
        else:
            spans.append((start, end))
    return text, spans


def _pairs(text: str) -> set[tuple[str, str]]:
    """Neighbouring words."""
    found = words(text)
    return set(pairwise(found))


@lru_cache(maxsize=256)
def _reference(question: str, points: tuple[str, ...]) -> _Reference:
    """Read as one text, because a point is often understood from the one before."""
    import numpy as np

    text, ends = "", []
    for point in points:
        text += point + " "
        ends.append(len(text))
    tokens, asked = encoder().tokens(text), _stems(question)
    kept, weights, owners = [], [], []
    for number, (start, end) in enumerate(tokens.spans):
        word = text[start:end].lower()
        if word.isalnum():
            kept.append(number)
            # A point of function words alone still has to be met by something.
            weights.append(_weight(word, asked) or LEAST_WEIGHT)
            owners.append(bisect_right(ends, start))
    return _Reference(
        np.array(weights, np.float32), np.array(owners), tokens.vectors[kept], encoder().sentence(f"{question} {text}")
    )


def _answer(text: str, spans: list[tuple[int, int]]) -> _Answer:
    tokens = encoder().tokens(text)
    written = [text[start:end].lower() for start, end in tokens.spans]
    kept = [number for number, word in enumerate(written) if carries_meaning(word)]
    starts = [start for start, _end in spans]
    owners = tuple(max(bisect_right(starts, tokens.spans[number][0]) - 1, 0) for number in kept)
    length = sum(word.isalnum() for word in written)
    return _Answer(tuple(written[number] for number in kept), owners, tokens.vectors[kept], tokens.whole, length)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if carries_meaning(word))


def _weight(word: str, asked: frozenset[str]) -> float:
    if not carries_meaning(word):
        return 0.0
    return WEIGHT_OF_ASKED if stem(word) in asked else 1.0


def _credits(text: str, spans: list[tuple[int, int]], read: _Answer, nearest: "Vectors") -> "Vectors":
    """Nothing for the words of a sentence that is a heap of keywords, or that has no word near the matter."""
    import numpy as np

    counts = np.array([not _is_bare(text[start:end]) for start, end in spans], np.float32)
    owners = np.array(read.owners)
    for number in range(len(spans)):
        if nearest[owners == number].max(initial=0) < NEAR:
            counts[number] = 0
    found: Vectors = counts[owners]
    return found


def _is_bare(text: str) -> bool:
    """Many words and hardly one that holds them together; letters of formulas are no words."""
    found = [word for word in words(text) if len(word) > 1]
    joining = sum(not carries_meaning(word) for word in found)
    return len(found) >= FEWEST_BARE and joining < BARE * len(found)


def _floor(length: int) -> float:
    return max(NOTHING, CHANCE + CHANCE_PER_DOUBLING * log2(max(length, 1) / CHANCE_WORDS))


def _above(value: float, low: float, high: float = EVERYTHING) -> float:
    return min(max((value - low) / (high - low), 0.0), 1.0)


def _mean(values: "Vectors", weights: "Vectors") -> float:
    return float((values * weights).sum() / weights.sum())


def _elaboration(question: str, reference: _Reference, read: _Answer, closeness: "Vectors") -> float:
    """0..1: different words of the answer that belong to the matter, against what a full answer needs."""
    asked = _stems(question)
    nearest = closeness[reference.weights > LEAST_WEIGHT].max(axis=0, initial=0)
    seen, total = set(), 0.0
    for word, near in zip(read.words, nearest, strict=True):
        if stem(word) not in seen:
            seen.add(stem(word))
            total += _weight(word, asked) * max(0.0, (float(near) - UNRELATED) / (1 - UNRELATED))
    return min(1.0, total / (ENOUGH * float(reference.weights.sum())))


def _quote(closeness: "Vectors", weights: "Vectors", read: _Answer, written: list[str]) -> str:
    """The sentence of the answer that meets most of the point, as it is written."""
    totals = [0.0] * len(written)
    for row, weight in zip(closeness, weights, strict=True):
        best = int(row.argmax())
        totals[read.owners[best]] += float(row[best]) * float(weight)
    return written[totals.index(max(totals))][:LONGEST_QUOTE].rstrip()
