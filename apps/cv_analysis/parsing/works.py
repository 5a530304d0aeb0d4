"""Projects and publications: the items of their sections."""

import re
from collections.abc import Iterator

from .document import Document, Line
from .model import Field, Project
from .records import header_like
from .sections import Section

NAME_END = re.compile(r"\s*[:|\t(]|\s+[-\u2013\u2014]\s+")
MAX_NAME_WORDS, MAX_ITEMS = 12, 40
MIN_PUBLICATION_WORDS = 4


def find_projects(document: Document, sections: list[Section]) -> tuple[Field[Project], ...]:
    """A heading-like line, or the beginning of a bullet, names a project; what follows belongs to it."""
    found: list[Field[Project]] = []
    for section in sections:
        if section.kind != "projects":
            continue
        for lines in items_of(section):
            head = lines[0]
            cut = NAME_END.search(head.text)
            name = head.text[: cut.start()].strip() if cut else head.text.strip()
            if not name or len(name.split()) > MAX_NAME_WORDS:
                continue
            text = "\n".join(
                [head.text[cut.end() :].strip() if cut else "", *(line.text for line in lines[1:])]
            ).strip()
            found.append(Field(Project(name, text), 0.7, (document.span(head.start, lines[-1].end),)))
    return tuple(found[:MAX_ITEMS])


def items_of(section: Section) -> Iterator[list[Line]]:
    """Lines of one project each: a new one begins at a header, or at each bullet when there is no header."""
    lines = [line for line in section.lines if line.text]
    has_headers = any(not line.is_bullet and header_like(line) for line in lines)
    item: list[Line] = []
    for line in lines:
        starts = (not line.is_bullet and header_like(line)) if has_headers else line.is_bullet or not item
        if starts and item:
            yield item
            item = []
        item.append(line)
    if item:
        yield item


def find_publications(document: Document, sections: list[Section]) -> tuple[Field[str], ...]:
    """Each item as it is written; a line that goes on from the one above belongs to it."""
    found: list[Field[str]] = []
    for section in sections:
        if section.kind != "publications":
            continue
        start = end = -1
        for line in [*section.lines, None]:
            goes_on = line is not None and line.text and not line.is_bullet and start >= 0 and line.text[:1].islower()
            if start >= 0 and not goes_on:
                text = " ".join(document.text[start:end].split())
                if len(text.split()) >= MIN_PUBLICATION_WORDS:
                    found.append(Field(text, 0.8, (document.span(start, end),)))
                start = -1
            if line is not None and line.text:
                start = line.start if start < 0 else start
                end = line.end
    return tuple(found[:MAX_ITEMS])
