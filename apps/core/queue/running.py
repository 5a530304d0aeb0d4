"""What the body of a running task may do: say how far it is, and write its results under the fence."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction

from apps.core.queue import outcome, renewal
from apps.core.queue.execution import Execution

# A statement that starts with one of these changes nothing.
_READS = ("SELECT", "SET", "SHOW", "EXPLAIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "FETCH", "CLOSE", "DECLARE")
_WRITES = ("INSERT", "UPDATE", "DELETE", "MERGE")


class WriteOutsideFinishError(RuntimeError):
    """A slow task wrote while it held no fence; its author must move the write into `with finish():`."""


_execution: ContextVar[Execution | None] = ContextVar("execution", default=None)


def running() -> Execution | None:
    """The task that runs in this thread, if one does."""
    return _execution.get()


@contextmanager
def executing(execution: Execution) -> Iterator[None]:
    """Make this the running task; a slow one cannot write until `finish()`."""
    token = _execution.set(execution)
    try:
        if execution.slow:
            with connection.execute_wrapper(_refuse_writes):
                yield
        else:
            yield
    finally:
        _execution.reset(token)


@contextmanager
def finish() -> Iterator[None]:
    """One transaction for all that a slow task writes; its last statement marks the task as done.

    Who lost the lease meanwhile writes nothing. Outside a slow task it is a plain transaction.
    """
    execution = _execution.get()
    if execution is None or not execution.slow:
        with transaction.atomic():
            yield
        return
    if execution.is_finished or execution.may_write:
        raise RuntimeError(f"{execution.name}: finish() is entered once")
    execution.may_write = True
    try:
        with transaction.atomic():
            yield
            outcome.mark_done(execution.id, execution.fence)
        execution.is_finished = True
    finally:
        execution.may_write = False


@contextmanager
def bookkeeping() -> Iterator[None]:
    """One transaction for what a call costs, in a slow task too: it is spent, whoever holds the lease afterwards.

    Nothing else belongs in here; results wait for `finish()`.
    """
    execution = _execution.get()
    before = execution.may_write if execution else True
    try:
        if execution is not None:
            execution.may_write = True
        with transaction.atomic():
            yield
    finally:
        if execution is not None:
            execution.may_write = before


def report_progress(percent: int, step: str = "") -> None:
    """Show on the page how far the running task is; without a running task it does nothing."""
    execution = _execution.get()
    if execution is None:
        return
    execution.progress = (max(0, min(100, percent)), step[:200])
    if not renewal.report(execution):
        # No renewal thread, as in tests: nothing else would write it.
        before, execution.may_write = execution.may_write, True
        outcome.write_progress(execution.id, execution.fence, *execution.progress)
        execution.may_write = before


def _refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: Any, context: dict[str, Any]) -> Any:
    execution = _execution.get()
    if execution is not None and not execution.may_write and not _only_reads(sql):
        raise WriteOutsideFinishError(
            f"{execution.name} is slow: call first, then write inside `with finish():`. Refused: {sql[:80]}"
        )
    return execute(sql, params, many, context)


def _only_reads(sql: str) -> bool:
    words = sql.lstrip(" \n\t(")[:12].upper()
    if words.startswith(_READS):
        return True
    return words.startswith("WITH") and not any(verb in sql.upper() for verb in _WRITES)
