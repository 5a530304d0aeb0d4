"""Deeds on the stages of hiring; they are the same for every job of the tenant."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.core.problems import MissingError
from apps.hiring.models import Application, Stage
from apps.hiring.services.problems import StageInUseError, StageNameTakenError, StageNeededError
from apps.hiring.services.steps import put_into

# Hiring cannot do without one of each.
NEEDED = (Stage.Kind.NEW, Stage.Kind.HIRED, Stage.Kind.REJECTED)


def _usual() -> list[tuple[str, str]]:
    """In the language of whoever needs them first."""
    return [
        (_("Applied"), Stage.Kind.NEW),
        (_("Screening"), Stage.Kind.ACTIVE),
        (_("Interview"), Stage.Kind.ACTIVE),
        (_("Offer"), Stage.Kind.OFFER),
        (_("Hired"), Stage.Kind.HIRED),
        (_("Rejected"), Stage.Kind.REJECTED),
    ]


def _lock() -> None:
    """One at a time changes the order; gone with the transaction, and with each schema's own table."""
    with connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{Stage._meta.db_table}" IN SHARE ROW EXCLUSIVE MODE')


def pipeline() -> list[Stage]:
    """The tenant's stages in order; the usual ones are made when there are none yet."""
    stages = list(Stage.objects.all())
    return stages or _make_usual()


@transaction.atomic
def _make_usual() -> list[Stage]:
    _lock()
    # Somebody else may have made them while this one waited.
    if not Stage.objects.exists():
        Stage.objects.bulk_create(
            Stage(name=name, kind=kind, position=number) for number, (name, kind) in enumerate(_usual())
        )
    return list(Stage.objects.all())


def stage_of_kind(kind: str) -> Stage:
    """The first stage of the kind."""
    found = next((stage for stage in pipeline() if stage.kind == kind), None)
    if found is None:
        raise StageNeededError
    return found


def _record(changes: dict[str, Any], stage: Stage) -> None:
    record("pipeline.changed", target=stage, label=stage.name, changes=changes)


def _save(stage: Stage) -> None:
    try:
        with transaction.atomic():
            stage.save()
    except IntegrityError as error:
        if "one_stage_per_name" in str(error):
            raise StageNameTakenError(_("Choose another name.")) from error
        raise


@transaction.atomic
def add_stage(*, name: str, kind: str = Stage.Kind.ACTIVE, position: int | None = None) -> Stage:
    """A new stage at the place, counted from 0; without one, before the first that is final."""
    pipeline()
    _lock()
    stages = list(Stage.objects.all())
    before_final = next((number for number, one in enumerate(stages) if one.is_final), len(stages))
    place = before_final if position is None else max(0, min(position, len(stages)))
    last = Stage.objects.aggregate(last=Max("position"))["last"] or 0
    stage = Stage(name=name.strip(), kind=kind, position=last + 1)
    _save(stage)
    stages.insert(place, stage)
    _number(stages)
    _record({"name": (None, stage.name)}, stage)
    return stage


def _number(stages: Sequence[Stage]) -> None:
    """Give each its place; the database looks for doubles at the end of the transaction only."""
    for number, stage in enumerate(stages):
        stage.position = number
    Stage.objects.bulk_update(stages, ["position"])


@transaction.atomic
def change_stage(stage: Stage, *, name: str | None = None, kind: str | None = None) -> Stage:
    """Another name, or another kind; applications in it stay."""
    _lock()
    stage.refresh_from_db()
    before = (stage.name, stage.kind)
    if kind is not None and kind != stage.kind:
        _require_another(stage)
        stage.kind = kind
    if name is not None:
        stage.name = name.strip()
    _save(stage)
    _record({"name": (before[0], stage.name), "kind": (before[1], stage.kind)}, stage)
    return stage


@transaction.atomic
def move_stage(stage: Stage, *, position: int) -> list[Stage]:
    """Put the stage at the place, counted from 0; gives the new order."""
    _lock()
    stages = list(Stage.objects.all())
    mine = next((one for one in stages if one.pk == stage.pk), None)
    if mine is None:
        raise MissingError
    before = mine.position
    stages.remove(mine)
    stages.insert(max(0, min(position, len(stages))), mine)
    _number(stages)
    stage.position = mine.position
    _record({"position": (before, mine.position)}, mine)
    return stages


@transaction.atomic
def revise_stage(
    stage: Stage, *, name: str | None = None, kind: str | None = None, position: int | None = None
) -> None:
    """Change name, kind and place as far as they are given, all or none."""
    if name is not None or kind is not None:
        change_stage(stage, name=name, kind=kind)
    if position is not None:
        move_stage(stage, position=position)


def _require_another(stage: Stage) -> None:
    if stage.kind in NEEDED and not Stage.objects.filter(kind=stage.kind).exclude(pk=stage.pk).exists():
        raise StageNeededError(_("Make another stage of this kind first."))


@transaction.atomic
def delete_stage(stage: Stage, *, move_to: Stage | None = None, by_id: UUID | None = None) -> None:
    """Take the stage away; applications in it go to the other one, without which it must be empty."""
    _lock()
    _require_another(stage)
    waiting = list(Application.objects.select_for_update().filter(stage=stage).order_by("position", "pk"))
    if waiting and (move_to is None or move_to.pk == stage.pk):
        raise StageInUseError(_("Say where they go, then delete the stage."))
    if move_to is not None:
        put_into(move_to, waiting, by_id=by_id)
    record("pipeline.changed", target=stage, label=stage.name, changes={"name": (stage.name, None)})
    stage.delete()
    _number(list(Stage.objects.all()))
