"""What the tagger knows about each token: its letters, its neighbours, its line, its section, and the word lists."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from apps.cv_analysis.parsing.dates import RANGE, SINGLE
from apps.cv_analysis.parsing.document import Document, Line
from apps.cv_analysis.parsing.sections import Section
from apps.cv_analysis.parsing.tokens import Token, tokens_of

from .lists import load_lists

NEAR = (-2, -1, 1, 2)
LABEL = re.compile(r"([^:\t,.;|]{2,30}?)\s*:(?!//)\s*")
TELLING = frozenset(
    "title company organisation institution place range date degree-bachelor degree-master "
    "rule-title rule-company rule-degree rule-institution".split()
)
YEAR = re.compile(r"(?:19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class Hint:
    """What a rule took a place for; the tagger learns how far to believe it."""

    kind: str
    start: int
    end: int


def rows_of(document: Document, sections: list[Section], hints: Iterable[Hint]) -> tuple[list[Token], list[list[str]]]:
    """All tokens of a document, and the names of the features that hold for each."""
    tokens = tokens_of(document.text)
    if not tokens:
        return [], []
    starts = [token.start for token in tokens]
    listed = listed_kinds(document.text, tokens, starts, hints)
    places = place_features(document, sections, tokens, starts, listed)
    known = sum(any(name.endswith("-tech") for name in names) for names in listed)
    dense = f"tech={min(8, known * 25 // len(tokens))}"
    lows = [token.text.lower() for token in tokens]
    counts = Counter(lows)
    features: list[list[str]] = []
    for index, token in enumerate(tokens):
        row = [*word_features(token.text), *places[index], dense, f"count={min(counts[lows[index]], 4)}"]
        row += [f"L={name}" for name in listed[index]]
        for step in NEAR:
            at = index + step
            if 0 <= at < len(tokens):
                row += near_features(step, tokens[at].text)
                row += [listed_near(step, name) for name in listed[at]]
            else:
                row.append(f"w{step}=#")
        if index:
            row.append(f"ww-={lows[index - 1]}|{lows[index]}")
        if index + 1 < len(tokens):
            row.append(f"ww+={lows[index]}|{lows[index + 1]}")
        features.append(row)
    return tokens, features


def listed_kinds(text: str, tokens: list[Token], starts: list[int], hints: Iterable[Hint]) -> list[dict[str, None]]:
    """For each token the lists, rules and dates that it is part of, in a fixed order."""
    listed: list[dict[str, None]] = [{} for _ in tokens]
    for first, last, kind in load_lists().find(text):
        mark(listed, starts, tokens, (first, last, kind))
    for hint in hints:
        mark(listed, starts, tokens, (hint.start, hint.end, "rule-" + hint.kind))
    for match in RANGE.finditer(text):
        mark(listed, starts, tokens, (match.start(), match.end(), "range"))
    for match in SINGLE.finditer(text):
        mark(listed, starts, tokens, (match.start(), match.end(), "date"))
    return listed


def mark(listed: list[dict[str, None]], starts: list[int], tokens: list[Token], place: tuple[int, int, str]) -> None:
    """Say of each token in a place whether it begins, continues or is the whole of it."""
    first, last, kind = place
    begin = index = bisect_left(starts, first)
    while index < len(tokens) and starts[index] < last:
        sign = "I" if index > begin else "B" if tokens[index].end < last else "U"
        listed[index][f"{sign}-{kind}"] = None
        index += 1


@lru_cache(maxsize=20_000)
def shape(word: str) -> str:
    """Its letters as X, x, 9 and signs, with repetitions left out."""
    signs = [
        "X" if char.isupper() else "x" if char.islower() else "9" if char.isdigit() else char for char in word[:12]
    ]
    return "".join(sign for sign, before in zip(signs, ["", *signs], strict=False) if sign != before)


@lru_cache(maxsize=20_000)
def word_features(word: str) -> tuple[str, ...]:
    """What the letters of a word say."""
    low = word.lower()
    found = ["b", f"w={low}", f"s={shape(word)}", f"p2={low[:2]}", f"p3={low[:3]}"]
    found += [f"x2={low[-2:]}", f"x3={low[-3:]}", f"x4={low[-4:]}"]
    if word.isupper() and len(word) > 1:
        found.append("upper")
    elif word[:1].isupper():
        found.append("title")
    if any(char.isdigit() for char in word):
        found.append("digit")
    if YEAR.match(word):
        found.append("year")
    return tuple(found)


@lru_cache(maxsize=80_000)
def near_features(step: int, word: str) -> tuple[str, str]:
    return f"w{step}={word.lower()}", f"s{step}={shape(word)}"


@lru_cache(maxsize=2_000)
def listed_near(step: int, name: str) -> str:
    return f"L{step}={name}"


def place_features(
    document: Document, sections: list[Section], tokens: list[Token], starts: list[int], listed: list[dict[str, None]]
) -> list[list[str]]:
    """Where each token stands: section, line, and place in the line."""
    places: list[list[str]] = [[] for _ in tokens]
    for section in sections:
        lines = [(line, bisect_left(starts, line.start), bisect_left(starts, line.end)) for line in section.lines]
        about = [telling(listed, first, last) for _, first, last in lines]
        number = 0
        for position, (line, first, last) in enumerate(lines):
            if not line.text:
                continue
            number += 1
            above = about[position - 1] if position else ()
            below = about[position + 1] if position + 1 < len(lines) else ()
            common = line_features(section, line, number, last - first)
            common.append(f"gap={int(bool(position and lines[position - 1][0].text))}{int(bool(below))}")
            common += [f"here:{name}" for name in about[position]]
            common += [f"above:{name}" for name in above]
            common += [f"below:{name}" for name in below]
            label = LABEL.match(line.text)
            label_end = line.start + label.end() if label else line.end
            labelled = f"label={label[1].lower()}" if label else ""
            for index in range(first, last):
                places[index] += common
                places[index].append(f"at={min(index - first, 5)}")
                places[index].append(f"left={min(last - index - 1, 3)}")
                if tokens[index].start >= label_end:
                    places[index].append(labelled)
                if "\t" in document.text[max(line.start, tokens[index].start - 2) : tokens[index].start]:
                    places[index].append("after-gap")
            if last > first:
                places[first].append(f"first-{section.kind}{'-bullet' if line.is_bullet else ''}")
    return places


def telling(listed: list[dict[str, None]], first: int, last: int) -> tuple[str, ...]:
    """What a line names that says something about the lines around it."""
    names = (name[2:] for index in range(first, last) for name in listed[index])
    return tuple(dict.fromkeys(name for name in names if name in TELLING))


def line_features(section: Section, line: Line, number: int, count: int) -> list[str]:
    length = count if count < 4 else min(count // 4 * 4, 16)
    return [
        f"k={section.kind}",
        f"n={min(number, 4)}{section.kind}",
        "bullet" if line.is_bullet else "plain",
        f"len={length}",
        f"commas={min(line.text.count(','), 4)}",
        f"ends={line.text[-1:] if line.text[-1:] in '.:;,' else ''}",
    ]
