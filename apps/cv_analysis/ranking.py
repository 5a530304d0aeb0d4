"""Questions of matching: the best candidates for a job, the best jobs for a candidate, and how one fits the other."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db import connection, transaction

from apps.cv_analysis.models import CandidateFacts
from apps.cv_analysis.parsing.taxonomy import load_taxonomy
from apps.cv_analysis.scoring.match_sql import Ranked, ranked_of, ranking
from apps.cv_analysis.scoring.matching import Match, Own, Person, Plan, Wanted, WantedSkill, Weights, match, plan_of
from apps.hiring.models import Candidate, Job

# Room for the tables of one statement over 100,000 candidates.
WORK_MEM = "32MB"


def wanted_by(job: Job) -> Wanted:
    """A job as matching sees it."""
    return Wanted(
        title=job.title,
        seniority=job.seniority or None,
        minimum_years=None if job.minimum_years is None else float(job.minimum_years),
        education=job.education or None,
        skills=tuple(
            WantedSkill(skill.name, skill.skill_id or known_id(skill.name), skill.kind, skill.weight)
            for skill in job.skills.all()
        ),
        text=job.description,
        weights=Weights(job.weight_skills, job.weight_experience, job.weight_education),
    )


def known_id(name: str) -> str | None:
    """The id of a skill that somebody typed, where the taxonomy knows the spelling."""
    concept = load_taxonomy().lookup(name)
    return concept.id if concept else None


@transaction.atomic
def best_candidates(wanted: Wanted, *, top: int = 50, among: Sequence[UUID] | None = None) -> list[Ranked]:
    """The candidates who fit best, with the whole explanation, by one statement; nobody for a job that asks nothing."""
    plan = plan_of(wanted)
    if plan.is_empty or top < 1:
        return []
    statement, values = ranking(plan, top=top, among=among)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL work_mem = '{WORK_MEM}'")
        cursor.execute(statement, values)
        return list(ranked_of(plan, cursor.fetchall()))


def person_of_candidate(candidate_id: UUID) -> Person | None:
    """What matching knows of a candidate, None before a CV was read."""
    return persons_of_candidates([candidate_id]).get(candidate_id)


def persons_of_candidates(candidate_ids: Collection[UUID]) -> dict[UUID, Person]:
    """The same of many, without those of whom nothing is known, by two statements."""
    known = CandidateFacts.objects.filter(candidate_id__in=candidate_ids).prefetch_related("skills")
    return {facts.candidate_id: _person(facts) for facts in known}


def _person(facts: CandidateFacts) -> Person:
    skills = (Own(skill.skill_key, skill.name, skill.confidence, skill.months) for skill in facts.skills.all())
    return Person(tuple(skills), facts.months, facts.education_rank)


def plans_of(jobs: Iterable[Job]) -> list[tuple[Job, Plan]]:
    """What each job asks for; jobs that ask for nothing are left out."""
    plans = [(job, plan_of(wanted_by(job))) for job in jobs]
    return [(job, plan) for job, plan in plans if not plan.is_empty]


def best_of(plans: Iterable[tuple[Job, Plan]], person: Person, *, top: int) -> list[tuple[Job, Match]]:
    """The jobs that fit a person best."""
    found = [(job, match(plan, person)) for job, plan in plans]
    return sorted(found, key=lambda pair: (-pair[1].points, pair[0].pk))[:top]


def best_jobs(candidate: Candidate, *, top: int = 50) -> list[tuple[Job, Match]]:
    """The open jobs that fit a candidate best: four statements, however many jobs."""
    person = person_of_candidate(candidate.pk)
    if person is None:
        return []
    return best_of(plans_of(Job.objects.open().prefetch_related("skills")), person, top=top)
