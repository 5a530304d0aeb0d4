"""The scores of a CV: experience, education, skills, formatting, and the overall score that these add up to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .education import education_score
from .experience import experience_score
from .formatting import formatting_score
from .parts import Part, Said, Score
from .reading import Reading
from .skills import skills_score

SCORES_VERSION = "scores-1"
# Points of the overall score that each of the four can give.
WEIGHTS = {"experience": 40, "skills": 25, "formatting": 20, "education": 15}


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores of one CV, as one version of the arithmetic gave them."""

    overall: Score
    experience: Score
    education: Score
    skills: Score
    formatting: Score
    version: str

    @property
    def all(self) -> tuple[Score, ...]:
        return (self.overall, self.experience, self.education, self.skills, self.formatting)

    def to_dict(self) -> dict[str, Any]:
        """Plain values that JSON can hold; texts as keys and values, so that every language can be made of them."""
        return {"version": self.version} | {score.key: score.to_dict() for score in self.all}

    @staticmethod
    def from_dict(stored: Mapping[str, Any]) -> "Scores":
        scores = {name: Score.from_dict(stored[name]) for name in ("overall", *WEIGHTS)}
        return _scores(scores, stored["version"])


def score_cv(findings: Mapping[str, Any], text: str, *, file_name: str = "") -> Scores:
    """Score what was found in a text; the same findings and text give the same scores, whoever the person is."""
    return scores_of(Reading(findings, text, file_name=file_name))


def scores_of(reading: Reading) -> Scores:
    four = {
        "experience": experience_score(reading),
        "education": education_score(reading),
        "skills": skills_score(reading),
        "formatting": formatting_score(reading),
    }
    return _scores(four | {"overall": overall_of(four)}, SCORES_VERSION)


def _scores(by_key: Mapping[str, Score], version: str) -> Scores:
    return Scores(
        by_key["overall"], by_key["experience"], by_key["education"], by_key["skills"], by_key["formatting"], version
    )


def overall_of(four: Mapping[str, Score]) -> Score:
    """Each of the four gives its share of its weight, rounded down."""
    return Score("overall", tuple(_weighted(key, four[key].points, weight) for key, weight in WEIGHTS.items()))


def _weighted(key: str, points: int, weight: int) -> Part:
    values = {"points": points, "weight": weight}
    cure = Said(f"overall.{key}.cure", values) if points * weight // 100 < weight else None
    return Part(key, points * weight // 100, weight, Said("overall.part", values), cure)
