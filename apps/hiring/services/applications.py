"""Deeds on applications: who is considered for what, and how far that has come."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.audit.services import record
from apps.core.problems import MissingError
from apps.hiring.models import Application, Candidate, Job, Stage, StageChange
from apps.hiring.services.pipeline import stage_of_kind
from apps.hiring.services.problems import AlreadyAppliedError, JobClosedError
from apps.hiring.services.steps import between, last_position, put_into, set_in_order


def _lock_boards(job_ids: Iterable[UUID]) -> None:
    """One at a time moves cards on a job's board; several boards are taken in the order of their ids."""
    rows = Job.objects.select_for_update(no_key=True).filter(pk__in=set(job_ids)).order_by("pk")
    list(rows.values_list("pk", flat=True))


@transaction.atomic
def consider(
    job: Job, candidate: Candidate, *, stage: Stage | None = None, source: str = "", by: Membership | None = None
) -> tuple[Application, bool]:
    """The candidate's application for the job, and whether it is new; the database decides between two at once."""
    known = Application.objects.filter(job=job, candidate=candidate).first()
    if known is not None:
        return known, False
    _lock_boards([job.pk])
    if not Job.objects.filter(pk=job.pk).exclude(status=Job.Status.CLOSED).exists():
        raise JobClosedError(_("Open it again to add somebody."))
    stage = stage or stage_of_kind(Stage.Kind.NEW)
    one = Application(job=job, candidate=candidate, stage=stage, source=source or candidate.source)
    one.position = last_position(job.pk, stage)
    try:
        with transaction.atomic():
            one.save(force_insert=True)
    except IntegrityError as error:
        if "one_application_per_job_and_person" not in str(error):
            raise
        return Application.objects.get(job=job, candidate=candidate), False
    StageChange.objects.create(application=one, to_stage=stage, by_id=by.pk if by else None, at=one.applied_at)
    return one, True


@transaction.atomic
def apply_to_job(
    job: Job, candidate: Candidate, *, stage: Stage | None = None, source: str = "", by: Membership | None = None
) -> Application:
    """Consider the candidate for the job; AlreadyAppliedError for one who is considered already."""
    application, is_new = consider(job, candidate, stage=stage, source=source, by=by)
    if not is_new:
        raise AlreadyAppliedError(_("Look at the application that there is."), application=str(application.pk))
    return application


@transaction.atomic
def move_application(
    application: Application, *, stage: Stage, position: int | None = None, by: Membership | None = None
) -> Application:
    """Bring the application into the stage, to the place in it that is counted from 0; without one, to its end."""
    _lock_boards([application.job_id])
    one = Application.objects.select_for_update().filter(pk=application.pk).first()
    if one is None:
        raise MissingError
    put_into(stage, [one], by_id=by.pk if by else None)
    if position is not None:
        _place(one, position)
    application.refresh_from_db()
    return application


def _place(one: Application, position: int) -> None:
    """Between those who stand there; when there is no room left between them, all of the column move apart."""
    others = list(
        Application.objects.filter(job_id=one.job_id, stage_id=one.stage_id)
        .exclude(pk=one.pk)
        .order_by("position", "pk")
        .only("pk", "position")
    )
    place = max(0, min(position, len(others)))
    before = others[place - 1] if place else None
    after = others[place] if place < len(others) else None
    middle = between(before, after)
    if middle is None:
        set_in_order([*others[:place], one, *others[place:]])
    else:
        one.position = middle
        one.save(update_fields=["position", "updated_at"])


@transaction.atomic
def move_applications(ids: Collection[UUID | str], *, stage: Stage, by: Membership | None = None) -> int:
    """Bring all of them into the stage, or none when one is not there any more; says how many came from elsewhere."""
    wanted = {str(pk) for pk in ids}
    jobs = Application.objects.filter(pk__in=wanted).values_list("job_id", flat=True)
    _lock_boards(jobs)
    rows = list(Application.objects.select_for_update().filter(pk__in=wanted).order_by("position", "pk"))
    if len(rows) != len(wanted):
        raise MissingError(_("One of the applications is not there any more. Load the page again."))
    moved = sum(one.stage_id != stage.pk for one in rows)
    put_into(stage, rows, by_id=by.pk if by else None)
    return moved


@transaction.atomic
def reject(application: Application, *, reason: str = "", by: Membership | None = None) -> Application:
    """Bring the application into the stage of the rejected, with the reason."""
    stage = stage_of_kind(Stage.Kind.REJECTED)
    if application.stage_id != stage.pk:
        move_application(application, stage=stage, by=by)
    application.rejected_reason = reason.strip()[:300]
    application.save(update_fields=["rejected_reason", "updated_at"])
    # Nothing that says who it was: the log cannot forget.
    record("application.rejected", target=application, label=application.job.title)
    return application


@transaction.atomic
def delete_application(application: Application) -> None:
    """No longer consider the candidate for the job; notes on the application go with it, results stay."""
    record("application.deleted", target=application, label=application.job.title)
    application.delete()
