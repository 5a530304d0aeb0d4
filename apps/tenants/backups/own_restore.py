"""The schema of a tenant that comes back: made as it was, emptied, filled, and settled."""

from types import TracebackType
from typing import Self

from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from apps.tenants.backups.errors import BackupError
from apps.tenants.backups.shared_restore import ask, run
from apps.tenants.backups.tenant_tables import NOTES, Table, own_tables
from apps.tenants.backups.versions import Named
from apps.tenants.provisioning import make_schema, migrate_schema

COUNTED = """
SELECT relation.relname, attribute.attname::text
FROM pg_class relation
JOIN pg_namespace space ON space.oid = relation.relnamespace
JOIN pg_attribute attribute ON attribute.attrelid = relation.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
WHERE space.nspname = %s AND relation.relkind = 'r'
  AND pg_get_serial_sequence(format('%%I.%%I', space.nspname, relation.relname), attribute.attname) IS NOT NULL
"""
ADMIN_LOG = "django_admin_log"


def make_schema_of(schema_name: str, migrations: set[Named], *, older: bool) -> None:
    """An empty schema with these migrations and no others, in the caller's transaction."""
    if not older:
        make_schema(schema_name)
        return
    run(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema_name)))
    nodes = MigrationLoader(None, ignore_no_migrations=True).graph.node_map
    needed = {parent.key for name in migrations for parent in nodes[name].parents}
    migrate_schema(schema_name, only_to=sorted(migrations - needed))


class OwnTables:
    """The tables while they are filled: nothing is refused or written by triggers meanwhile."""

    def __init__(self, schema_name: str) -> None:
        self.schema_name = schema_name
        self.tables = {table.table: table for table in own_tables(schema_name)}

    def __enter__(self) -> Self:
        run(sql.SQL("SET CONSTRAINTS ALL IMMEDIATE"))
        for name in self.tables:
            self._alter(name, "DISABLE")
        # What migrations wrote is in the backup too.
        run(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(self._named, self.tables))))
        run(sql.SQL("SET CONSTRAINTS ALL DEFERRED"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Check all keys, and let triggers be heard again; after an error the transaction is over anyway."""
        if error is None:
            run(sql.SQL("SET CONSTRAINTS ALL IMMEDIATE"))
            for name in self.tables:
                self._alter(name, "ENABLE")
            run(sql.SQL("SET CONSTRAINTS ALL DEFERRED"))

    def statement(self, table: Table) -> sql.Composable:
        """The COPY that fills a table as it was."""
        known = self.tables.get(table.table)
        if known is None or set(table.columns) - set(known.columns):
            raise BackupError(f"The table {table.table} of the backup has no place in a schema of its own version.")
        names = sql.SQL(", ").join(map(sql.Identifier, table.columns))
        return sql.SQL("COPY {} ({}) FROM STDIN").format(self._named(table.table), names)

    def settle(self, content_types: dict[int, int]) -> None:
        """Counters go on where they were, and kinds of rows have the numbers that they have here."""
        for name, column in ask(sql.SQL(COUNTED), self.schema_name):
            if name == NOTES:
                continue
            counter = f'"{self.schema_name}"."{name}"'
            highest = sql.SQL("SELECT max({}) FROM {}").format(sql.Identifier(column), self._named(name))
            if (last := ask(highest)[0][0]) is not None:
                run(sql.SQL("SELECT setval(pg_get_serial_sequence(%s, %s), %s)"), counter, column, last)
        if content_types and ADMIN_LOG in self.tables:
            pairs = sql.SQL(", ").join(
                sql.SQL("({}, {})").format(there, here) for there, here in sorted(content_types.items())
            )
            changed = sql.SQL("UPDATE {} l SET content_type_id = p.here FROM (VALUES {}) p (there, here)")
            where = sql.SQL(" WHERE l.content_type_id = p.there")
            run(changed.format(self._named(ADMIN_LOG), pairs) + where)

    def _named(self, table: str) -> sql.Identifier:
        return sql.Identifier(self.schema_name, table)

    def _alter(self, table: str, word: str) -> None:
        run(sql.SQL("ALTER TABLE {} {} TRIGGER USER").format(self._named(table), sql.SQL(word)))
