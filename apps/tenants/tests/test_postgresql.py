"""The remembered search path never outlives what the server really has."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from psycopg import adapters

from apps.core.scope import PUBLIC, scope
from apps.tenants.models import Tenant
from apps.tenants.postgresql.base import UtcLoader

pytestmark = pytest.mark.django_db


def path_on_server() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])


def test_the_path_is_set_once_while_one_tenant_is_served(acme: Tenant) -> None:
    with scope(acme):
        path_on_server()

    with CaptureQueriesContext(connection) as statements, scope(acme):
        found = path_on_server()

    assert found == acme.schema_name
    assert [query["sql"] for query in statements] == ["SELECT current_schema()"]


def test_another_tenant_sets_its_own_path(acme: Tenant, beta: Tenant) -> None:
    found = []
    for tenant in (acme, beta, acme, PUBLIC, beta):
        with scope(tenant):
            found.append(path_on_server())

    assert found == [acme.schema_name, beta.schema_name, acme.schema_name, "public", beta.schema_name]


def fail_in_savepoint(tenant: Tenant) -> None:
    with pytest.raises(RuntimeError), transaction.atomic(), scope(tenant):
        path_on_server()
        raise RuntimeError


def set_rollback(tenant: Tenant) -> None:
    with transaction.atomic(), scope(tenant):
        path_on_server()
        transaction.set_rollback(True)


@pytest.mark.parametrize("undo", [fail_in_savepoint, set_rollback])
def test_a_path_undone_by_a_savepoint_is_set_again(undo: Callable[[Tenant], None], acme: Tenant, beta: Tenant) -> None:
    with scope(acme):
        path_on_server()
    undo(beta)

    with scope(beta):
        assert path_on_server() == beta.schema_name
    with scope(acme):
        assert path_on_server() == acme.schema_name


SHOWN = """
SELECT %s::uuid, '2026-11-26 17:00:00.5+00'::timestamptz, '{"a": ["\u00e9", 1.5, null]}'::jsonb, 'Zo\u00eb'::text, true,
    7::bigint, 7::smallint, 1.50::numeric, '2026-11-26'::date, NULL::uuid, ARRAY['a', 'b'],
    current_schema()::text, %s::varchar
"""


def test_rows_are_read_in_binary_as_they_are_as_text(acme: Tenant) -> None:
    params = [str(acme.pk), "shown"]
    with scope(acme):
        with connection.cursor() as cursor:
            cursor.execute(SHOWN, params)
            as_text = cursor.fetchall()
        quick = [connection.rows_of(SHOWN, params) for _time in range(7)]  # type: ignore[attr-defined]  # ours
        with CaptureQueriesContext(connection) as statements:
            watched = connection.rows_of(SHOWN, params)  # type: ignore[attr-defined]  # ours

    assert quick == [as_text] * 7
    assert [type(value) for value in quick[0][0]] == [type(value) for value in as_text[0]]
    assert (watched, len(statements)) == (as_text, 1)


def test_rows_come_from_the_tenant_that_is_served(acme: Tenant, beta: Tenant) -> None:
    found = []
    for tenant in (acme, beta, PUBLIC, acme):
        with scope(tenant):
            found += connection.rows_of("SELECT current_schema()::text", [])  # type: ignore[attr-defined]  # ours

    assert found == [(acme.schema_name,), (beta.schema_name,), ("public",), (acme.schema_name,)]


def test_reading_rows_ends_with_its_connection_and_outlives_an_error(acme: Tenant) -> None:
    other: Any = connection.copy()
    try:
        other.set_tenant(acme)
        with pytest.raises(DataError):
            other.rows_of("SELECT 1 / %s::int", [0])
        assert other.rows_of("SELECT 1", []) == [(1,)]
        first = other.connection
        other.close()
        assert other.rows_of("SELECT 2", []) == [(2,)]
        assert other.connection is not first
        with pytest.raises(TransactionManagementError), transaction.atomic(other.alias):
            other.needs_rollback = True
            other.rows_of("SELECT 3", [])
    finally:
        other.close()


def test_a_new_connection_knows_no_path(acme: Tenant) -> None:
    other: Any = connection.copy()
    try:
        other.set_tenant(acme)
        with other.cursor() as cursor:
            cursor.execute("SELECT 1")
        assert other.path_on_server == [acme.schema_name, "public"]
        other.rollback()
        assert other.path_on_server is None
        other.close()
        assert other.path_on_server is None
    finally:
        other.close()


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-26 17:00:00.123456+00",
        "2026-11-26 17:00:00.1+00",
        "2026-11-26 17:00:00+00",
        "0001-01-01 00:00:00+00",
        "9999-12-31 23:59:59.999999+00",
        "2026-11-26 19:30:00+05:30",
    ],
)
def test_times_are_read_as_django_reads_them(written: str, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [written])
        read: datetime = cursor.fetchone()[0]

    assert (read, read.tzinfo) == (datetime.fromisoformat(written), UTC)
    oid = adapters.types["timestamptz"].oid
    assert UtcLoader(oid, connection.connection).load(written.encode()) == read


@pytest.mark.parametrize("written", ["infinity", "4713-01-01 00:00:00+00 BC", "294276-01-01 00:00:00+00"])
def test_time_that_python_does_not_know_is_an_error_as_ever(written: str, db: None) -> None:
    with connection.cursor() as cursor, pytest.raises(DataError):
        cursor.execute("SELECT %s::timestamptz", [written])
        cursor.fetchone()
