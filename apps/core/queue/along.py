"""Rows that a running body does together with its own, because many at once cost hardly more than one."""

import json
from typing import Any

from django.db import connection

from apps.core.queue.running import running
from apps.core.scope import current_tenant

# Only those that nobody has tried yet: one that fails is tried again by itself, and takes no other with it.
_TAKE = """
WITH chosen AS (
    SELECT id FROM core_queuedtask
     WHERE queue = %(queue)s AND state = 'queued' AND schema_name = %(schema)s AND name = %(name)s AND attempts = 0
       AND run_after <= clock_timestamp()
     ORDER BY run_after LIMIT %(most)s FOR UPDATE SKIP LOCKED
)
UPDATE core_queuedtask task
   SET state = 'done', attempts = 1, fence = fence + 1, started_at = clock_timestamp(),
       finished_at = clock_timestamp(), progress_percent = 100
  FROM chosen WHERE task.id = chosen.id
RETURNING task.kwargs
"""


def take_along(most: int) -> list[dict[str, Any]]:
    """What others of the running task's name and tenant were queued with, at most so many.

    They are done when the running task's transaction is, and wait as before when it fails. Nothing is taken by a task
    that is slow, or that has failed before.
    """
    execution = running()
    if execution is None or execution.slow or execution.attempts > 1:
        return []
    values: dict[str, str | int] = {
        "queue": execution.queue,
        "schema": current_tenant().schema_name,
        "name": execution.name,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        return [json.loads(kwargs) for (kwargs,) in cursor.fetchall()]
