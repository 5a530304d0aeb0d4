"""Deeds of matching: keep what a CV says of a candidate, and the matches that follow from it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import pairwise
from uuid import UUID

from django.db import transaction

from apps.core.queue import later, take_along
from apps.cv_analysis.models import CandidateFacts, CandidateSkill, CareerStep
from apps.cv_analysis.ranking import best_candidates, best_of, persons_of_candidates, plans_of, wanted_by
from apps.cv_analysis.scoring.careers import Title
from apps.cv_analysis.scoring.match_sql import skill_number
from apps.cv_analysis.scoring.matching import MATCH_VERSION, Match, Person, certainty
from apps.hiring.exchange import MatchRow
from apps.hiring.models import Application, Candidate, Job
from apps.hiring.services import mark_matches_stale, store_matches

# Of those who have not applied, so many of the best are kept with each job.
KEPT = 200
# So many candidates are matched in one transaction, which holds each job for as long.
MATCHED_AT_ONCE = 20
SKILLS_AT_ONCE = 500
LONGEST = 200


@transaction.atomic(savepoint=False)
def keep_profile(candidate: Candidate, person: Person) -> CandidateFacts:
    """Put what a CV says in the place of what was known, and let the candidate's matches be computed anew."""
    facts = CandidateFacts(
        candidate=candidate, months=person.months, education_rank=person.education_rank, algorithm=MATCH_VERSION
    )
    what = ["months", "education_rank", "algorithm", "updated_at"]
    CandidateFacts.objects.bulk_create([facts], update_conflicts=True, unique_fields=["candidate"], update_fields=what)
    facts.skills.all().delete()
    rows = {
        number: CandidateSkill(
            facts=facts,
            number=number,
            skill_key=skill.key[:LONGEST],
            name=skill.name[:LONGEST],
            confidence=skill.confidence,
            sure=certainty(skill.confidence),
            months=skill.months,
        )
        for skill in person.skills
        for number in (skill_number(skill.key),)
    }
    CandidateSkill.objects.bulk_create(rows.values(), batch_size=SKILLS_AT_ONCE)
    mark_matches_stale(candidate=candidate)
    return facts


@transaction.atomic(savepoint=False)
def keep_steps(facts: CandidateFacts, path: Sequence[Title]) -> None:
    """Put the titles that follow each other in a CV in the place of those that were known."""
    facts.steps.all().delete()
    CareerStep.objects.bulk_create(
        CareerStep(facts=facts, origin=before.origin[:LONGEST], title=after.shown[:LONGEST])
        for before, after in pairwise(path)
    )


@transaction.atomic(savepoint=False)
def forget_profile(candidate: Candidate) -> None:
    """Delete what matching knows of a candidate."""
    CandidateFacts.objects.filter(candidate=candidate).delete()


def merge_profiles(candidate: Candidate, into: Candidate) -> None:
    """Of two records that become one, the profile that stays is the one written last."""
    both = list(CandidateFacts.objects.filter(candidate__in=[candidate, into]).order_by("-updated_at", "-pk"))
    for older in both[1:]:
        older.delete()


def queue_matches(*, job_id: UUID | None = None, candidate_id: UUID | None = None) -> None:
    """What matches rest on has changed; compute them later."""
    if job_id is not None:
        later("cv_analysis.match_job", job_id=job_id)
    if candidate_id is not None:
        later("cv_analysis.match_candidate", candidate_id=candidate_id)


def match_job(job_id: UUID | str) -> None:
    """Match a job with all who applied, and with the best of all others; a job deleted meanwhile needs nothing."""
    job = Job.objects.filter(pk=job_id).prefetch_related("skills").first()
    if job is None:
        return
    wanted = wanted_by(job)
    applied = list(job.applications.values_list("candidate_id", flat=True))
    found = {one.candidate_id: one.match for one in best_candidates(wanted, top=KEPT)}
    found |= {one.candidate_id: one.match for one in best_candidates(wanted, top=len(applied), among=applied)}
    store_matches(job, [_row(candidate_id, match) for candidate_id, match in found.items()], MATCH_VERSION)


def match_candidate(candidate_id: UUID | str) -> None:
    """Match a candidate, and with them others who wait for the same."""
    others = (kwargs["candidate_id"] for kwargs in take_along(MATCHED_AT_ONCE - 1))
    match_candidates({UUID(str(one)) for one in (candidate_id, *others)})


def match_candidates(candidate_ids: Collection[UUID]) -> None:
    """Match each with the open jobs and with those applied for; what a job asks for is worked out once for all."""
    there = set(Candidate.objects.present().filter(pk__in=candidate_ids).values_list("pk", flat=True))
    persons = persons_of_candidates(there)
    applied: dict[UUID, set[UUID]] = defaultdict(set)
    for candidate_id, job_id in Application.objects.filter(candidate__in=persons).values_list("candidate", "job"):
        applied[job_id].add(candidate_id)
    plans = plans_of((Job.objects.filter(pk__in=list(applied)) | Job.objects.open()).prefetch_related("skills"))
    rows: dict[UUID, list[MatchRow]] = defaultdict(list)
    for candidate_id, person in persons.items():
        theirs = ((job, plan) for job, plan in plans if job.is_open or candidate_id in applied[job.pk])
        for job, match in best_of(theirs, person, top=KEPT):
            rows[job.pk].append(_row(candidate_id, match))
    # Each locks its job: in one order, or two who match at once wait for each other in a circle.
    for job, _plan in sorted(plans, key=lambda pair: pair[0].pk):
        if rows[job.pk]:
            store_matches(job, rows[job.pk], MATCH_VERSION)


def _row(candidate_id: UUID, match: Match) -> MatchRow:
    return MatchRow(
        candidate_id,
        skills=match.points_of("skill"),
        experience=match.points_of("years", "relevant_years"),
        education=match.points_of("education"),
        explanation=match.to_dict(),
    )
