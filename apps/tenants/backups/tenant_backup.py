"""A backup of one tenant: its schema, what belongs to it in the shared one, its people and its files."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from psycopg import ClientCursor, sql

from apps.core.scope import PUBLIC, PUBLIC_SCHEMA, scope
from apps.tenants.backups.archive import ABOUT, FORMAT, PIECE_BYTES, SUMMARY, TENANT, ArchiveWriter, writing
from apps.tenants.backups.stored_files import add_files
from apps.tenants.backups.tenant_tables import Table, own_tables, shared_rows
from apps.tenants.backups.versions import key_mark
from apps.tenants.backups.whole_backup import Made, Say
from apps.tenants.models import Tenant
from apps.tenants.provisioning import applied_migrations, untyped_connection

# Much faster than the usual level, and hardly larger.
COMPRESSION = 1


@contextmanager
def _one_moment() -> Iterator[None]:
    """All rows as they were when reading began, and nothing is written."""
    with transaction.atomic():
        # Inside another transaction, as in tests, it is too late to choose.
        if not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def back_up_tenant(tenant: Tenant, path: Path, *, passphrase: str | None, say: Say) -> Made:
    """Write the file; memory stays small however much there is."""
    counts: dict[str, int] = {}
    with scope(PUBLIC), _one_moment():
        shared = [(rows.table(), rows.rows) for rows in shared_rows(tenant)]
        own = own_tables(tenant.schema_name)
        about = {
            "format": FORMAT,
            "kind": TENANT,
            "made_at": timezone.now().isoformat(),
            "postgresql": untyped_connection.pg_version,
            "migrations": sorted(applied_migrations(tenant.schema_name)),
            "key_mark": key_mark(),
            "tenant": {
                "id": str(tenant.pk),
                "slug": tenant.slug,
                "name": tenant.name,
                "kind": tenant.kind,
                "schema": tenant.schema_name,
            },
            "tables": [table.said() for table in [*(table for table, _rows in shared), *own]],
            # Their numbers differ from one installation to the next.
            "content_types": {
                str(one.pk): f"{one.app_label}.{one.model}" for one in ContentType.objects.order_by("pk")
            },
        }
        with writing(path, passphrase) as archive:
            archive.add_json(ABOUT, about)
            for number, (table, rows) in enumerate(shared):
                counts[f"{PUBLIC_SCHEMA}.{table.table}"] = _add_rows(archive, number, _chosen(table, rows))
            say("its own tables")
            for number, table in enumerate(own, start=len(shared)):
                counts[f"tenant.{table.table}"] = _add_rows(archive, number, _all_of(tenant.schema_name, table))
            say("uploaded files")
            files, missing = add_files(archive, f"tenants/{tenant.schema_name}", but="exports")
            archive.add_json(SUMMARY, {"rows": counts, "files": files, "missing": missing})
    return Made(path, len(counts), sum(counts.values()), files, missing)


def _names(table: Table) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, table.columns))


def _chosen(table: Table, rows: Any) -> sql.Composable:
    keys, params = rows.order_by().values("pk").query.sql_with_params()
    chosen = ClientCursor(connection.connection).mogrify(keys, params)
    # Django wrote and quoted it; what stands in it are ids.
    subquery = sql.SQL(chosen)
    key = sql.Identifier(rows.model._meta.pk.column)
    return sql.SQL("COPY (SELECT {} FROM {} WHERE {} IN ({}) ORDER BY {}) TO STDOUT").format(
        _names(table), sql.Identifier(PUBLIC_SCHEMA, table.table), key, subquery, key
    )


def _all_of(schema_name: str, table: Table) -> sql.Composable:
    return sql.SQL("COPY {} ({}) TO STDOUT").format(sql.Identifier(schema_name, table.table), _names(table))


def _add_rows(archive: ArchiveWriter, number: int, statement: sql.Composable) -> int:
    """What the statement gives, in pieces of whole lines; how many lines that were."""
    waiting, size, pieces, count = [], 0, 0, 0
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for data in copy:
            line = bytes(data)
            waiting.append(line)
            size += len(line)
            count += line.count(b"\n")
            if size >= PIECE_BYTES:
                pieces += 1
                _add_piece(archive, number, pieces, waiting)
                waiting, size = [], 0
    if waiting:
        _add_piece(archive, number, pieces + 1, waiting)
    return count


def _add_piece(archive: ArchiveWriter, number: int, piece: int, lines: list[bytes]) -> None:
    packed = gzip.compress(b"".join(lines), COMPRESSION, mtime=0)
    archive.add_bytes(f"rows/{number:04}/{piece:06}.copy.gz", packed)
