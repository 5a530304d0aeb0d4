"""Trains the taggers from labelled postings, and measures them on postings that they were not trained on."""

import json
import lzma
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from .features import Features, features_of
from .lexicon import Lexicon
from .parts import Part, part_at
from .scoring import Score
from .tagger import SPAN_KINDS, THRESHOLDS, CrfTagger, best_spans, candidates_of
from .tokens import plain, token_of

SETTINGS: dict[str, Any] = {
    "c1": 0.1,
    "c2": 0.05,
    "max_iterations": 120,
    "feature.possible_transitions": True,
}
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence of a labelled posting: what taggers see, and the tags of each kind."""

    features: list[Features]
    tags: dict[str, list[str]]


Posting = list[Labelled]


def read_postings(file: Path, lexicon: Lexicon) -> list[Posting]:
    """The postings of a file of labelled sentences, which stand together by source and number."""
    with file.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return [
        list(labelled_sentences(group, lexicon))
        for _, group in groupby(rows, key=lambda row: (row["source"], row["idx"]))
    ]


def labelled_sentences(rows: Iterable[dict[str, Any]], lexicon: Lexicon) -> Iterator[Labelled]:
    part: Part = "none"
    for row in rows:
        tokens = []
        position = 0
        words = [plain(word) for word in row["tokens"]]
        for word in words:
            tokens.append(token_of(word, position))
            position += len(word) + 1
        part = part_at(" ".join(words), part)
        tags = {kind: row[f"tags_{kind}"] for kind in SPAN_KINDS}
        yield Labelled(features_of(tuple(tokens), part=part, lexicon=lexicon), tags)


def train(postings: Sequence[Posting], kind: str) -> bytes:
    """A tagger's model; the same postings give the same bytes."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=SETTINGS, verbose=False)
    for posting in postings:
        for sentence in posting:
            trainer.append(sentence.features, finer_tags(sentence.tags[kind]))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model"
        trainer.train(str(file))
        return file.read_bytes()


def packed(model: bytes) -> bytes:
    return lzma.compress(model, preset=9 | lzma.PRESET_EXTREME)


def finer_tags(tags: Sequence[str]) -> list[str]:
    """BIO as BIOES, which tells where spans end."""
    finer = []
    for tag, after in zip(tags, [*tags[1:], "O"], strict=True):
        if tag == "B":
            finer.append("B" if after == "I" else "S")
        elif tag == "I":
            finer.append("I" if after == "I" else "E")
        else:
            finer.append("O")
    return finer


def spans_in(tags: Sequence[str]) -> set[tuple[int, int]]:
    spans: set[tuple[int, int]] = set()
    first: int | None = None
    for index, tag in enumerate([*tags, "O"]):
        if tag != "I" and first is not None:
            spans.add((first, index))
            first = None
        if tag == "B" or (tag == "I" and first is None):
            first = index
    return spans


def score(tagger: CrfTagger, postings: Sequence[Posting], kind: str) -> Score:
    """Exact spans of one kind."""
    result = Score()
    for posting in postings:
        for sentence in posting:
            candidates = candidates_of(tagger.chances(sentence.features), THRESHOLDS[kind])
            spans = best_spans(candidates, THRESHOLDS[kind])
            result.add({(span.first, span.last) for span in spans}, spans_in(sentence.tags[kind]))
    return result


def cross_validate(postings: Sequence[Posting], kind: str) -> Score:
    """Every posting is scored once, by a tagger that has not seen it."""
    result = Score()
    for fold in range(FOLDS):
        rest = [posting for index, posting in enumerate(postings) if index % FOLDS != fold]
        held_out = [posting for index, posting in enumerate(postings) if index % FOLDS == fold]
        result += score(CrfTagger(train(rest, kind)), held_out, kind)
    return result


def transfer(seen: Sequence[Posting], unseen: Sequence[Posting], kind: str) -> Score:
    return score(CrfTagger(train(seen, kind)), unseen, kind)
