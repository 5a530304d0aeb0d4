"""What all migrations come to in an empty database, kept beside the code, so that a first start need not run them.

`manage.py record_migrations` migrates a database of its own and writes two files of SQL, for the shared schema and for
a tenant's. Both begin with the apps whose migrations they are and with a key (`text_key()`: the content of these
migrations, and Django). Whoever migrates an empty database with just these migrations plays the files, in a second, and
runs only those of apps of their own; with any other code the files say nothing and all migrations run. What the
signals of migrating write (content types, permissions) is not in them, as the signals are sent in either case.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from apps.core.scope import PUBLIC, PUBLIC_SCHEMA, scope
from apps.tenants.provisioning import (
    CONCURRENTLY,
    ROW_CHANGE,
    Recorder,
    applied_migrations,
    is_read,
    migrate_schema,
    migrating_apps,
    noting_migrations,
    render_text,
    text_key,
)

FOLDER = Path(__file__).parent / "recorded"
APPS, KEY = "-- apps: ", "-- key: "
SHARED, OF_TENANT = FOLDER / "shared.sql", FOLDER / "tenant.sql"
# The moment of the recording, as a default for rows that an empty table does not have.
A_TIME = re.compile(r"'\d{4}-\d\d-\d\d [\d:.+]+'::timestamptz")
NOTES = MigrationRecorder.Migration._meta.db_table


class SharedRecorder(Recorder):
    """Keeps every statement that changes the shared schema, but the notes of what was migrated."""

    def _note(self, sql: str) -> None:
        change = ROW_CHANGE.match(sql)
        if is_read(sql) or (change and change[1] == NOTES):
            return
        self._changed_rows |= change is not None
        # Nobody is in an empty database, and the text runs in one transaction, which CONCURRENTLY refuses.
        self.statements.append(CONCURRENTLY.sub(r"\1", sql))


def recorded(file: Path) -> str | None:
    """The text of the file, if it was recorded from migrations that are all here as they were."""
    if not file.exists():
        return None
    apps, key, text = file.read_text(encoding="utf-8").split("\n", 2)
    labels = frozenset(apps.removeprefix(APPS).split())
    if key != f"{KEY}{text_key(labels)}" or not _stand_alone(labels):
        return None
    return text


def _stand_alone(labels: frozenset[str]) -> bool:
    """Whether no migration of these apps waits for one of another, as that one may ask for by `run_before`."""
    if labels == migrating_apps():
        return True
    graph = MigrationLoader(None, ignore_no_migrations=True).graph
    return all(
        parent.key[0] in labels for node in graph.node_map.values() if node.key[0] in labels for parent in node.parents
    )


def play_recordings() -> bool:
    """Make the shared schema of an empty database; False where all migrations have to run.

    All of it or nothing. The caller holds MIGRATING_LOCK.
    """
    if not _is_empty() or (shared := recorded(SHARED)) is None:
        return False
    with scope(PUBLIC), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(shared)
    return True


def _is_empty() -> bool:
    with scope(PUBLIC), connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
            " WHERE nspname = %s AND relkind IN ('r', 'p', 'v', 'S'))",
            [PUBLIC_SCHEMA],
        )
        return bool(cursor.fetchone()[0])


def record() -> int:
    """Migrate a new database, write down how, and drop it; says how many statements that were."""
    with database_of_its_own("recording"):
        texts = _migrate_and_note()
    FOLDER.mkdir(exist_ok=True)
    for file, text in texts.items():
        file.write_text(text, encoding="utf-8")
    return sum(text.count("\n;\n") + 1 for text in texts.values())


def _migrate_and_note() -> dict[Path, str]:
    """Run all migrations in an empty database; the texts that the files are to hold."""
    recorder = SharedRecorder()
    with connection.execute_wrapper(recorder):
        migrate_schema(PUBLIC_SCHEMA, recorder.end_migration)
    shared = "\n;\n".join([*recorder.statements, noting_migrations(applied_migrations(PUBLIC_SCHEMA))])
    texts = {SHARED: shared, OF_TENANT: render_text().sql}
    heading = f"{APPS}{' '.join(sorted(migrating_apps()))}\n{KEY}{text_key()}\n"
    return {file: f"{heading}{A_TIME.sub('now()', text).rstrip()}\n" for file, text in texts.items()}


@contextmanager
def database_of_its_own(ending: str) -> Iterator[None]:
    """An empty one beside the usual one, in which this process works; it goes at the end."""
    usual = connection.settings_dict["NAME"]
    name = f"{usual}_{ending}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)}")
        cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")
    try:
        _go_to(name)
        yield
    finally:
        _go_to(usual)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {connection.ops.quote_name(name)}")


def _go_to(database: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = database
