"""`later()` and its kin: the only way to queue."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Model

from apps.core.logs import bound
from apps.core.models import QueuedTask
from apps.core.queue.bell import ENOUGH_BELLS
from apps.core.queue.registry import TaskSpec, spec_of
from apps.core.queue.ringer import ring_soon
from apps.core.scope import PUBLIC, current_tenant, tenant_connection
from apps.core.statements import insertion, values_of

# What comes in bursts is told to the workers after so long: the burst is over then, and answered.
TOGETHER_SECONDS = 0.1


def later(name: str, /, *, run_after: datetime | None = None, **kwargs: Any) -> QueuedTask:
    """Run the task after this transaction has committed, in this tenant; ids and dates arrive as text."""
    spec = spec_of(name)
    row = _row(spec, kwargs, run_after)
    row.save(force_insert=True)
    ring_on_commit(row.queue, 1)
    return row


def later_many(name: str, calls: Iterable[Mapping[str, Any]]) -> list[QueuedTask]:
    """Like `later()` for each of the given arguments, in a few statements."""
    spec = spec_of(name)
    rows = QueuedTask.objects.bulk_create([_row(spec, kwargs, None) for kwargs in calls], batch_size=1000)
    if rows:
        ring_on_commit(rows[0].queue, len(rows))
    return rows


def insert_once(row: Model, *, unique: str, then: str, **kwargs: Any) -> bool:
    """Insert the row unless one with this unique field is there, and queue the task for it; says whether it was new.

    Both are one statement, and outside of a transaction one transaction: for what has to answer within milliseconds.
    """
    spec = spec_of(then)
    task = _made(spec, kwargs, None)
    values = [*values_of(row), *values_of(task)]
    [(is_new,)] = tenant_connection.rows_of(_insert_both(type(row), unique), values)
    if is_new:
        transaction.on_commit(partial(ring_soon, task.queue, within=TOGETHER_SECONDS))
    return bool(is_new)


@cache
def _insert_both(model: type[Model], unique: str) -> str:
    quote = connection.ops.quote_name
    (row, row_values), (task, task_values) = insertion(model), insertion(QueuedTask)
    # Names of our own tables and fields, quoted; the values are given apart.
    kept = f"{row} VALUES ({row_values}) ON CONFLICT ({quote(unique)}) DO NOTHING RETURNING 1"
    queued = f"{task} SELECT {task_values} FROM kept"  # noqa: S608 -- as said above
    return f"WITH kept AS ({kept}), queued AS ({queued}) SELECT count(*) FROM kept"  # noqa: S608 -- as said above


def _row(spec: TaskSpec, kwargs: Mapping[str, Any], run_after: datetime | None) -> QueuedTask:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            f"later({spec.name!r}) belongs inside transaction.atomic, with the writes that it follows from"
        )
    return _made(spec, kwargs, run_after)


def _made(spec: TaskSpec, kwargs: Mapping[str, Any], run_after: datetime | None) -> QueuedTask:
    tenant = PUBLIC if spec.public else current_tenant()
    if not spec.public and tenant is PUBLIC:
        raise RuntimeError(f"{spec.name} needs a tenant: call later() inside scope(tenant)")
    spec.signature.bind(**kwargs)
    # Encoded before the insert: an error there would break the caller's transaction.
    encoded = json.loads(json.dumps(kwargs, cls=DjangoJSONEncoder))
    row = QueuedTask(
        name=spec.name,
        queue=spec.queue,
        schema_name=tenant.schema_name,
        tenant_id=tenant.pk,
        kwargs=encoded,
        request_id=bound().get("request_id", ""),
    )
    if run_after is not None:
        row.run_after = run_after
    return row


class _Bells:
    """How often one transaction has rung for each queue."""

    def __init__(self) -> None:
        self.rung: dict[str, int] = {}

    def ring(self, queue: str, rows: int) -> None:
        # Once the transaction is over, the next one counts anew.
        if getattr(connection, "queue_bells", None) is self:
            del connection.queue_bells  # type: ignore[attr-defined]  # our own mark on the connection
        already = self.rung.get(queue, 0)
        times = min(rows, ENOUGH_BELLS - already)
        if times > 0:
            self.rung[queue] = already + times
            ring_soon(queue, times)


def ring_on_commit(queue: str, rows: int) -> None:
    """One call per row and not per transaction: a savepoint that is rolled back takes its calls with it."""
    bells = getattr(connection, "queue_bells", None)
    if bells is None:
        bells = connection.queue_bells = _Bells()  # type: ignore[attr-defined]  # our own mark on the connection
    transaction.on_commit(partial(bells.ring, queue, rows))
