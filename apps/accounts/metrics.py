"""Mails that wait or were refused, and sessions that are open."""

from collections.abc import Iterator

from django.db import connection

from apps.core.metrics import Metric, Sample, measures

MAILS = Metric(
    "rostrum_mails", "Mails that wait, are late after a failed try, or were refused in the last day.", ("state",)
)
OLDEST = Metric("rostrum_mails_oldest_seconds", "How long the oldest unsent mail has waited.")
SESSIONS = Metric("rostrum_sessions_open", "Sessions of browsers that have not run out.")

_MAILS = """
SELECT count(*) FILTER (WHERE refused_at IS NULL AND attempts = 0),
       count(*) FILTER (WHERE refused_at IS NULL AND attempts > 0),
       count(*) FILTER (WHERE refused_at > now() - interval '1 day'),
       extract(epoch FROM now() - min(created_at) FILTER (WHERE refused_at IS NULL)),
       (SELECT count(*) FROM django_session WHERE expire_date > now())
  FROM accounts_mail WHERE sent_at IS NULL
"""


@measures("people", MAILS, OLDEST, SESSIONS)
def measure_people() -> Iterator[Sample]:
    with connection.cursor() as cursor:
        cursor.execute(_MAILS)
        *counts, oldest, sessions = cursor.fetchone()
    for state, count in zip(("waiting", "delayed", "refused"), counts, strict=True):
        yield Sample(MAILS, count, (state,))
    yield Sample(OLDEST, float(oldest or 0))
    yield Sample(SESSIONS, sessions)
