"""What the tagger knows about each token: its letters, its neighbours, its line, its section, and the word lists."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from apps.cv_analysis.parsing.dates import SINGLE, matches_of
from apps.cv_analysis.parsing.document import Document, Line
from apps.cv_analysis.parsing.sections import Section
from apps.cv_analysis.parsing.tokens import Token, tokens_of

from .lists import load_lists

NEAR = (-2, -1, 1, 2)
LINES_AROUND = 3
LABEL = re.compile(r"([^:\t,.;|]{2,30}?)\s*:(?!//)\s*")
TELLING = frozenset(
    "title company organisation institution place range date degree-bachelor degree-master "
    "rule-title rule-company rule-degree rule-institution".split()
)
# Two places before the first token and behind the last.
EDGE_WORDS = [((), *((f"w{step}=#",) for step in NEAR))] * 2
EDGE_LISTS: list[tuple[tuple[str, ...], ...]] = [((),) * (len(NEAR) + 1)] * 2
COUNT = [f"count={number}" for number in range(5)]
AT, LEFT = [f"at={number}" for number in range(6)], [f"left={number}" for number in range(4)]
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
    listed = listed_kinds(document, tokens, starts, hints)
    places = place_features(document, sections, tokens, starts, listed)
    known = sum(any(name.endswith("-tech") for name in names) for names in listed)
    dense = f"tech={min(8, known * 25 // len(tokens))}"
    lows = [token.text.lower() for token in tokens]
    counts = Counter(lows)
    seen = [*EDGE_WORDS, *(word_seen(token.text) for token in tokens), *EDGE_WORDS]
    found = [*EDGE_LISTS, *(lists_seen(tuple(kinds)) for kinds in listed), *EDGE_LISTS]
    pairs = [f"{low}|{following}" for low, following in pairwise(lows)]
    features: list[list[str]] = []
    for index, low in enumerate(lows):
        row = [
            *seen[index + 2][0], *places[index], dense, COUNT[min(counts[low], 4)], *found[index + 2][0],
            *seen[index][1], *found[index][1], *seen[index + 1][2], *found[index + 1][2],
            *seen[index + 3][3], *found[index + 3][3], *seen[index + 4][4], *found[index + 4][4],
        ]  # fmt: skip
        if index:
            row.append("ww-=" + pairs[index - 1])
        if index < len(pairs):
            row.append("ww+=" + pairs[index])
        features.append(row)
    return tokens, features


def listed_kinds(
    document: Document, tokens: list[Token], starts: list[int], hints: Iterable[Hint]
) -> list[dict[str, None]]:
    """For each token the lists, rules and dates that it is part of, in a fixed order."""
    listed: list[dict[str, None]] = [{} for _ in tokens]
    text = document.text
    for first, last, kind in load_lists().find(text):
        mark(listed, starts, tokens, (first, last, kind))
    for hint in hints:
        mark(listed, starts, tokens, (hint.start, hint.end, "rule-" + hint.kind))
    for first, last in document.date_ranges:
        mark(listed, starts, tokens, (first, last, "range"))
    for match in matches_of(SINGLE, text):
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


@lru_cache(maxsize=20_000)
def word_seen(word: str) -> tuple[tuple[str, ...], ...]:
    """What a word says at its own place, and to the tokens that have it at each place of NEAR."""
    low, form = word.lower(), shape(word)
    return word_features(word), *((f"w{step}={low}", f"s{step}={form}") for step in NEAR)


@lru_cache(maxsize=5_000)
def lists_seen(names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The same for the lists that a word is in."""
    return tuple(tuple(f"L{step}={name}" for name in names) for step in ("", *NEAR))


def place_features(
    document: Document, sections: list[Section], tokens: list[Token], starts: list[int], listed: list[dict[str, None]]
) -> list[list[str]]:
    """Where each token stands: section, line, and place in the line."""
    places: list[list[str]] = [[] for _ in tokens]
    text = document.text
    for section in sections:
        lines = [(line, bisect_left(starts, line.start), bisect_left(starts, line.end)) for line in section.lines]
        about = [telling(listed, first, last) for _, first, last in lines]
        known = [known_things(listed, first, last) for _, first, last in lines]
        number = 0
        for position, (line, first, last) in enumerate(lines):
            if not line.text:
                continue
            number += 1
            above = about[position - 1] if position else ()
            below = about[position + 1] if position + 1 < len(lines) else ()
            common = line_features(section, line, number, last - first)
            around = sum(known[max(0, position - LINES_AROUND) : position + LINES_AROUND + 1]) - known[position]
            common.append(f"known={min(known[position], 4)}")
            common.append(f"known-around={min(around, 8) // 2}")
            common.append(f"gap={int(bool(position and lines[position - 1][0].text))}{int(bool(below))}")
            common += [f"here:{name}" for name in about[position]]
            common += [f"above:{name}" for name in above]
            common += [f"below:{name}" for name in below]
            label = LABEL.match(line.text)
            label_end = line.start + label.end() if label else line.end
            labelled = f"label={label[1].lower()}" if label else ""
            with_label = [*common, labelled]
            for index in range(first, last):
                token = tokens[index]
                place = places[index]
                place += with_label if token.start >= label_end else common
                place.append(AT[min(index - first, 5)])
                place.append(LEFT[min(last - index - 1, 3)])
                if "\t" in text[max(line.start, token.start - 2) : token.start]:
                    place.append("after-gap")
            if last > first:
                places[first].append(f"first-{section.kind}{'-bullet' if line.is_bullet else ''}")
    return places


def known_things(listed: list[dict[str, None]], first: int, last: int) -> int:
    """How many technologies of the list begin in a line: one that no list knows often stands among them."""
    return sum("U-tech" in listed[index] or "B-tech" in listed[index] for index in range(first, last))


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
