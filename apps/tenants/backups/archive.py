"""The file of a backup: a tar archive that any tar reads, sealed around it unless somebody asked for a plain one.

backup.json       what is in here, of which versions; the first member
keys/...          the secret key, where asked for
database/...      the whole database, as pg_dump's own format in pieces: cat database/* | pg_restore
rows/0001/...     or the rows of one tenant: pieces of COPY, for each table that backup.json lists
files/...         uploaded files
summary.json      how many rows and files
SHA256SUMS        the sums of all members before; the last member

It is written and read from the first byte to the last, piece by piece.
"""

import hashlib
import io
import json
import os
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Protocol

from apps.tenants.backups.errors import BackupError, DamagedBackupError
from apps.tenants.backups.sealing import MAGIC, SealedReader, SealedWriter

FORMAT = 1
PIECE_BYTES = 4 * 1024 * 1024
COPY_BYTES = 256 * 1024
SUMS_IN_MEMORY = 1024 * 1024
LONGEST_TEXT = 64 * 1024 * 1024
ABOUT, SUMMARY, SUMS = "backup.json", "summary.json", "SHA256SUMS"
# Of everything that goes into one folder of the archive.
KINDS = ("keys", "database", "rows", "files")
WHOLE, TENANT = "whole", "tenant"


class Source(Protocol):
    """Whatever bytes are read from."""

    def read(self, size: int = ..., /) -> bytes: ...


class _Summing:
    """Passes bytes on and keeps their sum."""

    def __init__(self, source: Source) -> None:
        self._source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.digest.update(data)
        return data


class ArchiveWriter:
    """Adds members; made by `writing()`."""

    def __init__(self, target: Any) -> None:
        # The stubs do not know what tarfile remembers.
        self._tar: Any = tarfile.open(  # noqa: SIM115 -- closed by writing()
            fileobj=target, mode="w|", format=tarfile.PAX_FORMAT, bufsize=COPY_BYTES
        )
        self._sums = SpooledTemporaryFile(max_size=SUMS_IN_MEMORY)  # noqa: SIM115 -- closed by writing()
        self._at = int(time.time())

    def add(self, name: str, source: Source, size: int) -> None:
        """Exactly so many bytes of the source; OSError when it has fewer."""
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, self._at, 0o600
        summing = _Summing(source)
        self._tar.addfile(info, summing)
        # tarfile remembers every member, and there may be very many.
        self._tar.members.clear()
        self._sums.write(f"{summing.digest.hexdigest()}  {name}\n".encode())

    def add_bytes(self, name: str, data: bytes) -> None:
        self.add(name, io.BytesIO(data), len(data))

    def add_json(self, name: str, said: dict[str, Any]) -> None:
        self.add_bytes(name, json.dumps(said, indent=1, ensure_ascii=False).encode())

    def finish(self) -> None:
        """Write the sums and the end."""
        size = self._sums.tell()
        self._sums.seek(0)
        info = tarfile.TarInfo(SUMS)
        info.size, info.mtime, info.mode = size, self._at, 0o600
        self._tar.addfile(info, self._sums)
        self._tar.close()

    def close(self) -> None:
        self._sums.close()


@contextmanager
def writing(path: Path, passphrase: str | None) -> Iterator[ArchiveWriter]:
    """A new file that has its name only when it is whole and on the disk; without a passphrase it is a plain tar."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as target:
            sealed = SealedWriter(target, passphrase) if passphrase is not None else None
            archive = ArchiveWriter(sealed or target)
            try:
                yield archive
                archive.finish()
            finally:
                archive.close()
            if sealed:
                sealed.close()
            target.flush()
            os.fsync(target.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)


class ArchiveReader:
    """Goes through the members once; what they hold counts only when `members()` has come to its end."""

    def __init__(self, source: Any) -> None:
        self._source = source
        self.about: dict[str, Any] = {}
        self.summary: dict[str, Any] = {}
        self._sums = SpooledTemporaryFile(max_size=SUMS_IN_MEMORY)  # noqa: SIM115 -- closed by reading()

    def open(self) -> None:
        """Read what it says of itself."""
        try:
            self._tar: Any = tarfile.open(  # noqa: SIM115 -- the source is the caller's
                fileobj=self._source, mode="r|", bufsize=COPY_BYTES
            )
            first = self._next()
            if first is None or first.name != ABOUT:
                raise DamagedBackupError("This is no backup of Rostrum: it does not begin with its description.")
            self.about = self._json(first)
        except (tarfile.TarError, EOFError) as error:
            raise DamagedBackupError(f"This is no backup of Rostrum, or it was changed: {error}.") from error
        if self.about.get("format") != FORMAT:
            raise BackupError(f"The backup has format {self.about.get('format')}; this version reads {FORMAT}.")

    def members(self) -> Iterator[tuple[str, int, Source]]:
        """Name, size and content of each member; at the end the sums are compared."""
        try:
            while (info := self._next()) is not None and info.name != SUMS:
                if info.name == SUMMARY:
                    self.summary = self._json(info)
                    continue
                summing = self._content(info)
                yield info.name, info.size, summing
                self._note(info.name, summing)
            self._compare(info)
        except (tarfile.TarError, EOFError) as error:
            raise DamagedBackupError(f"The file was changed or cut off: {error}.") from error

    def close(self) -> None:
        self._sums.close()

    def _next(self) -> tarfile.TarInfo | None:
        info: tarfile.TarInfo | None = self._tar.next()
        self._tar.members.clear()
        if info is not None and not self._is_ours(info):
            raise DamagedBackupError(f"The member {info.name!r} has no place in a backup.")
        return info

    @staticmethod
    def _is_ours(info: tarfile.TarInfo) -> bool:
        """A plain file at a place that the archive has, and nowhere else."""
        parts = info.name.split("/")
        if not info.isreg() or any(part in {"", ".", ".."} for part in parts) or "\\" in info.name:
            return False
        return info.name in {ABOUT, SUMMARY, SUMS} or (parts[0] in KINDS and len(parts) > 1)

    def _content(self, info: tarfile.TarInfo) -> _Summing:
        stream = self._tar.extractfile(info)
        if stream is None:
            raise DamagedBackupError(f"The member {info.name!r} has no content.")
        return _Summing(stream)

    def _json(self, info: tarfile.TarInfo) -> dict[str, Any]:
        if info.size > LONGEST_TEXT:
            raise DamagedBackupError(f"The member {info.name!r} is far too long.")
        summing = self._content(info)
        try:
            said = json.loads(summing.read())
        except ValueError as error:
            raise DamagedBackupError(f"The member {info.name!r} was changed.") from error
        self._note(info.name, summing)
        return dict(said)

    def _note(self, name: str, summing: _Summing) -> None:
        while summing.read(COPY_BYTES):
            pass
        self._sums.write(f"{summing.digest.hexdigest()}  {name}\n".encode())

    def _compare(self, info: tarfile.TarInfo | None) -> None:
        if info is None:
            raise DamagedBackupError("The file was cut off: its sums are missing.")
        said: IO[bytes] | None = self._tar.extractfile(info)
        self._sums.seek(0)
        for found in self._sums:
            if said is None or said.readline() != found:
                name = found.decode().split("  ", 1)[1].strip()
                raise DamagedBackupError(f"The file was changed: the sum of {name} differs.")
        if said is None or said.read(1) or self._tar.next() is not None:
            raise DamagedBackupError("The file was changed: something was taken out or added.")


@contextmanager
def reading(path: Path, passphrase: str | None) -> Iterator[ArchiveReader]:
    """The backup in this file; a sealed one needs its passphrase."""
    with path.open("rb") as source:
        is_sealed = source.read(len(MAGIC)) == MAGIC
        source.seek(0)
        if is_sealed and passphrase is None:
            raise BackupError("The backup is encrypted: give its passphrase, see docs/backup.md.")
        archive = ArchiveReader(SealedReader(source, passphrase) if is_sealed and passphrase is not None else source)
        try:
            archive.open()
            yield archive
        finally:
            archive.close()
