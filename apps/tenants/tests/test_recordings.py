"""An empty database is made from what its migrations were once recorded to come to, and is then no different."""

import re
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from apps.core.scope import PUBLIC_SCHEMA
from apps.tenants import recordings
from apps.tenants.models import SchemaText
from apps.tenants.provisioning import migrate_schema, render_text, text_key
from apps.tenants.recordings import OF_TENANT, SHARED, database_of_its_own, play_recordings, recorded

FIRST = """from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [migrations.CreateModel("Pet", [("id", models.BigAutoField(primary_key=True))])]
"""


@pytest.fixture
def elsewhere(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An empty database."""
    with django_db_blocker.unblock(), database_of_its_own("played"):
        yield


def first_value(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def dumps(dump: Callable[[str], list[str]], beginning: str | None) -> list[list[str]]:
    """The shared schema, and one made from the text for tenants; in which order migrations are noted is left out."""
    migrate_schema(PUBLIC_SCHEMA)
    text = render_text(beginning).sql
    SchemaText.objects.all().delete()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA trial; SET LOCAL search_path = trial, public; {text}")
    note = re.compile(r"(django_migrations VALUES \()\d+")
    return [sorted(note.sub(r"\1", line) for line in dump(schema)) for schema in (PUBLIC_SCHEMA, "trial")]


def test_recordings_are_what_the_migrations_come_to(elsewhere: None, dump: Callable[[str], list[str]]) -> None:
    assert play_recordings(), "the recordings are of other migrations: say `manage.py record_migrations`"
    played = dumps(dump, recorded(OF_TENANT))
    with database_of_its_own("migrated"):
        migrated = dumps(dump, None)

    assert played == migrated
    assert [sum("CREATE TABLE" in line for line in schema) > 30 for schema in played] == [True, True]


def test_command_makes_an_empty_database_from_them_and_leaves_a_filled_one_alone(elsewhere: None) -> None:
    said = StringIO()

    for _twice in range(2):
        call_command("migrate", stdout=said)

    assert said.getvalue().count("made from the recorded migrations") == 1
    assert said.getvalue().count("No migrations to apply") == 2
    assert first_value("SELECT count(*) FROM auth_permission WHERE codename = 'view_user'") == 1
    tenants = OF_TENANT.read_text(encoding="utf-8").split("\n", 2)[2]
    assert SchemaText.objects.get(key=text_key()).sql.strip() == tenants.strip()


@pytest.mark.parametrize("missing", ["of other code", "lost"])
def test_recordings_of_other_code_are_not_played(
    elsewhere: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    if missing == "of other code":
        (tmp_path / "shared.sql").write_text("-- apps: tenants\n-- key: 0000\nCREATE TABLE wrong ()\n")
    monkeypatch.setattr(recordings, "SHARED", tmp_path / "shared.sql")

    assert not play_recordings()
    assert first_value("SELECT to_regclass('django_migrations') IS NULL")


def test_what_fails_half_way_leaves_the_database_empty(
    elsewhere: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heading = "\n".join(SHARED.read_text(encoding="utf-8").split("\n", 2)[:2])
    (tmp_path / "shared.sql").write_text(f"{heading}\nCREATE TABLE first ();\nCREATE TABLE first ()\n")
    monkeypatch.setattr(recordings, "SHARED", tmp_path / "shared.sql")

    with pytest.raises(Exception, match="already exists"):
        play_recordings()

    assert first_value("SELECT to_regclass('first') IS NULL")


@pytest.fixture
def own_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[None]:
    """An app that is not ours and makes a table for each tenant."""
    migrations = tmp_path / "own_module" / "migrations"
    migrations.mkdir(parents=True)
    (migrations.parent / "__init__.py").touch()
    (migrations / "__init__.py").touch()
    (migrations / "0001_first.py").write_text(FIRST)
    monkeypatch.syspath_prepend(tmp_path)
    settings.TENANT_APPS = [*settings.TENANT_APPS, "own_module"]
    with override_settings(INSTALLED_APPS=[*settings.INSTALLED_APPS, "own_module"]):
        text_key.cache_clear()
        yield
    text_key.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "own_module"]:
        del sys.modules[name]


def test_apps_that_are_not_ours_are_migrated_after_what_was_recorded(elsewhere: None, own_module: None) -> None:
    said = StringIO()

    call_command("migrate", stdout=said)

    text = SchemaText.objects.get(key=text_key()).sql
    assert "made from the recorded migrations" in said.getvalue()
    assert re.findall(r"Applying (\S+?)\.\.\.", said.getvalue()) == ["own_module.0001_first"]
    assert ('CREATE TABLE "own_module_pet"' in text, text.count("INSERT INTO django_migrations")) == (True, 1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA trial; SET search_path = trial, public; {text}")
    noted = "SELECT count(*) FROM {}.django_migrations"
    assert first_value(noted.format("trial")) == first_value(noted.format("public"))
    assert first_value("SELECT to_regclass('trial.own_module_pet') IS NOT NULL")


def test_recordings_are_not_played_where_one_of_them_would_have_to_wait_for_another_app(
    elsewhere: None, own_module: None, tmp_path: Path
) -> None:
    file = tmp_path / "own_module" / "migrations" / "0001_first.py"
    file.write_text(f"{FIRST}    run_before = [('hiring', '0001_initial')]\n")

    assert not play_recordings()
