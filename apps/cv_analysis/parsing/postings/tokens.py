"""Cuts a posting into sentences and tokens that keep their places, the way the labelled postings are cut."""

import re
from dataclasses import dataclass

WORD = re.compile(r"\S+")
# Tokens set apart by blanks ("testing .", "( Docker )") say that a program cut the text; then its cuts are kept.
CUT = re.compile(r"(?:^|\s)[.()](?:\s|$)")
UNCUT = re.compile(r"\w[,.](?:\s|$)|\s\(\w|[\w.]\)(?:\s|$)")
OPENING = "([{\"'«<*•·-"
CLOSING = ")]}\"'»>*"
TAIL = ",;:!?"
BULLETS = frozenset("•·*-▪●◦‣✓o")
ABBREVIATIONS = frozenset(
    "e.g i.e eg ie etc vs incl dr mr ms mrs st no approx min max jr sr inc ltd co bsc msc".split()
)
LONGEST_SENTENCE = 300


@dataclass(frozen=True, slots=True)
class Token:
    """Characters `start` to `end`; `form` is the word without the punctuation that hangs on it, `tail`."""

    start: int
    end: int
    form: str
    tail: str = ""


Sentence = tuple[Token, ...]


def sentences_of(text: str) -> list[Sentence]:
    """Every line's sentences, in order."""
    is_cut = len(CUT.findall(text)) >= len(UNCUT.findall(text))
    found: list[Sentence] = []
    position = 0
    for line in text.split("\n"):
        tokens = cut_tokens(line, position) if is_cut else plain_tokens(line, position)
        found.extend(split_sentences(tokens))
        position += len(line) + 1
    return found


def cut_tokens(line: str, offset: int) -> list[Token]:
    """What stands between blanks, whole."""
    return [token_of(match[0], offset + match.start()) for match in WORD.finditer(line)]


def token_of(word: str, start: int) -> Token:
    form = word.rstrip(TAIL) or word
    return Token(start, start + len(word), form, word[len(form) :])


def plain_tokens(line: str, offset: int) -> list[Token]:
    """Words of ordinary text: brackets, quotes and full stops apart, other punctuation as the word's tail."""
    tokens: list[Token] = []
    for match in WORD.finditer(line):
        word, start = match[0], offset + match.start()
        while len(word) > 1 and word[0] in OPENING and not word.startswith("<"):
            tokens.append(Token(start, start + 1, word[0]))
            word, start = word[1:], start + 1
        after: list[Token] = []
        tail = ""
        while len(word) > 1:
            last = start + len(word) - 1
            if word[-1] in TAIL:
                tail = word[-1] + tail
            elif word[-1] == "." or (word[-1] in CLOSING and not word.startswith("<")):
                after.append(Token(last, last + 1, word[-1], tail))
                tail = ""
            else:
                break
            word = word[:-1]
        tokens.append(Token(start, start + len(word), word, tail))
        tokens.extend(reversed(after))
    return tokens


def split_sentences(tokens: list[Token]) -> list[Sentence]:
    """A full stop, a question or exclamation mark before a capital ends a sentence; so does a bullet before one."""
    found: list[Sentence] = []
    current: list[Token] = []
    for index, token in enumerate(tokens):
        if token.form in BULLETS - {"o", "-"} and current and is_start(tokens, index + 1):
            found.append(tuple(current))
            current = []
        current.append(token)
        if (ends_sentence(tokens, index) and is_start(tokens, index + 1)) or len(current) >= LONGEST_SENTENCE:
            found.append(tuple(current))
            current = []
    if current:
        found.append(tuple(current))
    return found


def ends_sentence(tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    if token.form == ".":
        return index > 0 and tokens[index - 1].form.lower() not in ABBREVIATIONS
    return token.tail[-1:] in {"?", "!"} or token.form in {"?", "!"}


def is_start(tokens: list[Token], index: int) -> bool:
    return index >= len(tokens) or not tokens[index].form[0].islower()
