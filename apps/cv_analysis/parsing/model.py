"""What the engine finds in a CV: values, how sure it is, and where in the text they stand."""

import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")

ALGORITHM = "rules-1"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of the extracted text, and the page they are on, if the file has pages."""

    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Field(Generic[Value]):
    """One finding. `confidence` is between 0 and 1; `evidence` is what the value was read from."""

    value: Value
    confidence: float
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Skill:
    """`id` is the concept's id in the taxonomy, or None for a skill that only the CV knows."""

    id: str | None
    name: str
    category: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the CV under its heading; `kind` is one of `sections.KINDS`."""

    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Experience:
    """A job. Dates are YYYY-MM or YYYY, and `end` may be "present"."""

    title: str | None
    company: str | None
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class Education:
    """A degree or a school; `year` is when it ended."""

    degree: str | None
    institution: str | None
    year: str | None


@dataclass(frozen=True, slots=True)
class ParsedCv:
    """Everything found in one CV. What was not found is None or an empty tuple, never a guess."""

    text: str
    as_of: date
    name: Field[str] | None = None
    email: Field[str] | None = None
    phone: Field[str] | None = None
    links: tuple[Field[str], ...] = ()
    skills: tuple[Field[Skill], ...] = ()
    sections: tuple[Field[Section], ...] = ()
    experience: tuple[Field[Experience], ...] = ()
    education: tuple[Field[Education], ...] = ()
    titles: tuple[Field[str], ...] = ()
    companies: tuple[Field[str], ...] = ()
    degrees: tuple[Field[str], ...] = ()
    institutions: tuple[Field[str], ...] = ()
    grad_years: tuple[Field[str], ...] = ()
    certifications: tuple[Field[str], ...] = ()
    languages: tuple[Field[str], ...] = ()
    years_of_experience: Field[float] | None = None
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
        skills = [(field.value.name, field.value.category) for field in self.skills]
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
            "certifications": values(self.certifications),
            "languages": values(self.languages),
            "years_of_experience": self.years_of_experience.value if self.years_of_experience else None,
            "experience": [plain(field.value) for field in self.experience],
            "education": [plain(field.value) for field in self.education],
        }


@dataclass(frozen=True, slots=True)
class ParseOutcome:
    """What became of a file: `status` and `error_code` are explained in `statuses.py`; `parsed` is there or None."""

    status: str
    error_code: str | None = None
    parsed: ParsedCv | None = None
    pages: int = 0
    ms: float = 0.0


def values(found: tuple[Field[Value], ...]) -> list[Value]:
    return [field.value for field in found]


def plain(value: object) -> object:
    """Dataclasses as dicts, tuples as lists, dates as text."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
