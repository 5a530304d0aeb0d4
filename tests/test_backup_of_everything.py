"""The drill: everything is backed up, put back into an empty installation, and is there as it was."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from apps.audit.queries import verify_chain
from apps.core.scope import PUBLIC, scope
from apps.tenants.backups import sealing
from apps.tenants.backups.archive import reading
from apps.tenants.backups.changing_places import Place
from apps.tenants.backups.errors import BackupError
from apps.tenants.backups.whole_restore import Restored, Wishes, restore_all
from apps.tenants.queries import forget_tenants
from tests.backed_up import (
    CONTENT,
    PASSPHRASE,
    QUICK_COST,
    Digests,
    Gamma,
    back_up,
    digests,
    found_gamma,
    fresh_database,
    working_in,
)
from tests.people import PASSWORD, Grant, NewMember

# Of the shared schema, which has no such table: taken away there it changes nothing and has to be done anew.
HARMLESS = ("interviews", "0008_paid_by")


@dataclass(frozen=True, slots=True)
class Drill:
    """What was there, its backup, and the installation in which nothing had ever been."""

    gamma: Gamma
    before: Digests
    file: Path
    place: Place
    restored: Restored


@pytest.fixture(scope="module")
def drill(
    lasting: None, new_member: NewMember, grant: Grant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Drill]:
    """One backup and one way back for all tests here; but for the last they leave the installation as they found it."""
    folder = tmp_path_factory.mktemp("drill")
    (folder / "state").mkdir()
    (folder / "own").mkdir()
    (folder / "own" / "secret_key").write_text(settings.SECRET_KEY, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch, fresh_database() as database:
        patch.setenv("BACKUP_PASSPHRASE", PASSPHRASE)
        patch.setattr(sealing, "COST", QUICK_COST)
        # No files of other tests.
        with override_settings(MEDIA_ROOT=folder / "uploads", STATE_DIR=folder / "own"):
            gamma = found_gamma(new_member, grant)
            before = digests()
            file = back_up(folder / "backups", "--with-keys")
            place = Place(database, folder / "state" / "media", folder / "state")
            yield Drill(gamma, before, file, place, put_back(file, place, with_keys=True))


def put_back(file: Path, place: Place, **wishes: bool) -> Restored:
    with reading(file, PASSPHRASE) as archive:
        return restore_all(archive, place, Wishes(**wishes), lambda _step: None)


def test_everything_is_there_again_and_somebody_signs_in(drill: Drill) -> None:
    gamma, place = drill.gamma, drill.place

    assert digests(place.database) == drill.before
    assert (drill.restored.rows, drill.restored.files) == (sum(count for count, _sum in drill.before.values()), 1)
    assert drill.restored.warnings == []
    assert (place.media / gamma.file).read_bytes() == CONTENT
    key = place.state / "secret_key"
    assert (key.read_text(encoding="utf-8"), key.stat().st_mode & 0o777) == (settings.SECRET_KEY, 0o600)
    assert sorted(path.name for path in place.state.iterdir()) == ["media", "secret_key"]
    with working_in(place.database):
        forget_tenants()
        for log in (PUBLIC, gamma.tenant):
            with scope(log):
                assert verify_chain().holds
        said = {"email": gamma.gus.user.email, "password": PASSWORD}
        answer = Client().post("/api/v1/auth/login/", said, content_type="application/json")
        assert (answer.status_code, answer.json()["tenant"]["slug"]) == (200, "gamma")
    forget_tenants()


def test_a_damaged_file_changes_nothing(drill: Drill, tmp_path: Path) -> None:
    before, whole, damaged = digests(drill.place.database), drill.file.read_bytes(), tmp_path / "damaged"
    # Near the end: the database lies beside by then.
    damaged.write_bytes(whole[:-300_000] + bytes([whole[-300_000] ^ 1]) + whole[-299_999:])

    with pytest.raises(BackupError, match="was changed or cut off"):
        put_back(damaged, drill.place, replace=True)

    assert digests(drill.place.database) == before
    assert (drill.place.media / drill.gamma.file).read_bytes() == CONTENT
    assert sorted(path.name for path in drill.place.state.iterdir()) == ["media", "secret_key"]


def test_what_is_in_use_or_there_already_is_left_alone(drill: Drill) -> None:
    database, media = drill.place.database, drill.place.media
    before = digests(database)

    with pytest.raises(BackupError, match=r"tables in the database already\. With --replace"):
        put_back(drill.file, drill.place)
    with fresh_database() as empty:
        with pytest.raises(BackupError, match=r"files in .*\. With --replace"):
            put_back(drill.file, Place(empty, media, drill.place.state))
        elsewhere = Place(empty, media.with_name("elsewhere"), drill.place.state)
        with pytest.raises(BackupError, match=r"a key in .*\. With --replace"):
            put_back(drill.file, elsewhere, with_keys=True)
        with empty.connect(), pytest.raises(BackupError, match=r"in use by 1 connections\. Stop Rostrum"):
            put_back(drill.file, elsewhere)

    assert (digests(database), elsewhere.media.exists()) == (before, False)


def test_the_commands_say_what_they_did(drill: Drill, capsys: pytest.CaptureFixture[str]) -> None:
    rows, files = sum(count for count, _sum in drill.before.values()), sorted(drill.file.parent.iterdir())

    call_command("backup", "--verify", drill.file)
    assert f"{drill.file} is whole: {rows} rows, 1 files" in capsys.readouterr().out

    call_command("restore", drill.file, "--dry-run")
    assert f"Would be restored: {rows} rows, 1 files." in capsys.readouterr().out
    with pytest.raises(CommandError, match="tables in the database already"):
        call_command("restore", drill.file)
    assert (digests(), sorted(drill.file.parent.iterdir())) == (drill.before, files)


# The last: it does not leave the installation as it was.
def test_an_older_backup_takes_the_place_of_what_is_there_and_is_brought_up_to_date(
    drill: Drill, tmp_path: Path
) -> None:
    with drill.place.database.connect() as talk:
        talk.execute("UPDATE tenants_tenant SET name = 'Another' WHERE slug = 'gamma'")
        talk.execute("DELETE FROM django_migrations WHERE (app, name) = (%s, %s)", HARMLESS)
    (drill.place.media / "stranger.txt").write_text("of then", encoding="utf-8")
    with working_in(drill.place.database), override_settings(MEDIA_ROOT=drill.place.media):
        older = back_up(tmp_path / "older")
    with drill.place.database.connect() as talk:
        talk.execute("UPDATE tenants_tenant SET name = 'Another still' WHERE slug = 'gamma'")
    (drill.place.media / "stranger.txt").unlink()
    (drill.place.media / "late.txt").write_text("not in the backup", encoding="utf-8")

    restored = put_back(older, drill.place, replace=True)

    with drill.place.database.connect() as talk:
        named = talk.execute("SELECT name FROM tenants_tenant WHERE slug = 'gamma'").fetchone()
        noted = talk.execute("SELECT count(*) FROM django_migrations WHERE (app, name) = (%s, %s)", HARMLESS).fetchone()
    assert (restored.is_migrated, named, noted) == (True, ("Another",), (1,))
    assert (drill.place.media / "stranger.txt").read_text(encoding="utf-8") == "of then"
    assert not (drill.place.media / "late.txt").exists()
    assert sorted(path.name for path in drill.place.state.iterdir()) == ["media", "secret_key"]
