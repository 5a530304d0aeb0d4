"""The skill and knowledge spans of a posting, sentence by sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from .features import features_of
from .lexicon import load_lexicon
from .model import TextSpan
from .parts import Passage
from .rerank import Setting, judged_spans
from .tagger import SPAN_KINDS, load_judge, load_tagger, prepared


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
        tokens = passage.tokens
        features = prepared(features_of(tokens, part=passage.part, lexicon=lexicon))
        chances = {kind: load_tagger(kind).chances(features) for kind in SPAN_KINDS}
        for kind, other in (SPAN_KINDS, SPAN_KINDS[::-1]):
            setting = Setting(tokens, passage.part, chances[kind], chances[other], lexicon)
            for best in judged_spans(setting, load_judge(kind), kind):
                span = TextSpan(tokens[best.first].start, tokens[best.last - 1].end, kind)
                found.append(PassageSpan(span, passage))
    return sorted(found, key=lambda item: (item.span.start, item.span.end, item.span.kind))
