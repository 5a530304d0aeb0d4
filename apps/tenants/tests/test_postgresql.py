"""The remembered search path never outlives what the server really has."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.core.scope import PUBLIC, scope
from apps.tenants.models import Tenant

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
