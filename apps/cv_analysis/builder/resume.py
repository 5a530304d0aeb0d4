"""What a CV says, apart from how it looks."""

from dataclasses import dataclass, field, fields, replace
from typing import Any

PRESENT = "present"
# The parts that can be moved; name, contact and headline always come first.
SECTIONS = (
    "summary",
    "experience",
    "education",
    "skills",
    "certifications",
    "languages",
    "projects",
    "publications",
)


@dataclass(frozen=True, slots=True)
class Link:
    """An address on the web; `label` says where it leads, as LinkedIn."""

    label: str = ""
    url: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """A position. Dates are YYYY, YYYY-MM or YYYY-MM-DD, or empty; `end` may be "present".

    Here and below, `rest` is what JSON Resume knows of an entry and we do not show, as JSON text: nothing gets lost.
    """

    title: str = ""
    company: str = ""
    location: str = ""
    url: str = ""
    start: str = ""
    end: str = ""
    summary: str = ""
    lines: tuple[str, ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Degree:
    """`degree` is its name or kind ("BSc"), `field` what it is in."""

    degree: str = ""
    field: str = ""
    institution: str = ""
    url: str = ""
    start: str = ""
    end: str = ""
    score: str = ""
    courses: tuple[str, ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class SkillGroup:
    """Skills under one name; `level` holds for all of them."""

    name: str = ""
    level: str = ""
    skills: tuple[str, ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    name: str = ""
    issuer: str = ""
    date: str = ""
    url: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    name: str = ""
    level: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    name: str = ""
    url: str = ""
    start: str = ""
    end: str = ""
    summary: str = ""
    lines: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    name: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    summary: str = ""
    rest: str = ""


Entry = Job | Degree | SkillGroup | Certificate | Language | Project | Publication


@dataclass(frozen=True, slots=True)
class Resume:
    """A whole CV; `order` holds each of `SECTIONS` once, `language` is that of its headings."""

    name: str = ""
    headline: str = ""
    email: str = ""
    phone: str = ""
    location: str = ""
    links: tuple[Link, ...] = ()
    summary: str = ""
    experience: tuple[Job, ...] = ()
    education: tuple[Degree, ...] = ()
    skills: tuple[SkillGroup, ...] = ()
    certifications: tuple[Certificate, ...] = ()
    languages: tuple[Language, ...] = ()
    projects: tuple[Project, ...] = ()
    publications: tuple[Publication, ...] = ()
    order: tuple[str, ...] = SECTIONS
    language: str = "en"
    rest: str = ""

    def entries(self, section: str) -> tuple[Entry, ...]:
        """The entries of a section; the summary has none."""
        found: tuple[Entry, ...] = () if section == "summary" else getattr(self, section)
        return found

    def has(self, section: str) -> bool:
        """Whether there is anything to show of it."""
        return any(any(said(entry)) for entry in self.entries(section)) if section != "summary" else bool(self.summary)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written yet, the name aside."""
        return not (self.headline or self.email or self.phone or any(self.has(section) for section in SECTIONS))


KINDS: dict[str, type[Entry]] = {
    "experience": Job,
    "education": Degree,
    "skills": SkillGroup,
    "certifications": Certificate,
    "languages": Language,
    "projects": Project,
    "publications": Publication,
}


def said(entry: Entry | Link) -> list[str]:
    """Every text that a reader sees of an entry."""
    found: list[str] = []
    for each in fields(entry):
        value: Any = getattr(entry, each.name)
        if each.name != "rest":
            found += [value] if isinstance(value, str) else list(value)
    return [text for text in found if text]


def all_said(resume: Resume) -> list[str]:
    """Every text of a CV, the headings of its sections aside."""
    single = [resume.name, resume.headline, resume.email, resume.phone, resume.location, resume.summary]
    many = [text for section in KINDS for entry in resume.entries(section) for text in said(entry)]
    return [text for text in (*single, *(text for link in resume.links for text in said(link)), *many) if text]


def moved(resume: Resume, section: str, *, places: int) -> Resume:
    """The section that many places further down, up with a negative number."""
    order = [name for name in resume.order if name != section]
    place = min(max(resume.order.index(section) + places, 0), len(order))
    order.insert(place, section)
    return replace(resume, order=tuple(order))


def without_blanks(resume: Resume) -> Resume:
    """Without entries, lines and links in which nothing is written."""
    tidy = {section: tuple(filled(entry) for entry in resume.entries(section)) for section in KINDS}
    kept: dict[str, Any] = {
        section: tuple(entry for entry in entries if said(entry) or entry.rest) for section, entries in tidy.items()
    }
    return replace(resume, links=tuple(link for link in resume.links if link.url), **kept)


def filled(entry: Entry) -> Entry:
    """The entry without empty lines."""
    lists = {
        each.name: tuple(text for text in getattr(entry, each.name) if text.strip())
        for each in fields(entry)
        if isinstance(getattr(entry, each.name), tuple)
    }
    return replace(entry, **lists)  # type: ignore[arg-type]  # lists of whichever kind of entry it is


@dataclass(frozen=True, slots=True)
class FieldError:
    """Where something cannot be taken, as `work.0.startDate`, and why; the reasons are in `json_resume.REASONS`."""

    path: str
    reason: str
    limit: int | None = field(default=None)


class ResumeInvalidError(ValueError):
    """What was given is no CV; says so for each field."""

    def __init__(self, errors: list[FieldError]) -> None:
        super().__init__("; ".join(f"{error.path}: {error.reason}" for error in errors))
        self.errors = errors
