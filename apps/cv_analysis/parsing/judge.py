"""How likely a document is a CV at all."""

import math
import re

from .dates import find_ranges
from .language import ENGLISH
from .model import ParsedCv

# What stands in job postings, letters, bills, papers and contracts, and hardly ever in CVs.
OTHER_KINDS = re.compile(
    r"\b(?:we are (?:looking|seeking|hiring)|you will (?:be|have|work)|the (?:ideal|successful) candidate"
    r"|apply (?:now|today|online)|equal opportunity employer|about (?:the (?:role|job|company)|us)"
    r"|what (?:we offer|you(?:'|\u2019)ll)|job description"
    r"|dear (?:sir|madam|hiring|mr|ms|mrs)|yours (?:sincerely|faithfully)|kind regards"
    r"|invoice (?:no|number|date)|amount due|subtotal"
    r"|abstract|et al\.|table of contents|terms and conditions|hereinafter|this agreement|ingredients|chapter \d)\b",
    re.I,
)
MAIN_PARTS = frozenset({"experience", "education", "skills"})
OTHER_PARTS = frozenset({"summary", "certifications", "languages", "projects", "interests", "references"})
# Points at which a document is as likely a CV as not, and how fast that changes.
EVEN_POINTS, STEEPNESS = 2.5, 1.3
LIKELY = 0.5
ENOUGH_STATIONS = 2


def probability_of(parsed: ParsedCv) -> float:
    """0 to 1. A CV says who somebody is and what they did or can do."""
    kinds = {field.value.kind for field in parsed.sections}
    stations = _stations_abroad(parsed)
    if not (kinds & MAIN_PARTS or parsed.experience or parsed.education or stations == ENOUGH_STATIONS):
        return 0.02
    points = 2.0 * len(kinds & MAIN_PARTS) + len(kinds & OTHER_PARTS)
    points += bool(parsed.email) + bool(parsed.phone) + bool(parsed.name)
    points += min(2, len(parsed.experience)) + bool(parsed.education) + (len(parsed.skills) >= 5)
    points += stations
    cues = {match[0].lower() for match in OTHER_KINDS.finditer(parsed.text)}
    points -= 1.5 * len(cues)
    return round(1 / (1 + math.exp(STEEPNESS * (EVEN_POINTS - points))), 3)


def _stations_abroad(parsed: ParsedCv) -> int:
    """Ranges of dates in a document whose headings may be in a language that is not read, up to enough of them."""
    if parsed.language in {None, ENGLISH}:
        return 0
    return min(ENOUGH_STATIONS, len(list(find_ranges(parsed.text, 0, len(parsed.text)))))
