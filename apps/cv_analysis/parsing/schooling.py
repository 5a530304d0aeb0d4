"""What a degree says: its level on one scale, its field, and when the studies began."""

import re
from dataclasses import replace

from .dates import find_ranges
from .document import Document
from .model import DEGREE_LEVELS, Education, Field
from .sections import Section
from .tagging.lists import load_lists

LEVEL_KIND = "degree-"
# Where a degree names its field: "Bachelor of Science in Physics", "B.Tech (Mechanical)", "MSc, Economics".
FIELD = re.compile(
    r"\b(?:in|of)\s+(?!(?:science|arts|engineering|technology|business administration|education)\s+in\b)"
    r"(?P<field>[^,(|]{3,60})|[(,]\s*(?P<named>[A-Z][^,)|]{2,60})"
)
WIDE = {"science": None, "arts": None, "philosophy": None, "technology": None, "engineering": "Engineering"}
LINES_AROUND = 2


def with_details(
    document: Document, sections: list[Section], schools: tuple[Field[Education], ...]
) -> tuple[Field[Education], ...]:
    """The same records, complete."""
    return tuple(
        replace(
            school,
            value=replace(
                school.value,
                level=level_of(school.value.degree or ""),
                field=field_of(school.value.degree or ""),
                start=start_of(document, school),
            ),
        )
        for school in schools
    )


def level_of(degree: str) -> str | None:
    """The level of the longest known degree within the words; of two, the one that stands first."""
    found = [
        (first - last, first, kind.removeprefix(LEVEL_KIND))
        for first, last, kind in load_lists().find(degree)
        if kind.startswith(LEVEL_KIND)
    ]
    levels = [level for _, _, level in sorted(found) if level in DEGREE_LEVELS]
    return levels[0] if levels else None


def field_of(degree: str) -> str | None:
    """What was studied: from a list of fields, otherwise the words behind "in"."""
    known = [(first, last) for first, last, kind in load_lists().find(degree) if kind == "field"]
    inside = [place for place in known if WIDE.get(degree[place[0] : place[1]].lower(), "") is not None]
    if inside:
        first, last = max(inside, key=lambda place: place[1] - place[0])
        return degree[first:last]
    match = FIELD.search(degree)
    if match is None:
        return None
    words = (match["field"] or match["named"]).strip(" .;:-")
    return words if words.lower() not in WIDE else None


def start_of(document: Document, school: Field[Education]) -> str | None:
    """The first point of a range of dates that ends in the record's year."""
    if not school.value.year or not school.evidence:
        return None
    for span in school.evidence:
        for dates in find_ranges(document.text, span.start, span.end):
            if dates.last[:4] == school.value.year:
                return dates.first
    return None
