"""Deeds on many applications at once: all of them, or none."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.audit.services import record
from apps.core.problems import MissingError
from apps.hiring.models import Application, Candidate, Job, Stage
from apps.hiring.services.applications import consider, move_applications
from apps.hiring.services.candidates import tag_candidates
from apps.hiring.services.pipeline import stage_of_kind


@transaction.atomic
def consider_all(job: Job, candidates: Iterable[Candidate], *, by: Membership | None, source: str = "") -> int:
    """Consider all of them for the job; says how many were not considered before."""
    return sum(consider(job, one, source=source, by=by)[1] for one in candidates)


def _of_job(job: Job, ids: Collection[UUID | str]) -> list[Application]:
    rows = list(Application.objects.filter(job=job, pk__in={str(pk) for pk in ids}).select_related("candidate"))
    if len(rows) != len({str(pk) for pk in ids}):
        raise MissingError(_("One of the applications is not there any more. Load the page again."))
    return rows


@transaction.atomic
def move_all(job: Job, ids: Collection[UUID | str], *, stage: Stage, by: Membership | None) -> int:
    """Bring applications of the job into the stage; says how many came from elsewhere."""
    _of_job(job, ids)
    return move_applications(ids, stage=stage, by=by)


@transaction.atomic
def reject_all(job: Job, ids: Collection[UUID | str], *, reason: str, by: Membership | None) -> int:
    """Reject applications of the job with one reason; says how many there were."""
    move_all(job, ids, stage=stage_of_kind(Stage.Kind.REJECTED), by=by)
    rows = _of_job(job, ids)
    for one in rows:
        one.rejected_reason = reason.strip()[:300]
        record("application.rejected", target=one, label=job.title)
    Application.objects.bulk_update(rows, ["rejected_reason"], batch_size=500)
    return len(rows)


@transaction.atomic
def tag_applicants(job: Job, ids: Collection[UUID | str], *, tag: str) -> int:
    """Add the tag to those who applied; says how many did not have it."""
    return tag_candidates([one.candidate for one in _of_job(job, ids)], add=[tag])


@transaction.atomic
def reveal(application: Application) -> Candidate:
    """Say who it is in a blind review; that it was asked is written down."""
    record("application.revealed", target=application, label=application.job.title)
    return application.candidate
