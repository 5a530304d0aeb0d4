"""The skill and knowledge spans of a posting, sentence by sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from .features import features_of
from .lexicon import load_lexicon
from .model import TextSpan
from .parts import Passage
from .tagger import SPAN_KINDS, THRESHOLDS, best_spans, candidates_of, load_tagger


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """A span, and the passage it stands in."""

    span: TextSpan
    passage: Passage


def spans_of(passages: Sequence[Passage]) -> list[PassageSpan]:
    """All spans in the order of the text."""
    lexicon = load_lexicon()
    found: list[PassageSpan] = []
    for passage in passages:
        features = features_of(passage.tokens, part=passage.part, lexicon=lexicon)
        for kind in SPAN_KINDS:
            candidates = candidates_of(load_tagger(kind).chances(features), THRESHOLDS[kind])
            for best in best_spans(candidates, THRESHOLDS[kind]):
                start, end = passage.tokens[best.first].start, passage.tokens[best.last - 1].end
                found.append(PassageSpan(TextSpan(start, end, kind), passage))
    return sorted(found, key=lambda item: (item.span.start, item.span.end, item.span.kind))
