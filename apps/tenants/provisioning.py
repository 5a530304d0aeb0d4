"""Makes the schema of a tenant: from a recorded text in milliseconds, by its migrations where there is no text.

The text is the SQL of migrating one empty schema, recorded once for each version of the migrations and kept in the
shared table SchemaText. It needs no tool beside the database driver, and holds no schema's name: it runs with the new
schema first on the search path, so the same text makes every tenant.

Two rules follow. What a migration computes in RunPython is frozen into the text, so a tenant's data migrations write
constants only; what differs per tenant is written when a spare is claimed. And whoever runs the text must leave no
search path behind: `scope()` enters the new schema, and on leaving makes the connection forget the path it had set.
"""

import hashlib
import logging
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import UUID

import django
from django.apps import apps
from django.db import connection, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import ClientCursor

from apps.core.scope import PUBLIC, scope
from apps.tenants.models import SchemaText

logger = logging.getLogger(__name__)

# django-tenants' additions to the connection have no types.
untyped_connection: Any = connection

# Making a schema takes hundreds of locks: one at a time, else the server's lock table overflows.
MAKING_LOCK = 0x7E7A_0001
# Held while a text is rendered or tenants are migrated, across all hosts.
MIGRATING_LOCK = 0x7E7A_0002
RENDERING_PREFIX = "rendering_"

READS = ("SELECT", "SHOW", "SET SEARCH_PATH", "SAVEPOINT", "RELEASE SAVEPOINT")
NEW_TABLE = re.compile(r'CREATE TABLE "(\w+)"|ALTER TABLE "\w+" RENAME TO "(\w+)"', re.IGNORECASE)
ROW_CHANGE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)
REFERENCE = re.compile(r'REFERENCES "(\w+)"', re.IGNORECASE)
ADD_KEY = re.compile(r'ALTER TABLE "\w+" ADD CONSTRAINT "(\w+)" FOREIGN KEY', re.IGNORECASE)
DROP_KEY = re.compile(r'(?:SET CONSTRAINTS "\w+" IMMEDIATE; )?ALTER TABLE "\w+" DROP CONSTRAINT "(\w+)"', re.IGNORECASE)
NOTES_FOLLOW = "\n;\nINSERT INTO django_migrations"
CONCURRENTLY = re.compile(r"^(\s*(?:CREATE|DROP)\s.*?INDEX)\s+CONCURRENTLY\b", re.IGNORECASE)


class CrossSchemaKeyError(Exception):
    """A tenant's table refers to a shared one by a foreign key."""


class TenantSchema:
    """A schema that no tenant row stands for yet, as `scope()` wants it."""

    def __init__(self, schema_name: str) -> None:
        self.pk: UUID | None = None
        self.schema_name = schema_name
        self.slug = ""


def _migration_files() -> Iterator[tuple[str, Path]]:
    """Label and file of every migration of every app; a tenant's django_migrations lists the shared ones too."""
    for label in sorted(config.label for config in apps.get_app_configs()):
        package, _ = MigrationLoader.migrations_module(label)
        spec = find_spec(package) if package else None
        for folder in (spec and spec.submodule_search_locations) or ():
            for file in sorted(Path(folder).glob("[!_]*.py")):
                yield label, file


@cache
def migrations_hash() -> str:
    """Names the set of migrations this code knows; a tenant that bears the same hash has nothing to migrate."""
    names = "\n".join(f"{label}.{file.stem}" for label, file in _migration_files())
    return hashlib.sha256(names.encode()).hexdigest()


def migrating_apps() -> frozenset[str]:
    """Labels of all apps that have migrations."""
    return frozenset(label for label, _file in _migration_files())


@cache
def text_key(labels: frozenset[str] | None = None) -> str:
    """Names the text of this code: the content of all migrations, and Django, which turns them into SQL.

    With labels of apps it is the text of these alone.
    """
    digest = hashlib.sha256(f"django {django.__version__}\n".encode())
    for label, file in _migration_files():
        if labels is None or label in labels:
            digest.update(f"{label}.{file.stem}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def new_schema_name() -> str:
    """An opaque name that outlives every change of the tenant's own."""
    return f"t_{secrets.token_hex(6)}"


def is_read(statement: str) -> bool:
    """Whether a recording can do without it."""
    return statement.lstrip().upper().startswith(READS)


class Recorder:
    """An execute wrapper that keeps every statement that changes the schema it is migrating."""

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self.statements: list[str] = []
        self._changed_rows = False

    def begin_with(self, text: str) -> None:
        """What the schema was made from, before what it is migrated by; without its notes of migrations."""
        text = text.rpartition(NOTES_FOLLOW)[0]
        self.tables.update(name for names in NEW_TABLE.findall(text) for name in names if name)
        self.statements.append(text)

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: Any,
        params: Any,
        many: bool,  # noqa: FBT001 -- Django's own signature
        context: dict[str, Any],
    ) -> Any:
        result = execute(sql, params, many, context)
        for values in params if many else [params]:
            self._note(str(sql) if values is None else self._filled_in(str(sql), values))
        return result

    @staticmethod
    def _filled_in(sql: str, values: Any) -> str:
        return ClientCursor(connection.connection).mogrify(sql, values)

    def _note(self, sql: str) -> None:
        if is_read(sql):
            return
        if change := ROW_CHANGE.match(sql):
            # Shared rows were changed when the shared schema was migrated; django_migrations is copied at the end.
            if change[1] not in self.tables or change[1] == MigrationRecorder.Migration._meta.db_table:
                return
            self._changed_rows = True
        self.tables.update(name for names in NEW_TABLE.findall(sql) for name in names if name)
        # An empty schema has nobody to wait for, and the text runs in one transaction, which CONCURRENTLY refuses.
        self.statements.append(CONCURRENTLY.sub(r"\1", sql))

    def end_migration(self, action: str, *_: object) -> None:
        """Settle deferred checks between migrations, as each one's commit did when they were recorded."""
        if action == "apply_success" and self._changed_rows:
            self.statements += ["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"]
            self._changed_rows = False

    def text(self) -> str:
        """All statements, less the keys to shared tables, which a later migration must have dropped again.

        To make such a key locks the shared table, and would let one sign-up wait for all others.
        """
        dropped = {match[1] for sql in self.statements if (match := DROP_KEY.fullmatch(sql.strip()))}
        left_out, kept = set(), []
        for sql in self.statements:
            if any(table not in self.tables for table in REFERENCE.findall(sql)):
                key = ADD_KEY.match(sql)
                if key is None or key[1] not in dropped:
                    raise CrossSchemaKeyError(f"a foreign key leaves the tenant's schema: {sql}")
                left_out.add(key[1])
            elif not ((drop := DROP_KEY.fullmatch(sql.strip())) and drop[1] in left_out):
                kept.append(sql)
        return "\n;\n".join(kept)


def migrate_schema(
    schema_name: str, progress: Callable[..., None] | None = None, *, only_to: list[tuple[str, str]] | None = None
) -> list[Migration]:
    """Run all migrations that the schema lacks, or those up to the given ones, on this connection, and say which.

    Their signals were the shared schema's.
    """
    with scope(TenantSchema(schema_name)):
        untyped_connection.set_schema(schema_name, include_public=False)
        # Without a table of its own the public one would be found, and everything counted as applied.
        MigrationRecorder(connection).ensure_schema()
        untyped_connection.set_schema(schema_name)
        executor = MigrationExecutor(connection, progress)
        executor.loader.check_consistent_history(connection)
        targets = only_to or executor.loader.graph.leaf_nodes()
        plan = executor.migration_plan(targets)
        if plan:
            executor.migrate(targets, plan)
        else:
            executor.check_replacements()
    return [migration for migration, _backwards in plan]


def applied_migrations(schema_name: str) -> list[tuple[str, str]]:
    """App and name of each migration that the schema says it has, in the order they came."""
    with scope(TenantSchema(schema_name)):
        return list(MigrationRecorder(connection).migration_qs.order_by("id").values_list("app", "name"))


def noting_migrations(migrations: Iterable[tuple[str, str]]) -> str:
    """One statement that notes them in django_migrations as migrating does."""
    listed = ",\n".join(f"('{app}', '{name}', now())" for app, name in migrations)
    return f"INSERT INTO django_migrations (app, name, applied) VALUES\n{listed}"


@contextmanager
def session_lock(key: int) -> Iterator[None]:
    """Hold a lock that outlives transactions; it ends with the connection at the latest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        if not cursor.fetchone()[0]:
            logger.info("Another process migrates this database; waiting until it is done.")
            cursor.execute("SELECT pg_advisory_lock(%s)", [key])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def drop_schema(schema_name: str) -> None:
    """Remove the schema and everything in it, where it is still there."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(schema_name)} CASCADE")


def _drop_rendering_schemas() -> None:
    """Remove what a rendering left, also one that was killed."""
    with scope(PUBLIC), connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", [RENDERING_PREFIX])
        left = [schema_name for (schema_name,) in cursor.fetchall()]
    for schema_name in left:
        drop_schema(schema_name)


def render_text(beginning: str | None = None) -> SchemaText:
    """Migrate an empty schema, record how, and keep the text for all hosts; the schema is dropped.

    With a beginning, a text that all or some of the migrations came to earlier, only the rest of them is run. Not
    inside a transaction: migrations lock shared tables, each for its own short time.
    """
    if connection.in_atomic_block:
        raise transaction.TransactionManagementError("a text is rendered outside of transactions")
    with session_lock(MIGRATING_LOCK):
        if (text := find_text()) is not None:
            return text
        _drop_rendering_schemas()
        schema_name = f"{RENDERING_PREFIX}{secrets.token_hex(6)}"
        recorder = Recorder()
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE SCHEMA {connection.ops.quote_name(schema_name)}")
            if beginning is not None:
                _run(beginning, schema_name)
                recorder.begin_with(beginning)
            with connection.execute_wrapper(recorder):
                migrate_schema(schema_name, recorder.end_migration)
            sql = f"{recorder.text()}\n;\n{noting_migrations(applied_migrations(schema_name))}\n"
        finally:
            _drop_rendering_schemas()
        if schema_name in sql:
            raise ValueError("a migration writes the name of the schema into its SQL, so no text can be made of it")
        text, _ = SchemaText.objects.update_or_create(key=text_key(), defaults={"sql": sql})
        return text


def find_text() -> SchemaText | None:
    """The text of this code, if somebody has rendered it for this database."""
    return SchemaText.objects.filter(key=text_key()).first()


def make_schema(schema_name: str) -> None:
    """Make the schema of a tenant in the caller's transaction: all of it or nothing.

    The caller holds MAKING_LOCK. Without a text it migrates, which takes seconds and is worth a warning.
    """
    text = find_text()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {connection.ops.quote_name(schema_name)}")
    if text is None:
        logger.warning("No text for this version of the migrations: run `manage.py render_tenant_text`.")
        migrate_schema(schema_name)
        return
    _run(text.sql, schema_name)


def _run(text: str, schema_name: str) -> None:
    with scope(TenantSchema(schema_name)), connection.cursor() as cursor:
        cursor.execute(text)


def lock_making() -> None:
    """Wait until nobody else makes a schema; the lock ends with the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MAKING_LOCK])
