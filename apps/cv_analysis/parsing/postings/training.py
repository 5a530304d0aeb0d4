"""Trains the taggers and judges from labelled postings, and measures them on postings that they have not seen."""

import json
import lzma
import struct
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from .features import Features, features_of
from .lexicon import Lexicon
from .parts import Part, part_at
from .rerank import Setting, candidate_features, judged_spans
from .scoring import Score
from .signs import plain
from .tagger import LEAST_LIKELY, RIGHT, SPAN_KINDS, WRONG, Chance, CrfTagger, Judge, candidates_of
from .tokens import Sentence, token_of

TAGGER_SETTINGS: dict[str, Any] = {
    "c1": 0.1,
    "c2": 1.0,
    "max_iterations": 80,
    "feature.possible_transitions": True,
}
JUDGE_SETTINGS: dict[str, Any] = {"c1": 0.3, "c2": 1.0, "max_iterations": 200}
FOLDS = 3
# Where the parts of a CRFsuite model lie, in bytes.
FEATURES_AT, CHUNK_HEAD, FEATURE_SIZE, WEIGHT_AT, LOW_BYTES = 28, 12, 20, 12, 5
OTHER = dict(zip(SPAN_KINDS, reversed(SPAN_KINDS), strict=True))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence of a labelled posting: what taggers see, and the tags of each kind."""

    tokens: Sentence
    part: Part
    features: list[Features]
    tags: dict[str, list[str]]


Posting = list[Labelled]
# What the taggers think of every token, by kind, posting and sentence.
Opinions = dict[str, list[list[list[Chance]]]]


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
        sentence = tuple(tokens)
        yield Labelled(sentence, part, features_of(sentence, part=part, lexicon=lexicon), tags)


def train_models(postings: Sequence[Posting], lexicon: Lexicon) -> dict[str, bytes]:
    """All models by name; the same postings give the same bytes."""
    opinions = honest_opinions(postings)
    models = {kind: train_tagger(postings, kind) for kind in SPAN_KINDS}
    models |= {f"{kind}-judge": train_judge(postings, opinions, kind, lexicon) for kind in SPAN_KINDS}
    return models


def train_tagger(postings: Iterable[Posting], kind: str) -> bytes:
    sequences = ((sentence.features, finer_tags(sentence.tags[kind])) for posting in postings for sentence in posting)
    return trained(sequences, TAGGER_SETTINGS)


def train_judge(postings: Sequence[Posting], opinions: Opinions, kind: str, lexicon: Lexicon) -> bytes:
    """Learns from candidates of taggers that had not seen the posting, as in use they have not."""
    items: list[tuple[list[Features], list[str]]] = []
    for sentence, setting in settings_of(postings, opinions, kind, lexicon):
        wanted = spans_in(sentence.tags[kind])
        candidates = candidates_of(setting.chances, LEAST_LIKELY)
        for span, features in zip(candidates, candidate_features(setting, candidates), strict=True):
            items.append(([features], [RIGHT if (span.first, span.last) in wanted else WRONG]))
    return trained(items, JUDGE_SETTINGS)


def trained(sequences: Iterable[tuple[list[Features], list[str]]], settings: dict[str, Any]) -> bytes:
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=settings, verbose=False)
    for features, labels in sequences:
        trainer.append(features, labels)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model"
        trainer.train(str(file))
        return file.read_bytes()


def honest_opinions(postings: Sequence[Posting]) -> Opinions:
    """For every posting the opinion of taggers that have not seen it."""
    opinions: Opinions = {kind: [[] for _ in postings] for kind in SPAN_KINDS}
    for kind in SPAN_KINDS:
        for fold in range(FOLDS):
            tagger = CrfTagger(train_tagger(without_fold(postings, fold), kind))
            for index in range(fold, len(postings), FOLDS):
                opinions[kind][index] = [tagger.chances(sentence.features) for sentence in postings[index]]
    return opinions


def without_fold(items: Sequence[Any], fold: int) -> list[Any]:
    return [item for index, item in enumerate(items) if index % FOLDS != fold]


def settings_of(
    postings: Sequence[Posting], opinions: Opinions, kind: str, lexicon: Lexicon
) -> Iterator[tuple[Labelled, Setting]]:
    for index, posting in enumerate(postings):
        for sentence, own, other in zip(posting, opinions[kind][index], opinions[OTHER[kind]][index], strict=True):
            yield sentence, Setting(sentence.tokens, sentence.part, own, other, lexicon)


def cross_validate(postings: Sequence[Posting], lexicon: Lexicon) -> dict[str, Score]:
    """Every posting is scored once, by a tagger and a judge that were not trained on it."""
    opinions = honest_opinions(postings)
    scores = {kind: Score() for kind in SPAN_KINDS}
    for fold in range(FOLDS):
        rest = {kind: without_fold(opinions[kind], fold) for kind in SPAN_KINDS}
        held_out = {kind: opinions[kind][fold::FOLDS] for kind in SPAN_KINDS}
        for kind in SPAN_KINDS:
            judge = Judge(train_judge(without_fold(postings, fold), rest, kind, lexicon))
            scores[kind] += score(postings[fold::FOLDS], held_out, judge, kind, lexicon)
    return scores


def transfer(seen: Sequence[Posting], unseen: Sequence[Posting], lexicon: Lexicon) -> dict[str, Score]:
    """Trained on the postings of one file, scored on those of another."""
    models = train_models(seen, lexicon)
    opinions: Opinions = {}
    for kind in SPAN_KINDS:
        tagger = CrfTagger(models[kind])
        opinions[kind] = [[tagger.chances(sentence.features) for sentence in posting] for posting in unseen]
    return {kind: score(unseen, opinions, Judge(models[f"{kind}-judge"]), kind, lexicon) for kind in SPAN_KINDS}


def score(postings: Sequence[Posting], opinions: Opinions, judge: Judge, kind: str, lexicon: Lexicon) -> Score:
    """Exact spans of one kind."""
    result = Score()
    for sentence, setting in settings_of(postings, opinions, kind, lexicon):
        found = {(span.first, span.last) for span in judged_spans(setting, judge, kind)}
        result.add(found, spans_in(sentence.tags[kind]))
    return result


def packed(model: bytes) -> bytes:
    """The model as it is shipped."""
    return lzma.compress(rounded(model), preset=9 | lzma.PRESET_EXTREME)


def rounded(model: bytes) -> bytes:
    """The same model with weights of three significant digits, which compress to half.

    The head of a CRFsuite model says where its features lie: 12 bytes that begin the chunk, then for each feature three
    numbers of 4 bytes and the weight, a double of 8, low byte first.
    """
    content = bytearray(model)
    (start,) = struct.unpack_from("<I", content, FEATURES_AT)
    name, _, count = struct.unpack_from("<4sII", content, start)
    if name != b"FEAT":
        raise ValueError("This is not a model of CRFsuite.")
    for index in range(count):
        weight = start + CHUNK_HEAD + index * FEATURE_SIZE + WEIGHT_AT
        content[weight : weight + LOW_BYTES] = bytes(LOW_BYTES)
    return bytes(content)


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
