"""Looks at each likely span as a whole, which the taggers cannot, and says again how likely it is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .features import Features, folded, shape, word_class
from .lexicon import Lexicon
from .tagger import LEAST_LIKELY, THRESHOLDS, Chance, Judge, TokenSpan, best_spans, candidates_of
from .tokens import Sentence

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Setting:
    """What a candidate is judged by: its sentence, the part of the posting, what both taggers think of the tokens."""

    sentence: Sentence
    part: str
    chances: Sequence[Chance]
    other_chances: Sequence[Chance]
    lexicon: Lexicon


def candidate_features(setting: Setting, candidates: Sequence[TokenSpan]) -> list[Features]:
    """One list of features a candidate."""
    words = [folded(token.form) for token in setting.sentence]
    classes = [word_class(word) for word in words]
    marks = setting.lexicon.marks(words)
    expected = sum(chance.begins for chance in setting.chances)
    found: list[Features] = []
    for span in candidates:
        rivals = [
            other for other in candidates if other.first < span.last and span.first < other.last and other != span
        ]
        features = ["b", f"sec={setting.part}", f"exp={min(round(expected), 5)}"]
        features += odds_features(span, rivals)
        features += edge_features(setting, words, classes, span)
        features += list_features(setting.lexicon, words, marks, span)
        features += inner_features(words, classes, span)
        features += other_features(setting.other_chances, span)
        found.append(features)
    return found


def odds_features(span: TokenSpan, rivals: Sequence[TokenSpan]) -> Features:
    """How likely the tagger finds it, alone and beside what it overlaps with."""
    size = span.last - span.first
    best = max((rival.probability for rival in rivals), default=0.0)
    odds = math.log(max(span.probability, 1e-6) / max(1 - span.probability, 1e-6))
    features = [
        f"o={round(odds * 2)}",
        f"o1={round(odds)}",
        f"n={min(size, MOST_WORDS)}",
        f"no={min(size, 5)}|{round(odds)}",
    ]
    features += [f"r={round(math.log((span.probability + 0.01) / (best + 0.01)))}", f"rn={min(len(rivals), 6)}"]
    inside = [rival for rival in rivals if span.first <= rival.first and rival.last <= span.last]
    around = [rival for rival in rivals if rival.first <= span.first and span.last <= rival.last]
    features.append(f"ri={round(sum(rival.probability for rival in inside) * 4)}")
    features.append(f"ra={round(sum(rival.probability for rival in around) * 4)}")
    return features


def edge_features(setting: Setting, words: Sequence[str], classes: Sequence[str], span: TokenSpan) -> Features:
    """The words at both edges, and the words beyond them."""
    first, last, count = span.first, span.last - 1, len(words)
    before, after = (words[first - 1] if first else "^"), (words[last + 1] if last + 1 < count else "$")
    before_class = classes[first - 1] if first else "^"
    after_class = classes[last + 1] if last + 1 < count else "$"
    features = [f"f={words[first]}", f"l={words[last]}", f"w-={before}", f"w+={after}"]
    features += [f"fc={classes[first]}", f"lc={classes[last]}", f"c-={before_class}", f"c+={after_class}"]
    features += [
        f"cf={before_class}|{classes[first]}",
        f"cl={classes[last]}|{after_class}",
        f"wl={words[last]}|{after}",
    ]
    features += [f"fl={classes[first]}|{classes[last]}|{min(last - first, 3)}"]
    features += [f"fs={shape(setting.sentence[first].form)}", f"ls={shape(setting.sentence[last].form)}"]
    if setting.sentence[last].tail:
        features.append(f"t={setting.sentence[last].tail[0]}")
    return features


def list_features(lexicon: Lexicon, words: Sequence[str], marks: Sequence[Sequence[str]], span: TokenSpan) -> Features:
    """The word lists that hold the whole phrase, begin it or end it, or run over its edges."""
    phrase = " ".join(words[span.first : span.last])
    features = [f"in={name}" for name, phrases in lexicon.lists.items() if len(name) == 1 and phrase in phrases]
    if len(features) == 0:
        features.append("in=-")
    starts = {mark[0] for mark in marks[span.first] if mark[1] == "B"}
    features += [f"st={name}" for name in sorted(starts)]
    if span.last < len(words):
        beyond = {mark[0] for mark in marks[span.last] if mark[1] == "I"}
        features += [f"ov={name}" for name in sorted(beyond)]
    cut = {mark[0] for mark in marks[span.first] if mark[1] == "I"}
    features += [f"cu={name}" for name in sorted(cut)]
    return features


def inner_features(words: Sequence[str], classes: Sequence[str], span: TokenSpan) -> Features:
    """Joining words, prepositions and brackets inside."""
    inner = range(span.first + 1, span.last - 1)
    features = [f"cc={min(sum(classes[index] == 'CC' for index in inner), 2)}"]
    features.append(f"ip={min(sum(classes[index] == 'IN' for index in inner), 2)}")
    opened = sum(words[index].startswith("(") for index in range(span.first, span.last))
    closed = sum(words[index].endswith(")") for index in range(span.first, span.last))
    features.append(f"br={opened}|{closed}")
    features += [f"iw={words[index]}" for index in inner if classes[index] in {"CC", "IN", "WH", "PR", "MD", "BE"}]
    return features


def other_features(chances: Sequence[Chance], span: TokenSpan) -> Features:
    """What the other kind's tagger thinks of the same tokens."""
    begins = max(chances[index].begins for index in range(span.first, span.last))
    covered = sum(chances[index].begins + chances[index].continues for index in range(span.first, span.last))
    after = chances[span.last].continues if span.last < len(chances) else 0.0
    return [
        f"ob={round(begins * 4)}",
        f"os={round(chances[span.first].begins * 4)}",
        f"oc={round(4 * covered / (span.last - span.first))}",
        f"oa={round(after * 4)}",
    ]


def judged_spans(setting: Setting, judge: Judge, kind: str) -> list[TokenSpan]:
    """The spans of a sentence that are worth naming."""
    candidates = candidates_of(setting.chances, LEAST_LIKELY)
    probabilities = judge.probabilities(candidate_features(setting, candidates))
    likely = [
        TokenSpan(span.first, span.last, probability)
        for span, probability in zip(candidates, probabilities, strict=True)
        if probability > THRESHOLDS[kind]
    ]
    return best_spans(likely, THRESHOLDS[kind])
