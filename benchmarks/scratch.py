"""A database of its own, and a later version of the code that has migrations which the tree has not."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import Connection, sql

SETTINGS = """
from config.settings import *
from config.settings import DATABASES

DATABASES = {{"default": DATABASES["default"] | {{"NAME": "{database}"}}}}
MIGRATION_MODULES = {{"accounts": "later_accounts"}}
TENANT_POOL_SIZE = 0
"""
MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("accounts", "{before}"),)
    operations = (migrations.AddField("member", "{column}", models.CharField(max_length=20, default="new")),)
"""
MANAGE = (sys.executable, "manage.py")


@dataclass(frozen=True, slots=True)
class Scratch:
    """Commands run here see an empty database and the migrations that were added."""

    folder: Path
    database: str

    @property
    def migrations(self) -> Path:
        return self.folder / "later_accounts"

    def connect(self) -> Connection:
        return connect(self.database)

    def add_column(self, column: str) -> None:
        """A migration that gives members one more column."""
        before = max(file.stem for file in self.migrations.glob("[0-9]*.py"))
        source = MIGRATION.format(before=before, column=column)
        (self.migrations / f"{int(before[:4]) + 1:04}_{column}.py").write_text(source, encoding="utf-8")

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """A process of manage.py."""
        path = os.pathsep.join([str(self.folder), str(settings.BASE_DIR)])
        return subprocess.Popen(
            [*MANAGE, *arguments],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "scratch_settings", "PYTHONPATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments: str) -> str:
        """Wait for it; what it said."""
        process = self.start(*arguments)
        said, _ = process.communicate()
        if process.returncode:
            raise RuntimeError(f"manage.py {arguments[0]} ended with {process.returncode}:\n{said[-2000:]}")
        return said

    def create_tenants(self, number: int) -> None:
        self.run(
            "shell",
            "--no-imports",
            "--command",
            f"from apps.tenants.services import create_tenant\nfor n in range({number}): create_tenant(name='Bench')",
        )


def connect(database: str) -> Connection:
    """A connection to a database of the server in use, outside of Django."""
    used = connection.settings_dict
    return psycopg.connect(
        host=used["HOST"],
        port=used["PORT"],
        user=used["USER"],
        password=used["PASSWORD"],
        dbname=database,
        autocommit=True,
    )


@contextmanager
def scratch() -> Iterator[Scratch]:
    """Made beside the database in use, and taken away again."""
    database = f"scratch_{secrets.token_hex(4)}"
    with tempfile.TemporaryDirectory() as name, connect(connection.settings_dict["NAME"]) as server:
        made = Scratch(Path(name), database)
        shutil.copytree(settings.BASE_DIR / "apps" / "accounts" / "migrations", made.migrations)
        (made.folder / "scratch_settings.py").write_text(SETTINGS.format(database=database), encoding="utf-8")
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
        try:
            yield made
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))
