"""Deeds of somebody who practises: take a hint, give up."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.code_assessment.content import Content
from apps.code_assessment.models import Attempt, ProblemProgress
from apps.code_assessment.services.refusals import StillAskedError


def _refuse_while_asked(membership: Membership, problem: str) -> None:
    running = Attempt.objects.filter(member_id=membership.pk, state=Attempt.State.RUNNING)
    if any(problem == one["key"] for attempt in running for one in attempt.setup["problems"]):
        raise StillAskedError(_("Come back when it is over."))


def _progress(membership: Membership, problem: str) -> ProblemProgress:
    found, _is_new = ProblemProgress.objects.get_or_create(member_id=membership.pk, problem=problem)
    return ProblemProgress.objects.select_for_update().get(pk=found.pk)


@transaction.atomic
def take_hint(membership: Membership, problem: str, content: Content) -> list[str]:
    """The next hint beside those that were taken before; taken again after the last one, nothing changes."""
    _refuse_while_asked(membership, problem)
    row = _progress(membership, problem)
    if row.hints < len(content.hints):
        row.hints += 1
        row.save(update_fields=["hints", "updated_at"])
    return list(content.hints[: row.hints])


@transaction.atomic
def give_up(membership: Membership, problem: str) -> ProblemProgress:
    """Open the editorial without having solved it; who solved it has it anyway."""
    _refuse_while_asked(membership, problem)
    row = _progress(membership, problem)
    if not row.shows_editorial:
        row.gave_up_at = timezone.now()
        row.save(update_fields=["gave_up_at", "updated_at"])
    return row
