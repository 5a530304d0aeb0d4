"""Uploaded files on their way into an archive and out of it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage, default_storage

from apps.tenants.backups.archive import COPY_BYTES, ArchiveWriter, Source
from apps.tenants.backups.errors import BackupError

FOLDER = "files/"


def walk(top: str, *, but: str = "") -> Iterator[str]:
    """The names of all stored files below a folder, leaving out one folder of it; few names are in memory at once."""
    try:
        folders, files = default_storage.listdir(top)
    except FileNotFoundError:
        return
    yield from (f"{top}/{name}".lstrip("/") for name in sorted(files))
    for name in sorted(folders):
        if not but or name != but:
            yield from walk(f"{top}/{name}".lstrip("/"))


def add_files(archive: ArchiveWriter, top: str, *, but: str = "") -> tuple[int, list[str]]:
    """Add what lies below the folder, named from there on; how many, and which were deleted meanwhile."""
    count, missing = 0, []
    for name in walk(top, but=but):
        short = name.removeprefix(f"{top}/") if top else name
        try:
            size, source = default_storage.size(name), default_storage.open(name, "rb")
        except FileNotFoundError:
            missing.append(short)
            continue
        with source:
            archive.add(FOLDER + short, source, size)
        count += 1
    return count, missing


def local_folder() -> Path:
    """The folder of all uploaded files; only what lies in one can be changed for another in one step."""
    storage: Any = default_storage
    if isinstance(storage, FileSystemStorage):
        return Path(storage.location)
    raise BackupError(
        "Uploaded files lie in a storage elsewhere, which cannot be changed for another in one step: restore into an "
        "installation with MEDIA_ROOT and move the files, or restore workspaces one by one."
    )


def write_local(path: Path, source: Source) -> None:
    """A new file, readable by its owner only."""
    path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as target:
        while data := source.read(COPY_BYTES):
            target.write(data)
