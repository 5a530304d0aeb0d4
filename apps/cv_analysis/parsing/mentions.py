"""Titles and companies that a CV names without dating them, and the experience it claims in so many words."""

import re
from collections.abc import Iterator

from .document import Document, Line
from .model import Experience, Field
from .records import SURE_TITLE, Piece, header_like, pieces_of
from .sections import Section
from .words import may_name_company, title_score, words_of

MAX_TITLE_WORDS = 7
MAX_COMPANY_WORDS = 8
HEADLINE_LINES = 8
SURE_COMPANY = 1.5
MENTION_CONFIDENCE, HEADLINE_CONFIDENCE = 0.5, 0.6
CLAIM = re.compile(
    r"\b(\d{1,2}(?:\.\d)?)\s*\+?\s*(?:years?|yrs?)\b[.'\u2019]?(?:\s+\d+\s+months?)?[^.\n]{0,60}?\bexperience\b"
    r"|\bexperience\s+of\s+(?:over\s+|about\s+|more\s+than\s+)?(\d{1,2}(?:\.\d)?)\s*\+?\s*(?:years?|yrs?)\b",
    re.I,
)


def undated(
    document: Document, sections: list[Section], experience: tuple[Field[Experience], ...]
) -> tuple[list[Field[str]], list[Field[str]]]:
    """Titles and companies from the headline and from lines that look like headers of jobs."""
    taken = [(span.start, span.end) for field in experience for span in field.evidence]
    titles: list[Field[str]] = []
    companies: list[Field[str]] = []
    for piece, confidence in candidates(sections):
        if any(start < piece.end and piece.start < end for start, end in taken):
            continue
        length = len(words_of(piece.text))
        found = Field(piece.text, confidence, (document.span(piece.start, piece.end),))
        if piece.title >= SURE_TITLE and piece.company < piece.title and length <= MAX_TITLE_WORDS:
            titles.append(found)
        elif (
            piece.company >= SURE_COMPANY
            and not piece.title
            and length <= MAX_COMPANY_WORDS
            and may_name_company(piece.text)
        ):
            companies.append(found)
    return titles, companies


def candidates(sections: list[Section]) -> Iterator[tuple[Piece, float]]:
    for number, section in enumerate(sections):
        lines = [line for line in section.lines if line.text]
        if number == 0 and section.kind == "header":
            for line in lines[:HEADLINE_LINES]:
                if title_score(line.text) >= SURE_TITLE and not line.is_bullet:
                    yield from ((piece, HEADLINE_CONFIDENCE) for piece in whole(line) if piece.title)
        elif section.kind == "experience":
            for line in lines:
                if not line.is_bullet and header_like(line) and not line.text.endswith((".", ",")):
                    yield from ((piece, MENTION_CONFIDENCE) for piece in whole(line))


def whole(line: Line) -> Iterator[Piece]:
    return pieces_of(line, line.start, line.end, 0)


def claimed_years(document: Document, sections: list[Section]) -> Field[float] | None:
    """The most years of experience that the summary claims; used only when no job has dates."""
    claims = [
        (float(match[1] or match[2]), match)
        for section in sections
        if section.kind in {"header", "summary"}
        for match in CLAIM.finditer(document.text, section.start, section.end)
    ]
    if not claims:
        return None
    years, match = max(claims, key=lambda claim: claim[0])
    return Field(years, 0.5, (document.span(match.start(), match.end()),))
