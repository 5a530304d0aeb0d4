"""Puts rows of shared tables back: by way of a table for the time being, so that the database sorts out what fits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import NOT_PROVIDED, Model
from psycopg import sql

from apps.core.scope import PUBLIC_SCHEMA
from apps.tenants.backups.errors import BackupError
from apps.tenants.backups.tenant_tables import Table

STAGE = "backup_stage"
NEW_PEOPLE = "backup_new_people"
# Nobody gets rights over the platform by the backup of a workspace; pictures of people lie beside the workspaces.
# What they agreed to is counted anew by the database, of what was agreed to here.
PLAIN_PERSON: dict[str, object] = {"is_staff": False, "is_superuser": False, "avatar_name": ""}
PLAIN_PERSON |= {"agreed_terms": 0, "agreed_privacy": 0}
Statement = sql.Composed | sql.SQL


@dataclass(slots=True)
class Tally:
    """What became of the rows: by table, those that had no place any more."""

    written: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    known_people: int = 0
    new_people: int = 0


def run(statement: sql.Composable, *params: Any) -> int:
    """One statement, and how many rows it concerned."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(params) or None)
        return int(cursor.rowcount)


def ask(statement: sql.Composable, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(params) or None)
        return list(cursor.fetchall())


def _public(model: type[Model]) -> sql.Identifier:
    return sql.Identifier(PUBLIC_SCHEMA, model._meta.db_table)


class SharedTable:
    """One shared table on its way back."""

    def __init__(self, table: Table, tally: Tally) -> None:
        try:
            self.model: type[Model] = apps.get_model(table.model)
        except LookupError as error:
            raise BackupError(f"This version has no {table.model}, of which the backup has rows.") from error
        self.table, self.tally = table, tally
        self.key = str(self.model._meta.pk.column) if self.model._meta.pk else ""
        known = {one.column for one in self.model._meta.local_concrete_fields}
        if gone := sorted(set(table.columns) - known):
            raise BackupError(
                f"The backup is of an older version: {table.model} had {', '.join(gone)}, which is not there any more. "
                "Restore a backup of everything of that time into an installation of its own, let it migrate, and make "
                "the backup of the workspace there."
            )
        self.added = [
            one
            for one in self.model._meta.local_concrete_fields
            if one.column not in table.columns and not getattr(one, "generated", False) and one.column != self.key
        ]

    def stage(self) -> sql.Composable:
        """Make the table for the time being; the COPY that fills it."""
        run(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(STAGE)))
        made = sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WHERE false")
        run(made.format(sql.Identifier(STAGE), self._names([*self.table.columns, *self._new()]), _public(self.model)))
        return sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(STAGE), self._names(self.table.columns))

    def put_back(self, *, keep_what_is_there: bool) -> None:
        """Insert what was staged, but what does not fit any more."""
        for one in self.added:
            if one.column in self._new():
                value = one.get_db_prep_save(one.get_default(), connection)
                run(self._on_stage("UPDATE {} SET {} = %s", one.column), value)
        self._cut_loose_ends()
        names = [*self.table.columns, *self._new()]
        chosen = sql.SQL("SELECT {} FROM {}").format(self._names(names), sql.Identifier(STAGE))
        rule: sql.Composable = sql.SQL("ON CONFLICT DO NOTHING")
        if not keep_what_is_there:
            sets = [sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(name)) for name in names if name != self.key]
            rule = sql.SQL("ON CONFLICT ({}) DO UPDATE SET {}").format(
                sql.Identifier(self.key), sql.SQL(", ").join(sets)
            )
        (staged,) = ask(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(STAGE)))[0]
        statement = sql.SQL("INSERT INTO {} ({}) {} {}").format(_public(self.model), self._names(names), chosen, rule)
        written = run(statement)
        self.tally.written += written
        self._left_out(staged - written)

    def _left_out(self, count: int) -> None:
        if count:
            label = self.table.model
            self.tally.left_out[label] = self.tally.left_out.get(label, 0) + count

    def _new(self) -> list[str]:
        """Columns that have come since and must not be empty: with what a new row has there."""
        return [one.column for one in self.added if not one.null and one.db_default is NOT_PROVIDED]

    def _cut_loose_ends(self) -> None:
        """What a row refers to and is not here is forgotten; a row that cannot do without it is left out."""
        for one in self.model._meta.local_concrete_fields:
            target: Any = one.related_model
            if not one.is_relation or target is None or one.column not in self.table.columns:
                continue
            here = sql.SQL("EXISTS (SELECT 1 FROM {} t WHERE t.{} = s.{})").format(
                _public(target), sql.Identifier(target._meta.pk.column), sql.Identifier(one.column)
            )
            loose = sql.SQL("s.{} IS NOT NULL AND NOT {}").format(sql.Identifier(one.column), here)
            if one.null:
                run(self._on_stage("UPDATE {} s SET {} = NULL WHERE ", one.column) + loose)
            else:
                self._left_out(run(sql.SQL("DELETE FROM {} s WHERE ").format(sql.Identifier(STAGE)) + loose))

    @staticmethod
    def _on_stage(text: str, column: str) -> sql.Composed:
        return sql.SQL(text).format(sql.Identifier(STAGE), sql.Identifier(column))

    @staticmethod
    def _names(names: list[str]) -> sql.Composed:
        return sql.SQL(", ").join(map(sql.Identifier, names))


def match_people(shared: SharedTable, learn: Callable[[str, str], None]) -> None:
    """Whoever is here already, by address or by id, stays as they are; `learn` is told by which id they go here."""
    user, stage = _public(get_user_model()), sql.Identifier(STAGE)
    by_address = sql.SQL("SELECT s.id::text, u.id::text FROM {} s JOIN {} u ON lower(u.email) = lower(s.email)").format(
        stage, user
    )
    known = dict(ask(by_address))
    for old, here in known.items():
        learn(old, here)
    gone = sql.SQL(
        "DELETE FROM {} s WHERE EXISTS (SELECT 1 FROM {} u WHERE lower(u.email) = lower(s.email) OR u.id = s.id)"
    )
    shared.tally.known_people = run(gone.format(stage, user))
    for column, value in PLAIN_PERSON.items():
        run(SharedTable._on_stage("UPDATE {} SET {} = %s", column), value)
    run(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(NEW_PEOPLE)))
    made = sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT id FROM {}")
    shared.tally.new_people = run(made.format(sql.Identifier(NEW_PEOPLE), stage))


def only_of_new_people() -> None:
    """What others sign in by is theirs, and stays as it is."""
    gone = sql.SQL("DELETE FROM {} s WHERE NOT EXISTS (SELECT 1 FROM {} n WHERE n.id = s.user_id)")
    run(gone.format(sql.Identifier(STAGE), sql.Identifier(NEW_PEOPLE)))


def name_staged_tenant(*, schema_name: str, slug: str) -> None:
    """The tenant itself, before it is put back."""
    staged = "UPDATE {} SET schema_name = %s, slug = %s, migrations_hash = ''"
    run(sql.SQL(staged).format(sql.Identifier(STAGE)), schema_name, slug)
