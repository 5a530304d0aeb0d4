"""The file that holds everything of a tenant: its rows as JSON lines, its files, and the sums to check both by."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from apps.core.modules import personal_rows
from apps.core.scope import scope
from apps.tenants.belongings import shared_belongings, tenant_tables
from apps.tenants.models import Tenant

FORMAT = 1
CHUNK_ROWS, CHUNK_BYTES = 500, 256 * 1024
# What lets somebody in, or is sealed, is nothing to hand out; sums in a tenant's own tables chain its audit log.
SECRET = re.compile(r"(^|_)(password|secret|token|sealed)(_|$)")
SHARED_SECRET = re.compile(r"(^|_)(password|secret|token|sealed|hash|digest)(_|$)")
README = """\
Everything that this workspace holds, as it was at one moment.

rows/<app>.<table>.jsonl   one row a line, as JSON; ids and times as text
files/...                  the uploaded files; rows name them by their path below tenants/<schema>/
manifest.json              what is in here, and how much
SHA256SUMS                 check with: sha256sum -c SHA256SUMS

Passwords, keys and tokens are left out, and what is one person's own within the workspace.
"""


@dataclass(slots=True)
class Written:
    """What went into the file."""

    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    missing: list[str] = field(default_factory=list)
    sums: list[str] = field(default_factory=list)


class Summing:
    """Passes bytes on to a member of the archive, and keeps their sum."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target, self.digest = target, hashlib.sha256()

    def write(self, data: bytes) -> None:
        self.digest.update(data)
        self.target.write(data)


def write_export(tenant: Tenant, target: IO[bytes], progress: Callable[[int, str], None]) -> Written:
    """Write the archive, row by row and piece by piece: however much there is, memory stays small."""
    written = Written()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        _write_text(archive, "README.txt", README, written)
        with _at_one_moment():
            _write_rows(archive, tenant, written, progress)
        _write_files(archive, tenant, written, progress)
        manifest = {
            "format": FORMAT,
            "workspace": {"name": tenant.name, "slug": tenant.slug, "id": str(tenant.pk)},
            "made_at": timezone.now().isoformat(),
            "rows": written.rows,
            "files": written.files,
            "files_that_were_missing": written.missing,
        }
        _write_text(archive, "manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False), written)
        archive.writestr("SHA256SUMS", "\n".join([*written.sums, ""]))
    return written


@contextmanager
def _at_one_moment() -> Iterator[None]:
    """All rows as they were when reading began, whatever is written meanwhile."""
    with transaction.atomic():
        # Inside another transaction, as in tests, it is too late to choose.
        if not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@contextmanager
def _member(archive: ZipFile, name: str, written: Written, *, compressed: bool = True) -> Iterator[Summing]:
    info = ZipInfo(name, timezone.now().timetuple()[:6])
    info.compress_type = ZIP_DEFLATED if compressed else ZIP_STORED
    with archive.open(info, "w", force_zip64=True) as target:
        summing = Summing(target)
        yield summing
    written.sums.append(f"{summing.digest.hexdigest()}  {name}")


def _write_text(archive: ZipFile, name: str, text: str, written: Written) -> None:
    with _member(archive, name, written) as target:
        target.write(text.encode())


def _tables_of(tenant: Tenant) -> list[tuple[str, list["QuerySet[Any]"]]]:
    """Each table once with the rows of the tenant, its own and the shared ones."""
    tables: dict[type[Model], list[QuerySet[Any]]] = {Tenant: [Tenant.objects.filter(pk=tenant.pk)]}
    for model in tenant_tables():
        personal = personal_rows().get(model)
        if personal != {}:
            tables[model] = [model._base_manager.exclude(**personal) if personal else model._base_manager.all()]
    for belonging in shared_belongings():
        if not belonging.keeps_row:
            tables.setdefault(belonging.model, []).append(belonging.rows_of(tenant))
    return sorted((model._meta.label_lower, rows) for model, rows in tables.items())


def _write_rows(archive: ZipFile, tenant: Tenant, written: Written, progress: Callable[[int, str], None]) -> None:
    with scope(tenant):
        tables = _tables_of(tenant)
        for number, (label, querysets) in enumerate(tables):
            progress(number * 50 // len(tables), label)
            with _member(archive, f"rows/{label}.jsonl", written) as target:
                written.rows[label] = sum(_write_lines(rows, target) for rows in _once(querysets))


def _once(querysets: list["QuerySet[Any]"]) -> Iterator["QuerySet[Any]"]:
    """Rows that lead to the tenant by several ways stand in the first of them only."""
    for number, rows in enumerate(querysets):
        left = rows
        for earlier in querysets[:number]:
            left = left.exclude(pk__in=earlier.order_by().values("pk"))
        yield left


def _write_lines(rows: "QuerySet[Any]", target: Summing) -> int:
    secret = SECRET if rows.model in tenant_tables() else SHARED_SECRET
    names = [one.attname for one in rows.model._meta.concrete_fields if not secret.search(one.name)]
    count = 0
    for row in rows.order_by("pk").values(*names).iterator(chunk_size=CHUNK_ROWS):
        target.write(json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False).encode() + b"\n")
        count += 1
    return count


def files_of(schema_name: str, *, but: str = "") -> Iterator[str]:
    """The names of all files of a tenant, but those below one folder of it."""
    top = f"tenants/{schema_name}"
    folders = [top]
    for folder in folders:
        try:
            below, files = default_storage.listdir(folder)
        except FileNotFoundError:
            continue
        folders += [f"{folder}/{name}" for name in sorted(below) if f"{folder}/{name}" != f"{top}/{but}"]
        yield from (f"{folder}/{name}" for name in sorted(files))


def _write_files(archive: ZipFile, tenant: Tenant, written: Written, progress: Callable[[int, str], None]) -> None:
    names = list(files_of(tenant.schema_name, but="exports"))
    for number, name in enumerate(names):
        progress(50 + number * 45 // len(names), "files")
        try:
            source = default_storage.open(name, "rb")
        except FileNotFoundError:
            # Deleted since the list was made.
            written.missing.append(name)
            continue
        short = name.removeprefix(f"tenants/{tenant.schema_name}/")
        with source, _member(archive, f"files/{short}", written, compressed=False) as target:
            while piece := source.read(CHUNK_BYTES):
                target.write(piece)
        written.files += 1
