"""Brings every tenant's schema to this code's migrations, in milliseconds each.

Tenants that lack the same migrations are a group. The first of a group is migrated by Django, and what that says to the
database is recorded; the others get the recording as one text in one transaction, with their rows of django_migrations.
Nearly all of the third of a second that Django needs for a tenant is spent in Python and need not be spent again. A
recording serves only if each of its migrations is the same SQL for everybody; see `is_same_for_everybody()`.

What a schema has is read from the schema itself, so what was interrupted goes on where it stopped. One process at a
time works; another one waits, and then finds nothing to do.
"""

import logging
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import DatabaseError, OperationalError, connection, router, transaction
from django.db.migrations import Migration, RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.exceptions import InconsistentMigrationHistory, MigrationSchemaMissing
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q
from django.db.models.functions import Now
from psycopg import sql
from psycopg.errors import DeadlockDetected, LockNotAvailable

from apps.core.scope import PUBLIC, PUBLIC_SCHEMA, scope
from apps.tenants.models import Tenant, TenantQuerySet
from apps.tenants.provisioning import (
    MIGRATING_LOCK,
    ROW_CHANGE,
    Recorder,
    TenantSchema,
    applied_migrations,
    is_read,
    migrate_schema,
    migrations_hash,
    noting_migrations,
    session_lock,
)

logger = logging.getLogger(__name__)

# Whoever waits for a table makes everybody else who wants it wait as well, so nobody waits for long, but again.
LOCK_TIMEOUT_SECONDS = 2
FIRST_PAUSE_SECONDS = 1.0
ATTEMPTS = 6
HISTORIES_AT_ONCE = 100
HISTORY = sql.SQL("SELECT {}::text, md5(string_agg(app || '.' || name, ' ' ORDER BY app, name)) FROM {}")
NOTES = MigrationRecorder.Migration._meta.db_table

Outcome = TypeVar("Outcome")


class TenantsLeftBehindError(Exception):
    """Some tenants could not be migrated; all others are."""

    def __init__(self, reasons: dict[Tenant, str]) -> None:
        self.reasons = reasons
        listed = "".join(f"\n  {tenant} ({tenant.schema_name}): {reason}" for tenant, reason in reasons.items())
        super().__init__(f"Not migrated: {len(reasons)}. Mend what is named, then migrate again.{listed}")


class ChangeRecorder(Recorder):
    """Keeps every statement that changes a schema which is in use already: its rows count too."""

    def _note(self, statement: str) -> None:
        change = ROW_CHANGE.match(statement)
        if is_read(statement) or (change and change[1] == NOTES):
            return
        self._changed_rows |= change is not None
        self.statements.append(statement)


@dataclass(frozen=True, slots=True)
class Recording:
    """What brings the tenants of a group up to date: nothing (it is empty), a text, or only Django (it is None)."""

    text: str | None

    @classmethod
    def of(cls, tenant: Tenant) -> "Recording":
        """Migrate the tenant by Django and keep how."""
        recorder, before = ChangeRecorder(), applied_migrations(tenant.schema_name)
        with connection.execute_wrapper(recorder):
            migrated = migrate_schema(tenant.schema_name, recorder.end_migration)
        noted = [one for one in applied_migrations(tenant.schema_name) if one not in set(before)]
        with scope(TenantSchema(tenant.schema_name)):
            repeatable = all(map(is_same_for_everybody, migrated))
        text = "\n;\n".join([*recorder.statements, *([noting_migrations(noted)] if noted else [])])
        return cls(text if repeatable and tenant.schema_name not in text else None)

    def play(self, tenant: Tenant) -> None:
        """All of the text or none of it."""
        with scope(TenantSchema(tenant.schema_name)), transaction.atomic(), connection.cursor() as cursor:
            if self.text:
                cursor.execute(self.text)
            _mark([tenant])


@dataclass(slots=True)
class Round:
    """One walk over the tenants that are behind."""

    total: int
    done: int = 0
    busy: list[Tenant] = field(default_factory=list)
    failed: dict[Tenant, str] = field(default_factory=dict)

    def migrate(self, group: list[Tenant]) -> None:
        """Bring tenants that have the same migrations up to date; who is locked by somebody is left for later."""
        recording: Recording | None = None
        for tenant in group:
            began = time.monotonic()
            try:
                if recording is None:
                    recording = Recording.of(tenant)
                    _mark([tenant])
                else:
                    _play_or_migrate(recording, tenant)
            except (DatabaseError, InconsistentMigrationHistory, MigrationSchemaMissing) as error:
                if is_locked(error):
                    self.busy.append(tenant)
                else:
                    self.failed[tenant] = " ".join(str(error).split())
                continue
            self.done += 1
            took = time.monotonic() - began
            logger.info("Migrated %s of %s: %s, %.3f s.", self.done, self.total, tenant.schema_name, took)


def is_same_for_everybody(migration: Migration) -> bool:
    """Whether it is the same SQL in every schema; asked inside of one.

    Python code may look at rows, and an operation that is not Django's may do so too. What is not atomic cannot be
    part of a transaction.
    """
    return migration.atomic and all(_is_plain(operation, migration.app_label) for operation in migration.operations)


def _is_plain(operation: Operation, app_label: str) -> bool:
    if isinstance(operation, SeparateDatabaseAndState):
        return all(_is_plain(one, app_label) for one in operation.database_operations)
    if isinstance(operation, RunPython):
        # For apps that have nothing in tenants' schemas Django skips the code.
        return not router.allow_migrate(connection.alias, app_label, **operation.hints)
    if isinstance(operation, RunSQL):
        return not any(is_read(statement) for statement in _statements(operation))
    return operation.reduces_to_sql and type(operation).__module__.startswith("django.")


def _statements(operation: RunSQL) -> Iterator[str]:
    """As the operation gives them to the database: PostgreSQL gets a text in one piece."""
    listed = operation.sql if isinstance(operation.sql, list | tuple) else [operation.sql]
    for statement in listed:
        yield str(statement if isinstance(statement, str) else statement[0])


def is_locked(error: BaseException) -> bool:
    """Somebody else holds what the statement needed: to be tried again."""
    return isinstance(error, OperationalError) and isinstance(error.__cause__, LockNotAvailable | DeadlockDetected)


@contextmanager
def short_waits() -> Iterator[None]:
    """Statements on this connection give up when a lock is not to be had soon."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT_SECONDS}s'")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


def patiently(deed: Callable[[], Outcome]) -> Outcome:
    """Do it with short waits, and again after growing pauses while others hold a lock that it needs."""
    for attempt in range(1, ATTEMPTS):
        try:
            with short_waits():
                return deed()
        except OperationalError as error:
            if not is_locked(error):
                raise
            _pause(attempt, "the shared tables")
    with short_waits():
        return deed()


def _pause(attempt: int, what: str) -> None:
    seconds = FIRST_PAUSE_SECONDS * 2 ** (attempt - 1)
    logger.info("Somebody works with %s; trying again in %.0f s.", what, seconds)
    time.sleep(seconds)


def _play_or_migrate(recording: Recording, tenant: Tenant) -> None:
    """A schema that somebody has changed by hand may refuse the text and still take Django's way."""
    if recording.text is not None:
        try:
            recording.play(tenant)
        except DatabaseError as error:
            if is_locked(error):
                raise
            logger.warning("%s is not like the others (%s); migrating it by itself.", tenant.schema_name, error)
        else:
            return
    migrate_schema(tenant.schema_name)
    _mark([tenant])


def _mark(tenants: list[Tenant]) -> None:
    """Note that these have all migrations of this code."""
    Tenant.objects.filter(pk__in=[tenant.pk for tenant in tenants]).update(migrations_hash=migrations_hash())


def _behind() -> TenantQuerySet:
    """All that are not up to date, but those that are erased, or whose schema goes piece by piece."""
    others: TenantQuerySet = Tenant.objects.exclude(migrations_hash=migrations_hash())
    going = Q(status=Tenant.Status.CLOSED, erase_at__lte=Now())
    kept = others.exclude(schema_name=PUBLIC_SCHEMA).exclude(status=Tenant.Status.ERASED).exclude(going)
    return kept.order_by("created_at")


def tenants_behind() -> int:
    """How many wait for `migrate`."""
    return _behind().count()


def _histories(schema_names: list[str]) -> dict[str, str]:
    """A mark of the migrations that each schema has; none for a schema that has not even the table of them."""
    found: dict[str, str] = {}
    with scope(PUBLIC), connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname FROM pg_tables WHERE tablename = %s AND schemaname = ANY(%s)", [NOTES, schema_names]
        )
        there = sorted(name for (name,) in cursor.fetchall())
        for start in range(0, len(there), HISTORIES_AT_ONCE):
            some = there[start : start + HISTORIES_AT_ONCE]
            cursor.execute(
                sql.SQL(" UNION ALL ").join(HISTORY.format(name, sql.Identifier(name, NOTES)) for name in some)
            )
            found |= dict(cursor.fetchall())
    return found


def _groups(tenants: list[Tenant]) -> list[list[Tenant]]:
    """Those with the same history together; who has none is on its own, and Django begins there from nothing."""
    histories = _histories([tenant.schema_name for tenant in tenants])
    groups = defaultdict(list)
    for tenant in tenants:
        groups[histories.get(tenant.schema_name, tenant.schema_name)].append(tenant)
    return list(groups.values())


def migrate_tenants() -> int:
    """Bring every schema to this code's migrations, spares too; says how many were behind.

    A tenant that old code made meanwhile is found by the last look.
    """
    migrated = 0
    failed: dict[Tenant, str] = {}
    attempts: Counter[Tenant] = Counter()
    with session_lock(MIGRATING_LOCK):
        while behind := list(_behind().exclude(pk__in=[tenant.pk for tenant in failed])):
            groups = _groups(behind)
            walk = Round(total=sum(map(len, groups)))
            with short_waits():
                for group in groups:
                    walk.migrate(group)
            migrated += walk.done
            failed |= walk.failed
            attempts.update(walk.busy)
            failed |= {
                tenant: "others worked with its tables all the time"
                for tenant in walk.busy
                if attempts[tenant] == ATTEMPTS
            }
            if still_busy := [tenant for tenant in walk.busy if tenant not in failed]:
                _pause(attempts[still_busy[0]], f"tables of {len(still_busy)} tenants")
    if failed:
        raise TenantsLeftBehindError(failed)
    return migrated


def forget_what_tenants_have() -> None:
    """Ask every schema itself the next time, because somebody has migrated in a way of their own."""
    # Migrating one app may have come before there are tenants.
    if Tenant._meta.db_table in connection.introspection.table_names():
        Tenant.objects.exclude(schema_name=PUBLIC_SCHEMA).update(migrations_hash="")
