"""Takes the fairest due row of a queue: of the tenant with the fewest running tasks, its oldest."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

# `waiting` jumps through the index from schema to schema, so that 50,000 rows of one tenant cost no more than one.
# The row is locked only after the tenants are in order: the outer LIMIT stops at the first that has one to give.
_CLAIM = """
WITH RECURSIVE waiting AS (
    (SELECT schema_name FROM core_queuedtask
      WHERE queue = %(queue)s AND state = 'queued' ORDER BY schema_name LIMIT 1)
    UNION ALL
    SELECT (SELECT later.schema_name FROM core_queuedtask later
             WHERE later.queue = %(queue)s AND later.state = 'queued' AND later.schema_name > waiting.schema_name
             ORDER BY later.schema_name LIMIT 1)
      FROM waiting WHERE waiting.schema_name IS NOT NULL
), busy AS (
    SELECT schema_name, count(*) AS running FROM core_queuedtask
     WHERE state = 'running' AND queue = %(queue)s GROUP BY schema_name
), fairest AS MATERIALIZED (
    SELECT waiting.schema_name FROM waiting LEFT JOIN busy USING (schema_name)
     WHERE waiting.schema_name IS NOT NULL
     ORDER BY coalesce(busy.running, 0), waiting.schema_name = %(served)s, random()
), chosen AS (
    SELECT due.id FROM fairest CROSS JOIN LATERAL (
        SELECT id FROM core_queuedtask row
         WHERE row.queue = %(queue)s AND row.state = 'queued' AND row.schema_name = fairest.schema_name
           AND row.run_after <= clock_timestamp()
         ORDER BY row.run_after LIMIT 1 FOR UPDATE SKIP LOCKED
    ) due LIMIT 1
)
UPDATE core_queuedtask task
   SET state = 'running', attempts = attempts + 1, fence = fence + 1, started_at = clock_timestamp(),
       finished_at = NULL, lease_until = clock_timestamp() + make_interval(secs => %(lease)s),
       progress_percent = 0, progress_step = ''
  FROM chosen WHERE task.id = chosen.id
RETURNING task.id, task.name, task.schema_name, task.tenant_id, task.kwargs, task.attempts, task.fence, task.request_id
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that this worker holds until its lease ends."""

    id: UUID
    name: str
    schema_name: str
    tenant_id: UUID | None
    kwargs: dict[str, Any]
    attempts: int
    fence: int
    request_id: str = ""


def claim(queue: str, *, served: str = "") -> Claim | None:
    """Take a due row; `served` is the schema that this worker has just worked for, which others come before."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"queue": queue, "served": served, "lease": settings.QUEUE_LEASE_SECONDS})
        row = cursor.fetchone()
    if row is None:
        return None
    task_id, name, schema_name, tenant_id, kwargs, *rest = row
    return Claim(task_id, name, schema_name, tenant_id, json.loads(kwargs), *rest)
