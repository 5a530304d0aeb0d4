"""The way back of one tenant into a running installation, in one transaction; no other tenant's row or file is touched.

The rows come into a schema of their own. A tenant that is there and is replaced changes over to it, and its old schema
goes. A copy beside a tenant that is there gets new ids, and no books: money is counted once.
"""

import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from psycopg import sql

from apps.audit.models import AuditEntry, AuditLink
from apps.audit.queries import verify_chain
from apps.audit.services import record
from apps.core.ids import uuid7
from apps.core.models import QueuedTask
from apps.core.scope import PUBLIC, scope
from apps.tenants.backups.archive import TENANT, ArchiveReader, Source
from apps.tenants.backups.errors import BackupError
from apps.tenants.backups.own_restore import OwnTables, make_schema_of
from apps.tenants.backups.pieces import unpacked
from apps.tenants.backups.shared_restore import (
    SharedTable,
    Tally,
    match_people,
    name_staged_tenant,
    only_of_new_people,
)
from apps.tenants.backups.stored_files import FOLDER, walk
from apps.tenants.backups.tenant_tables import Table
from apps.tenants.backups.versions import as_names, has_key_of, is_older
from apps.tenants.backups.whole_restore import OTHER_KEY
from apps.tenants.belongings import shared_belongings
from apps.tenants.cache import forget_schema
from apps.tenants.closing import OF_TENANT
from apps.tenants.models import Domain, Tenant
from apps.tenants.provisioning import (
    TenantSchema,
    drop_schema,
    lock_making,
    migrate_schema,
    migrations_hash,
    new_schema_name,
)
from apps.tenants.queries import forget_tenants
from apps.tenants.services import checked_slug

Say = Callable[[str], None]
ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ID_LENGTH = 36
# What is chained by its hashes stays as it was written, also where somebody has another id now.
CHAINED = {AuditEntry._meta.db_table, AuditLink._meta.db_table}


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the tenant goes."""

    slug: str
    schema_name: str
    # The tenant that makes room, or of which only the proof of its erasure is left.
    there: Tenant | None
    # Beside the tenant that it was made of, which stays.
    is_copy: bool


@dataclass(frozen=True, slots=True)
class RestoredTenant:
    """What was put back."""

    slug: str
    is_copy: bool
    rows: int
    files: int
    is_migrated: bool
    tally: Tally
    warnings: list[str]


class Renaming:
    """Other names for ids and for the schema, wherever they stand in a line."""

    def __init__(self, old_schema: str, new_schema: str) -> None:
        self._schemas = old_schema.encode(), new_schema.encode()
        self._ids: dict[bytes, bytes] = {}

    def learn(self, old: str, new: str) -> None:
        if old != new:
            self._ids[old.encode()] = new.encode()

    def give_new_ids(self, lines: bytes) -> None:
        """To the rows whose ids are what their lines begin with."""
        for line in lines.splitlines():
            # Some tables have the id of the tenant as their own.
            if ID.fullmatch(old := line[:ID_LENGTH]) and old not in self._ids:
                self._ids[old] = str(uuid7()).encode()

    def apply(self, lines: bytes) -> bytes:
        renamed = lines.replace(*self._schemas)
        if not self._ids:
            return renamed
        return ID.sub(lambda match: self._ids.get(match[0], match[0]), renamed)

    def id_of(self, old: str) -> UUID:
        return UUID(self._ids.get(old.encode(), old.encode()).decode())


def destination(archive: ArchiveReader, *, slug: str | None, replace: bool) -> Destination:
    """Where it goes, unless something is there that was not asked to make room."""
    said = archive.about["tenant"]
    wanted = checked_slug(slug) if slug else str(said["slug"] or "")
    if not wanted:
        raise BackupError("The workspace had no address: give one with --slug.")
    there = Tenant.objects.filter(pk=said["id"]).first()
    is_left = there is not None and there.status != Tenant.Status.ERASED
    is_copy = is_left and not replace and slug is not None
    if is_left and not replace and not is_copy:
        raise BackupError(
            f"The workspace is there, at the address {there.slug if there else ''}. With --replace it makes room for "
            "the backup; with --slug NAME the backup is put beside it as a copy."
        )
    if is_copy and said["kind"] == Tenant.Kind.COMMUNITY:
        raise BackupError("There is one community only: it can be replaced, but not put beside itself.")
    if Tenant.objects.filter(slug=wanted).exclude(pk=None if is_copy else said["id"]).exists():
        raise BackupError(f"Another workspace has the address {wanted}: give a free one with --slug.")
    return Destination(wanted, new_schema_name(), None if is_copy else there, is_copy)


def restore_tenant(
    archive: ArchiveReader, *, slug: str | None, replace: bool, dry_run: bool, say: Say
) -> RestoredTenant:
    """Put the tenant back, or nothing; a dry run does all of it and takes it back."""
    if archive.about["kind"] != TENANT:
        raise BackupError("This is a backup of everything: a workspace is put back from a backup of its own.")
    older = is_older(as_names(archive.about["migrations"]))
    with ExitStack() as undo, scope(PUBLIC):
        try:
            with transaction.atomic():
                goal = destination(archive, slug=slug, replace=replace)
                undo.callback(_delete_files, goal.schema_name)
                restored = _Restoring(archive, goal, say).run(older=older, write_files=not dry_run)
                if dry_run:
                    transaction.set_rollback(True)
        except DatabaseError as error:
            raise BackupError(f"The database refused it, and nothing was changed: {error}") from error
        if dry_run:
            return restored
        undo.pop_all()
        forget_tenants()
        if goal.there:
            forget_schema(goal.there.schema_name)
            _delete_files(goal.there.schema_name)
    return restored


def _delete_files(schema_name: str) -> None:
    if not OF_TENANT.match(schema_name):
        raise ValueError(f"{schema_name} is no schema of a tenant")
    for name in list(walk(f"tenants/{schema_name}")):
        default_storage.delete(name)


class _Restoring:
    """The steps, in the caller's transaction."""

    def __init__(self, archive: ArchiveReader, goal: Destination, say: Say) -> None:
        self.archive, self.goal, self.say, self.tally = archive, goal, say, Tally()
        self.names = Renaming(archive.about["tenant"]["schema"], goal.schema_name)
        self.tables = [Table(**table) for table in archive.about["tables"]]
        self.copied: dict[str, int] = {}
        self.files = 0
        self.shared: SharedTable | None = None
        self.statement: sql.Composable | None = None

    def run(self, *, older: bool, write_files: bool) -> RestoredTenant:
        lock_making()
        make_schema_of(self.goal.schema_name, as_names(self.archive.about["migrations"]), older=older)
        if self.goal.there:
            self._make_room(self.goal.there)
        with OwnTables(self.goal.schema_name) as own:
            self._read(own, write_files=write_files)
            own.settle(self._content_types())
        self._compare()
        tenant = self._tenant()
        if older:
            migrate_schema(self.goal.schema_name)
        Tenant.objects.filter(pk=tenant.pk).update(migrations_hash=migrations_hash(), updated_at=timezone.now())
        if self.goal.there:
            drop_schema(self.goal.there.schema_name)
        self._write_down(tenant)
        warnings = [] if has_key_of(self.archive.about["key_mark"]) else [OTHER_KEY]
        if missing := self.archive.summary["missing"]:
            warnings.append(f"{len(missing)} files were deleted while the backup was made.")
        rows = sum(self.copied.values())
        return RestoredTenant(self.goal.slug, self.goal.is_copy, rows, self.files, older, self.tally, warnings)

    def _read(self, own: OwnTables, *, write_files: bool) -> None:
        """Row by row and file by file, in the order of the archive; empty tables have no member."""
        at = -1
        for name, size, content in self.archive.members():
            if name.startswith("rows/"):
                number = int(name.split("/")[1])
                if number != at:
                    self._finish_shared()
                    at = number
                    self._begin(self.tables[number], own)
                self._copy(self.tables[number], unpacked(name, content))
            elif name.startswith(FOLDER):
                self._finish_shared()
                if write_files:
                    self._write_file(name.removeprefix(FOLDER), size, content)
                self.files += 1
        self._finish_shared()
        self.say(f"{self.files} files")

    def _begin(self, table: Table, own: OwnTables) -> None:
        if table.part == "own":
            self.statement = own.statement(table)
        elif table.part == "books" and self.goal.is_copy:
            self.statement = None
        else:
            self.shared = SharedTable(table, self.tally)
            self.statement = self.shared.stage()

    def _copy(self, table: Table, lines: bytes) -> None:
        named = f"{'tenant' if table.part == 'own' else 'public'}.{table.table}"
        self.copied[named] = self.copied.get(named, 0) + lines.count(b"\n")
        if self.statement is None:
            return
        if self.goal.is_copy and table.part in {"tenant", "shared"}:
            self.names.give_new_ids(lines)
        renamed = lines if table.table in CHAINED else self.names.apply(lines)
        with connection.cursor() as cursor, cursor.cursor.copy(self.statement) as copy:
            copy.write(renamed)

    def _finish_shared(self) -> None:
        shared, self.shared = self.shared, None
        if shared is None:
            return
        part = shared.table.part
        if part == "tenant":
            name_staged_tenant(schema_name=self.goal.schema_name, slug=self.goal.slug)
        elif part == "people" and shared.table.model == settings.AUTH_USER_MODEL.lower():
            match_people(shared, self.names.learn)
        elif part == "people":
            only_of_new_people()
        shared.put_back(keep_what_is_there=part != "tenant")

    def _write_file(self, short: str, size: int, content: Source) -> None:
        name = f"tenants/{self.goal.schema_name}/{short}"
        stored = default_storage.save(name, _Upload(content, short, size))
        if stored != name:
            raise BackupError(f"The storage did not take {name} by its name.")

    def _make_room(self, there: Tenant) -> None:
        """Take away what the shared schema has of the tenant; its row stays, and its books."""
        # The history of its licenses goes only with a workspace that is closed.
        closed = {"status": Tenant.Status.CLOSED, "erase_at": timezone.now(), "slug": there.slug or there.schema_name}
        Tenant.objects.filter(pk=there.pk).update(**closed)
        for belonging in shared_belongings():
            if not belonging.keeps_row and belonging.model._meta.label_lower != "accounts.mail":
                # Not by way of the models: what points here from the books finds the same rows again at the end.
                rows = belonging.rows_of(there)
                belonging.model._base_manager.filter(pk__in=rows.order_by().values("pk"))._raw_delete(rows.db)
        QueuedTask.objects.filter(schema_name=there.schema_name).delete()

    def _content_types(self) -> dict[int, int]:
        """The number that each kind of row has here, by the number that it had there."""
        here = {f"{one.app_label}.{one.model}": one.pk for one in ContentType.objects.all()}
        said = self.archive.about["content_types"].items()
        return {int(number): here[name] for number, name in said if name in here and here[name] != int(number)}

    def _compare(self) -> None:
        wanted = {name: count for name, count in self.archive.summary["rows"].items() if count}
        if wanted != self.copied:
            raise BackupError("The backup does not hold as many rows as it says.")

    def _tenant(self) -> Tenant:
        tenant: Tenant = Tenant.objects.get(pk=self.names.id_of(self.archive.about["tenant"]["id"]))
        host = f"{self.goal.slug}.{settings.BASE_DOMAIN}"
        if not Domain.objects.filter(domain=host).exists():
            Domain.objects.bulk_create([Domain(domain=host, tenant=tenant, is_primary=False)])
        return tenant

    def _write_down(self, tenant: Tenant) -> None:
        """In its own log, of which the chain must hold, and in the platform's."""
        note = f"as of {self.archive.about['made_at']}"
        for place in (TenantSchema(self.goal.schema_name), PUBLIC):
            with scope(place):
                if place is not PUBLIC and not (state := verify_chain()).holds:
                    raise BackupError(f"The audit log of the backup does not hold, first at number {state.broken_at}.")
                record("tenant.restored", target=tenant, label=tenant.name, note=note)


class _Upload(File):  # type: ignore[type-arg]  # it takes none at run time
    """A member of the archive as the storage wants it: it can be read once."""

    def __init__(self, content: Source, name: str, size: int) -> None:
        super().__init__(content, name=PurePath(name).name)  # type: ignore[arg-type]  # it only reads
        self.size = size

    def chunks(self, chunk_size: int | None = None) -> Any:
        while data := self.read(chunk_size or self.DEFAULT_CHUNK_SIZE):
            yield data
