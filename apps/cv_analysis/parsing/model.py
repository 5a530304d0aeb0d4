"""What the engine finds in a CV: values, how sure it is, and where in the text they stand."""

import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")

ALGORITHM = "rules-3+crf-2"
# From least to most; the scale of degrees that the whole product compares by.
DEGREE_LEVELS = ("school", "diploma", "associate", "bachelor", "master", "doctor")
LEVELS = ("beginner", "intermediate", "advanced", "expert")
HIDDEN_KINDS = ("color", "size", "invisible", "off-page", "covered", "zero-width", "metadata", "instruction")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in parts (0..1) of the page's width and height from its upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of the extracted text, and where they are, if the file has pages: one box a line."""

    start: int
    end: int
    page: int | None = None
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Field(Generic[Value]):
    """One finding. `confidence` is between 0 and 1; `evidence` is what the value was read from."""

    value: Value
    confidence: float
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Skill:
    """`id` is the concept's id in the taxonomy, or None for a skill that only the CV knows.

    `written` is the spelling found first, `spellings` are all that the model is sure of. `months` is how long jobs
    that name it lasted, overlaps counted once, and `last_used` the end of the latest (YYYY-MM, YYYY or "present");
    `level` is one of `LEVELS`, as claimed.
    """

    id: str | None
    name: str
    category: str
    written: str = ""
    level: str | None = None
    months: int | None = None
    last_used: str | None = None
    is_listed: bool = False
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the CV under its heading; `kind` is one of `sections.KINDS`."""

    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Experience:
    """A job. Dates are YYYY-MM or YYYY, and `end` may be "present"; `months` counts both ends, as of the CV's day."""

    title: str | None
    company: str | None
    start: str | None
    end: str | None
    location: str | None = None
    months: int | None = None
    is_internship: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Education:
    """A degree or a school; `year` is when it ended, `level` one of `DEGREE_LEVELS`."""

    degree: str | None
    institution: str | None
    year: str | None
    level: str | None = None
    field: str | None = None
    start: str | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """A language that people speak; `code` is ISO 639-1 or -3, `level` a CEFR level (A1..C2) or "native"."""

    name: str
    code: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Certification:
    name: str
    issuer: str | None = None
    year: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """`kind` is linkedin, github or site."""

    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class Project:
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class HiddenText:
    """Words that a reader of the page does not see; `kind` is one of `HIDDEN_KINDS`. They count for nothing."""

    kind: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ParsedCv:
    """Everything found in one CV. What was not found is None or an empty tuple, never a guess.

    `language` is the code of the document's language; in another than English, `unread` names the fields that were not
    looked for. `probability` is how likely the document is a CV at all. `internship_months` are counted apart, and are
    part of `years_of_experience` too.
    """

    text: str
    as_of: date
    name: Field[str] | None = None
    email: Field[str] | None = None
    phone: Field[str] | None = None
    location: Field[str] | None = None
    headline: Field[str] | None = None
    summary: Field[str] | None = None
    links: tuple[Field[Link], ...] = ()
    skills: tuple[Field[Skill], ...] = ()
    sections: tuple[Field[Section], ...] = ()
    experience: tuple[Field[Experience], ...] = ()
    education: tuple[Field[Education], ...] = ()
    titles: tuple[Field[str], ...] = ()
    companies: tuple[Field[str], ...] = ()
    degrees: tuple[Field[str], ...] = ()
    institutions: tuple[Field[str], ...] = ()
    grad_years: tuple[Field[str], ...] = ()
    certifications: tuple[Field[Certification], ...] = ()
    languages: tuple[Field[Language], ...] = ()
    projects: tuple[Field[Project], ...] = ()
    publications: tuple[Field[str], ...] = ()
    years_of_experience: Field[float] | None = None
    internship_months: int = 0
    hidden: tuple[HiddenText, ...] = ()
    language: str | None = None
    unread: tuple[str, ...] = ()
    probability: float = 1.0
    algorithm: str = ALGORITHM

    def to_dict(self) -> dict[str, Any]:
        """Plain values that JSON can hold, in the order of declaration."""
        result = plain(self)
        assert isinstance(result, dict)  # noqa: S101 -- tells mypy what a dataclass becomes
        return result

    def to_json(self) -> str:
        """The same CV gives the same characters."""
        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))

    def prediction(self) -> dict[str, Any]:
        """The flat keys that the scorer of labelled CVs compares."""
        # As they are written, "Oracle 9i" beside "Oracle 11g": so were they labelled.
        skills = [
            (name, field.value.category)
            for field in self.skills
            for name in field.value.spellings or (field.value.name,)
        ]
        return {
            "name": self.name.value if self.name else None,
            "email": self.email.value if self.email else None,
            "phone": self.phone.value if self.phone else None,
            "companies": values(self.companies),
            "titles": values(self.titles),
            "degrees": values(self.degrees),
            "institutions": values(self.institutions),
            "grad_years": values(self.grad_years),
            "skills": [name for name, category in skills if category != "soft"],
            "skills_tech": [name for name, category in skills if category == "technology"],
            "skills_soft": [name for name, category in skills if category == "soft"],
            "certifications": [field.value.name for field in self.certifications],
            "languages": [field.value.name for field in self.languages],
            "years_of_experience": self.years_of_experience.value if self.years_of_experience else None,
            "experience": [chosen(field.value, "title", "company", "start", "end") for field in self.experience],
            "education": [chosen(field.value, "degree", "institution", "year") for field in self.education],
        }


@dataclass(frozen=True, slots=True)
class ParseOutcome:
    """What became of a file: `status` and `error_code` are explained in `statuses.py`; `parsed` is there or None.

    `probability` is how likely the document is a CV, None when nothing could be read.
    """

    status: str
    error_code: str | None = None
    parsed: ParsedCv | None = None
    pages: int = 0
    ms: float = 0.0
    probability: float | None = None


def values(found: tuple[Field[Value], ...]) -> list[Value]:
    return [field.value for field in found]


def chosen(record: object, *names: str) -> dict[str, object]:
    return {name: getattr(record, name) for name in names}


def plain(value: object) -> object:
    """Dataclasses as dicts, tuples as lists, dates as text."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
