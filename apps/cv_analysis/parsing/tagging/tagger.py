"""Runs the trained model over a document and cuts its opinion into places."""

import gc
import gzip
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from apps.cv_analysis.parsing.document import Document
from apps.cv_analysis.parsing.sections import Section
from apps.cv_analysis.parsing.taxonomy import DATA

from .features import Hint, rows_of
from .lists import load_lists
from .opinion import KINDS, NO_OPINION, Opinion

MODEL = DATA / "cv-model.crfsuite.gz"
# "Nothing" has to be this much likelier than a kind to win: set where F1 was best over documents not trained on.
CAUTION: Mapping[str, float] = {"T": 0.6, "C": 0.45, "D": 0.9, "I": 1.0, "Y": 3.0, "K": 1.2, "S": 0.35, "W": 1.2}
# Technologies and other skills, which people take for each other often.
SKILLS = ("K", "W")
SURELY_NOTHING = 0.95


class Tagger:
    """A trained model; one of them serves all documents of a process."""

    def __init__(self, model: bytes) -> None:
        from pycrfsuite import Tagger as CrfTagger

        # The tagger reads from these bytes and keeps no reference to them itself.
        self._model = model
        self._crf = CrfTagger()
        self._crf.open_inmemory(model)
        self._labels: list[str] = [label for label in self._crf.labels() if label != "O"]

    def read(self, document: Document, sections: list[Section], hints: Iterable[Hint]) -> Opinion:
        """Mark a whole document; the marked places do not overlap."""
        tokens, features = rows_of(document, sections, hints)
        if not tokens:
            return NO_OPINION
        self._crf.set(features)
        labels: list[tuple[str, float]] = []
        likely: list[dict[str, float]] = []
        for index in range(len(tokens)):
            label, kinds = self._judge(index)
            labels.append(label)
            likely.append({KINDS[kind]: probability for kind, probability in kinds.items()})
        return Opinion(tokens, list(joined(labels)), likely)

    def _judge(self, index: int) -> tuple[tuple[str, float], dict[str, float]]:
        """The label of a token and how likely that is, and how likely each kind is."""
        marginal: Any = self._crf.marginal
        nothing: float = marginal("O", index)
        if nothing > SURELY_NOTHING:
            return ("O", nothing), {}
        likely = {label: marginal(label, index) for label in self._labels}
        kinds: dict[str, float] = {}
        for label, probability in likely.items():
            kinds[label[2:]] = kinds.get(label[2:], 0.0) + probability
        label, probability = likeliest(likely, kinds)
        if probability < nothing * CAUTION[label[2:]]:
            return ("O", nothing), kinds
        return (label, probability), kinds


def likeliest(likely: dict[str, float], kinds: dict[str, float]) -> tuple[str, float]:
    """The best label beside "nothing". Whether a token is of a skill is one question, which of both kinds another."""
    kind = max(kinds, key=lambda name: kinds[name])
    skill = sum(kinds.get(name, 0.0) for name in SKILLS)
    if skill <= max(kinds[name] for name in kinds if name not in SKILLS):
        return max(f"B-{kind}", f"I-{kind}", key=lambda name: likely.get(name, 0.0)), kinds[kind]
    sign = max("BI", key=lambda name: sum(likely.get(f"{name}-{kind}", 0.0) for kind in SKILLS))
    return f"{sign}-{max(SKILLS, key=lambda name: kinds.get(name, 0.0))}", skill


def joined(labels: list[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """A skill goes on where the next token continues one, even one of the other kind."""
    before = ""
    for label, probability in labels:
        kind = label[2:]
        if label[:2] == "I-" and kind in SKILLS and before in SKILLS:
            kind = before
        before = kind
        yield (label if label == "O" else label[:2] + kind), probability


@cache
def load_tagger() -> Tagger:
    tagger = Tagger(gzip.decompress(MODEL.read_bytes()))
    load_lists()
    # What is loaded stays: the collector of garbage need not look at it again and again while CVs are read.
    gc.collect()
    gc.freeze()
    return tagger
