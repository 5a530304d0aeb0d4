"""How applications come into a stage, and where on the board they stand."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from apps.hiring.models import GAP, Application, Stage, StageChange


def last_position(job_id: UUID, stage: Stage) -> int:
    """Where the next one of the job comes in this stage."""
    found = Application.objects.filter(job_id=job_id, stage=stage).aggregate(last=Max("position"))["last"]
    return (found or 0) + GAP


def put_into(stage: Stage, applications: Sequence[Application], *, by_id: UUID | None) -> None:
    """Bring them into the stage, each behind those of its job that are there already, and note that they came.

    The caller holds the rows of their jobs, so that nobody else gives away the same places.
    """
    now = timezone.now()
    places: dict[UUID, int] = {}
    changes = []
    for one in applications:
        if one.stage_id == stage.pk:
            continue
        place = places.get(one.job_id) or last_position(one.job_id, stage)
        places[one.job_id] = place + GAP
        changes.append(StageChange(application=one, from_stage_id=one.stage_id, to_stage=stage, by_id=by_id, at=now))
        one.stage, one.position, one.stage_since, one.updated_at = stage, place, now, now
        if stage.kind != Stage.Kind.REJECTED:
            one.rejected_reason = ""
    Application.objects.bulk_update(
        applications, ["stage", "position", "stage_since", "rejected_reason", "updated_at"], batch_size=500
    )
    StageChange.objects.bulk_create(changes, batch_size=500)


def set_in_order(applications: Iterable[Application]) -> None:
    """Give neighbours room again, in the order given."""
    rows = list(applications)
    for number, one in enumerate(rows, 1):
        one.position = number * GAP
    Application.objects.bulk_update(rows, ["position"], batch_size=500)


def between(before: Application | None, after: Application | None) -> int | None:
    """A position between the two; None when there is no room."""
    if before is None:
        return (after.position - GAP) if after else GAP
    if after is None:
        return before.position + GAP
    middle = (before.position + after.position) // 2
    return middle if before.position < middle < after.position else None
