"""What a CV would be with every cure applied that changes its form and words, but none that changes its facts."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from apps.cv_analysis.parsing.dates import find_ranges
from apps.cv_analysis.parsing.sentences import sentences_of

from .formatting import ODD, style_of
from .matching import WantedSkill
from .parts import Place
from .reading import Reading

SKILLS_HEADING = "Skills"
# What people can add to any CV: their own address and phone, headings, a plain layout, a readable file.
OPENING = (("email", "name@mail.example"), ("phone", "+1 202 555 0100"))
HEADINGS = ("experience", "education")
LONG_WORDS = 20
GAP = re.compile(r"(?<=\S)[ ]*\t+[ ]*(?=\S)")
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WRITTEN = {"month-year": "{name} {year}", "mm/yyyy": "{month}/{year}", "yyyy-mm": "{year}-{month}"}

Edit = tuple[int, int, str]


def cured(reading: Reading, text: str, missing: Iterable[WantedSkill]) -> tuple[dict[str, Any], str]:
    """Findings and text with the missing skills listed, in one column, with usual headings and nothing hidden."""
    edits = [*_form_edits(reading, text), *_date_edits(reading, text), *_bullet_edits(reading, text)]
    findings, text = edited(reading.findings, text, edits)
    findings["hidden"] = []
    for key, value in OPENING:
        if not findings.get(key):
            findings[key] = _said(value)
    if not findings.get("links"):
        findings["links"] = [_said({"kind": "linkedin", "url": "https://linkedin.example/in/name"})]
    return with_skills(with_headings(findings), text, list(missing))


def edited(findings: Mapping[str, Any], text: str, edits: Iterable[Edit]) -> tuple[dict[str, Any], str]:
    """Replace parts of the text, which do not overlap, and move the evidence of all findings with them."""
    pieces: list[str] = []
    moves: list[tuple[int, int, int, int]] = []
    position = length = 0
    for start, end, new in sorted(edits):
        if start < position:
            continue
        pieces += [text[position:start], new]
        length += start - position
        moves.append((start, end, length, len(new)))
        length += len(new)
        position = end
    pieces.append(text[position:])
    return {key: _moved(value, moves) for key, value in findings.items()}, "".join(pieces)


def _moved(value: Any, moves: list[tuple[int, int, int, int]]) -> Any:
    """The same value with its offsets after the edits."""
    if isinstance(value, list):
        return [_moved(one, moves) for one in value]
    if not isinstance(value, dict):
        return value
    if "start" in value and "end" in value and isinstance(value["start"], int):
        return {**value, "start": _offset(value["start"], moves), "end": _offset(value["end"], moves)}
    return {key: _moved(one, moves) if key == "evidence" else one for key, one in value.items()}


def _offset(offset: int, moves: list[tuple[int, int, int, int]]) -> int:
    shift = 0
    for start, end, new_start, new_length in moves:
        if offset <= start:
            break
        if offset < end:
            return min(new_start + (offset - start), new_start + new_length)
        shift = new_start + new_length - end
    return offset + shift


def _form_edits(reading: Reading, text: str) -> list[Edit]:
    """Commands and stuffing go, tabs become commas, signs that cannot be read become blanks."""
    noise: list[Place] = [*reading.commands, *reading.stuffed]
    found = [
        (match.start(), match.end(), new)
        for pattern, new in ((GAP, ", "), (ODD, " "))
        for match in pattern.finditer(text)
        if not any(start <= match.start() < end for start, end in noise)
    ]
    return [*((start, end, "") for start, end in noise), *found]


def _date_edits(reading: Reading, text: str) -> list[Edit]:
    """Dates of jobs that name their months are written as most of them are."""
    found = [
        (style_of(text[one.start : one.end]), one)
        for kind, (start, end) in reading.sections
        if kind == "experience"
        for one in find_ranges(text, start, end)
    ]
    usual = Counter(style for style, _one in found).most_common(1)
    if not usual or usual[0][0] not in WRITTEN:
        return []
    write = WRITTEN[usual[0][0]]
    return [
        (one.start, one.end, f"{_written(one.first, write)} - {_written(one.last, write)}")
        for style, one in found
        if style != usual[0][0] and all(point == "present" or "-" in point for point in (one.first, one.last))
    ]


def _written(point: str, pattern: str) -> str:
    """YYYY-MM in another way."""
    if point == "present":
        return "Present"
    year, _sign, month = point.partition("-")
    return pattern.format(year=year, month=month, name=MONTH_NAMES[int(month) - 1])


def _bullet_edits(reading: Reading, text: str) -> list[Edit]:
    """Long prose about a job becomes one bullet a sentence."""
    return [
        (line.start + end, line.start + start, "\n\u2022 ")
        for line in reading.work_lines
        if not line.is_bullet and len(line.text.split()) > LONG_WORDS
        for (_, end), (start, _) in pairwise(sentences_of(text[line.start : line.end]))
    ]


def with_headings(findings: dict[str, Any]) -> dict[str, Any]:
    """The jobs and schools that were found stand under their usual headings, and what matters less at the end."""
    sections = list(findings.get("sections") or ())
    kinds = {section["value"]["kind"] for section in sections}
    for kind in HEADINGS:
        records = findings.get(kind) or ()
        if kind not in kinds and records:
            spans = [span for record in records for span in record["evidence"]]
            if spans:
                start, end = min(span["start"] for span in spans), max(span["end"] for span in spans)
                sections.append(_said({"kind": kind, "title": kind.capitalize()}, start, end))
    return findings | {"sections": sections}


def with_skills(findings: dict[str, Any], text: str, missing: list[WantedSkill]) -> tuple[dict[str, Any], str]:
    """The missing skills at the end of the list of skills; a list is opened where there is none."""
    sections = findings.get("sections") or []
    listed = [section for section in sections if section["value"]["kind"] == "skills"]
    names = ", ".join(skill.name for skill in missing)
    if listed:
        span = listed[-1]["evidence"][-1]
        end = span["start"] + len(text[span["start"] : span["end"]].rstrip())
        new = f"\n{names}" if names else ""
        findings, text = edited(findings, text, [(end, end, new)] if new else [])
        start = end + 1
        _stretch(findings, end, len(new))
    else:
        opening = f"\n\n{SKILLS_HEADING}\n"
        start = len(text) + len(opening)
        text = f"{text}{opening}{names}\n"
        section = _said({"kind": "skills", "title": SKILLS_HEADING}, start - len(SKILLS_HEADING) - 1, len(text))
        findings = findings | {"sections": [*(findings.get("sections") or ()), section]}
    skills = list(findings.get("skills") or ())
    for skill in missing:
        value = {"id": skill.skill_id, "name": skill.name, "category": "technology", "is_listed": True}
        skills.append(_said(value, start, start + len(skill.name)))
        start += len(skill.name) + 2
    return findings | {"skills": skills}, text


def _stretch(findings: dict[str, Any], end: int, length: int) -> None:
    """The section of skills reaches to the end of what was added to it."""
    for section in findings["sections"]:
        for span in section["evidence"]:
            if span["start"] < end == span["end"]:
                span["end"] += length


def _said(value: object, start: int | None = None, end: int | None = None) -> dict[str, Any]:
    evidence = [] if start is None else [{"start": start, "end": end}]
    return {"value": value, "confidence": 1.0, "evidence": evidence}
