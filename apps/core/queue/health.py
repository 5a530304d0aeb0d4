"""Readiness of the queue: the broker answers, a worker consumes, the clock ticks, and how much waits."""

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from apps.core.health import Health, check
from apps.core.queue import pulse
from apps.core.queue.bell import BROKER_ERRORS, broker

# Three rounds may be missed: the fourth is an answer.
_MISSED_ROUNDS = 4
BACKGROUND = _("Work in the background")


@check("broker", BACKGROUND)
def check_broker() -> Health:
    try:
        with broker() as client:
            client.ping()
    except BROKER_ERRORS as error:
        return Health(ok=False, detail=f"The broker does not answer: {error}")
    return Health(ok=True)


@check("worker", BACKGROUND)
def check_worker() -> Health:
    """A worker leaves its pulse when it consumes the clock's message, so one that hangs is noticed."""
    return _check_pulse(pulse.WORKER, "No worker has consumed a message lately. Start one: celery -A config worker")


@check("beat", BACKGROUND)
def check_beat() -> Health:
    return _check_pulse(pulse.BEAT, "The clock does not tick. Start it: python -m config.beat")


@check("queue")
def check_queue() -> Health:
    """Figures only: a long queue is no reason to send no requests here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE state = 'queued'), count(*) FILTER (WHERE state = 'running'),"
            " count(*) FILTER (WHERE state = 'dead')"
            " FROM core_queuedtask WHERE state IN ('queued', 'running', 'dead')"
        )
        waiting, running, dead = cursor.fetchone()
    return Health(ok=True, extra={"waiting": waiting, "running": running, "dead": dead})


def _check_pulse(who: str, cure: str) -> Health:
    try:
        age = pulse.age_seconds(who)
    except BROKER_ERRORS as error:
        return Health(ok=False, detail=f"Not known, the broker does not answer: {error}")
    if age is None:
        return Health(ok=False, detail=cure)
    ok = age <= max(_MISSED_ROUNDS * settings.QUEUE_SWEEP_SECONDS, 2)
    return Health(ok=ok, detail="" if ok else cure, extra={"seconds_ago": age})
