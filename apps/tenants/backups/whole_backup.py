"""A backup of everything: the database as pg_dump sees it at one moment, all files, and the key if asked for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.utils import timezone
from psycopg import sql

from apps.tenants.backups.archive import ABOUT, FORMAT, PIECE_BYTES, SUMMARY, WHOLE, ArchiveWriter, writing
from apps.tenants.backups.errors import BackupError
from apps.tenants.backups.programs import Database, program, running, this_database
from apps.tenants.backups.stored_files import add_files
from apps.tenants.backups.versions import key_mark
from apps.tenants.provisioning import RENDERING_PREFIX

KEY_FILE = "secret_key"
KEY_MEMBER = f"keys/{KEY_FILE}"
TABLES_AT_ONCE = 200
LOCK_WAIT = "60s"
Say = Callable[[str], None]
Talk = psycopg.Connection[tuple[Any, ...]]
ALL_TABLES = """
SELECT schemaname, tablename FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND NOT starts_with(schemaname, %s)
ORDER BY schemaname, tablename
"""


@dataclass(frozen=True, slots=True)
class Made:
    """What went into a backup."""

    path: Path
    tables: int
    rows: int
    files: int
    missing: list[str]


@contextmanager
def one_moment(database: Database) -> Iterator[tuple[Talk, str]]:
    """A connection to which the database stands still, and the name by which pg_dump sees the same."""
    with database.connect(autocommit=False) as talk:
        talk.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        (snapshot,) = one_row(talk, "SELECT pg_export_snapshot()")
        yield talk, snapshot
        talk.rollback()


def one_row(talk: Talk, question: str) -> tuple[Any, ...]:
    row = talk.execute(question).fetchone()
    return row or ()


def count_rows(talk: Talk) -> dict[str, int]:
    """How many rows each table has, by its name with its schema's."""
    tables = talk.execute(ALL_TABLES, [RENDERING_PREFIX]).fetchall()
    counts: dict[str, int] = {}
    for start in range(0, len(tables), TABLES_AT_ONCE):
        questions = [
            sql.SQL("SELECT {}::text, count(*) FROM {}").format(f"{schema}.{table}", sql.Identifier(schema, table))
            for schema, table in tables[start : start + TABLES_AT_ONCE]
        ]
        counts |= {str(name): int(count) for name, count in talk.execute(sql.SQL(" UNION ALL ").join(questions))}
    return counts


def own_key() -> str:
    """The secret key, where the product keeps it in a file of its own."""
    path = Path(settings.STATE_DIR) / KEY_FILE
    if not path.exists() or path.read_text(encoding="utf-8").strip() != settings.SECRET_KEY:
        raise BackupError(
            f"--with-keys: the secret key in use does not come from {path}. Keep it where you keep other secrets."
        )
    return str(settings.SECRET_KEY)


def back_up_all(path: Path, *, passphrase: str | None, with_keys: bool, say: Say) -> Made:
    """Write the file; memory stays small however much there is."""
    if with_keys and passphrase is None:
        raise BackupError("--with-keys: keys are never written without encryption.")
    key = own_key() if with_keys else None
    database = this_database()
    with one_moment(database) as (talk, snapshot):
        version = talk.info.server_version
        dump = program("pg_dump", database, at_least=version // 10_000)
        migrations = talk.execute("SELECT app, name FROM public.django_migrations ORDER BY app, name").fetchall()
        about = {
            "format": FORMAT,
            "kind": WHOLE,
            "made_at": timezone.now().isoformat(),
            "postgresql": version,
            "migrations": migrations,
            "key_mark": key_mark(),
            "has_keys": with_keys,
        }
        with writing(path, passphrase) as archive:
            archive.add_json(ABOUT, about)
            if key is not None:
                archive.add_bytes(KEY_MEMBER, key.encode())
            say("the database")
            _add_dump(archive, dump, database, snapshot)
            counts = count_rows(talk)
            # Nothing that the rows name was deleted before they were read; what came since does no harm.
            say("uploaded files")
            files, missing = add_files(archive, "")
            archive.add_json(SUMMARY, {"rows": counts, "files": files, "missing": missing})
    return Made(path, len(counts), sum(counts.values()), files, missing)


def _add_dump(archive: ArchiveWriter, dump: Path, database: Database, snapshot: str) -> None:
    command: list[str | Path] = [
        dump, "--format=custom", f"--snapshot={snapshot}", "--no-owner", "--no-privileges", "--no-password",
        f"--lock-wait-timeout={LOCK_WAIT}", f"--exclude-schema={RENDERING_PREFIX}*",
    ]  # fmt: skip
    with running(command, database, stdout=-1) as process:
        number = 0
        while process.stdout and (piece := process.stdout.read(PIECE_BYTES)):
            number += 1
            archive.add_bytes(f"database/{number:06}", piece)
