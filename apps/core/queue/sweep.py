"""What the clock does every few seconds: takes back what nobody works on, and rings for what waits."""

import logging
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import OperationalError, close_old_connections, connection

from apps.core.database_clock import database_now
from apps.core.models import QueuedTask
from apps.core.queue import pulse
from apps.core.queue.bell import ENOUGH_BELLS, ring
from apps.core.queue.outcome import MOST_ATTEMPTS
from apps.core.queue.registry import queue_names, scheduled_tasks
from apps.core.scope import PUBLIC_SCHEMA

_TAKE_BACK = """
WITH lost AS (
    SELECT id FROM core_queuedtask WHERE state = 'running' AND lease_until < clock_timestamp()
       FOR UPDATE SKIP LOCKED
)
UPDATE core_queuedtask task
   SET state = CASE WHEN attempts >= %(most)s THEN 'dead' ELSE 'queued' END,
       finished_at = CASE WHEN attempts >= %(most)s THEN clock_timestamp() END,
       run_after = clock_timestamp(), lease_until = NULL,
       problem_code = 'worker-lost', problem_title = 'The process that ran it ended without a word.'
  FROM lost WHERE task.id = lost.id
RETURNING task.name, task.id, task.state
"""

log = logging.getLogger(__name__)


def sweep() -> None:
    """One round; any number of sweepers may run at once."""
    close_old_connections()
    pulse.leave(pulse.WORKER)
    try:
        queue_scheduled()
        take_back()
        ring_for_waiting()
    except OperationalError as error:
        log.warning("database not reached, the next round will do: %s", error)
        connection.close()


def take_back() -> int:
    """Queue again what a lost worker held, or give it up; by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_BACK, {"most": MOST_ATTEMPTS})
        rows = cursor.fetchall()
    for name, task_id, state in rows:
        log.warning("%s %s: its worker is lost, now %s", name, task_id, state)
    return len(rows)


def ring_for_waiting() -> None:
    """Ring for what is due; `ring` itself counts the bells that wait, so a long backlog is not rung for for ever."""
    for queue in queue_names():
        if due := _count_due(queue):
            ring(queue, due)


def _count_due(queue: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM core_queuedtask WHERE queue = %s AND state = 'queued'"
            " AND run_after <= clock_timestamp() LIMIT %s) due",
            [queue, ENOUGH_BELLS],
        )
        return int(cursor.fetchone()[0])


_queued_ticks: dict[str, datetime] = {}


def queue_scheduled() -> None:
    """Queue each task of the schedule once per tick: a unique row, so two sweepers or two beats do no harm.

    Ticks are the database's: workers whose clocks differ mean the same one.
    """
    now = int(database_now().timestamp())
    ticks = {
        spec: datetime.fromtimestamp(now - now % spec.every_seconds, tz=UTC)
        for spec in scheduled_tasks()
        if spec.every_seconds
    }
    rows = [
        QueuedTask(name=spec.name, queue=spec.queue, schema_name=PUBLIC_SCHEMA, tick=tick)
        for spec, tick in ticks.items()
        if _queued_ticks.get(spec.name) != tick
    ]
    if rows:
        QueuedTask.objects.bulk_create(rows, ignore_conflicts=True)
        _queued_ticks.update({spec.name: tick for spec, tick in ticks.items()})


def purge_done() -> int:
    """Delete what was done QUEUE_KEEP_DAYS ago; what ended without success stays until a person has looked."""
    before = database_now() - timedelta(days=settings.QUEUE_KEEP_DAYS)
    deleted, _ = QueuedTask.objects.filter(state=QueuedTask.State.DONE, finished_at__lt=before).delete()
    return deleted
