"""Who the person is in a few words: place, headline and summary."""

import re
from collections.abc import Iterator

from .document import Document, Line
from .model import Field
from .records import SURE_TITLE, pieces_of
from .sections import Section
from .tagging.lists import load_lists
from .tagging.opinion import Opinion
from .words import title_score

PLACE_LABEL = re.compile(r"^(?:location|address|based in|city|residence|place|lives? in)\s*[:\u2013-]\s*", re.I)
CUT = re.compile(r"\t+|\s*[|\u2022\u00b7;]\s*|\s+[-\u2013\u2014]\s+")
HEAD_LINES = 12
MAX_PLACE_WORDS, MAX_ADDRESS_WORDS = 6, 14
MIN_PLACE_SHARE = 0.6
MAX_HEADLINE_WORDS = 14
POSTCODE = re.compile(r"^[A-Z]{0,2}-?\d[\dA-Z -]*,?$|^[A-Z]{2}\.?,?$")


def find_location(document: Document, sections: list[Section]) -> Field[str] | None:
    """Where the person lives, as the top of the CV says it."""
    for line in head_lines(sections):
        label = PLACE_LABEL.match(line.text)
        position = label.end() if label else 0
        for cut in [*CUT.finditer(line.text, position), None]:
            end = cut.start() if cut else len(line.text)
            place = place_within(line.text[position:end], labelled=bool(label))
            if place:
                start = line.start + position + place[0]
                stop = line.start + position + place[1]
                return Field(document.text[start:stop], 0.9 if label else 0.8, (document.span(start, stop),))
            position = cut.end() if cut else end
    return None


def head_lines(sections: list[Section]) -> Iterator[Line]:
    for number, section in enumerate(sections):
        if number == 0 or section.kind in {"header", "contact"}:
            yield from [line for line in section.lines if line.text][:HEAD_LINES]


def place_within(text: str, *, labelled: bool) -> tuple[int, int] | None:
    """The part of a piece that names a place: all of a short one, the end of an address."""
    words = text.split()
    if not words or len(words) > MAX_ADDRESS_WORDS or "@" in text or "://" in text:
        return None
    places = [(first, last) for first, last, kind in load_lists().find(text) if kind == "place"]
    if not places:
        return None
    first = min(place[0] for place in places)
    tail = text[first:]
    covered = sum(len(text[a:b].split()) for a, b in places)
    covered += sum(bool(POSTCODE.match(word)) for word in tail.split())
    if covered < MIN_PLACE_SHARE * len(tail.split()) or len(tail.split()) > MAX_PLACE_WORDS:
        return None
    # A lone word may be a name: "Austin", "Florence". Only a label or a second part tells that it is a place.
    if len(tail.split()) < 2 and not labelled and first == 0:
        return None
    stripped = tail.rstrip(" ,.;|")
    return first, first + len(stripped)


def find_headline(document: Document, sections: list[Section], opinion: Opinion) -> Field[str] | None:
    """The line below the name that says what the person is."""
    if not sections or sections[0].kind != "header":
        return None
    for line in [line for line in sections[0].lines if line.text][:HEAD_LINES]:
        if len(line.text.split()) > MAX_HEADLINE_WORDS or "@" in line.text:
            continue
        for piece in pieces_of(line, line.start, line.end, 0, opinion):
            if title_score(piece.text) >= SURE_TITLE or opinion.support("title", piece.start, piece.end) > 0.5:
                end = line.end if piece.start == line.start and not CUT.search(line.text) else piece.end
                return Field(document.text[piece.start : end], 0.8, (document.span(piece.start, end),))
    return None


def find_summary(document: Document, sections: list[Section]) -> Field[str] | None:
    """The text of the first section that sums the person up."""
    for section in sections:
        lines = [line for line in section.lines if line.text]
        if section.kind == "summary" and lines:
            text = " ".join(line.text for line in lines)
            return Field(text, 0.9, (document.span(lines[0].start, lines[-1].end),))
    return None
