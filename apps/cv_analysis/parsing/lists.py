"""Certifications and languages: the items of their sections, with issuer, year and level."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .document import Document
from .model import Certification, Field, Language
from .sections import HUMAN_LANGUAGES, Section
from .taxonomy import DATA, key_of

WORD = re.compile(r"[^\W\d_]+")
MAX_CERTIFICATION_WORDS = 14
CERTIFICATION_TAIL = re.compile(r"\s*(?:[,(\u2013-]\s*)?(?:(?:19|20)\d\d)\)?\.?$")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# A line of a form.
LANGUAGE_LABEL = re.compile(
    r"(?:mother tongue|native language|(?:other|foreign) language)s?(?:\(s\))?[ ]*(?:[:\t]|[\u2013-](?=\s))", re.I
)
# Between languages of one line, and between a language and what is said of it.
NEXT_LANGUAGE = re.compile(r"[,;|\u2022\n]|\band\b")
LEVEL_EDGE = re.compile(r"^[\s:()\u2013\u2014,-]+|[\s:().,;|\u2013\u2014-]+$")
MAX_LEVEL_WORDS = 6


@dataclass(frozen=True, slots=True)
class LanguageNames:
    """Codes by name and CEFR levels by wording, all in lower case."""

    codes: dict[str, str]
    levels: dict[str, str]


@cache
def language_names() -> LanguageNames:
    codes: dict[str, str] = {}
    levels: dict[str, str] = {}
    for kind, name, code, spellings in table("languages.tsv.gz"):
        for spelling in spellings.lower().split("|"):
            (codes if kind == "language" else levels).setdefault(spelling, code or name)
    return LanguageNames(codes, levels)


@cache
def issuers() -> dict[str, str]:
    """Who gives a certification, by the key of its name."""
    return {
        key_of(label): issuer for _, issuer, labels in table("certifications.tsv.gz") for label in labels.split("|")
    }


def table(name: str) -> Iterator[list[str]]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


def find_languages(document: Document, sections: list[Section]) -> tuple[Field[Language], ...]:
    """Languages that people speak, from sections and lines named so, with the level that stands beside them."""
    names = language_names()
    found: dict[str, Field[Language]] = {}
    for section in sections:
        for line in section.lines:
            if section.kind != "languages" and not LANGUAGE_LABEL.match(line.text):
                continue
            words = [match for match in WORD.finditer(line.text) if match[0].lower() in HUMAN_LANGUAGES]
            for number, match in enumerate(words):
                stop = words[number + 1].start() if number + 1 < len(words) else len(line.text)
                level = level_of(line.text[match.end() : stop])
                span = document.span(line.start + match.start(), line.start + match.end())
                low = match[0].lower()
                found.setdefault(low, Field(Language(match[0], names.codes.get(low), level), 0.95, (span,)))
    return tuple(found.values())


def level_of(text: str) -> str | None:
    """The CEFR level, or native, that the words behind a language name."""
    levels = language_names().levels
    for piece in (text, *NEXT_LANGUAGE.split(text)):
        plain = " ".join(LEVEL_EDGE.sub("", piece).lower().split())
        if plain in levels:
            return levels[plain]
    words = LEVEL_EDGE.sub("", text).lower().split()[:MAX_LEVEL_WORDS]
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            plain = LEVEL_EDGE.sub("", " ".join(words[start : start + length]))
            if plain in levels:
                return levels[plain]
    return None


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
                year = YEAR.search(document.text, start, end)
                certification = Certification(value, issuer_of(value), year[0] if year else None)
                found.setdefault(
                    value.lower(), Field(certification, 0.85, (document.span(start, start + len(written)),))
                )
    return tuple(found.values())


def issuer_of(value: str) -> str | None:
    """From the list of certifications: by the whole name, or by a part of it before a comma, dash or bracket."""
    known = issuers()
    for piece in (value, *re.split(r"\s*[,(|]\s*|\s+[\u2013\u2014-]\s+", value)):
        if issuer := known.get(key_of(piece)):
            return issuer
    return None


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
