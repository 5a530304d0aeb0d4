"""The archive without its seal: what is no member of a backup, or not as it was written, is refused by name."""

import io
import tarfile
from pathlib import Path

import pytest

from apps.tenants.backups.archive import ABOUT, FORMAT, SUMMARY, reading, writing
from apps.tenants.backups.errors import BackupError, DamagedBackupError
from apps.tenants.backups.shelf import delete_older, new_name


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "plain.backup"
    with writing(path, None) as archive:
        archive.add_json(ABOUT, {"format": FORMAT, "kind": "whole"})
        archive.add_bytes("files/one.txt", b"one")
        archive.add_bytes("files/two.txt", b"two")
        archive.add_json(SUMMARY, {"rows": {}, "files": 2})
    return path


def members(path: Path) -> dict[str, bytes]:
    with reading(path, None) as archive:
        return {name: content.read() for name, _size, content in archive.members()}


def rewritten(path: Path, name: str, data: bytes | None, *, kind: bytes = tarfile.REGTYPE) -> None:
    """The same archive with a member in place of the second file."""
    with tarfile.open(path) as before:
        parts = [(info, (before.extractfile(info) or io.BytesIO()).read()) for info in before.getmembers()]
    with tarfile.open(path, "w") as after:
        for info, content in parts:
            said = content
            if info.name == "files/two.txt":
                if data is None:
                    continue
                info.name, info.type, said = name, kind, data
                info.size = len(data) if kind == tarfile.REGTYPE else 0
            after.addfile(info, io.BytesIO(said) if info.isreg() else None)


def test_any_tar_reads_it(plain: Path) -> None:
    with tarfile.open(plain) as archive:
        names = archive.getnames()

    assert names == ["backup.json", "files/one.txt", "files/two.txt", "summary.json", "SHA256SUMS"]
    assert members(plain) == {"files/one.txt": b"one", "files/two.txt": b"two"}
    assert plain.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("files/two.txt", b"2wo", "the sum of files/two.txt differs"),
        ("files/three.txt", b"two", "the sum of files/three.txt differs"),
        ("files/two.txt", None, "the sum of summary.json differs"),
        ("files/../../two.txt", b"two", "has no place in a backup"),
        ("/etc/two.txt", b"two", "has no place in a backup"),
        ("else/two.txt", b"two", "has no place in a backup"),
    ],
)
def test_what_was_changed_is_named(plain: Path, name: str, data: bytes | None, words: str) -> None:
    rewritten(plain, name, data)

    with pytest.raises(DamagedBackupError, match=words):
        members(plain)


def test_a_link_is_no_member(plain: Path) -> None:
    rewritten(plain, "files/two.txt", b"", kind=tarfile.SYMTYPE)

    with pytest.raises(DamagedBackupError, match="has no place in a backup"):
        members(plain)


def test_a_cut_or_strange_file_is_refused(plain: Path, tmp_path: Path) -> None:
    plain.write_bytes(plain.read_bytes()[:2500])
    with pytest.raises(DamagedBackupError, match="cut off"):
        members(plain)
    strange = tmp_path / "strange"
    strange.write_bytes(b"no backup at all" * 100)
    with pytest.raises(DamagedBackupError, match="no backup of Rostrum"):
        members(strange)


def test_another_format_is_refused(tmp_path: Path) -> None:
    with writing(tmp_path / "later", None) as archive:
        archive.add_json(ABOUT, {"format": 99})

    with pytest.raises(BackupError, match="format 99; this version reads 1"):
        members(tmp_path / "later")


def test_what_fails_half_way_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(tmp_path / "half", None) as archive:
        archive.add_json(ABOUT, {"never": 1 / 0})

    assert list(tmp_path.iterdir()) == []


def test_only_older_ones_of_the_same_are_deleted(tmp_path: Path) -> None:
    ours = [tmp_path / new_name("acme") for _ in range(3)]
    others = [tmp_path / new_name("acme-2"), tmp_path / new_name("all"), tmp_path / "rostrum-acme-notes.backup"]
    for path in [*ours, *others]:
        path.touch()

    assert delete_older(tmp_path, "acme", keep=2) == [ours[0]]
    assert sorted(tmp_path.iterdir()) == sorted([*ours[1:], *others])
