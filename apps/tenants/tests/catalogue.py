"""Looks into PostgreSQL's catalogue."""

from django.db import connection


def schema_names() -> list[str]:
    """Every schema that is not PostgreSQL's own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)' ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]
