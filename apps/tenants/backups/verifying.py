"""Reads a backup from end to end without putting anything back: it opens, its sums are right, and its rows unpack."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from apps.tenants.backups.archive import WHOLE, ArchiveReader
from apps.tenants.backups.errors import BackupError
from apps.tenants.backups.pieces import unpacked
from apps.tenants.backups.programs import program, running, this_database
from apps.tenants.backups.whole_restore import pour


def verify(archive: ArchiveReader) -> dict[str, int]:
    """Rows and files of the backup; raises where it is not as it was written."""
    lines = files = 0
    with ExitStack() as stack:
        reader: subprocess.Popen[bytes] | None = None
        for name, _size, content in archive.members():
            if name.startswith("database/"):
                reader = reader or stack.enter_context(_reading_dump(archive))
                pour(content, reader.stdin)
            elif name.startswith("rows/"):
                lines += unpacked(name, content).count(b"\n")
            elif name.startswith("files/"):
                files += 1
    rows = sum(archive.summary["rows"].values())
    is_whole = archive.about["kind"] == WHOLE
    if files != archive.summary["files"] or (is_whole and reader is None) or (not is_whole and lines != rows):
        raise BackupError("The backup does not hold as much as it says.")
    return {"rows": rows, "files": files}


@contextmanager
def _reading_dump(archive: ArchiveReader) -> Iterator["subprocess.Popen[bytes]"]:
    """pg_restore, which reads the dump and writes it nowhere."""
    database = this_database()
    restore = program("pg_restore", database, at_least=archive.about["postgresql"] // 10_000)
    with running([restore, "--file=/dev/null"], database, stdin=subprocess.PIPE) as process:
        yield process
