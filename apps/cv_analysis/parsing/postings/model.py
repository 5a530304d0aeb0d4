"""What is read out of a job posting, each value with the place it was read from."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from apps.cv_analysis.parsing.model import plain

Value = TypeVar("Value")

ALGORITHM = "postings-1"
SENIORITIES = ("intern", "junior", "mid", "senior", "lead", "manager", "director", "executive")
WORKPLACES = ("onsite", "hybrid", "remote")
KINDS = ("required", "preferred")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A value, and the characters `start` to `end` of the posting that say so."""

    value: Value
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AskedEducation:
    """The least degree that is asked, one of `DEGREE_LEVELS`; experience may do instead, or it is only welcome."""

    level: str
    is_required: bool = True
    or_experience: bool = False


@dataclass(frozen=True, slots=True)
class Salary:
    """Amounts per `period` (hour, day, month, year); `currency` is an ISO 4217 code, or None when it was not named."""

    minimum: int | None
    maximum: int | None
    currency: str | None
    period: str


@dataclass(frozen=True, slots=True)
class AskedSkill:
    """`skill_id` is the concept's id in the taxonomy, or None for a skill that the taxonomy does not know."""

    name: str
    skill_id: str | None
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextSpan:
    """`kind` is "skill" (what somebody does) or "knowledge" (what somebody knows)."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class ParsedJob:
    """Everything found in one posting. What it does not say is None or an empty tuple, never a guess."""

    title: Found[str] | None = None
    seniority: Found[str] | None = None
    min_years: Found[float] | None = None
    education: Found[AskedEducation] | None = None
    location: Found[str] | None = None
    workplace: Found[str] | None = None
    salary: Found[Salary] | None = None
    skills: tuple[AskedSkill, ...] = ()
    spans: tuple[TextSpan, ...] = ()
    algorithm: str = ALGORITHM

    def to_dict(self) -> dict[str, Any]:
        """Plain values that JSON can hold, in the order of declaration."""
        result = plain(self)
        assert isinstance(result, dict)  # noqa: S101 -- tells mypy what a dataclass becomes
        return result

    def prediction(self) -> dict[str, Any]:
        """The flat keys that other programs compare."""
        return {
            "title": self.title.value if self.title else None,
            "seniority": self.seniority.value if self.seniority else None,
            "min_years": self.min_years.value if self.min_years else None,
            "education": self.education.value.level if self.education else None,
            "location": self.location.value if self.location else None,
            "workplace": self.workplace.value if self.workplace else None,
            "salary": plain(self.salary.value) if self.salary else None,
            "skills": [plain(skill) for skill in self.skills],
            "spans": [plain(span) for span in self.spans],
        }
