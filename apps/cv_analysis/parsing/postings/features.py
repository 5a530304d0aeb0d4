"""What the taggers see of each token: its form, its neighbours, the word lists it is in, and where it stands."""

import re
from collections.abc import Sequence
from functools import lru_cache

from .lexicon import Lexicon
from .tokens import Sentence

Features = list[str]

ENDINGS = (
    *("ing", "tion", "sion", "ment", "ness", "ity", "ship", "ance", "ence", "ly", "ed", "er", "or", "ist", "ive", "al"),
    *("ous", "able", "ible", "ful", "ic", "ize", "ise", "ate", "ify", "s"),
)
CLOSED = {
    word: kind
    for kind, words in {
        "DT": "a an the this that these those any all some each every no both either neither our your their its his"
        " her my",
        "IN": "of in on at by for with from to into within across through over under between among about against"
        " during "
        "towards toward upon via per as than like including around beyond without throughout",
        "CC": "and or but nor plus & / and/or",
        "PR": "i you he she we they it us them me who which what whom whoever yourself ourselves themselves",
        "MD": "will would can could should may might must shall",
        "BE": "be is are was were been being am",
        "HV": "have has had having",
        "DO": "do does did",
        "WH": "how when where why whether while if because so then",
        "RB": "not also very well highly strongly fluently effectively efficiently independently closely preferably"
        " ideally",
        "JJ": "strong good excellent great solid proven deep extensive relevant new ability able",
        "XP": "experience knowledge understanding familiarity skills skill abilities expertise proficiency background"
        " degree "
        "passion interest exposure hands-on",
    }.items()
    for word in words.split()
}
REPEATED = re.compile(r"(.)\1\1+")


def features_of(sentence: Sentence, *, part: str, lexicon: Lexicon) -> list[Features]:
    """One list of features a token."""
    forms = [token.form for token in sentence]
    words = [folded(form) for form in forms]
    shapes = [shape(form) for form in forms]
    classes = [word_class(word) for word in words]
    marks = lexicon.marks(words)
    count = len(words)
    columns = Columns(words, shapes, classes)
    found: list[Features] = []
    for index, token in enumerate(sentence):
        features = ["b", f"sec={part}", f"pos={min(index, 3)}", f"end={min(count - 1 - index, 2)}"]
        features.append(f"len={min(count // 4, 8)}")
        features += own_features(words[index])
        features += columns.around(index)
        if token.tail:
            features.append("t=" + token.tail[0])
        if index and sentence[index - 1].tail:
            features.append("t-1=" + sentence[index - 1].tail[0])
        for step in (-1, 0, 1):
            if 0 <= index + step < count:
                features += [f"g{step}={mark}" for mark in marks[index + step]]
        found.append(features)
    return found


def own_features(word: str) -> Features:
    features = []
    if len(word) > 3:
        features += ["s3=" + word[-3:], "s2=" + word[-2:], "p3=" + word[:3], "p4=" + word[:4]]
    if len(word) > 5:
        features += ["s4=" + word[-4:], "p5=" + word[:5]]
    return features


class Columns:
    """A sentence's words, shapes and word classes, read around a place."""

    def __init__(self, words: Sequence[str], shapes: Sequence[str], classes: Sequence[str]) -> None:
        edge = ["^", "^", "^"], ["$", "$", "$"]
        self._words = [*edge[0], *words, *edge[1]]
        self._shapes = [*edge[0], *shapes, *edge[1]]
        self._classes = [*edge[0], *classes, *edge[1]]

    def around(self, index: int) -> Features:
        w3, w2, w1, word, n1, n2, n3 = self._words[index : index + 7]
        _, s2, s1, own_shape, t1, t2, _ = self._shapes[index : index + 7]
        _, c2, c1, own_class, d1, d2, _ = self._classes[index : index + 7]
        return [
            *("w=" + word, "w-3=" + w3, "w-2=" + w2, "w-1=" + w1, "w1=" + n1, "w2=" + n2, "w3=" + n3),
            *("s=" + own_shape, "s-2=" + s2, "s-1=" + s1, "s1=" + t1, "s2=" + t2),
            *("p=" + own_class, "p-2=" + c2, "p-1=" + c1, "p1=" + d1, "p2=" + d2),
            *(f"bg-={w1}|{word}", f"bg+={word}|{n1}", f"bb-={w2}|{w1}", f"bb+={n1}|{n2}"),
            *(f"pb={c1}|{own_class}|{d1}", f"pb-={c2}|{c1}", f"pb+={d1}|{d2}"),
        ]


@lru_cache(maxsize=50_000)
def folded(form: str) -> str:
    """Lower case, one kind of apostrophe, every digit the same."""
    return re.sub(r"\d", "0", form.lower().replace("\u2019", "'"))


@lru_cache(maxsize=50_000)
def shape(form: str) -> str:
    """ "JavaScript" is XxxXxx... shortened: runs longer than two count as two."""
    kinds = "".join(
        "d" if char.isdigit() else "X" if char.isupper() else "x" if char.isalpha() else char for char in form
    )
    return REPEATED.sub(r"\1\1", kinds)


@lru_cache(maxsize=50_000)
def word_class(word: str) -> str:
    """A class for the words that hold sentences together, else a telling ending."""
    if word in CLOSED:
        return CLOSED[word]
    return next((ending for ending in ENDINGS if word.endswith(ending) and len(word) > len(ending) + 2), "-")
