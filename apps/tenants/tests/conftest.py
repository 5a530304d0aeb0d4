"""What tests of tenants' schemas need: real commits, and a look at the catalogue."""

import re
import subprocess
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from apps.core.models import QueuedTask
from apps.tenants.models import SchemaText, Tenant
from apps.tenants.provisioning import drop_schema, render_text
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
