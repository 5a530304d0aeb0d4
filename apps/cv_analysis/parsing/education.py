"""Degrees, schools and the years they ended."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .dates import SINGLE, as_point, find_ranges
from .document import Document, Line
from .forms import Value, records_in
from .model import Education, Field, Span
from .sections import Section
from .tagging.opinion import NO_OPINION, Opinion
from .words import SCHOOL, find_degree, is_place

CUT = re.compile(
    r"\t+|\s*\|\s*|\s+[-\u2010-\u2015]+\s+|\s+[-\u2013\u2014]+$|\s*;\s*|,\s*|\s+(?:from|at)\s+(?=[A-Z])|\s*:\s+"
)
GRADE = re.compile(
    r"\b(?:c?gpa|percent\w*|grade|marks|aggregate|agg|score|division|class|distinction|honou?rs?:)\b|%", re.I
)
MAX_LINE = 160
SURE = 0.6
MIN_SUPPORT = 0.4
MAX_DEGREE_WORDS = 14
MAX_INSTITUTION_WORDS = 10
# What stands in a sentence about a school, or names one only in general.
NOT_INSTITUTION = re.compile(
    r"^(?:(?:received|completed|i|my|member|production|course\w*|subject\w*|presented|attended|taught|thesis|institution)\b"
    r"|\d|[^\w(\"'])|^(?:the )?(?:university|college|school|institute|board|campus|(?:higher |senior )?secondary|high)"
    r"(?:[ /]+(?:university|college|school|institute|board|street|name|city))*$|\b(?:street|road)$",
    re.I,
)
SENTENCE = re.compile(r"\b(?:i|my|have|has|had|was|were|is|are|will|which|that|who)\b", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """A degree, school or year and its place in the text."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Draft:
    """A record while its lines are read."""

    degree: Part | None = None
    institution: Part | None = None
    year: Part | None = None


def find_education(
    document: Document, sections: list[Section], opinion: Opinion = NO_OPINION
) -> tuple[Field[Education], ...]:
    """All degrees and schools in the order of the CV."""
    schooling = [section for section in sections if section.kind == "education"]
    drafts = [draft for section in schooling for draft in drafts_of(section, opinion) if is_schooling(draft, opinion)]
    if not drafts:
        # Without a heading of its own, education may stand anywhere but among the jobs; only degrees tell it then.
        others = [section for section in sections if section.kind in {"header", "summary", "certifications", "other"}]
        drafts = [draft for section in others for draft in drafts_of(section, opinion) if draft.degree]
    return tuple(as_field(document, draft) for draft in drafts)


def is_schooling(draft: Draft, opinion: Opinion) -> bool:
    """A school without a degree may also be an employer, a publisher or the place of a talk: the model decides."""
    school = draft.institution
    if draft.degree or school is None or not opinion.tags:
        return True
    return opinion.support("institution", school.start, school.end) >= MIN_SUPPORT


def drafts_of(section: Section, opinion: Opinion) -> Iterator[Draft]:
    """Lines are added to a record until one repeats what the record already has."""
    forms = list(records_in(section, needed="degree", others=frozenset({"institution", "dates"})))
    if forms:
        yield from (draft_of_form(section, form) for form in forms)
        return
    draft = Draft()
    for line in section.lines:
        if not line.text or len(line.text) > MAX_LINE:
            continue
        degree, institution, year = parts_of(line)
        degree = degree or marked(line, opinion, "degree")
        institution = institution or marked(line, opinion, "institution")
        if not (degree or institution or year):
            continue
        repeats = (degree and draft.degree) or (institution and draft.institution) or (year and draft.year)
        if repeats and (degree or institution):
            if draft.degree or draft.institution:
                yield draft
            draft = Draft()
        draft.degree = draft.degree or degree
        draft.institution = draft.institution or institution
        draft.year = draft.year or year
    if draft.degree or draft.institution:
        yield draft


def draft_of_form(section: Section, form: dict[str, Value]) -> Draft:
    """A record whose parts are named by labels; of a school with its address the name counts."""
    parts: dict[str, Part | None] = {}
    for kind, value in form.items():
        line = section.lines[value.line]
        start, end = value.start - line.start, value.end - line.start
        if kind == "dates":
            parts[kind] = parts_of(Line(line.text[start:end], value.start, value.end))[2]
        elif kind == "institution":
            parts[kind] = part_of(line, start, start + len(re.split(r",\s|\t", line.text[start:end])[0]))
        else:
            parts[kind] = part_of(line, start, end)
    return Draft(parts.get("degree"), parts.get("institution"), parts.get("dates"))


def parts_of(line: Line) -> tuple[Part | None, Part | None, Part | None]:
    """What a line names. A degree reaches from its first word to the school, the year or the end."""
    text = line.text
    year: Part | None = None
    masked = text
    ranges = list(find_ranges(text, 0, len(text)))
    if ranges:
        last = ranges[-1]
        if last.last != "present":
            year = Part(last.last[:4], line.start + last.start, line.start + last.end)
        masked = text[: last.start] + "\t" * (last.end - last.start) + text[last.end :]
    else:
        for match in SINGLE.finditer(text):
            point = as_point(match[0])
            if point:
                year = Part(point[:4], line.start + match.start(), line.start + match.end())
                masked = masked[: match.start()] + "\t" * (match.end() - match.start()) + masked[match.end() :]
    segments = segments_of(masked)
    school = next((index for index, (a, b) in enumerate(segments) if is_institution(text[a:b].strip())), None)
    degree_index = next((i for i, (a, b) in enumerate(segments) if i != school and find_degree(text[a:b])), None)
    if degree_index is None and school is None:
        whole = find_degree(masked)
        if whole is None:
            return None, None, year
    degree = institution = None
    if school is not None:
        institution = part_of(line, *segments[school])
    if degree_index is not None:
        first = segments[degree_index][0]
        named = find_degree(text[first : segments[degree_index][1]])
        start = first + (named.start() if named else 0)
        last_index = degree_index
        for index in range(degree_index + 1, len(segments)):
            a, b = segments[index]
            between = masked[segments[index - 1][1] : a]
            piece = text[a:b]
            if (
                index == school
                or "\t" in between
                or "|" in between
                or is_place(piece)
                or GRADE.search(piece)
                or find_degree(piece)
            ):
                break
            last_index = index
        end = segments[last_index][1]
        if len(text[start:end].split()) <= MAX_DEGREE_WORDS and not SENTENCE.search(text[start:end]):
            degree = part_of(line, start, end)
    return degree, institution, year


def marked(line: Line, opinion: Opinion, kind: str) -> Part | None:
    """What the model marks in a line where the rules see nothing."""
    for tag in opinion.of(kind):
        if line.start <= tag.start < line.end and tag.confidence >= SURE:
            end = min(tag.end, line.end)
            return Part(line.text[tag.start - line.start : end - line.start], tag.start, end)
    return None


def is_institution(text: str) -> bool:
    """Whether a piece names a school, rather than a degree or something that happened at one."""
    return (
        SCHOOL.search(text) is not None
        and len(text.split()) <= MAX_INSTITUTION_WORDS
        and not NOT_INSTITUTION.search(text)
        and not starts_with_degree(text)
    )


def starts_with_degree(text: str) -> bool:
    match = find_degree(text)
    return (
        match is not None
        and match.start() == 0
        and not re.search(r"\b(?:university|college|institute|school)\b", text, re.I)
    )


def segments_of(text: str) -> list[tuple[int, int]]:
    """Offsets of the parts between separators, without those that are empty."""
    segments: list[tuple[int, int]] = []
    position = 0
    for cut in CUT.finditer(text):
        segments.append((position, cut.start()))
        position = cut.end()
    segments.append((position, len(text)))
    return [(a, b) for a, b in segments if re.search(r"[^\W\d_]", text[a:b])]


def part_of(line: Line, start: int, end: int) -> Part | None:
    piece = line.text[start:end]
    stripped = piece.strip(" ,;:-\u2013\u2014|\t")
    if stripped.count("(") > stripped.count(")"):
        stripped = stripped.rstrip("( ") if stripped.endswith("(") else stripped
    if not stripped:
        return None
    begin = start + piece.index(stripped)
    return Part(stripped, line.start + begin, line.start + begin + len(stripped))


def as_field(document: Document, draft: Draft) -> Field[Education]:
    parts = [part for part in (draft.degree, draft.institution, draft.year) if part]
    spans: list[Span] = [document.span(part.start, part.end) for part in sorted(parts, key=lambda part: part.start)]
    value = Education(
        draft.degree.text if draft.degree else None,
        draft.institution.text if draft.institution else None,
        draft.year.text if draft.year else None,
    )
    return Field(value, round(0.4 + 0.18 * len(parts), 2), tuple(spans))
