"""Whether an attempt still takes something, by the database's clock."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.code_assessment.models import Attempt
from apps.code_assessment.services.refusals import AttemptStateError
from apps.core.database_clock import database_now
from apps.hiring.models import Assignment

# What was on its way when the time ended still counts.
GRACE = timedelta(seconds=3)


def open_attempt(attempt: Attempt) -> Attempt:
    """The attempt's row, locked; AttemptStateError when nothing can be handed in any more."""
    locked = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if not locked.is_running or locked.is_late(database_now(), grace=GRACE):
        raise AttemptStateError(_("Nothing can be handed in any more."), state=locked.state)
    return locked


def is_open(assignment: Assignment) -> bool:
    """Whether an attempt may begin: the day is not over, and what was done before leaves the attempts that are left."""
    if assignment.state == Assignment.State.DONE:
        return assignment.due_at is None or assignment.due_at > timezone.now()
    return assignment.state_now in Assignment.PENDING
