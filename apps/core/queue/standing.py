"""How many tasks there are in each state that somebody may have to look at, and since when."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min
from django.utils.functional import Promise

from apps.core.models import QueuedTask


@dataclass(frozen=True, slots=True)
class StateOfTasks:
    """Of one state: how many, and the oldest by when it was due."""

    state: str
    title: str | Promise
    count: int
    oldest: datetime | None


def states_of_tasks() -> list[StateOfTasks]:
    """All states but that of what is done."""
    state = QueuedTask.State
    shown = (state.QUEUED, state.RUNNING, *QueuedTask.REPLAYABLE)
    rows = (
        QueuedTask.objects.filter(state__in=shown)
        .order_by()
        .values_list("state")
        .annotate(Count("pk"), Min("run_after"))
    )
    found = {name: (count, oldest) for name, count, oldest in rows}
    return [StateOfTasks(one.value, one.label, *found.get(one.value, (0, None))) for one in shown]
