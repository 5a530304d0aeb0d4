"""A restore that is killed while it changes places leaves the old or the new, and never something between."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from apps.tenants.backups import changing_places
from apps.tenants.backups.changing_places import (
    Beside,
    Place,
    change_places,
    drop_database,
    finish_killed_restore,
    name_of,
    server_of,
    settle,
)
from apps.tenants.backups.errors import BackupError
from apps.tenants.backups.programs import Database, this_database
from tests.backed_up import fresh_database

pytestmark = pytest.mark.usefixtures("committed")
OLD, NEW = ("old", "old", "old"), ("new", "new", "new")
TOKEN = "0123abcd"
# Each line of these is a moment to be killed at.
CHANGING = frozenset({"change_places", "_go_on"})
GOING_BACK = frozenset({"_go_back"})


@dataclass(frozen=True, slots=True)
class Installation:
    """A database with one word in it, a folder with one file, and a key, all of which are old; and new ones beside."""

    place: Place

    @property
    def beside(self) -> Beside:
        return Beside(self.place, TOKEN)

    def begin(self) -> None:
        """As at the end of a restore, before places are changed."""
        say(self.place.database, "old")
        for folder, word in ((self.place.media, "old"), (self.beside.folder, "new")):
            folder.mkdir(exist_ok=True)
            (folder / "said.txt").write_text(word)
        (self.place.state / "secret_key").write_text("old")
        self.beside.key.write_text("new")
        with server_of(self.place.database) as talk:
            names = name_of(self.beside.database), name_of(self.place.database)
            talk.execute(psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        say(self.beside.database, "new")

    def change(self) -> None:
        with server_of(self.place.database) as talk:
            change_places(talk, self.beside)
            settle(talk, self.place)

    def settle(self) -> bool:
        with server_of(self.place.database) as talk:
            return settle(talk, self.place)

    def words(self) -> tuple[str, ...]:
        """Of the database, the files and the key in use; nothing else is left."""
        with server_of(self.place.database) as talk:
            names = talk.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.place.database.name]
            ).fetchall()
        assert names == [(self.place.database.name,)]
        assert sorted(path.name for path in self.place.state.iterdir()) == ["media", "secret_key"]
        with self.place.database.connect() as talk:
            (word,) = talk.execute("SELECT word FROM said").fetchone() or ("",)
        return str(word), (self.place.media / "said.txt").read_text(), (self.place.state / "secret_key").read_text()


def say(database: Database, word: str) -> None:
    with database.connect() as talk:
        talk.execute("CREATE TABLE IF NOT EXISTS said (word text)")
        talk.execute("TRUNCATE said")
        talk.execute("INSERT INTO said VALUES (%s)", [word])


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    # A busy server takes its time until it knows of a killed process.
    monkeypatch.setattr(changing_places, "GOODBYE_SECONDS", 90.0)
    with fresh_database() as database:
        made = Installation(Place(database, tmp_path / "media", tmp_path))
        yield made
        with server_of(database) as talk:
            for left in (made.beside.database, made.beside.old_database):
                drop_database(talk, left)


def is_killed(deed: Callable[[], object], functions: frozenset[str], moment: int) -> bool:
    """Do it in a process that is killed before it runs so many lines of these functions; whether it came to that."""
    connection.close()
    child = os.fork()
    if not child:
        left = moment

        def look(frame: FrameType, event: str, _argument: Any) -> Any:
            nonlocal left
            is_ours = frame.f_code.co_filename == changing_places.__file__ and frame.f_code.co_name in functions
            if is_ours and event == "line":
                left -= 1
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)
            return look if is_ours or event == "call" else None

        code = 1
        try:
            sys.settrace(look)
            deed()
            code = 0
        finally:
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    assert status in {0, signal.SIGKILL}
    return status == signal.SIGKILL


def test_killed_at_any_line_of_the_change_it_is_the_old_or_the_new(installation: Installation) -> None:
    found, moment = [], 0
    is_dead = True
    while is_dead:
        moment += 1
        installation.begin()
        is_dead = is_killed(installation.change, CHANGING, moment)
        installation.settle()
        found.append(installation.words())

    # The old up to one moment, and from there on the new.
    turn = found.index(NEW)
    assert (set(found[:turn]), set(found[turn:])) == ({OLD}, {NEW})
    assert (turn >= 4, len(found) - turn >= 6) == (True, True)


def test_killed_at_any_line_of_the_way_back_it_is_the_old(installation: Installation) -> None:
    found, moment = [], 0
    is_dead = True
    while is_dead:
        moment += 1
        installation.begin()
        # As when it was killed after both folders and before the databases.
        installation.place.media.rename(installation.beside.old_folder)
        installation.beside.folder.rename(installation.place.media)
        is_dead = is_killed(installation.settle, GOING_BACK, moment)
        installation.settle()
        found.append(installation.words())

    assert (set(found), len(found) >= 8) == ({OLD}, True)


def test_a_change_that_the_server_refuses_is_taken_back(installation: Installation) -> None:
    installation.begin()

    with (
        server_of(installation.place.database) as talk,
        installation.place.database.connect(),
        pytest.raises(psycopg.errors.ObjectInUse),
    ):
        change_places(talk, installation.beside)
    installation.settle()

    assert installation.words() == OLD


def test_what_was_written_meanwhile_is_left_for_a_person(installation: Installation) -> None:
    installation.begin()
    installation.place.media.rename(installation.beside.old_folder)
    installation.place.media.mkdir()

    with pytest.raises(BackupError, match=r"something wrote to .*media since: .*media_before_0123abcd holds the files"):
        installation.settle()

    installation.place.media.rmdir()
    installation.settle()
    assert installation.words() == OLD


def test_a_start_goes_back_where_the_databases_had_not_changed(tmp_path: Path) -> None:
    place = Place(this_database(), tmp_path / "media", tmp_path)
    beside = Beside(place, TOKEN)
    for folder, word in ((place.media, "new"), (beside.old_folder, "old")):
        folder.mkdir()
        (folder / "said.txt").write_text(word)
    with server_of(place.database) as talk:
        talk.execute(psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name_of(beside.database)))

    with override_settings(MEDIA_ROOT=place.media, STATE_DIR=tmp_path):
        assert finish_killed_restore() is False
        assert finish_killed_restore() is False

    assert [path.name for path in tmp_path.iterdir()] == ["media"]
    assert (place.media / "said.txt").read_text() == "old"


def test_a_start_ends_what_had_changed_and_asks_to_be_started_with_the_key_that_came(tmp_path: Path) -> None:
    beside = Beside(Place(this_database(), tmp_path / "media", tmp_path), TOKEN)
    beside.place.media.mkdir()
    beside.old_folder.mkdir()
    beside.key.write_text("of the backup")

    with (
        override_settings(MEDIA_ROOT=beside.place.media, STATE_DIR=tmp_path),
        pytest.raises(CommandError, match="start again to use it"),
    ):
        call_command("prepare")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["media", "secret_key"]
    assert (tmp_path / "secret_key").read_text() == "of the backup"
