"""How well a person fits a job: the reference arithmetic for one pair, whose parts add up to the score exactly.

All points are whole hundredths of a point, and every division rounds down, so that `match_sql.py` gives the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .closeness import Near, near_skills

MATCH_VERSION = "match-1"
WHOLE = 10_000  # hundredths of a point
REQUIRED, PREFERRED = "required", "preferred"
KIND_FACTOR = {REQUIRED: 3, PREFERRED: 1}
USUAL_WEIGHT = 3
# From this on a finding counts as certain.
CERTAIN_PERCENT = 90
# A skill at least so near makes the time of its use relevant.
RELEVANT_CLOSENESS = 50
RANKS = {"none": 0, "school": 1, "diploma": 2, "associate": 3, "bachelor": 4, "master": 5, "doctor": 6}
# What a job asks for that names a seniority but no years.
USUAL_YEARS = {"mid": 2, "senior": 5, "lead": 6, "manager": 5, "director": 8, "executive": 10}
# Time of work counts for two thirds, the part of it with the asked skills for one.
RELEVANT_SHARE = 3


@dataclass(frozen=True, slots=True)
class WantedSkill:
    name: str
    skill_id: str | None = None
    kind: str = REQUIRED
    weight: int = USUAL_WEIGHT


@dataclass(frozen=True, slots=True)
class Weights:
    """Percent of the score for each part; a part that the job says nothing about gives its share to the others."""

    skills: int = 50
    experience: int = 30
    education: int = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """A job as matching sees it."""

    title: str = ""
    seniority: str | None = None
    minimum_years: float | None = None
    education: str | None = None
    skills: tuple[WantedSkill, ...] = ()
    text: str = ""
    weights: Weights = field(default_factory=Weights)


@dataclass(frozen=True, slots=True)
class Own:
    """A skill of a person: how sure (percent), and for how many months it was used, if known."""

    key: str
    name: str
    confidence: int
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A person as matching sees one: nothing but skills, months of work, and the rank of the highest degree."""

    skills: tuple[Own, ...]
    months: int
    education_rank: int


@dataclass(frozen=True, slots=True)
class AskedSkill:
    """A wanted skill with the points it can give and the own skills that answer it."""

    wanted: WantedSkill
    out_of: int
    near: tuple[Near, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A job made ready for matching; months and rank are 0 where the job asks for nothing."""

    skills: tuple[AskedSkill, ...]
    years_out_of: int
    relevant_out_of: int
    education_out_of: int
    months: int
    rank: int
    years_are_usual: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the job says nothing that could be compared."""
        return not self.skills and not self.months and not self.rank


@dataclass(frozen=True, slots=True)
class MatchPart:
    """Points of one question; `facts` say what was asked and what was found."""

    kind: str
    points: int
    out_of: int
    facts: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "points": self.points, "out_of": self.out_of, **self.facts}


@dataclass(frozen=True, slots=True)
class Match:
    """The whole answer; `points` is the sum of the parts in hundredths."""

    parts: tuple[MatchPart, ...]
    version: str = MATCH_VERSION

    @property
    def points(self) -> int:
        return sum(part.points for part in self.parts)

    @property
    def score(self) -> Decimal:
        return Decimal(self.points) / 100

    def points_of(self, *kinds: str) -> Decimal:
        return Decimal(sum(part.points for part in self.parts if part.kind in kinds)) / 100

    def to_dict(self) -> dict[str, Any]:
        """Plain values that JSON can hold; points in hundredths."""
        return {"version": self.version, "points": self.points, "parts": [part.to_dict() for part in self.parts]}


def plan_of(wanted: Wanted) -> Plan:
    """Hand out the points; what the job does not ask for takes no part."""
    years = wanted.minimum_years or 0
    usual = not years and bool(USUAL_YEARS.get(wanted.seniority or ""))
    months = round((USUAL_YEARS[wanted.seniority or ""] if usual else years) * 12)
    rank = RANKS[wanted.education or "none"]
    weights = wanted.weights
    skills, experience, education = handed_out(
        WHOLE,
        [
            weights.skills if wanted.skills else 0,
            weights.experience if months else 0,
            weights.education if rank else 0,
        ],
    )
    shares = handed_out(skills, [skill.weight * KIND_FACTOR[skill.kind] for skill in wanted.skills])
    relevant = experience // RELEVANT_SHARE if wanted.skills else 0
    return Plan(
        tuple(
            AskedSkill(skill, out_of, near_skills(skill.skill_id, skill.name))
            for skill, out_of in zip(wanted.skills, shares, strict=True)
        ),
        experience - relevant,
        relevant,
        education,
        months,
        rank,
        usual,
    )


def handed_out(points: int, shares: Sequence[int]) -> list[int]:
    """Whole points in proportion to the shares, which add up exactly."""
    total = sum(shares)
    result, given, so_far = [], 0, 0
    for share in shares:
        so_far += share
        upto = points * so_far // total if total else 0
        result.append(upto - given)
        given = upto
    return result


def certainty(confidence: int) -> int:
    """Percent; nine tenths are enough to be certain."""
    return min(100, confidence * 100 // CERTAIN_PERCENT)


def match(plan: Plan, person: Person) -> Match:
    """Compare a job with a person."""
    own = {skill.key: skill for skill in person.skills}
    parts = [_skill_part(asked, own) for asked in plan.skills]
    relevant = relevant_months(plan, person, own) if plan.relevant_out_of else 0
    return Match((*parts, *closing_parts(plan, person, relevant)))


def closing_parts(plan: Plan, person: Person, relevant: int) -> list[MatchPart]:
    """The parts behind the skills; `relevant` are the months with the skills asked for."""
    parts = []
    if plan.months:
        months = min(plan.months, person.months)
        facts = {"asked_months": plan.months, "months": person.months, "is_usual": plan.years_are_usual}
        parts.append(MatchPart("years", plan.years_out_of * months // plan.months, plan.years_out_of, facts))
    if plan.relevant_out_of:
        points = plan.relevant_out_of * min(plan.months, relevant) // plan.months
        facts = {"asked_months": plan.months, "months": relevant}
        parts.append(MatchPart("relevant_years", points, plan.relevant_out_of, facts))
    if plan.rank:
        points = plan.education_out_of * min(plan.rank, person.education_rank) // plan.rank
        facts = {"asked_rank": plan.rank, "rank": person.education_rank}
        parts.append(MatchPart("education", points, plan.education_out_of, facts))
    return parts


def _skill_part(asked: AskedSkill, own: Mapping[str, Own]) -> MatchPart:
    """The best answer among the own skills: nearest and surest together, then the nearer, then by key."""
    answers = [(near, own[near.key]) for near in asked.near if near.key in own]
    if not answers:
        return skill_part(asked, None, None)
    near, best = min(
        answers, key=lambda pair: (-pair[0].closeness * certainty(pair[1].confidence), -pair[0].closeness, pair[0].key)
    )
    return skill_part(asked, near, best)


def skill_part(asked: AskedSkill, near: Near | None, best: Own | None) -> MatchPart:
    wanted = asked.wanted
    facts: dict[str, Any] = {"skill": wanted.name, "skill_id": wanted.skill_id, "required": wanted.kind == REQUIRED}
    facts["weight"] = wanted.weight
    if near is None or best is None:
        return MatchPart("skill", 0, asked.out_of, facts | {"relation": "missing"})
    facts |= {"own": best.name, "own_key": best.key, "relation": near.relation, "closeness": near.closeness}
    facts |= {"confidence": best.confidence}
    points = asked.out_of * near.closeness * certainty(best.confidence) // 10_000
    return MatchPart("skill", points, asked.out_of, facts)


def relevant_months(plan: Plan, person: Person, own: Mapping[str, Own]) -> int:
    """The longest use of an asked skill; all of the time where the CV does not say how long they were used."""
    keys = {near.key for asked in plan.skills for near in asked.near if near.closeness >= RELEVANT_CLOSENESS}
    used = [own[key].months for key in keys if key in own]
    if not used:
        return 0
    known = [months for months in used if months is not None]
    return min(person.months, max(known)) if known else person.months
