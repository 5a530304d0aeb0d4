"""What tests of tenants' schemas need: real commits, and a look at the catalogue."""

import re
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import override_settings
from pytest_django import DjangoDbBlocker

from apps.core.models import QueuedTask
from apps.tenants.models import SchemaText, Tenant
from apps.tenants.provisioning import drop_schema, migrations_hash, render_text, text_key
from apps.tenants.tests.catalogue import schema_names
from config.supervisor.engines import postgres_program


@pytest.fixture
def committing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Commits for tests of several connections; whatever they made is taken away again."""
    with django_db_blocker.unblock():
        render_text()
        schemas, tenants = set(schema_names()), list(Tenant.objects.values_list("pk", flat=True))
        tasks = list(QueuedTask.objects.values_list("pk", flat=True))
        yield
        QueuedTask.objects.exclude(pk__in=tasks).delete()
        Tenant.objects.exclude(pk__in=tenants).delete()
        for schema_name in set(schema_names()) - schemas:
            drop_schema(schema_name)
        render_text()


@pytest.fixture
def text(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> SchemaText:
    """The text of this version, rendered if the test database has none."""
    with django_db_blocker.unblock():
        return render_text()


@pytest.fixture
def dump() -> Callable[[str], list[str]]:
    """All that pg_dump says about a schema, rows of django_migrations included, with the schema's name left out."""

    def dump_schema(schema_name: str) -> list[str]:
        database = connection.get_connection_params()
        options = [f"--schema={schema_name}", "--no-owner", "--inserts", "--exclude-extension=*"]
        environment = {
            "PGHOST": str(database["host"]),
            "PGPORT": str(database.get("port") or 5432),
            "PGUSER": str(database["user"]),
            "PGPASSWORD": str(database.get("password", "")),
            "PGDATABASE": str(database["dbname"]),
        }
        done = subprocess.run(
            [postgres_program("pg_dump"), *options], env=environment, capture_output=True, text=True, check=True
        )
        lines = done.stdout.replace(schema_name, "SCHEMA").splitlines()
        # The time of each migration and the key that guards psql differ from dump to dump.
        without_times = (re.sub(r"'\d{4}-\d\d-\d\d [^']+'", "TIME", line) for line in lines)
        return [line for line in without_times if not line.startswith(("\\restrict", "\\unrestrict"))]

    return dump_schema


def _know_migrations_anew() -> None:
    migrations_hash.cache_clear()
    text_key.cache_clear()


@pytest.fixture
def next_version(committing: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """A later version of the code, whose accounts have one more migration; only the tenants given are behind."""
    package = f"later_{secrets.token_hex(4)}"
    there = Path(apps.get_app_config("accounts").path) / "migrations"
    shutil.copytree(there, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.syspath_prepend(tmp_path)
    last = max(file.stem for file in there.glob("0*.py"))

    def add(operations: str, *, to: list[Tenant], atomic: bool = True) -> None:
        source = (
            "from django.contrib.postgres.operations import AddIndexConcurrently\n"
            "from django.db import migrations, models\n\n\n"
            "def code(apps, schema_editor):\n"
            "    apps.get_model('accounts', 'Member').objects.update(name='written by code')\n\n\n"
            f"class Migration(migrations.Migration):\n    atomic = {atomic}\n"
            f"    dependencies = [('accounts', {last!r})]\n    operations = [{operations}]\n"
        )
        (tmp_path / package / "9000_later.py").write_text(source, encoding="utf-8")
        _know_migrations_anew()
        Tenant.objects.exclude(pk__in=[tenant.pk for tenant in to]).update(migrations_hash=migrations_hash())

    with override_settings(MIGRATION_MODULES={"accounts": package}):
        yield add
    _know_migrations_anew()
    Tenant.objects.update(migrations_hash=migrations_hash())
