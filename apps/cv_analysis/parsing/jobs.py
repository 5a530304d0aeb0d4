"""What a job's record holds beside title, company and dates: place, length, text, and whether it was an internship."""

import re
from dataclasses import replace
from datetime import date

from .dates import month_number
from .document import Document, Line
from .model import Experience, Field
from .profile import CUT, place_within
from .sections import Section

INTERNSHIP = re.compile(
    r"\b(?:intern(?:ship)?|trainee(?:ship)?|apprentice(?:ship)?|placement student|working student)\b", re.I
)
MAX_TEXT = 6000


def with_details(
    document: Document, sections: list[Section], jobs: tuple[Field[Experience], ...], as_of: date
) -> tuple[Field[Experience], ...]:
    """The same jobs, complete."""
    lines = [line for section in sections for line in section.lines]
    return tuple(
        replace(
            job,
            value=replace(
                job.value,
                location=location_of(lines, first_of(job), last_of(job)),
                months=months_of(job.value, as_of),
                is_internship=bool(INTERNSHIP.search(job.value.title or "")),
                text=document.text[start:end].strip()[:MAX_TEXT],
            ),
        )
        for job, (start, end) in zip(jobs, bodies_of(document, sections, jobs), strict=True)
    )


def bodies_of(
    document: Document, sections: list[Section], jobs: tuple[Field[Experience], ...]
) -> list[tuple[int, int]]:
    """Where the text of each job stands: from its header to the header of the next, or to the end of the section."""
    lines = [line for section in sections for line in section.lines]
    heads = [(first_of(job), last_of(job)) for job in jobs]
    bodies: list[tuple[int, int]] = []
    for first, last in heads:
        limit = next((section.end for section in sections if section.start <= first < section.end), len(document.text))
        following = [line_start(lines, other) for other, _ in heads if other > last]
        start = line_end(lines, last)
        bodies.append((start, max(start, min([limit, *following]))))
    return bodies


def first_of(job: Field[Experience]) -> int:
    return min((span.start for span in job.evidence), default=0)


def last_of(job: Field[Experience]) -> int:
    return max((span.end for span in job.evidence), default=0)


def line_start(lines: list[Line], position: int) -> int:
    return next((line.start for line in lines if line.start <= position <= line.end), position)


def line_end(lines: list[Line], position: int) -> int:
    return next((line.end for line in lines if line.start < position <= line.end), position)


def months_of(job: Experience, as_of: date) -> int | None:
    """Calendar months from the first to the last, both counted; None without both dates."""
    if not job.start or not job.end:
        return None
    last = min(month_number(job.end, as_of), month_number("present", as_of))
    return max(0, last - month_number(job.start, as_of) + 1)


def location_of(lines: list[Line], start: int, end: int) -> str | None:
    """A piece of the header's lines that names a place."""
    for line in lines:
        if line.end < start or line.start > end or not line.text:
            continue
        position = 0
        for cut in [*CUT.finditer(line.text), None]:
            piece_end = cut.start() if cut else len(line.text)
            piece = line.text[position:piece_end]
            if place := place_within(piece, labelled=False):
                return piece[place[0] : place[1]]
            position = cut.end() if cut else piece_end
    return None
