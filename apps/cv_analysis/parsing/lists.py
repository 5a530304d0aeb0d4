"""Certifications and languages: the items of their sections."""

import re
from collections.abc import Iterator

from .document import Document
from .model import Certification, Field, Language
from .sections import HUMAN_LANGUAGES, Section

WORD = re.compile(r"[^\W\d_]+")
MAX_CERTIFICATION_WORDS = 14
CERTIFICATION_TAIL = re.compile(r"\s*(?:[,(\u2013-]\s*)?(?:(?:19|20)\d\d)\)?\.?$")


def find_languages(document: Document, sections: list[Section]) -> tuple[Field[Language], ...]:
    """Languages that people speak, from sections named so."""
    found: dict[str, Field[Language]] = {}
    for section in sections:
        if section.kind != "languages":
            continue
        for line in section.lines:
            for match in WORD.finditer(line.text):
                if match[0].lower() in HUMAN_LANGUAGES:
                    span = document.span(line.start + match.start(), line.start + match.end())
                    found.setdefault(match[0].lower(), Field(Language(match[0]), 0.95, (span,)))
    return tuple(found.values())


def find_certifications(document: Document, sections: list[Section]) -> tuple[Field[Certification], ...]:
    """One for each item of the section; a line without a bullet below one with a bullet goes on from it."""
    found: dict[str, Field[Certification]] = {}
    for section in sections:
        if section.kind != "certifications":
            continue
        for start, end in certification_items(section):
            written = CERTIFICATION_TAIL.sub("", document.text[start:end])
            value = " ".join(written.split())
            if len(value) > 3 and len(value.split()) <= MAX_CERTIFICATION_WORDS:
                span = document.span(start, start + len(written))
                found.setdefault(value.lower(), Field(Certification(value), 0.85, (span,)))
    return tuple(found.values())


def certification_items(section: Section) -> Iterator[tuple[int, int]]:
    lines = [line for line in section.lines if line.text]
    index = 0
    while index < len(lines):
        line = lines[index]
        start, end = line.start, line.end
        if line.is_bullet:
            while index + 1 < len(lines) and not lines[index + 1].is_bullet and end - start < 120:
                if not continues(line.text, lines[index + 1].text):
                    break
                index += 1
                end = lines[index].end
        yield start, end
        index += 1


def continues(above: str, below: str) -> bool:
    """Whether the lower line only wraps the upper one."""
    return (
        below[:1] in "(,&"
        or below[:1].islower()
        or above.endswith((",", "-", "\u2013", "&"))
        or above.count("(") > above.count(")")
    )
