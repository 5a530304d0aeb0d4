"""`scope()`: in and out of a tenant, whatever happens between."""

import pytest
from django.db import connection, transaction
from django.urls import get_script_prefix, reverse, set_script_prefix

from apps.accounts.models import Member, Membership
from apps.core.scope import PUBLIC, current_schema, current_tenant, scope
from apps.tenants.models import Tenant

pytestmark = pytest.mark.django_db


def schema_in_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])


def test_outside_of_all_tenants_is_public(db: None) -> None:
    assert (current_tenant(), current_schema(), schema_in_database()) == (PUBLIC, "public", "public")
    assert (bool(PUBLIC), PUBLIC.pk, PUBLIC.kind) == (False, None, "public")


def test_inside_rows_links_and_tenant_are_its_own(acme: Tenant, ada: Membership) -> None:
    with scope(acme, acme.path):
        found = (current_tenant(), schema_in_database(), reverse("home:index"), Member.objects.get().pk)

    assert found == (acme, acme.schema_name, "/t/acme/", ada.pk)


def test_scopes_nest_and_each_returns_to_the_one_around_it(acme: Tenant, beta: Tenant) -> None:
    seen = []
    with scope(acme, "/t/acme/"):
        with scope(beta, "/t/beta/"):
            with scope(PUBLIC):
                seen.append((schema_in_database(), get_script_prefix()))
            seen.append((schema_in_database(), get_script_prefix()))
        seen.append((schema_in_database(), get_script_prefix()))
    seen.append((schema_in_database(), get_script_prefix()))

    assert seen == [
        ("public", "/t/beta/"),
        (beta.schema_name, "/t/beta/"),
        (acme.schema_name, "/t/acme/"),
        ("public", "/"),
    ]


def test_error_inside_restores_tenant_and_prefix(acme: Tenant) -> None:
    set_script_prefix("/")

    with pytest.raises(ZeroDivisionError), scope(acme, "/t/acme/"):
        raise ZeroDivisionError

    assert (current_tenant(), schema_in_database(), get_script_prefix()) == (PUBLIC, "public", "/")


def test_rolled_back_transaction_stays_in_its_tenant(acme: Tenant) -> None:
    """PostgreSQL takes a SET back with the transaction that made it; the next statement must not go elsewhere."""
    with scope(acme):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            schema_in_database()
            raise ZeroDivisionError
        found = schema_in_database()

    assert found == acme.schema_name


def test_scope_inside_a_transaction_that_fails_leaves_the_outer_one(acme: Tenant, beta: Tenant) -> None:
    with scope(acme):
        with pytest.raises(ZeroDivisionError), transaction.atomic(), scope(beta):
            schema_in_database()
            raise ZeroDivisionError
        found = schema_in_database()

    assert found == acme.schema_name
