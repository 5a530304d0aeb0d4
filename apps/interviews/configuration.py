"""How an interview is set up: what is asked, how many, with which times and rules. Values only, no database."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Self

from apps.interviews.evaluation.model import WEIGHTS
from apps.interviews.library import LEVELS, ROLES

KINDS = ("mixed", "phone", "technical", "behavioural", "case", "system-design", "culture")
TONES = ("friendly", "neutral", "challenging")
DIFFICULTIES = ("fixed", "adaptive")
FEEDBACK = ("each", "end")
# Of the library, or written for the occasion by a language model, which practice only can have.
SOURCES = ("library", "model")
MOST_QUESTIONS = 15
MOST_FOLLOW_UPS = 2
LONGEST_QUESTION_SECONDS = 3600
LONGEST_INTERVIEW_SECONDS = 4 * 3600
MOST_TIME_FACTOR = 3.0
MOST_FOCUS = 8
# What skipping and hints cost; documented in docs/interviews.md and said before the start.
SKIPPED_SCORE = 0
PERCENT_OF_A_HINT = 10


class SetupError(ValueError):
    """A value that no interview can have; says which."""


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of the person's own work that can be asked about; what is not known is empty."""

    employer: str = ""
    project: str = ""
    technologies: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        technologies = tuple(str(one) for one in given.get("technologies", ()))
        return cls(str(given.get("employer", "")), str(given.get("project", "")), technologies)


@dataclass(frozen=True, slots=True)
class Setup:
    """The rules of one interview.

    `seconds` is the time for each question, 0 for what each needs by itself; `total_seconds` that for all, 0 for no
    limit. Time counts only while a question is open. `time_factor` lengthens all times, for whoever needs more.
    """

    role: str
    level: str = "mid"
    kind: str = "mixed"
    number: int = 5
    seconds: int = 0
    total_seconds: int = 0
    difficulty: str = "fixed"
    tone: str = "neutral"
    feedback: str = "each"
    has_hints: bool = True
    has_pauses: bool = True
    follow_ups: int = 1
    focus: tuple[str, ...] = ()
    job_skills: tuple[str, ...] = ()
    time_factor: float = 1.0
    works: tuple[Work, ...] = ()
    weights: Mapping[str, int] = field(default_factory=lambda: dict(WEIGHTS))
    # Ids of the workspace's own questions, or slugs of the library's, that are asked first, in this order.
    own: tuple[str, ...] = ()
    # The id of a set whose questions come after those.
    question_set: str = ""
    questions_from: str = "library"

    def __post_init__(self) -> None:
        rules = (
            ("role", self.role in ROLES),
            ("level", self.level in LEVELS),
            ("kind", self.kind in KINDS),
            ("number", 1 <= self.number <= MOST_QUESTIONS),
            ("seconds", 0 <= self.seconds <= LONGEST_QUESTION_SECONDS),
            ("total_seconds", 0 <= self.total_seconds <= LONGEST_INTERVIEW_SECONDS),
            ("difficulty", self.difficulty in DIFFICULTIES),
            ("tone", self.tone in TONES),
            ("feedback", self.feedback in FEEDBACK),
            ("questions_from", self.questions_from in SOURCES),
            ("follow_ups", 0 <= self.follow_ups <= MOST_FOLLOW_UPS),
            ("time_factor", 1.0 <= self.time_factor <= MOST_TIME_FACTOR),
            ("focus", len(self.focus) <= MOST_FOCUS),
            ("weights", set(self.weights) == set(WEIGHTS) and min(self.weights.values()) >= 0),
            ("weights", sum(self.weights.values()) > 0),
        )
        for name, holds in rules:
            if not holds:
                raise SetupError(name)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Self:
        """What `to_json` wrote."""
        known = {one.name: given[one.name] for one in fields(cls) if one.name in given}
        for name in ("focus", "job_skills", "own"):
            known[name] = tuple(known.get(name, ()))
        return cls(**{**known, "works": tuple(Work.of(one) for one in known.get("works", ()))})

    def seconds_for(self, own_seconds: int) -> int:
        """How long a question may take that by itself needs so long."""
        return round((self.seconds or own_seconds) * self.time_factor)


@dataclass(frozen=True, slots=True)
class Round:
    """One of the interviews of a template; it opens when the one before reached `opens_at` of 100 points."""

    title: str
    kind: str
    number: int
    seconds: int = 0
    total_seconds: int = 0
    follow_ups: int = 1
    difficulty: str = "fixed"
    feedback: str = "each"
    tone: str = "neutral"
    has_hints: bool = True
    opens_at: int = 0
    own: tuple[str, ...] = ()
    question_set: str = ""

    def setup(self, base: Setup) -> Setup:
        """The base with what the round says."""
        own = (
            "kind",
            "number",
            "seconds",
            "total_seconds",
            "follow_ups",
            "difficulty",
            "feedback",
            "tone",
            "has_hints",
        )
        said = {name: getattr(self, name) for name in own}
        return replace(base, own=self.own or base.own, question_set=self.question_set or base.question_set, **said)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Self:
        known = {one.name: given[one.name] for one in fields(cls) if one.name in given}
        return cls(**{**known, "own": tuple(known.get("own", ()))})
