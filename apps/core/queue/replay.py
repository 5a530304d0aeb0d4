"""Puts back by hand what has ended without success."""

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.core.models import QueuedTask
from apps.core.problems import ProblemError
from apps.core.queue.enqueue import ring_on_commit


class NotReplayableError(ProblemError):
    code = "task-not-replayable"
    title = _("Only a task that has failed, was refused or was given up can be put back.")
    status = 409


@transaction.atomic
def replay(task: QueuedTask) -> QueuedTask:
    """Queue the task again with all its attempts; the fence stays, so an old worker still cannot write."""
    if not replay_all(QueuedTask.objects.filter(pk=task.pk)):
        raise NotReplayableError
    task.refresh_from_db()
    return task


@transaction.atomic
def replay_all(tasks: QuerySet[QueuedTask]) -> int:
    """Queue again those of the tasks that have ended without success; how many there were."""
    rows = list(
        tasks.filter(state__in=QueuedTask.REPLAYABLE).order_by().select_for_update(skip_locked=True).only("pk", "queue")
    )
    QueuedTask.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=QueuedTask.State.QUEUED, attempts=0, run_after=Now(), finished_at=None, lease_until=None
    )
    for row in rows:
        ring_on_commit(row.queue, 1)
    return len(rows)
