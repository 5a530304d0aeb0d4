"""What waits, runs and ended in the queue."""

from collections.abc import Iterator

from django.db import connection

from apps.core.metrics import Metric, Sample, measures
from apps.core.queue import pulse

TASKS = Metric("rostrum_tasks", "Tasks that wait for a worker, run, or ended without success.", ("name", "state"))
WAITING = Metric("rostrum_tasks_oldest_seconds", "How long the oldest task that is due has waited.", ("queue",))
ENDED = Metric("rostrum_tasks_ended_recently", "Tasks that ended in the last 5 minutes.", ("name", "state"))
PULSE = Metric("rostrum_pulse_age_seconds", "Since worker and clock gave a sign of life; -1: none is known.", ("part",))

_NOW = """
SELECT name, queue, state, count(*),
       extract(epoch FROM clock_timestamp() - min(run_after) FILTER (WHERE state = 'queued'))
  FROM core_queuedtask
 WHERE state IN ('queued', 'running')
    OR (finished_at IS NOT NULL AND state IN ('failed', 'dead', 'refused'))
 GROUP BY name, queue, state
"""
_ENDED = """
SELECT name, state, count(*) FROM core_queuedtask
 WHERE finished_at IS NOT NULL AND state IN ('done', 'failed', 'dead', 'refused')
   AND finished_at > clock_timestamp() - interval '5 minutes'
 GROUP BY name, state
"""


@measures("queue", TASKS, WAITING, ENDED)
def measure_queue() -> Iterator[Sample]:
    oldest: dict[str, float] = {}
    with connection.cursor() as cursor:
        cursor.execute(_NOW)
        for name, queue, state, count, seconds in cursor.fetchall():
            yield Sample(TASKS, count, (name, state))
            oldest[queue] = max(oldest.get(queue, 0.0), float(seconds or 0))
        cursor.execute(_ENDED)
        ended = cursor.fetchall()
    for queue, waited in oldest.items():
        yield Sample(WAITING, waited, (queue,))
    for name, state, count in ended:
        yield Sample(ENDED, count, (name, state))


@measures("pulses", PULSE)
def measure_pulses() -> Iterator[Sample]:
    for who in (pulse.WORKER, pulse.BEAT):
        age = pulse.age_seconds(who)
        yield Sample(PULSE, -1 if age is None else age, (who,))
