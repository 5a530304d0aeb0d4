"""A reference that is one text, taken apart into the points it makes."""

import re

from .words import sentences

FEWEST_WORDS = 3
# Where a sentence that lists begins its list, and what parts clauses that could stand alone.
CLAUSE = re.compile(r"(?<=\w):\s+|,\s+(?:but|while|whereas|so that|aber|während)\s+")
WORD = re.compile(r"\w+")


def points_of(reference: str) -> tuple[str, ...]:
    """One point for each sentence, line or clause; a scrap of a word or two stays with what is before it."""
    found: list[str] = []
    for start, end in sentences(reference):
        for piece in CLAUSE.split(reference[start:end]):
            if found and len(WORD.findall(piece)) < FEWEST_WORDS:
                found[-1] = f"{found[-1]} {piece.strip()}"
            elif piece.strip():
                found.append(piece.strip())
    return tuple(found)
