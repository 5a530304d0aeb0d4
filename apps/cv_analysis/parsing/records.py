"""Jobs: a range of dates and the title and company that stand around it."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import permutations

from .dates import MONTH_POINT, DateRange, find_ranges
from .document import Document, Line
from .forms import Value, records_in
from .model import Experience, Field
from .sections import Section
from .tagging.opinion import NO_OPINION, Opinion
from .words import LEGAL, company_score, is_place, may_name_company, title_score, words_of

MAX_HEADER_CHARACTERS = 100
MAX_HEADER_WORDS = 14
MAX_PIECES = 6
MAX_WRAPPED_LINES, MAX_WRAPPED_WORDS = 4, 3
SURE_TITLE = 2.4
MODEL_WEIGHT = 2.0
CUT = re.compile(
    rf"\t+|\s*\|\s*"
    rf"|\s+[-\u2010-\u2015]+\s+|\s+[-\u2013\u2014]+$|^[-\u2013\u2014]+\s+|\s+(?:at|@)\s+|\s*;\s*|,\s+(?!{LEGAL})|\s*\((?=\s*\))",
    re.I,
)
LABELS = re.compile(
    r"^(?:title|job title|position(?: held)?|designation|role|company|employer|organi[sz]ation|client|duration|period"
    r"|dates?|from|company name|name of (?:the )?(?:company|employer|organi[sz]ation)|location"
    r"|project(?: name| title)?)\s*[:\u2013-]\s*",
    re.I,
)
TITLE_LABEL = re.compile(r"^(?:job title|title|position|designation|role)", re.I)
COMPANY_LABEL = re.compile(r"^(?:company|employer|organi[sz]ation|name of)", re.I)
BODY_START = re.compile(
    r"^(?:responsibilit|duties|key |role and|roles and|description|environment|achievements"
    r"|accomplishments|project|technolog|tools|reference)",
    re.I,
)
VERB_START = re.compile(r"^[A-Z][a-z]+(?:ed|ing) (?:[a-z]|\d)")
BROKEN_OFF = re.compile(r"\b(?:and|or|of|the|a|an|in|on|to|for|with|by|from|as|that|which|is|are|was|were|using)$")
NO_PIECE = re.compile(rf"://|www\.|@\w|^\(?\d+ ?(?:months?|years?|yrs?|mos)\b|^{MONTH_POINT}$", re.I)
EMPTY_BRACKETS = re.compile(r"[(\[]\s*[)\]]")


@dataclass(slots=True)
class Piece:
    """Part of a header line."""

    text: str
    start: int
    end: int
    line: int
    title: float = 0.0
    company: float = 0.0
    # The places of its parts, when it stands on several lines.
    parts: tuple[tuple[int, int], ...] = ()

    def places(self) -> tuple[tuple[int, int], ...]:
        return self.parts or ((self.start, self.end),)


@dataclass(slots=True)
class Entry:
    """A date range with its own line's remainder and the lines around it that look like a header."""

    dates: DateRange
    line: int
    same: list[Piece]
    above: list[list[Piece]] = field(default_factory=list)
    below: list[list[Piece]] = field(default_factory=list)


def find_experience(
    document: Document, sections: list[Section], opinion: Opinion = NO_OPINION
) -> tuple[Field[Experience], ...]:
    """All jobs in the order of the CV; the model's opinion, if there is one, counts beside the words of the rules."""
    found = [
        field
        for section in sections
        if section.kind == "experience"
        for field in records_of(document, section, opinion)
    ]
    if not found:
        # A short CV has no headings; then only a date beside a job title tells of a job.
        others = [section for section in sections if section.kind in {"header", "summary", "other"}]
        fields = [field for section in others for field in records_of(document, section, opinion)]
        found = [field for field in fields if field.value.title and title_score(field.value.title) >= SURE_TITLE]
    return tuple(found)


def records_of(document: Document, section: Section, opinion: Opinion) -> Iterator[Field[Experience]]:
    forms = list(records_in(section, needed="dates", others=frozenset({"title", "company"})))
    if forms:
        yield from (field for form in forms for field in field_of_form(document, section, form))
        return
    entries = entries_of(document, section, opinion)
    # A CV keeps one order: where the first job has its header, the others have it too.
    needs = [entry for entry in entries if not complete(entry.same)]
    prefers_above = bool(needs) and sum(bool(e.above) for e in needs) >= len(needs) and bool(entries[0].above)
    for entry in entries:
        title, company = title_and_company(entry, prefers_above=prefers_above)
        if title is None and company is None:
            continue
        yield as_field(document, entry.dates, title, company)


def as_field(document: Document, dates: DateRange, title: Piece | None, company: Piece | None) -> Field[Experience]:
    spans = [document.span(dates.start, dates.end)]
    spans += [document.span(*place) for piece in (title, company) if piece for place in piece.places()]
    confidence = 0.5 + (0.2 if title else 0) + (0.1 if title and title.title > 1 else 0) + (0.15 if company else 0)
    return Field(
        Experience(title.text if title else None, company.text if company else None, dates.first, dates.last),
        round(confidence, 2),
        tuple(sorted(spans, key=lambda span: (span.start, span.end))),
    )


def field_of_form(document: Document, section: Section, form: dict[str, Value]) -> Iterator[Field[Experience]]:
    """A job whose parts are named by labels; of an employer with its address the name counts."""
    dates = next(find_ranges(document.text, form["dates"].start, form["dates"].end), None)
    named = {
        kind: next(pieces_of(section.lines[value.line], value.start, value.end, value.line), None)
        for kind, value in form.items()
        if kind != "dates"
    }
    if dates and any(named.values()):
        yield as_field(document, dates, named.get("title"), named.get("company"))


def entries_of(document: Document, section: Section, opinion: Opinion) -> list[Entry]:
    lines = section.lines
    entries: list[Entry] = []
    if not lines:
        return entries
    starts = [line.start for line in lines]
    for dates in find_ranges(document.text, lines[0].start, section.end):
        number = max(bisect_right(starts, dates.start) - 1, 0)
        line = lines[number]
        rest = [
            *pieces_of(line, line.start, dates.start, number, opinion),
            *pieces_of(line, min(dates.end, line.end), line.end, number, opinion),
        ]
        # A range inside a sentence tells about a task, not about a job.
        if (line.is_bullet and not header_like(line)) or sum(
            len(words_of(piece.text)) for piece in rest
        ) > MAX_HEADER_WORDS:
            continue
        if entries and entries[-1].line == number:
            continue
        entries.append(Entry(dates, number, rest))
    taken = {entry.line for entry in entries}
    # A range may end on the line after the one where it starts.
    last_of = {entry.line: max(bisect_right(starts, entry.dates.end - 1) - 1, entry.line) for entry in entries}
    for index, entry in enumerate(entries):
        floor = last_of[entries[index - 1].line] if index else -1
        ceiling = entries[index + 1].line if index + 1 < len(entries) else len(lines)
        below = unwrap(entry, lines, last_of[entry.line] + 1, opinion)
        entry.above = neighbours(lines, range(entry.line - 1, floor, -1), taken, opinion)
        entry.below = neighbours(lines, range(below, ceiling), taken, opinion)
    return entries


def unwrap(entry: Entry, lines: tuple[Line, ...], number: int, opinion: Opinion) -> int:
    """A large title wraps beside its date and place: put it together, and say which line comes behind it.

    "Chief Project[tab]2019 - 2021", "Leeds, UK", "Manager", "Pier & Sons": only what becomes a title by it is joined,
    and only when another line is left for the company.
    """
    first = entry.same[0] if len(entry.same) == 1 and entry.same[0].end <= entry.dates.start else None
    if first is None or title_score(first.text) >= SURE_TITLE or company_score(first.text) > 0:
        return number
    parts = [(first.start, first.end)]
    words = [first.text]
    for position in range(number, min(number + MAX_WRAPPED_LINES, len(lines) - 1)):
        line = lines[position]
        cell, _, note = line.text.partition("\t")
        if not cell or line.is_bullet or (note and not is_place(note)) or len(cell.split()) > MAX_WRAPPED_WORDS:
            break
        if is_place(cell):
            continue
        words.append(cell)
        parts.append((line.start, line.start + len(cell)))
        joined = " ".join(words)
        behind = lines[position + 1]
        if title_score(joined) >= SURE_TITLE:
            if header_like(behind) and may_name_company(behind.text) and title_score(behind.text) <= 0:
                support = sum(opinion.support("title", *place) for place in parts) / len(parts)
                title = title_score(joined) + MODEL_WEIGHT * support
                entry.same = [Piece(joined, first.start, parts[-1][1], first.line, title, 0.0, tuple(parts))]
                return position + 1
            break
    return number


def neighbours(lines: tuple[Line, ...], numbers: range, taken: set[int], opinion: Opinion) -> list[list[Piece]]:
    """Up to two header-like lines in a direction, nearest first."""
    found: list[list[Piece]] = []
    blanks = 0
    for number in numbers:
        line = lines[number]
        if not line.text:
            blanks += 1
            if blanks > 1 + len(found):
                break
            continue
        if number in taken or not header_like(line):
            break
        pieces = list(pieces_of(line, line.start, line.end, number, opinion))
        if pieces:
            found.append(pieces)
        if len(found) == 2:
            break
    return found


def header_like(line: Line) -> bool:
    """Short, starts like a name, and is no sentence."""
    text = line.text
    if line.is_bullet and title_score(text) <= 0:
        return False
    if not text or len(text) > MAX_HEADER_CHARACTERS or len(text.split()) > MAX_HEADER_WORDS:
        return False
    if not (text[0].isupper() or text[0].isdigit() or text[0] in "(\"'"):
        # Company names such as "oracle" begin small; a line that goes on from the one before is longer.
        return len(text.split()) <= 3 and not text.endswith((".", ","))
    if text.endswith(".") and not re.search(rf"{LEGAL}$|\b[A-Z]\.$|\bSt\.$", text, re.I):
        # Some CVs end each header with a full stop: "Systems Programmer, MIT Media Lab."
        return "," in text and len(text.split()) <= 10 and title_score(text.split(",")[0]) > 2
    return not (BODY_START.match(text) or VERB_START.match(text) or BROKEN_OFF.search(text) or text.endswith(":"))


def pieces_of(line: Line, start: int, end: int, number: int, opinion: Opinion = NO_OPINION) -> Iterator[Piece]:
    """A line's parts between the signs that separate title, company and place; places are left out."""
    text = line.text[max(0, start - line.start) : max(0, end - line.start)]
    base = max(start, line.start)
    position = 0
    parts: list[tuple[int, int]] = []
    for cut in CUT.finditer(text):
        parts.append((position, cut.start()))
        position = cut.end()
    parts.append((position, len(text)))
    for first, last in parts:
        raw = text[first:last]
        stripped = raw.strip(" ,;:-\u2013\u2014|\t")
        stripped = balanced(stripped)
        if not stripped or not re.search(r"[^\W\d_]{2}", stripped) or EMPTY_BRACKETS.fullmatch(stripped):
            continue
        begin = base + first + raw.index(stripped)
        label = LABELS.match(stripped)
        boost_title = boost_company = 0.0
        if label:
            boost_title = 3.0 if TITLE_LABEL.match(stripped) else 0.0
            boost_company = 3.0 if COMPANY_LABEL.match(stripped) else 0.0
            stripped, begin = stripped[label.end() :], begin + label.end()
        if not stripped or (is_place(stripped) and not label) or NO_PIECE.search(stripped):
            continue
        yield Piece(
            stripped,
            begin,
            begin + len(stripped),
            number,
            title_score(stripped) + boost_title + MODEL_WEIGHT * opinion.support("title", begin, begin + len(stripped)),
            company_score(stripped)
            + boost_company
            + MODEL_WEIGHT * opinion.support("company", begin, begin + len(stripped)),
        )


def balanced(text: str) -> str:
    """Without brackets that were opened or closed in another piece."""
    text = text.lstrip(")").rstrip("(").strip()
    if text.startswith("(") and ")" not in text:
        return text.lstrip("( ")
    if text.endswith(")") and "(" not in text:
        return text.rstrip(") ")
    return text


def complete(pieces: list[Piece]) -> bool:
    return len(pieces) >= 2 and any(piece.title > 0 for piece in pieces)


def title_and_company(entry: Entry, *, prefers_above: bool) -> tuple[Piece | None, Piece | None]:
    """The best assignment, the entry's own line first, then the side where this CV keeps its headers."""
    pool = pool_of(entry, prefers_above=prefers_above)
    best: tuple[float, Piece, Piece] | None = None
    for title, company in permutations(pool[:MAX_PIECES], 2):
        score = title.title - title.company * 0.6 + company.company - company.title * 0.6
        score -= 0.15 * (pool.index(title) + pool.index(company)) + (0.05 if company.start < title.start else 0)
        score -= 0 if may_name_company(company.text) else 0.5
        if best is None or score > best[0]:
            best = (score, title, company)
    if best is not None:
        return best[1], best[2] if may_name_company(best[2].text) else None
    if not pool:
        return None, None
    only = pool[0]
    if only.title > 0 and only.title >= only.company:
        return only, None
    return None, only if may_name_company(only.text) else None


def pool_of(entry: Entry, *, prefers_above: bool) -> list[Piece]:
    """The pieces that may name the job: from as few lines as say it."""
    sides = [entry.below, entry.above]
    if prefers_above or (not entry.same and entry.above):
        sides.reverse()
    pool = list(entry.same)
    for side in sides:
        if len(pool) >= 2 and (complete(pool) or pool != entry.same):
            break
        for pieces in side[: 1 if entry.same else 2]:
            pool += pieces
            if complete(pool):
                break
    return sorted(pool, key=lambda piece: piece.start)
