"""The skills that the reader knows, and how many candidates and jobs of the workspace have to do with them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.db import connection
from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.cv_analysis.models import CandidateSkill
from apps.cv_analysis.parsing.taxonomy import key_of, load_taxonomy
from apps.cv_analysis.scoring.closeness import name_key, skill_key
from apps.cv_analysis.scoring.match_sql import skill_number
from apps.hiring.models import JobSkill

CATEGORIES = {"technology": _("Technology"), "domain": _("Subject"), "soft": _("Soft skill")}
SOME_DAYS = (30, 90)
MOST_TRENDS = 100


@dataclass(slots=True)
class KnownSkill:
    """A skill of the catalogue; `candidates` is how many of the workspace have it, None where nobody asked."""

    id: str
    name: str
    category: str
    group: str
    candidates: int | None = None

    @property
    def category_title(self) -> str:
        return str(CATEGORIES.get(self.category, self.category))


@dataclass(frozen=True, slots=True)
class Trend:
    """How many people's CVs, and how many jobs, name a skill within some days, and how many did in as many before."""

    key: str
    skill_id: str
    name: str
    category: str
    cvs: int
    cvs_before: int
    jobs: int
    jobs_before: int

    @property
    def change(self) -> int:
        return self.cvs + self.jobs - self.cvs_before - self.jobs_before


@cache
def known_skills() -> tuple[tuple[str, KnownSkill], ...]:
    """All of them by name, each with the key that a search looks into."""
    rows = [KnownSkill(one.id, one.name, one.category, one.group) for one in load_taxonomy().concepts()]
    rows.sort(key=lambda skill: (skill.name.casefold(), skill.id))
    return tuple((key_of(skill.name), skill) for skill in rows)


@cache
def groups() -> tuple[str, ...]:
    """What the catalogue puts skills under, by the alphabet."""
    return tuple(sorted({skill.group for _key, skill in known_skills() if skill.group}, key=str.casefold))


def found_skills(*, search: str = "", category: str = "", group: str = "") -> list[KnownSkill]:
    """Those that fit; a search finds them by a part of the name, or by any other spelling as a whole.

    Who begins with the words comes first.
    """
    wanted = key_of(search) if search.strip() else ""
    known_as = load_taxonomy().lookup(search) if wanted else None
    fitting = [
        (key, skill)
        for key, skill in known_skills()
        if (not wanted or wanted in key or (known_as is not None and skill.id == known_as.id))
        and category in {"", skill.category}
        and group in {"", skill.group}
    ]
    if wanted:
        fitting.sort(key=lambda pair: (not pair[0].startswith(wanted), len(pair[0])))
    return [skill for _key, skill in fitting]


def with_candidates(skills: Iterable[KnownSkill]) -> list[KnownSkill]:
    """The skills, each told how many candidates have it; one statement."""
    numbers = {skill_number(skill_key(skill.id, skill.name)): skill for skill in skills}
    rows = CandidateSkill.objects.filter(number__in=numbers).order_by().values_list("number").annotate(Count("pk"))
    counts = dict(rows)
    return [
        KnownSkill(skill.id, skill.name, skill.category, skill.group, counts.get(number, 0))
        for number, skill in numbers.items()
    ]


# Of the skills of people who sent a CV; a person with two CVs counts once.
CV_TRENDS = """
SELECT s.skill_key, min(s.name), count(DISTINCT f.id) FILTER (WHERE c.created_at >= %(since)s),
       count(DISTINCT f.id) FILTER (WHERE c.created_at < %(since)s)
FROM cv_analysis_cv c JOIN cv_analysis_candidatefacts f USING (candidate_id)
     JOIN cv_analysis_candidateskill s ON s.facts_id = f.id
WHERE c.created_at >= %(before)s GROUP BY s.skill_key
"""
JOB_TRENDS = """
SELECT s.skill_id, s.name, count(DISTINCT j.id) FILTER (WHERE j.created_at >= %(since)s),
       count(DISTINCT j.id) FILTER (WHERE j.created_at < %(since)s)
FROM hiring_job j JOIN hiring_jobskill s ON s.job_id = j.id
WHERE j.created_at >= %(before)s GROUP BY s.skill_id, s.name
"""


def trending(*, days: int = 30, now: datetime | None = None) -> list[Trend]:
    """Skills of the last days against as many days before, those that gained most first."""
    trends = trends_of(days=days, now=now)
    trends.sort(key=lambda one: (-one.change, -(one.cvs + one.jobs), one.name.casefold()))
    return trends[:MOST_TRENDS]


def trends_of(*, days: int, now: datetime | None = None) -> list[Trend]:
    """Every skill that CVs or jobs of the last days, or of as many days before, name; two statements."""
    now = now or timezone.now()
    times = {"since": now - timedelta(days=days), "before": now - timedelta(days=2 * days)}
    names: dict[str, str] = {}
    found: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(CV_TRENDS, times)
        for key, name, late, early in cursor.fetchall():
            names[key] = name
            found[key] = [late, early, 0, 0]
        cursor.execute(JOB_TRENDS, times)
        for skill_id, name, late, early in cursor.fetchall():
            key = key_of_named(skill_id, name)
            names.setdefault(key, name)
            counts = found.setdefault(key, [0, 0, 0, 0])
            counts[2] += late
            counts[3] += early
    return [_trend(key, names[key], counts) for key, counts in found.items()]


def key_of_named(skill_id: str, name: str) -> str:
    """The key of a job's skill, whose id may be unknown while its name is not."""
    if skill_id:
        return skill_key(skill_id, name)
    concept = load_taxonomy().lookup(name)
    return skill_key(concept.id, name) if concept else name_key(name)


def _trend(key: str, name: str, counts: list[int]) -> Trend:
    concept = None if key.startswith("name:") else load_taxonomy().lookup(name)
    category = concept.category if concept else ""
    return Trend(key, "" if key.startswith("name:") else key, concept.name if concept else name, category, *counts)


@dataclass(frozen=True, slots=True)
class UsedSkill:
    """A skill with how many candidates of the workspace have it, how many jobs ask for it, and how that changed."""

    key: str
    name: str
    category: str
    candidates: int = 0
    jobs: int = 0
    change: int = 0

    @property
    def category_title(self) -> str:
        return str(CATEGORIES.get(self.category, _("Other")))


@cache
def skills_by_key() -> dict[str, KnownSkill]:
    """The catalogue by what all ids of a skill share; of several with the same, the first by name."""
    found: dict[str, KnownSkill] = {}
    for _key, skill in known_skills():
        found.setdefault(skill_key(skill.id, skill.name), skill)
    return found


def used_skills(*, days: int, whole: bool = False) -> list[UsedSkill]:
    """What candidates have and jobs ask for, or the whole catalogue with that; four statements."""
    people = CandidateSkill.objects.filter(facts__candidate__merged_into__isnull=True).order_by()
    names: dict[str, str] = {}
    having: dict[str, int] = {}
    for key, name, count in people.values_list("skill_key").annotate(name=Min("name"), n=Count("pk")):
        names[key], having[key] = name, count
    asking: dict[str, set[UUID]] = defaultdict(set)
    for job_id, skill_id, name in JobSkill.objects.order_by().values_list("job_id", "skill_id", "name"):
        key = key_of_named(skill_id, name)
        names.setdefault(key, name)
        asking[key].add(job_id)
    change = {one.key: one.change for one in trends_of(days=days)}
    known = skills_by_key()
    keys = known.keys() | names.keys() if whole else names.keys()
    return [
        UsedSkill(
            key,
            known[key].name if key in known else names[key],
            known[key].category if key in known else "",
            having.get(key, 0),
            len(asking.get(key, ())),
            change.get(key, 0),
        )
        for key in keys
    ]


def name_of_skill(key: str) -> str:
    """What the skill is called; empty for a key that neither the catalogue nor a candidate knows."""
    known = skills_by_key().get(key)
    if known is not None:
        return known.name
    row = CandidateSkill.objects.filter(number=skill_number(key)).order_by("name").values_list("name", flat=True)
    return row.first() or ""


def having_skill(key: str) -> "QuerySet[CandidateSkill]":
    """The skill as each candidate has it."""
    rows = CandidateSkill.objects.filter(number=skill_number(key), facts__candidate__merged_into__isnull=True)
    return rows.select_related("facts__candidate")
