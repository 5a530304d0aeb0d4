"""What a guest does with a CV, and what is left of it."""

from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from apps.cv_analysis import guests

START = "/try/cv-analysis/"
SAMPLE = guests.SAMPLE.read_bytes()


def send(content: bytes = SAMPLE, name: str = "ines.txt", client: Client | None = None, **extra: Any) -> Any:
    file = SimpleUploadedFile(name, content)
    return (client or Client()).post(f"{START}upload/", {"file": file}, **extra)


def token_in(answer: Any) -> str:
    assert answer.status_code == 302, answer.content
    location: str = answer.headers["Location"]
    return location.removeprefix(START).strip("/")


def shown(token: str, status: int = 200) -> str:
    answer = Client().get(f"{START}{token}/")
    assert answer.status_code == status
    return answer.text


def kept() -> dict[str, bytes]:
    """What the cache holds of guests' CVs."""
    keys = [key.split(":", 2)[2] for key in cache._cache]  # type: ignore[attr-defined]  # the cache of the tests is a dict
    return {key.rsplit(":", 1)[1]: cache.get(key) for key in keys if key.startswith("guest-cv:") and cache.get(key)}


def rows_with(word: str) -> list[str]:
    """Every table of the database with a row that has the word in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        tables = [f'"{schema}"."{table}"' for schema, table in cursor.fetchall()]
        found = []
        for table in tables:
            has_it = f"SELECT 1 FROM {table} AS row WHERE position(%s IN lower(row::text)) > 0 LIMIT 1"  # noqa: S608 -- names from the catalogue
            cursor.execute(has_it, [word.lower()])
            found += [table] if cursor.fetchone() else []
    return found
