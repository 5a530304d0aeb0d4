"""A CV as it is printed: headings in its language, dates in words, and for each entry what stands where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apps.cv_analysis.builder.resume import (
    PRESENT,
    Certificate,
    Degree,
    Entry,
    Job,
    Language,
    Project,
    Publication,
    Resume,
    SkillGroup,
)

HEADINGS = {
    "en": {
        "summary": "Summary",
        "experience": "Experience",
        "education": "Education",
        "skills": "Skills",
        "certifications": "Certifications",
        "languages": "Languages",
        "projects": "Projects",
        "publications": "Publications",
    },
    "de": {
        "summary": "Profil",
        "experience": "Berufserfahrung",
        "education": "Ausbildung",
        "skills": "Kenntnisse",
        "certifications": "Zertifikate",
        "languages": "Sprachen",
        "projects": "Projekte",
        "publications": "Veröffentlichungen",
    },
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NOW = {"en": "Present", "de": "heute"}
NATIVE = {"en": "native", "de": "Muttersprache"}
# What a look with two columns puts into the narrow one.
ASIDE = frozenset({"skills", "certifications", "languages"})


@dataclass(frozen=True, slots=True)
class Way:
    """A way to reach the person; `href` is empty for a place."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry: `title` stands out, `where` and `when` below or beside it."""

    title: str = ""
    where: str = ""
    when: str = ""
    text: str = ""
    lines: tuple[str, ...] = ()
    link: Way | None = None

    @property
    def is_one_line(self) -> bool:
        """Whether it needs no heading of its own."""
        return not (self.text or self.lines)


@dataclass(frozen=True, slots=True)
class Part:
    """A section. One of `text`, `items` and `groups` (name and what belongs to it) holds what it says."""

    kind: str
    heading: str
    text: str = ""
    items: tuple[Item, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()

    @property
    def is_aside(self) -> bool:
        return self.kind in ASIDE


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole CV, ready for any look."""

    name: str
    headline: str
    language: str
    ways: tuple[Way, ...]
    parts: tuple[Part, ...]

    @property
    def main_parts(self) -> list[Part]:
        return [part for part in self.parts if not part.is_aside]

    @property
    def aside_parts(self) -> list[Part]:
        return [part for part in self.parts if part.is_aside]


def sheet_of(resume: Resume) -> Sheet:
    """The sections in their order, without those that say nothing."""
    parts = (part_of(resume, section) for section in resume.order)
    return Sheet(
        name=resume.name,
        headline=resume.headline,
        language=resume.language,
        ways=tuple(ways_of(resume)),
        parts=tuple(part for part in parts if part.text or part.items or part.groups),
    )


def ways_of(resume: Resume) -> Iterator[Way]:
    if resume.email:
        yield Way(resume.email, f"mailto:{resume.email}")
    if resume.phone:
        yield Way(resume.phone, f"tel:{re.sub(r'[^+0-9]', '', resume.phone)}")
    if resume.location:
        yield Way(resume.location)
    for link in resume.links:
        if link.url:
            yield web(link.url)


def web(url: str) -> Way:
    """An address as people read it, and as it is followed."""
    href = url if re.match(r"(?:https?://|mailto:)", url, re.I) else f"https://{url}"
    return Way(re.sub(r"^(?:https?://)?(?:www\.)?|/$", "", url), href)


def part_of(resume: Resume, section: str) -> Part:
    heading = HEADINGS[resume.language][section]
    if section == "summary":
        return Part(section, heading, text=resume.summary)
    entries = resume.entries(section)
    if section in {"skills", "languages"}:
        return Part(section, heading, groups=tuple(groups_of(entries, resume.language)))
    items = (item_of(entry, resume.language) for entry in entries)
    return Part(section, heading, items=tuple(item for item in items if item != Item()))


def groups_of(entries: tuple[Entry, ...], language: str) -> Iterator[tuple[str, str]]:
    for entry in entries:
        if isinstance(entry, SkillGroup) and (entry.skills or entry.name):
            name = f"{entry.name} ({entry.level})" if entry.name and entry.level else entry.name or entry.level
            yield name, ", ".join(entry.skills)
        elif isinstance(entry, Language) and entry.name:
            yield entry.name, NATIVE[language] if entry.level == "native" else entry.level


def item_of(entry: Entry, language: str) -> Item:
    """What of the entry stands where."""
    link = web(entry.url) if getattr(entry, "url", "") else None  # type: ignore[union-attr]  # asked in this very line
    match entry:
        case Job():
            where = _joined(entry.company, entry.location)
            return Item(entry.title, where, span_of(entry.start, entry.end, language), entry.summary, entry.lines, link)
        case Degree():
            title = f"{entry.degree} in {entry.field}" if entry.degree and entry.field else entry.degree or entry.field
            when = span_of(entry.start, entry.end, language)
            return Item(title, entry.institution, when, _joined(entry.score, *entry.courses), (), link)
        case Certificate():
            return Item(entry.name, entry.issuer, day_of(entry.date, language), link=link)
        case Project():
            when = span_of(entry.start, entry.end, language)
            return Item(entry.name, ", ".join(entry.keywords), when, entry.summary, entry.lines, link)
        case Publication():
            return Item(entry.name, entry.publisher, day_of(entry.date, language), entry.summary, link=link)
        case _:
            return Item()


def _joined(*texts: str) -> str:
    return ", ".join(text for text in texts if text)


def span_of(start: str, end: str, language: str) -> str:
    """ "Mar 2021 \u2013 Present"; one of both alone as it is."""
    days = [day_of(point, language) for point in (start, end) if point]
    return " \u2013 ".join(dict.fromkeys(days))


def day_of(point: str, language: str) -> str:
    """A month or a year in words; nobody's CV needs the day."""
    if point == PRESENT:
        return NOW[language]
    year, _, rest = point.partition("-")
    if not rest:
        return year
    return f"{MONTHS[int(rest[:2]) - 1]} {year}" if language == "en" else f"{rest[:2]}/{year}"
