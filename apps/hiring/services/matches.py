"""Deeds on stored matches; a module computes them."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from apps.core.scope import current_tenant
from apps.hiring.exchange import MatchRow
from apps.hiring.models import Candidate, Job, Match
from apps.marketplace.access import open_modules

CENT = Decimal("0.01")
BATCH = 1000
PARTS = ("skills_points", "experience_points", "education_points")


def _rounded(points: Decimal) -> Decimal:
    return Decimal(points).quantize(CENT, ROUND_HALF_UP)


def _match(job: Job, row: MatchRow, algorithm: str, *, is_stale: bool) -> Match:
    """The score is the sum of its parts as they are shown."""
    parts = [_rounded(points) for points in (row.skills, row.experience, row.education)]
    return Match(
        job=job,
        candidate_id=row.candidate_id,
        score=sum(parts, Decimal(0)),
        skills_points=parts[0],
        experience_points=parts[1],
        education_points=parts[2],
        explanation=dict(row.explanation),
        algorithm=algorithm,
        computed_at=timezone.now(),
        is_stale=is_stale,
    )


@transaction.atomic(savepoint=False)
def store_matches(job: Job, rows: Iterable[MatchRow], algorithm: str) -> int:
    """Write how well candidates fit the job, in the place of what was known of them; says how many.

    `job` is as it was when they were computed: if it has changed since, they are out of date from the beginning. Who
    was deleted or merged meanwhile is left out; of who goes at this very moment the database tells at the commit.
    """
    now = Job.objects.select_for_update(no_key=True).filter(pk=job.pk).values_list("changed_at", flat=True).first()
    if now is None:
        return 0
    found = {row.candidate_id: row for row in rows}
    # In one order, so that two who write about the same people do not wait for each other in a circle.
    there = Candidate.objects.present().filter(pk__in=found).order_by("pk")
    known: list[UUID] = list(there.values_list("pk", flat=True))
    Match.objects.bulk_create(
        (_match(job, found[pk], algorithm, is_stale=now != job.changed_at) for pk in known),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["job", "candidate"],
        update_fields=[*PARTS, "score", "explanation", "algorithm", "computed_at", "is_stale"],
    )
    return len(known)


@transaction.atomic(savepoint=False)
def mark_matches_stale(*, job: Job | None = None, candidate: Candidate | None = None) -> None:
    """What the matches of the job, or of the candidate, rest on has changed; licensed modules compute them anew."""
    stale = Match.objects.filter(is_stale=False)
    if job is not None:
        stale = stale.filter(job=job)
    if candidate is not None:
        stale = stale.filter(candidate=candidate)
    stale.update(is_stale=True)
    for config in open_modules(current_tenant().pk):
        if config.matcher:
            import_string(config.matcher)(
                job_id=job.pk if job else None, candidate_id=candidate.pk if candidate else None
            )
