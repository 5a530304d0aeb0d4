"""Words of a text, cut by spaCy's English tokeniser; finer where CVs join what belongs apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

# "Jan'12", "M.Tech(CSE", "Sr.Software", "2007-Present", "Java/J2EE": people leave out blanks that belong there.
JOINED = re.compile(
    r"(?<=[A-Za-z])(?=[(\[])|(?<=[A-Za-z]{3})(?=['\u2019]\d)|(?<=[)\]])(?=\w)|[/|\u2022\u00b7\u2013\u2014]+"
)

SIGNS = frozenset({"#", "+", "++"})


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int


@cache
def tokenizer() -> Any:
    """spaCy's tokeniser alone: a pipeline would load parts that are not needed."""
    from spacy.lang.en import English

    return English().tokenizer


def tokens_of(text: str, start: int = 0) -> list[Token]:
    """All tokens of a text that begins at `start` of its document, blanks left out; "C#" and "C++" are one token."""
    tokens: list[Token] = []
    for token in cut_tokens(text, start):
        if token.text in SIGNS and tokens and tokens[-1].end == token.start:
            tokens[-1] = Token(tokens[-1].text + token.text, tokens[-1].start, token.end)
        else:
            tokens.append(token)
    return tokens


def cut_tokens(text: str, start: int) -> Iterator[Token]:
    for word in tokenizer()(text):
        if word.is_space:
            continue
        position, end = word.idx, word.idx + len(word)
        for cut in JOINED.finditer(text, position, end):
            if cut.start() > position:
                yield Token(text[position : cut.start()], start + position, start + cut.start())
            if cut.end() > cut.start():
                yield Token(cut[0], start + cut.start(), start + cut.end())
            position = cut.end()
        if position < end:
            yield Token(text[position:end], start + position, start + end)
