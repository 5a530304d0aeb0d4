"""Events of the payment provider that wait, and what differs from what it says."""

from collections.abc import Iterator

from django.db import connection

from apps.billing.services import drift
from apps.core.metrics import Metric, Sample, measures

EVENTS = Metric("rostrum_webhooks", "Events that wait to be applied, or were given up.", ("state",))
OLDEST = Metric("rostrum_webhooks_oldest_seconds", "How long the oldest event that waits has done so.")
DRIFT = Metric("rostrum_billing_drift", "Differences that the last two reconciliations both found, the smaller number.")

_EVENTS = """
SELECT (SELECT count(*) FROM billing_webhookevent WHERE state = 'pending'),
       (SELECT count(*) FROM billing_webhookevent WHERE state = 'dead'),
       (SELECT extract(epoch FROM now() - min(created_at)) FROM billing_webhookevent WHERE state = 'pending')
"""


@measures("billing", EVENTS, OLDEST, DRIFT)
def measure_billing() -> Iterator[Sample]:
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS)
        pending, dead, oldest = cursor.fetchone()
    yield Sample(EVENTS, pending, ("pending",))
    yield Sample(EVENTS, dead, ("dead",))
    yield Sample(OLDEST, float(oldest or 0))
    yield Sample(DRIFT, drift())
