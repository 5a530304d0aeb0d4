"""Words of a text, cut by spaCy's English tokeniser; finer where CVs join what belongs apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from .sentences import language

# "Jan'12", "M.Tech(CSE", "Sr.Software", "2007-Present", "Java/J2EE": people leave out blanks that belong there.
JOINED = re.compile(
    r"(?<=[A-Za-z])(?=[(\[])|(?<=[A-Za-z]{3})(?=['\u2019]\d)|(?<=[)\]])(?=\w)|[/|\u2022\u00b7\u2013\u2014]+"
)

# Longer than any address; the tokeniser's time grows with the square of what it is given without a blank.
WORD = re.compile(r"\S{1,500}")
SIGNS = frozenset({"#", "+", "++"})


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int


@cache
def tokenizer() -> Any:
    """spaCy's tokeniser alone: the rest of the pipeline is for whole sentences."""
    return language().tokenizer


def tokens_of(text: str, start: int = 0) -> list[Token]:
    """All tokens of a text that begins at `start` of its document, blanks left out; "C#" and "C++" are one token."""
    tokens: list[Token] = []
    for word in WORD.finditer(text):
        at = start + word.start()
        tokens += [Token(part, at + first, at + last) for part, first, last in parts_of(word[0])]
    return tokens


@lru_cache(maxsize=50_000)
def parts_of(word: str) -> tuple[tuple[str, int, int], ...]:
    """The tokens of what stands between two blanks, with their places in it; most words come again and again."""
    parts: list[tuple[str, int, int]] = []
    for first, last in cuts_of(word):
        if word[first:last] in SIGNS and parts and parts[-1][2] == first:
            first = parts.pop()[1]  # noqa: PLW2901 -- it goes on with the part before
        parts.append((word[first:last], first, last))
    return tuple(parts)


def cuts_of(word: str) -> Iterator[tuple[int, int]]:
    if word.isalpha() and word not in tokenizer().rules:
        # A word of letters alone is one token, unless the tokeniser has an exception for it.
        yield 0, len(word)
        return
    for token in tokenizer()(word):
        position, end = token.idx, token.idx + len(token)
        for cut in JOINED.finditer(word, position, end):
            if cut.start() > position:
                yield position, cut.start()
            if cut.end() > cut.start():
                yield cut.start(), cut.end()
            position = cut.end()
        if position < end:
            yield position, end
