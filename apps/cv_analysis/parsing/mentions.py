"""The experience that a CV claims in so many words."""

import re

from .document import Document
from .model import Field
from .sections import Section

CLAIM = re.compile(
    r"\b(\d{1,2}(?:\.\d)?)\s*\+?\s*(?:years?|yrs?)\b[.'\u2019]?(?:\s+\d+\s+months?)?[^.\n]{0,60}?\bexperience\b"
    r"|\bexperience\s+of\s+(?:over\s+|about\s+|more\s+than\s+)?(\d{1,2}(?:\.\d)?)\s*\+?\s*(?:years?|yrs?)\b",
    re.I,
)


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
