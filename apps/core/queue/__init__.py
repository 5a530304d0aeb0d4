"""Work for later: `later()` writes a row in the caller's transaction, a worker runs it, nothing is lost between."""

from apps.core.queue.along import take_along
from apps.core.queue.enqueue import insert_once, later, later_many
from apps.core.queue.registry import task
from apps.core.queue.running import bookkeeping, finish, report_progress

__all__ = ["bookkeeping", "finish", "insert_once", "later", "later_many", "report_progress", "take_along", "task"]
