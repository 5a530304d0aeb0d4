"""How a restored database and folder take the place of those in use: a kill at any moment leaves one or the other.

Whether the databases have changed places is one transaction of the server, and everything else follows it: `settle()`
goes back while the new database still has its name of beside, and else goes on to the end. It may itself be killed, and
is called after each restore, before the next one, and by a start that finds a folder waiting.
"""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from psycopg import sql

from apps.tenants.backups.errors import BackupError
from apps.tenants.backups.programs import Database, this_database
from apps.tenants.backups.whole_backup import KEY_FILE, Talk

# One restore of a database at a time.
RESTORING_LOCK = 0x7E7A_0003
LOCK = "SELECT pg_try_advisory_lock(%s::int, hashtext(%s))"
MARK, BEFORE = "_restoring_", "_before_"
TOKEN_LENGTH = 8
MAINTENANCE = ("postgres", "template1")
LONGEST_NAME = 63
GOODBYE_SECONDS = 3.0
USERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a backup goes: a database, a folder of files, and the folder of the key."""

    database: Database
    media: Path
    state: Path


@dataclass(frozen=True, slots=True)
class Beside:
    """What one restore puts beside a place: all of it is named by one token, and found again by that."""

    place: Place
    token: str

    @property
    def database(self) -> Database:
        """The restored one."""
        return self._named_database(MARK)

    @property
    def old_database(self) -> Database:
        """The one that was in use."""
        return self._named_database(BEFORE)

    @property
    def folder(self) -> Path:
        return self.place.media.with_name(f"{self.place.media.name}{MARK}{self.token}")

    @property
    def old_folder(self) -> Path:
        return self.place.media.with_name(f"{self.place.media.name}{BEFORE}{self.token}")

    @property
    def key(self) -> Path:
        return self.place.state / f"{KEY_FILE}{MARK}{self.token}"

    def _named_database(self, mark: str) -> Database:
        return self.place.database.beside(f"{_prefix(self.place.database, mark)}{self.token}")


def _prefix(database: Database, mark: str) -> str:
    return f"{database.name[: LONGEST_NAME - len(MARK) - TOKEN_LENGTH]}{mark}"


def name_of(database: Database) -> sql.Identifier:
    return sql.Identifier(database.name)


@contextmanager
def server_of(database: Database) -> Iterator[Talk]:
    """A connection from which databases can be made and renamed; no other restore of this one runs meanwhile."""
    # Our own connection would be somebody who uses the database.
    connection.close()
    with ExitStack() as stack:
        talk = next(filter(None, (_connected(stack, database.beside(name)) for name in MAINTENANCE)), None)
        if talk is None:
            raise BackupError(
                f"Neither of the databases {' and '.join(MAINTENANCE)} lets {database.params['user']} in."
            )
        # Of one that was just killed, the server may not know yet.
        give_up = time.monotonic() + GOODBYE_SECONDS
        while not _has_lock(talk, database):
            if time.monotonic() > give_up:
                raise BackupError("Another restore of this database is running.")
            time.sleep(0.05)
        yield talk


def _connected(stack: ExitStack, database: Database) -> Talk | None:
    with suppress(psycopg.OperationalError):
        return stack.enter_context(database.connect())
    return None


def _has_lock(talk: Talk, database: Database) -> bool:
    row = talk.execute(LOCK, [RESTORING_LOCK, database.name]).fetchone()
    return bool(row and row[0])


def users_of(talk: Talk, database: Database) -> int:
    """How many work with the database; those that have just said good-bye are given the time to go."""
    give_up = time.monotonic() + GOODBYE_SECONDS
    while True:
        (others,) = talk.execute(USERS, [database.name]).fetchone() or (0,)
        if not others or time.monotonic() > give_up:
            return int(others)
        time.sleep(0.05)


def change_places(talk: Talk, beside: Beside) -> None:
    """What was restored comes into use; the folders by two renames, the databases in one transaction."""
    place = beside.place
    # The old folder is what shows that this was begun.
    place.media.mkdir(mode=0o755, parents=True, exist_ok=True)
    place.media.rename(beside.old_folder)
    beside.folder.rename(place.media)
    with talk.transaction():
        for before, after in ((place.database, beside.old_database), (beside.database, place.database)):
            talk.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(name_of(before), name_of(after)))


def settle(talk: Talk, place: Place) -> bool:
    """Bring every restore of this place, over or killed, to its one or other end; says whether a key came with it."""
    has_new_key = False
    for beside in _beside(talk, place):
        if beside.database.name in _databases(talk):
            _go_back(talk, beside)
        else:
            has_new_key |= _go_on(talk, beside)
    return has_new_key


def _go_back(talk: Talk, beside: Beside) -> None:
    """The old stays in use. That the new database is there says so, and therefore it goes last."""
    media = beside.place.media
    if beside.old_folder.exists():
        if media.exists():
            if beside.folder.exists():
                raise BackupError(
                    f"A restore was killed while it changed folders, and something wrote to {media} since: "
                    f"{beside.old_folder} holds the files from before. Put the newer ones there and remove {media}."
                )
            media.rename(beside.folder)
        beside.old_folder.rename(media)
    beside.key.unlink(missing_ok=True)
    _remove(beside.folder)
    drop_database(talk, beside.database)


def _go_on(talk: Talk, beside: Beside) -> bool:
    """The new is in use, or there was none. That the old folder is there says so, and therefore it goes last."""
    has_new_key = beside.key.exists() and beside.old_folder.exists()
    if has_new_key:
        beside.key.replace(beside.place.state / KEY_FILE)
    beside.key.unlink(missing_ok=True)
    drop_database(talk, beside.old_database)
    _remove(beside.folder)
    _remove(beside.old_folder)
    return has_new_key


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def drop_database(talk: Talk, database: Database) -> None:
    talk.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name_of(database)))


def _databases(talk: Talk) -> set[str]:
    return {str(name) for (name,) in talk.execute("SELECT datname FROM pg_database").fetchall()}


def _beside(talk: Talk, place: Place) -> list[Beside]:
    """All that lies beside the place, of whichever restore."""
    starts = {f"{place.media.name}{mark}" for mark in (MARK, BEFORE)} | {f"{KEY_FILE}{MARK}"}
    names = {path.name for folder in {place.media.parent, place.state} if folder.is_dir() for path in folder.iterdir()}
    tokens = _tokens(names, starts)
    tokens |= _tokens(_databases(talk), {_prefix(place.database, mark) for mark in (MARK, BEFORE)})
    return [Beside(place, token) for token in sorted(tokens)]


def _tokens(names: set[str], starts: set[str]) -> set[str]:
    wanted = re.compile(f"(?:{'|'.join(map(re.escape, sorted(starts)))})([0-9a-f]{{{TOKEN_LENGTH}}})")
    return {found[1] for name in names if (found := wanted.fullmatch(name))}


def finish_killed_restore() -> bool:
    """Settle a restore that was killed while it changed places, if there was one; says whether a key came with it."""
    storage: Any = default_storage
    if not isinstance(storage, FileSystemStorage):
        return False
    media = Path(storage.location)
    if not _tokens({path.name for path in media.parent.glob(f"{media.name}*")}, {f"{media.name}{BEFORE}"}):
        return False
    place = Place(this_database(), media, Path(settings.STATE_DIR))
    with server_of(place.database) as talk:
        return settle(talk, place)
