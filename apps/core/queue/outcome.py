"""What becomes of a claimed row; every statement here carries the fence."""

import random
from uuid import UUID

from django.conf import settings
from django.db import connection

MOST_ATTEMPTS = 5
_TRACE_CHARACTERS = 20_000


class LeaseLostError(Exception):
    """Another worker has taken the row over; whatever this one did is rolled back."""


def mark_done(task_id: UUID, fence: int) -> None:
    """Mark the row as done, or raise when it is no longer ours."""
    done = _update(
        "state = 'done', progress_percent = 100, lease_until = NULL, finished_at = clock_timestamp(), "
        "problem_code = '', problem_title = '', problem_trace = ''",
        [],
        task_id,
        fence,
    )
    if not done:
        raise LeaseLostError(str(task_id))


def mark_ended(task_id: UUID, fence: int, state: str, code: str, title: str, trace: str = "") -> bool:
    """End the row without success: failed, dead or refused. Only a person puts it back."""
    return _update(
        "state = %s, lease_until = NULL, finished_at = clock_timestamp(), "
        "problem_code = %s, problem_title = %s, problem_trace = %s",
        [state, code[:60], title[:300], trace[-_TRACE_CHARACTERS:]],
        task_id,
        fence,
    )


def mark_for_retry(task_id: UUID, fence: int, attempts: int, code: str, title: str, trace: str) -> bool:
    """Queue the row again after a while, or give it up when it has had its attempts."""
    if attempts >= MOST_ATTEMPTS:
        return mark_ended(task_id, fence, "dead", code, title, trace)
    # With jitter, or all that failed together would come back together.
    wait_seconds = settings.QUEUE_RETRY_SECONDS * 2 ** (attempts - 1) * random.uniform(0.75, 1.25)  # noqa: S311 -- no secret
    return _update(
        "state = 'queued', lease_until = NULL, run_after = clock_timestamp() + make_interval(secs => %s), "
        "problem_code = %s, problem_title = %s, problem_trace = %s",
        [wait_seconds, code[:60], title[:300], trace[-_TRACE_CHARACTERS:]],
        task_id,
        fence,
    )


def renew(task_id: UUID, fence: int) -> bool:
    """Hold the row for another lease."""
    return _update(
        "lease_until = clock_timestamp() + make_interval(secs => %s)", [settings.QUEUE_LEASE_SECONDS], task_id, fence
    )


def write_progress(task_id: UUID, fence: int, percent: int, step: str) -> bool:
    """Show how far the body is."""
    return _update("progress_percent = %s, progress_step = %s", [percent, step], task_id, fence)


def _update(assignments: str, values: list[str | float], task_id: UUID, fence: int) -> bool:
    with connection.cursor() as cursor:
        # `assignments` are the constants above, never input.
        cursor.execute(
            f"UPDATE core_queuedtask SET {assignments} "  # noqa: S608 -- see above
            "WHERE id = %s AND fence = %s AND state = 'running'",
            [*values, task_id, fence],
        )
        return bool(cursor.rowcount)
