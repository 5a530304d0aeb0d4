"""A CV before and after it was fitted to a job, side by side, with what the job asks for marked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.cv_analysis.builder.resume import Job, Project, Resume, SkillGroup
from apps.cv_analysis.resume_fields import SECTION_TITLES


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a line; what is marked is asked for."""

    text: str
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line in its new place; `climbed` is how many places it moved up."""

    pieces: tuple[Piece, ...]
    climbed: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that were put in another order, before and after."""

    title: str | Promise
    before: tuple[Line, ...]
    after: tuple[Line, ...]


def compared(before: Resume, after: Resume, found: Iterable[str]) -> list[Part]:
    """The parts in which something moved, in the order of the CV."""
    pattern = _pattern(found)
    return [
        Part(title, _lines(old, old, pattern), _lines(new, old, pattern))
        for title, old, new in _pairs(before, after)
        if old != new
    ]


Pair = tuple[str | Promise, tuple[str, ...], tuple[str, ...]]


def _pairs(before: Resume, after: Resume) -> Iterator[Pair]:
    yield _("Order of the sections"), _section_titles(before), _section_titles(after)
    for old_entry, entry in zip(before.experience, after.experience, strict=True):
        yield _title(entry), old_entry.lines, entry.lines
    for old_project, project in zip(before.projects, after.projects, strict=True):
        yield _title(project), old_project.lines, project.lines
    yield SECTION_TITLES["skills"], _skills(before.skills), _skills(after.skills)


def _section_titles(resume: Resume) -> tuple[str, ...]:
    return tuple(str(SECTION_TITLES[name]) for name in resume.order if resume.has(name))


def _title(entry: Job | Project) -> str:
    parts = (entry.title, entry.company) if isinstance(entry, Job) else (entry.name,)
    return " \u00b7 ".join(part for part in parts if part)


def _skills(groups: tuple[SkillGroup, ...]) -> tuple[str, ...]:
    return tuple(
        f"{group.name}: {', '.join(group.skills)}" if group.name else ", ".join(group.skills) for group in groups
    )


def _pattern(found: Iterable[str]) -> re.Pattern[str] | None:
    names = sorted((re.escape(name) for name in found), key=len, reverse=True)
    return re.compile(rf"(?<![\w+#])(?:{'|'.join(names)})(?![\w+#])", re.I) if names else None


def _lines(texts: tuple[str, ...], old: tuple[str, ...], pattern: re.Pattern[str] | None) -> tuple[Line, ...]:
    return tuple(
        Line(tuple(_pieces(text, pattern)), max(old.index(text) - place, 0) if text in old else 0)
        for place, text in enumerate(texts)
    )


def _pieces(text: str, pattern: re.Pattern[str] | None) -> Iterator[Piece]:
    at = 0
    for match in pattern.finditer(text) if pattern else ():
        if match.start() > at:
            yield Piece(text[at : match.start()])
        yield Piece(match[0], is_asked=True)
        at = match.end()
    if at < len(text):
        yield Piece(text[at:])
