"""A CV as scores see it: jobs, schools, skills and lines, without anything personal and without what is stuffed in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from apps.cv_analysis.parsing.stuffing import commands, lies_in, stuffed, without

from .fairness import fair_text
from .parts import Place

BULLET = re.compile(r"^\s*(?:[\u2022*\u00b7\u2013\u2014>-]|o(?=\s))\s*")
WORD = re.compile(r"[^\W_][\w'\u2019+#.&/-]*")
# A record's evidence may be its head alone or all of its lines; a head is no longer than this.
LONGEST_HEAD = 300
WORK_KINDS = frozenset({"experience", "projects"})
# More than anybody can have: then only those count that the work shows.
MAX_ALL_SKILLS = 90
NOT_PROSE = frozenset({"header", "contact", "references", "other"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a job's description without its bullet sign."""

    text: str
    start: int
    end: int
    is_bullet: bool


@dataclass(frozen=True, slots=True)
class Job:
    """A job with its lines; `first` and `last` are months since year 0, both counted."""

    title: str
    company: str
    start: str
    end: str
    first: int | None
    last: int | None
    is_internship: bool
    place: Place
    lines: tuple[Line, ...]

    @property
    def is_dated(self) -> bool:
        return self.first is not None and self.last is not None

    @property
    def has_months(self) -> bool:
        return all(point == "present" or "-" in point for point in (self.start, self.end) if point)


@dataclass(frozen=True, slots=True)
class School:
    degree: str
    institution: str
    year: str
    level: str | None
    field: str
    start: str
    place: Place


@dataclass(frozen=True, slots=True)
class OwnSkill:
    """`is_shown` says that a job or a project mentions it, not only a list."""

    id: str | None
    name: str
    category: str
    confidence: float
    months: int | None
    last_used: str | None
    is_shown: bool
    places: tuple[Place, ...]


class Reading:
    """Findings and text of one CV, cleaned for scoring."""

    def __init__(self, findings: Mapping[str, Any], text: str, *, file_name: str = "") -> None:
        self.findings = findings
        self.as_of = date.fromisoformat(findings["as_of"])
        self.file_name = file_name.lower()
        self.commands = commands(text)
        self.stuffed = stuffed(text)
        self.text = without(fair_text(text, findings), [*self.commands, *self.stuffed])
        self.language: str = findings.get("language") or "en"

    @property
    def now(self) -> int:
        return self.as_of.year * 12 + self.as_of.month

    @cached_property
    def sections(self) -> list[tuple[str, Place]]:
        """Kinds of section with their place, in the order of the text."""
        found = [(field["value"]["kind"], _place(field)) for field in self.findings.get("sections") or ()]
        return sorted(found, key=lambda section: section[1])

    @cached_property
    def jobs(self) -> tuple[Job, ...]:
        """In the order of the text; one that the stuffed text made up is none."""
        fields = [field for field in self.findings.get("experience") or () if self._counts(field)]
        places = [_place(field) for field in fields]
        heads = sorted(start for start, _end in places)
        return tuple(
            self._job(field, place, heads) for field, place in sorted(zip(fields, places, strict=True), key=_by_place)
        )

    def _job(self, field: Mapping[str, Any], place: Place, heads: list[int]) -> Job:
        value = field["value"]
        start, end = value.get("start") or "", value.get("end") or ""
        body = self._body(place, heads)
        return Job(
            value.get("title") or "",
            value.get("company") or "",
            start,
            end,
            month_of(start, self.now, is_end=False),
            _capped(month_of(end, self.now, is_end=True), self.now),
            bool(value.get("is_internship")),
            place,
            tuple(self._lines(body, place)) if field.get("evidence") else (),
        )

    def _body(self, place: Place, heads: list[int]) -> Place:
        """From the record's head to the next record, or to the end of its section."""
        following = [start for start in heads if start > place[0]]
        ends = [end for _kind, (start, end) in self.sections if start <= place[0] < end]
        limit = min([*following[:1], *ends, len(self.text)])
        return place[0], max(limit, min(place[1], len(self.text)))

    def _lines(self, body: Place, place: Place) -> Iterator[Line]:
        """The lines below the head: those that hold a date, a title or a company alone are not among them."""
        head_end = place[1] if place[1] - place[0] <= LONGEST_HEAD else place[0] + 1
        position = body[0]
        for raw in self.text[body[0] : body[1]].split("\n"):
            start, end = position, position + len(raw)
            position = end + 1
            sign = BULLET.match(raw)
            words = raw[sign.end() :] if sign else raw
            is_head = start < head_end and not sign
            if not is_head and len(WORD.findall(words)) >= 4:
                yield Line(words.strip(), start, end, bool(sign))

    @cached_property
    def schools(self) -> tuple[School, ...]:
        fields = [field for field in self.findings.get("education") or () if self._counts(field)]
        return tuple(_school(field) for field in fields)

    @cached_property
    def skills(self) -> tuple[OwnSkill, ...]:
        """Those with evidence outside of stuffed text; of far too many, only those that the work shows."""
        fields = self.findings.get("skills") or ()
        own = [self._skill(field) for field in fields if not _places(field) or self._clear_places(field)]
        if len(own) > MAX_ALL_SKILLS:
            return tuple(skill for skill in own if skill.is_shown)
        return tuple(own)

    @property
    def uncounted_skills(self) -> int:
        return len(self.findings.get("skills") or ()) - len(self.skills)

    def _skill(self, field: Mapping[str, Any]) -> OwnSkill:
        value = field["value"]
        places = tuple(self._clear_places(field))
        shown = bool(value.get("months")) or any(self.kind_at(start) in WORK_KINDS for start, _end in places)
        return OwnSkill(
            value.get("id"),
            value["name"],
            value.get("category") or "domain",
            float(field["confidence"]),
            value.get("months"),
            value.get("last_used"),
            shown,
            places,
        )

    def kind_at(self, position: int) -> str:
        """The kind of the section at a position."""
        for kind, (start, end) in self.sections:
            if start <= position < end:
                return kind
        return "header"

    def _counts(self, field: Mapping[str, Any]) -> bool:
        """Whether anything but noise says so; what a person added has no place and counts."""
        places = _places(field)
        return not places or not all(self._is_noise(place) for place in places)

    def _clear_places(self, field: Mapping[str, Any]) -> list[Place]:
        """Where a skill stands outside of noise; of many places its evidence holds the first ones only."""
        places = _places(field)
        clear = [place for place in places if not self._is_noise(place)]
        if places and not clear:
            written = field["value"].get("written") or field["value"]["name"]
            pattern = rf"(?<![\w.#+-]){re.escape(written)}(?![\w#+-])"
            clear = [(match.start(), match.end()) for match in re.finditer(pattern, self.text, re.I)]
        return clear

    def _is_noise(self, place: Place) -> bool:
        return lies_in(place, self.commands) or lies_in(place, self.stuffed)

    @cached_property
    def work_lines(self) -> tuple[Line, ...]:
        return tuple(line for job in self.jobs for line in job.lines)

    @cached_property
    def words(self) -> int:
        """Words of the whole CV but those of its header and of personal lines."""
        kinds = [kind for kind, _place in self.sections]
        if not set(kinds) - {"header"}:
            return len(WORD.findall(self.text))
        return sum(
            len(WORD.findall(self.text, start, end)) for kind, (start, end) in self.sections if kind not in NOT_PROSE
        )

    @cached_property
    def pages(self) -> int | None:
        """How many pages have something on them, or None when the file has none."""
        records = [item for value in self.findings.values() if isinstance(value, list) for item in value]
        pages = [
            span.get("page") or 0 for item in records if isinstance(item, dict) for span in item.get("evidence") or ()
        ]
        return max(pages, default=0) or None


def month_of(point: str, now: int, *, is_end: bool) -> int | None:
    """A bare year begins in January and ends in December: the kind reading, which invents no gap."""
    if not point:
        return None
    if point == "present":
        return now
    year, _, month = point.partition("-")
    if not year.isdecimal():
        return None
    return int(year) * 12 + (int(month) if month.isdecimal() else 12 if is_end else 1)


def _capped(month: int | None, now: int) -> int | None:
    return None if month is None else min(month, now)


def _school(field: Mapping[str, Any]) -> School:
    value = field["value"]
    return School(
        value.get("degree") or "",
        value.get("institution") or "",
        value.get("year") or "",
        value.get("level") or level_of(value.get("degree") or ""),
        value.get("field") or field_of(value.get("degree") or ""),
        value.get("start") or "",
        _place(field),
    )


LEVELS = (
    ("doctor", re.compile(r"\b(?:ph\.? ?d|d\.? ?phil|doctor\w*|dr\.|m\.?d\.?$|ed\.?d|dba)\b", re.I)),
    (
        "master",
        re.compile(
            r"\b(?:master\w*|m\.? ?sc|m\.? ?a|mba|m\.? ?tech|m\.? ?eng|m\.? ?com|mca|m\.?s|ll\.?m|diplom-\w+)\b", re.I
        ),
    ),
    (
        "bachelor",
        re.compile(
            r"\b(?:bachelor\w*|b\.? ?sc|b\.? ?a|b\.? ?tech|b\.? ?eng|b\.? ?com|bba|bca|b\.?e|b\.?s|ll\.?b|bfa"
            r"|undergraduate degree)\b",
            re.I,
        ),
    ),
    ("associate", re.compile(r"\b(?:associate\w*|a\.?a\.?s|foundation degree|hnd|higher national)\b", re.I)),
    ("diploma", re.compile(r"\b(?:diploma|certificate|apprenticeship|vocational|ausbildung|nvq|btec|hnc)\b", re.I)),
    ("school", re.compile(r"\b(?:high school|secondary|ged|a-levels?|gcse|hsc|ssc|matric\w*|abitur|school)\b", re.I)),
)
# "in Physics", "of Nursing", "BSc, Physics", "BSc (Physics)"; "of Science" is the degree's own name.
OWN_NAMES = r"(?:science|arts|engineering|technology|business administration|philosophy)\b"
IN_FIELD = re.compile(
    rf"\b(?:in|of|:)\s+(?!{OWN_NAMES})([A-Z][\w&, -]{{2,60}})|,\s*([A-Z][\w& -]{{2,60}})|\(([A-Z][\w& -]{{2,60}})\)"
)


def level_of(degree: str) -> str | None:
    """The level of a degree as written, for findings of a time when the reader did not say it."""
    return next((level for level, pattern in LEVELS if pattern.search(degree)), None)


def field_of(degree: str) -> str:
    match = IN_FIELD.search(degree)
    return next((group.strip() for group in match.groups() if group), "") if match else ""


def _places(field: Mapping[str, Any]) -> list[Place]:
    return [(span["start"], span["end"]) for span in field.get("evidence") or ()]


def _place(field: Mapping[str, Any]) -> Place:
    """From the first to the last character of the evidence."""
    places = _places(field)
    return (min(start for start, _ in places), max(end for _, end in places)) if places else (0, 0)


def _by_place(pair: tuple[Mapping[str, Any], Place]) -> Place:
    return pair[1]
