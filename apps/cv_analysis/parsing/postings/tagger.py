"""Finds likely skill and knowledge spans with the trained taggers, and chooses among them.

A tagger gives the chance of every token to begin or continue a span; from these come candidates, which the judge of
`rerank.py` looks at as a whole. The spans chosen are those that make the expected F1 largest.
"""

import lzma
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .features import Features
from .lexicon import FOLDER

SPAN_KINDS = ("skill", "knowledge")
# A span is worth naming when its probability is more than about half the F1 that can be reached; by cross-validation.
THRESHOLDS = {"skill": 0.18, "knowledge": 0.24}
LEAST_LIKELY = 0.03
RIGHT, WRONG = "1", "0"
LONGEST_SPAN = 24


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely a token begins a span, and how likely it continues one."""

    begins: float
    continues: float


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """Tokens `first` up to `last`, not included."""

    first: int
    last: int
    probability: float


class CrfTagger:
    """A trained tagger. It holds the bytes of its model, which the library reads where they lie."""

    def __init__(self, model: bytes) -> None:
        import pycrfsuite

        self._model = model
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(model)
        known = set(self._tagger.labels())
        self._begin, self._continue = sorted(known & {"B", "S"}), sorted(known & {"I", "E"})

    def chances(self, features: Sequence[Features]) -> list[Chance]:
        """BIOES marginals, put together as begin and continue."""
        self._tagger.set(features)
        begins, continues = self._sums(self._begin, len(features)), self._sums(self._continue, len(features))
        return [Chance(begin, go_on) for begin, go_on in zip(begins, continues, strict=True)]

    def _sums(self, labels: Sequence[str], count: int) -> list[float]:
        columns = [[self._tagger.marginal(label, index) for index in range(count)] for label in labels]
        return [sum(values) for values in zip(*columns, strict=True)] if columns else [0.0] * count


def prepared(features: Sequence[Features]) -> Sequence[Features]:
    """The same in the library's own form, for what several taggers read."""
    import pycrfsuite

    items: Sequence[Features] = pycrfsuite.ItemSequence(features)
    return items


class Judge(CrfTagger):
    """A model of single items: how likely each is what it says it is."""

    def probabilities(self, items: Sequence[Features]) -> list[float]:
        found = []
        for item in items:
            self._tagger.set([item])
            found.append(float(self._tagger.marginal(RIGHT, 0)))
        return found


def model_file(name: str) -> Path:
    return FOLDER / f"{name}.crf.xz"


@cache
def load_tagger(kind: str) -> CrfTagger:
    return CrfTagger(lzma.decompress(model_file(kind).read_bytes()))


@cache
def load_judge(kind: str) -> Judge:
    return Judge(lzma.decompress(model_file(f"{kind}-judge").read_bytes()))


def candidates_of(chances: Sequence[Chance], least: float) -> list[TokenSpan]:
    """All spans at least this likely. A span continues with the probability that one which is open here does."""
    found: list[TokenSpan] = []
    count = len(chances)
    for first, chance in enumerate(chances):
        probability, last = chance.begins, first
        while probability >= least and last < count and last - first < LONGEST_SPAN:
            is_open = chances[last].begins + chances[last].continues
            goes_on = min(1.0, chances[last + 1].continues / is_open) if last + 1 < count and is_open > 0 else 0.0
            ends_here = probability * (1 - goes_on)
            last += 1
            if ends_here >= least:
                found.append(TokenSpan(first, last, ends_here))
            probability *= goes_on
    return found


def best_spans(candidates: Sequence[TokenSpan], threshold: float) -> list[TokenSpan]:
    """Of spans that do not overlap, those whose probabilities above the threshold add up to most; in order."""
    by_end: dict[int, list[TokenSpan]] = {}
    for span in candidates:
        by_end.setdefault(span.last, []).append(span)
    size = max(by_end, default=0)
    worth = [0.0] * (size + 1)
    chosen: list[TokenSpan | None] = [None] * (size + 1)
    for end in range(1, size + 1):
        worth[end] = worth[end - 1]
        for span in by_end.get(end, ()):
            value = worth[span.first] + span.probability - threshold
            if value > worth[end]:
                worth[end], chosen[end] = value, span
    found: list[TokenSpan] = []
    end = size
    while end > 0:
        best = chosen[end]
        if best is None:
            end -= 1
        else:
            found.append(best)
            end = best.first
    return found[::-1]
