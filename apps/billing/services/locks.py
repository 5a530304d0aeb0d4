"""One at a time for each payer: the lock is held from before anything is fetched until it is written."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def payer_lock(name: str) -> Iterator[None]:
    """Wait for, and hold, the lock of a customer or an object.

    It belongs to the connection and not to a transaction, as what is fetched takes its time; when the connection ends,
    it is free.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"billing {name}"])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [f"billing {name}"])
