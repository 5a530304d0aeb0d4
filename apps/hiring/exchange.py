"""What modules and hiring hand to each other: a job read from text, a match, a finding."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SkillDraft:
    """A skill that a job asks for; `start` and `end` are offsets in its text, `skill_id` one of the taxonomy."""

    name: str
    skill_id: str = ""
    kind: str = "required"
    start: int | None = None
    end: int | None = None
    weight: int = 3


@dataclass(frozen=True, slots=True)
class JobDraft:
    """What was read out of a job's text; `read_from` says where each value stood, as {field: [start, end]}."""

    title: str = ""
    seniority: str = ""
    minimum_years: Decimal | None = None
    education: str = ""
    location: str = ""
    workplace: str = ""
    skills: tuple[SkillDraft, ...] = ()
    read_from: Mapping[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MatchRow:
    """How well a candidate fits; the three add up to the score."""

    candidate_id: UUID
    skills: Decimal
    experience: Decimal
    education: Decimal
    explanation: Mapping[str, Any] = field(default_factory=dict)

    @property
    def score(self) -> Decimal:
        return self.skills + self.experience + self.education


@dataclass(frozen=True, slots=True)
class Finding:
    """What a module found out about a candidate: a score of 0 to 100 or none, with the evidence it rests on."""

    module: str
    kind: str
    algorithm: str
    score: Decimal | float | None = None
    summary: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""
