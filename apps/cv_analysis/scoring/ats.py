"""How an applicant tracking system would take a CV for one job: keywords, title, time, degree and form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .asked import mentions
from .closeness import skill_key
from .curing import cured
from .education import RANKS, highest
from .formatting import formatting_score
from .matching import KIND_FACTOR, REQUIRED, AskedSkill, Own, Wanted, certainty, handed_out, plan_of
from .parts import Part, Place, Said, Score, part, share
from .person import person_in
from .reading import Job, OwnSkill, Reading

ATS_VERSION = "ats-1"
# Points of each part; what the job does not ask for gives its points to the others.
WEIGHTS = {"keywords": 50, "title": 10, "years": 10, "degree": 5, "form": 25}
# A system compares words: a near skill is only half of what it is to a person.
NEAR_SHARE = 2
SENIORITY_WORDS = frozenset(
    "senior junior sr jr lead principal staff intern trainee head chief mid level ii iii iv".split()
)
WORD = re.compile(r"[^\W\d_][\w+#]*")
SKILLS_SECTION, IN_JOB = "skills", "job"


@dataclass(frozen=True, slots=True)
class Keyword:
    """A skill of the job: whether the CV has it, and where it would belong, if it is true.

    `state` is present, near (by `own`) or missing; `where` is "skills", or "job": the one that `job` names.
    """

    name: str
    skill_id: str | None
    is_required: bool
    frequency: int
    state: str
    out_of: int
    points: int
    own: str = ""
    relation: str = ""
    where: str = ""
    job: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class AtsCheck:
    """`after` is the score of the same CV with its form cured and the missing keywords added."""

    before: Score
    after: Score
    keywords: tuple[Keyword, ...]
    problems: tuple[Part, ...]
    version: str = ATS_VERSION

    def to_dict(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "keywords": [
                {name: getattr(one, name) for name in Keyword.__slots__ if name != "places"}
                | {"places": [list(place) for place in one.places]}
                for one in self.keywords
            ],
            "problems": [problem.to_dict() for problem in self.problems],
        }


def check(findings: Mapping[str, Any], text: str, wanted: Wanted, *, file_name: str = "") -> AtsCheck:
    """Check a CV against a job; the score after the cures is computed by checking the cured CV."""
    reading = Reading(findings, text, file_name=file_name)
    before, keywords = _scored(reading, wanted)
    lacking = {word.name for word in keywords if word.state != "present"}
    missing = [skill for skill in wanted.skills if skill.name in lacking]
    better, better_text = cured(reading, text, missing)
    after, _all = _scored(Reading(better, better_text, file_name="cv.pdf"), wanted)
    problems = tuple(problem for problem in formatting_score(reading).parts if problem.cure)
    return AtsCheck(before, after, keywords, problems)


def _scored(reading: Reading, wanted: Wanted) -> tuple[Score, tuple[Keyword, ...]]:
    plan = plan_of(wanted)
    asked = {
        "keywords": bool(wanted.skills),
        "title": bool(title_words(wanted.title)),
        "years": bool(plan.months),
        "degree": bool(plan.rank),
        "form": True,
    }
    points = dict(zip(WEIGHTS, handed_out(100, [WEIGHTS[key] * asked[key] for key in WEIGHTS]), strict=True))
    keywords = _keywords(reading, wanted, plan.skills)
    parts = [
        _keyword_part(keywords, points["keywords"]),
        _title_part(reading, wanted, points["title"]),
        _years_part(reading, wanted, points["years"]),
        _degree_part(reading, wanted, points["degree"]),
        _form_part(reading, points["form"]),
    ]
    return Score("ats", tuple(one for one in parts if one.out_of)), keywords


def _keywords(reading: Reading, wanted: Wanted, asked: tuple[AskedSkill, ...]) -> tuple[Keyword, ...]:
    own = {skill.key: skill for skill in person_in(reading).skills}
    by_key = {skill_key(skill.id, skill.name): skill for skill in reading.skills}
    shares = handed_out(10_000, [one.wanted.weight * KIND_FACTOR[one.wanted.kind] for one in asked])
    return tuple(
        _keyword(reading, wanted, one, out_of, (own, by_key)) for one, out_of in zip(asked, shares, strict=True)
    )


def _keyword(
    reading: Reading,
    wanted: Wanted,
    asked: AskedSkill,
    out_of: int,
    known: tuple[Mapping[str, Own], Mapping[str, OwnSkill]],
) -> Keyword:
    """Found as a skill or as a word, found near, or missing."""
    own, by_key = known
    skill = asked.wanted
    named = mentions(skill.name, reading.text)
    facts: dict[str, Any] = {
        "name": skill.name,
        "skill_id": skill.skill_id,
        "is_required": skill.kind == REQUIRED,
        "frequency": max(1, len(mentions(skill.name, wanted.text))),
        "out_of": out_of,
    }
    answers = [near for near in asked.near if near.key in own]
    best = max(answers, key=lambda near: near.closeness * certainty(own[near.key].confidence), default=None)
    if named or (best and best.relation == "same"):
        places = by_key[best.key].places if best and best.relation == "same" else tuple(named)
        sure = 100 if named else certainty(own[best.key].confidence) if best else 0
        return Keyword(**facts, state="present", points=out_of * sure // 100, places=places[:12])
    where, job = _where(reading, by_key.get(best.key) if best else None)
    if best is None:
        return Keyword(**facts, state="missing", points=0, where=where, job=job)
    found = by_key[best.key]
    points = out_of * best.closeness * certainty(own[best.key].confidence) // 10_000 // NEAR_SHARE
    return Keyword(
        **facts,
        state="near",
        points=points,
        own=found.name,
        relation=best.relation,
        where=where,
        job=job,
        places=found.places[:12],
    )


def _where(reading: Reading, near: OwnSkill | None) -> tuple[str, str]:
    """In the job that shows the nearest skill; without one, in the list of skills."""
    for job in reading.jobs:
        end = job.lines[-1].end if job.lines else job.place[1]
        if near and any(job.place[0] <= start < end for start, _end in near.places):
            return IN_JOB, _named(job)
    return SKILLS_SECTION, ""


def _named(job: Job) -> str:
    return ", ".join(filter(None, (job.title, job.company)))


def _keyword_part(keywords: tuple[Keyword, ...], out_of: int) -> Part:
    there = sum(word.state == "present" for word in keywords)
    values = {"count": there, "total": len(keywords), "missing": len(keywords) - there}
    said = (Said("ats.keywords", values), Said("ats.keywords.cure", values))
    places = [place for word in keywords for place in word.places[:1]]
    return part("keywords", out_of * sum(word.points for word in keywords) // 10_000, out_of, said, places)


def title_words(title: str) -> frozenset[str]:
    """What a title says besides its level."""
    return frozenset(word.lower() for word in WORD.findall(title)) - SENIORITY_WORDS - {"of", "and", "the", "for", "in"}


def _title_part(reading: Reading, wanted: Wanted, out_of: int) -> Part:
    asked = title_words(wanted.title)
    titles = [(job.title, job.place) for job in reading.jobs if job.title]
    headline = reading.findings.get("headline")
    if headline:
        titles.append((str(headline["value"]), (0, 0)))
    best, place = max(titles, key=lambda one: len(asked & title_words(one[0])), default=("", (0, 0)))
    shared = len(asked & title_words(best))
    key = "ats.title" if shared else "ats.title.none"
    values = {"asked": wanted.title, "title": best}
    said = (Said(key, values), Said("ats.title.cure", values))
    return part("title", share(out_of, shared, len(asked)), out_of, said, [place] if shared and place[1] else [])


def _years_part(reading: Reading, wanted: Wanted, out_of: int) -> Part:
    months, asked = person_in(reading).months, plan_of(wanted).months
    values = {"months": months, "asked_months": asked}
    said = (Said("ats.years", values), Said("ats.years.cure", values))
    return part("years", share(out_of, months, asked), out_of, said, [job.place for job in reading.jobs])


def _degree_part(reading: Reading, wanted: Wanted, out_of: int) -> Part:
    best = highest(reading.schools)
    level = (best and best.level) or "none"
    values = {"asked_level": wanted.education or "none", "level": level}
    said = (Said("ats.degree", values), Said("ats.degree.cure", values))
    points = share(out_of, RANKS[level], RANKS[wanted.education or "none"])
    return part("degree", points, out_of, said, [best.place] if best else [])


def _form_part(reading: Reading, out_of: int) -> Part:
    points = formatting_score(reading).points
    values = {"points": points}
    said = (Said("ats.form", values), Said("ats.form.cure", values))
    return part("form", out_of * points // 100, out_of, said)
