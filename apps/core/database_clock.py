"""The one clock that all processes share, whatever those of their machines say."""

from datetime import datetime

from django.db import connection


def database_now() -> datetime:
    """The database's time, which also passes within a transaction; for what another process will look at later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found
