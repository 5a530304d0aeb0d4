"""What a worker does when a bell or the clock rings; a process that only rings does not load this."""

from celery import shared_task

from apps.core.queue.bell import DRAIN, SWEEP
from apps.core.queue.sweep import sweep
from apps.core.queue.worker import drain


@shared_task(name=DRAIN)
def drain_queue(queue: str) -> None:
    """Answer a bell."""
    drain(queue)


@shared_task(name=SWEEP)
def sweep_queues() -> None:
    """Answer the clock."""
    sweep()
