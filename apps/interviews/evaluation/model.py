"""What was asked, and what an evaluation says of the answer. Values only; no database."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

# The criteria of a score and their usual share; a template may change them.
WEIGHTS: Mapping[str, int] = {"relevance": 25, "examples": 25, "structure": 20, "accuracy": 20, "alignment": 10}
STAR_PARTS = ("situation", "task", "action", "result")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that judging an answer needs; `choices` are texts and whether each is right."""

    question: str
    kind: str
    points: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    job_skills: tuple[str, ...] = ()
    is_star: bool = False
    model_answer: str = ""
    choices: tuple[tuple[str, bool], ...] = ()
    weights: Mapping[str, int] = field(default_factory=lambda: dict(WEIGHTS))

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        lists = {name: tuple(stored[name]) for name in ("points", "follow_ups", "skills", "job_skills")}
        choices = tuple((str(text), bool(is_right)) for text, is_right in stored["choices"])
        return cls(**{**stored, **lists, "choices": choices, "weights": dict(stored["weights"])})


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence as code and values; `wording.words_for` puts it into the reader's language."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(stored["code"], dict(stored["params"]))


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the rubric. `points` are 0..100, None when the criterion does not apply to the question."""

    name: str
    weight: int
    points: int | None
    reasons: tuple[Note, ...] = ()
    quotes: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        reasons = tuple(Note.from_json(note) for note in stored["reasons"])
        return cls(stored["name"], stored["weight"], stored["points"], reasons, tuple(stored["quotes"]))


@dataclass(frozen=True, slots=True)
class Finding:
    """A point of the reference, and how close (0..1) the answer comes to it; the quote is verbatim."""

    point: str
    is_matched: bool
    closeness: float
    quote: str

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(**stored)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that is said of an answer; `score` is the weighted mean of the criteria that apply, made on the server.

    `correctness` is how much of the reference the answer holds, None without one. `engine` is "local" or a provider's
    model, `is_estimate` says that no person and no language model has read the answer, `cost` is a decimal as text.
    """

    score: int
    correctness: int | None
    criteria: tuple[Criterion, ...]
    findings: tuple[Finding, ...] = ()
    strengths: tuple[Note, ...] = ()
    improvements: tuple[Note, ...] = ()
    # A sentence of the answer, and how it might be said better.
    rewording: tuple[tuple[str, str], ...] = ()
    # Part of STAR -> its quote, empty when it is missing.
    star: Mapping[str, str] | None = None
    prose: str = ""
    engine: str = "local"
    algorithm: str = ""
    is_estimate: bool = True
    cost: str = "0"

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        lists = {
            "criteria": tuple(Criterion.from_json(one) for one in stored["criteria"]),
            "findings": tuple(Finding.from_json(one) for one in stored["findings"]),
            "strengths": tuple(Note.from_json(one) for one in stored["strengths"]),
            "improvements": tuple(Note.from_json(one) for one in stored["improvements"]),
        }
        pairs = tuple((before, after) for before, after in stored["rewording"])
        star = dict(stored["star"]) if stored["star"] is not None else None
        return cls(**{**stored, **lists, "rewording": pairs, "star": star})


def weighted(criteria: tuple[Criterion, ...]) -> int:
    """0..100: the mean of what applies by weight; 0 when nothing does."""
    counted = [(one.points, one.weight) for one in criteria if one.points is not None]
    total = sum(weight for _points, weight in counted)
    return round(sum(points * weight for points, weight in counted) / total) if total else 0
