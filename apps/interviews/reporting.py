"""What an interview comes to: scores with their formulas, strengths, weak topics, and what to practise. Values only.

Every figure is a mean of scores that stand in the report beside it, so that anybody can add them up again.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from apps.interviews.adaptivity import GOOD_ENOUGH, RATINGS, WEAK_BELOW, level_of, updated
from apps.interviews.configuration import PERCENT_OF_A_HINT
from apps.interviews.library import all_items

VERSION = "interview-report-1"
# Follow-ups win back half of what the first answer missed, at most.
SHARE_OF_FOLLOW_UPS = 0.5
KNOWLEDGE = frozenset({"open", "multiple-choice", "coding", "system-design", "case"})
PROBLEMS = frozenset({"case", "system-design", "coding"})
READY, NEARLY = 75, 50
MOST_PRACTICE = 3
MOST_TOPICS = 5
STEP_OF_CONFIDENCE = 25


@dataclass(frozen=True, slots=True)
class Answered:
    """A main question with its follow-ups, as far as scoring needs it; `score` is None where it was not reached."""

    slug: str
    kind: str
    skills: tuple[str, ...]
    rating: int
    score: int | None
    follow_ups: tuple[int, ...] = ()
    hints: int = 0
    confidence: int | None = None
    seconds: int = 0
    criteria: Mapping[str, int] | None = None

    @property
    def points(self) -> int | None:
        """0..100 with what follow-ups won back and hints cost."""
        if self.score is None:
            return None
        missed = 100 - self.score
        won = missed * SHARE_OF_FOLLOW_UPS * fmean(self.follow_ups) / 100 if self.follow_ups else 0
        return round((self.score + won) * (1 - PERCENT_OF_A_HINT / 100 * self.hints))


def report_of(answers: Sequence[Answered], *, role: str, counts_unreached: bool) -> dict[str, Any]:
    """The report as it is stored; `overall` is None when nothing was answered.

    Questions that were not reached count as 0 where `counts_unreached` says so, as in assessments.
    """
    counted = [
        (one, one.points if one.points is not None else 0)
        for one in answers
        if one.points is not None or counts_unreached
    ]
    if not counted:
        return {"overall": None, "parts": {}, "questions": []}
    by_skill: dict[str, list[int]] = defaultdict(list)
    for one, points in counted:
        for skill in one.skills:
            by_skill[skill].append(points)
    skills = {skill: round(fmean(scores)) for skill, scores in sorted(by_skill.items())}
    ability = _ability(counted)
    weak = [skill for skill, score in sorted(skills.items(), key=lambda one: (one[1], one[0])) if score < WEAK_BELOW]
    return {
        "overall": round(fmean(points for _one, points in counted)),
        "parts": _parts(counted),
        "skills": skills,
        "strengths": [
            skill for skill, score in sorted(skills.items(), key=lambda one: -one[1]) if score >= GOOD_ENOUGH
        ][:MOST_TOPICS],
        "weak": weak[:MOST_TOPICS],
        "ability": round(ability),
        "level": level_of(ability),
        "plan": _plan(weak[:MOST_TOPICS], role, {one.slug for one in answers}),
        "seconds": sum(one.seconds for one in answers),
    }


def readiness(overall: int) -> str:
    """How near somebody who practises is to the level that was asked; never said of an assessment."""
    return "ready" if overall >= READY else "nearly" if overall >= NEARLY else "not-yet"


def _parts(counted: Sequence[tuple[Answered, int]]) -> dict[str, int]:
    """Scores by what they are about; a part without any question is left out."""
    groups: dict[str, list[int]] = {
        "technical": [points for one, points in counted if one.kind in KNOWLEDGE],
        "communication": [
            one.criteria["structure"] for one, _points in counted if one.criteria and "structure" in one.criteria
        ],
        "problem_solving": [points for one, points in counted if one.kind in PROBLEMS],
        "behavioural": [points for one, points in counted if one.kind == "behavioural"],
        "confidence": [
            100 - abs((one.confidence - 1) * STEP_OF_CONFIDENCE - points) for one, points in counted if one.confidence
        ],
    }
    return {name: round(fmean(scores)) for name, scores in groups.items() if scores}


def _ability(counted: Sequence[tuple[Answered, int]]) -> float:
    """The ability after these answers, beginning at the mean difficulty of what was asked."""
    ability = fmean(one.rating for one, _points in counted) if counted else float(RATINGS["mid"])
    for number, (one, points) in enumerate(counted):
        ability = updated(ability, one.rating, points, number)
    return ability


def _plan(weak: Sequence[str], role: str, asked: set[str]) -> list[dict[str, Any]]:
    """For each weak topic, questions of the library to practise next, the easiest first."""
    plan = []
    for skill in weak:
        items = [
            item
            for item in all_items().values()
            if skill in item.skills and item.role == role and item.slug not in asked
        ]
        items.sort(key=lambda item: (tuple(RATINGS).index(item.level), item.difficulty, item.slug))
        plan.append({"skill": skill, "items": [item.slug for item in items[:MOST_PRACTICE]]})
    return plan
