"""An empty database is made from what its migrations were once recorded to come to, and is then no different."""

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from apps.core.scope import PUBLIC_SCHEMA
from apps.tenants import recordings
from apps.tenants.models import SchemaText
from apps.tenants.provisioning import text_key
from apps.tenants.recordings import OF_TENANT, SHARED, database_of_its_own, migrate_and_note, play_recordings


@pytest.fixture
def elsewhere(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An empty database."""
    with django_db_blocker.unblock(), database_of_its_own("played"):
        yield


def first_value(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def test_recordings_are_what_the_migrations_come_to(elsewhere: None, dump: Callable[[str], list[str]]) -> None:
    played = play_recordings()
    by_recordings = dump(PUBLIC_SCHEMA)
    with database_of_its_own("migrated"):
        texts = migrate_and_note()
        migrated = dump(PUBLIC_SCHEMA)

    assert played, "the recordings are of other migrations: say `manage.py record_migrations`"
    assert {file: file.read_text(encoding="utf-8") for file in (SHARED, OF_TENANT)} == texts
    # The text for tenants has the time of its recording in it, and is one row in both.
    rows = ("INSERT INTO SCHEMA.tenants_schematext", "INSERT INTO public.tenants_schematext")
    assert [line for line in by_recordings if not line.startswith(rows)] == [
        line for line in migrated if not line.startswith(rows)
    ]


def test_command_makes_an_empty_database_from_them_and_leaves_a_filled_one_alone(elsewhere: None) -> None:
    said = StringIO()

    for _twice in range(2):
        call_command("migrate", stdout=said)

    assert said.getvalue().count("made from the recorded migrations") == 1
    assert said.getvalue().count("No migrations to apply") == 2
    assert first_value("SELECT count(*) FROM auth_permission WHERE codename = 'view_user'") == 1
    assert SchemaText.objects.get().key == text_key()


@pytest.mark.parametrize("missing", ["of other code", "lost"])
def test_recordings_of_other_code_are_not_played(
    elsewhere: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    if missing == "of other code":
        (tmp_path / "shared.sql").write_text("-- 0000\nCREATE TABLE wrong ()\n")
    monkeypatch.setattr(recordings, "SHARED", tmp_path / "shared.sql")

    assert not play_recordings()
    assert first_value("SELECT to_regclass('django_migrations') IS NULL")


def test_what_fails_half_way_leaves_the_database_empty(
    elsewhere: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shared.sql").write_text(f"-- {text_key()}\nCREATE TABLE first ();\nCREATE TABLE first ()\n")
    monkeypatch.setattr(recordings, "SHARED", tmp_path / "shared.sql")

    with pytest.raises(Exception, match="already exists"):
        play_recordings()

    assert first_value("SELECT to_regclass('first') IS NULL")
