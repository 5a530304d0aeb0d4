"""The way back of everything: into a database and a folder beside those in use, which take their place at the end.

Until then nothing that is there is touched. What a killed restore left beside is settled by the next one or a start.
"""

import os
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import IO

import psycopg
from django.conf import settings
from psycopg import sql

from apps.tenants.backups.archive import COPY_BYTES, WHOLE, ArchiveReader, Source
from apps.tenants.backups.changing_places import (
    TOKEN_LENGTH,
    Beside,
    Place,
    change_places,
    name_of,
    server_of,
    settle,
    users_of,
)
from apps.tenants.backups.errors import BackupError
from apps.tenants.backups.programs import Database, manage_py, program, running, server_major
from apps.tenants.backups.stored_files import FOLDER, write_local
from apps.tenants.backups.versions import as_names, has_key_of, is_older
from apps.tenants.backups.whole_backup import ALL_TABLES, KEY_FILE, KEY_MEMBER, Say, Talk, count_rows
from apps.tenants.provisioning import RENDERING_PREFIX


@dataclass(frozen=True, slots=True)
class Wishes:
    """How it goes there."""

    replace: bool = False
    with_keys: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back."""

    rows: int
    files: int
    is_migrated: bool
    warnings: list[str]


def restore_all(archive: ArchiveReader, place: Place, wishes: Wishes, say: Say) -> Restored:
    """Put everything back, or nothing."""
    _check_archive(archive, wishes)
    older = is_older(as_names(archive.about["migrations"]))
    try:
        with server_of(place.database) as talk:
            settle(talk, place)
            _check_server(talk, archive, place, wishes)
            try:
                has_key = _restore(talk, archive, Beside(place, token_hex(TOKEN_LENGTH // 2)), wishes, say, older=older)
            finally:
                settle(talk, place)
    except psycopg.OperationalError as error:
        raise BackupError(
            f"The server refused it or went away; what lies beside is settled by the next start or restore: {error}"
        ) from error
    warnings = [] if has_key or has_key_of(archive.about["key_mark"]) else [OTHER_KEY]
    return Restored(sum(archive.summary["rows"].values()), archive.summary["files"], older, warnings)


def _restore(talk: Talk, archive: ArchiveReader, beside: Beside, wishes: Wishes, say: Say, *, older: bool) -> bool:
    """Everything beside, and then into its place; says whether the key goes with it."""
    made = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
    talk.execute(made.format(name_of(beside.database)))
    say("the database")
    key = _fill(archive, beside.database, None if wishes.dry_run else beside.folder, say)
    _compare(archive, beside.database)
    if older:
        say("migrations")
        _migrate(beside.database)
    takes_key = wishes.with_keys and key is not None
    if not wishes.dry_run:
        if takes_key:
            _write_key(beside.key, str(key))
        change_places(talk, beside)
    return takes_key


OTHER_KEY = (
    "The backup was made with another secret key. Sessions and links end; what is sealed, such as second steps, stays "
    "closed until that key stands in SECRET_KEY or SECRET_KEY_FALLBACKS."
)


def _check_archive(archive: ArchiveReader, wishes: Wishes) -> None:
    if archive.about["kind"] != WHOLE:
        slug = archive.about["tenant"]["slug"]
        raise BackupError(f"This is a backup of the workspace {slug} alone: restore it with --tenant.")
    if wishes.with_keys and not archive.about["has_keys"]:
        raise BackupError("--with-keys: the backup holds no keys.")


def _check_server(talk: Talk, archive: ArchiveReader, place: Place, wishes: Wishes) -> None:
    database = place.database
    (may_create,) = talk.execute(
        "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    ).fetchone() or (False,)
    if not may_create:
        raise BackupError(
            f"{database.params['user']} may not make databases, and a backup is put back into a new one beside the "
            f"old. As administrator of the server: ALTER ROLE {database.params['user']} CREATEDB."
        )
    made_on, here = archive.about["postgresql"] // 10_000, talk.info.server_version // 10_000
    if here < made_on:
        raise BackupError(f"The backup was made from PostgreSQL {made_on}, and this server is of {here}.")
    if wishes.dry_run:
        return
    if not wishes.replace:
        _refuse_what_is_there(place, wishes)
    if others := users_of(talk, database):
        raise BackupError(
            f"The database is in use by {others} connections. Stop Rostrum, and start its engines alone: "
            "python -m config.supervisor engines"
        )


def _refuse_what_is_there(place: Place, wishes: Wishes) -> None:
    with place.database.connect() as talk:
        if talk.execute(ALL_TABLES, [RENDERING_PREFIX]).fetchone():
            raise BackupError(
                "There are tables in the database already. With --replace they make room for the backup's."
            )
    if place.media.is_dir() and any(place.media.iterdir()):
        raise BackupError(f"There are files in {place.media}. With --replace they make room for the backup's.")
    if wishes.with_keys and (place.state / KEY_FILE).exists():
        raise BackupError(f"There is a key in {place.state / KEY_FILE}. With --replace it makes room for the backup's.")


def _fill(archive: ArchiveReader, staged: Database, folder: Path | None, say: Say) -> str | None:
    """Everything into its place beside, in the order of the archive; the key, where there is one."""
    restore = program("pg_restore", staged, at_least=server_major(staged))
    command: list[str | Path] = [
        restore, f"--dbname={staged.name}", "--exit-on-error", "--no-owner", "--no-privileges", "--no-comments",
        "--no-password",
    ]  # fmt: skip
    members, key = archive.members(), None
    if folder:
        folder.mkdir(mode=0o700)
    with ExitStack() as stack:
        process: subprocess.Popen[bytes] | None = None
        for name, _size, content in members:
            if name.startswith("database/"):
                process = process or stack.enter_context(running(command, staged, stdin=subprocess.PIPE))
                pour(content, process.stdin)
                continue
            # What comes after the database waits until it is whole.
            stack.close()
            if name == KEY_MEMBER:
                key = content.read().decode()
            elif folder and name.startswith(FOLDER):
                write_local(folder / name.removeprefix(FOLDER), content)
    say(f"{archive.summary['files']} files")
    return key


def pour(content: Source, into: IO[bytes] | None) -> None:
    while into and (data := content.read(COPY_BYTES)):
        into.write(data)


def _compare(archive: ArchiveReader, staged: Database) -> None:
    """Every table has as many rows as it had."""
    with staged.connect() as talk:
        found, wanted = count_rows(talk), archive.summary["rows"]
    if differing := sorted(name for name in {*found, *wanted} if found.get(name) != wanted.get(name)):
        name = differing[0]
        raise BackupError(
            f"{len(differing)} tables came back otherwise than they were, the first {name}: {found.get(name)} rows "
            f"instead of {wanted.get(name)}."
        )


def _migrate(staged: Database) -> None:
    """By a process of its own, as ours has the other database in its settings."""
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL_FILE"}
    done = subprocess.run(
        [sys.executable, manage_py(), "migrate", "--verbosity=0"],
        env={**inherited, "DATABASE_URL": staged.url()},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"The backup is of an older version, and migrating it failed:\n{done.stderr.strip()[-1500:]}")


def _write_key(path: Path, key: str) -> None:
    """Readable by its owner only."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(key)
