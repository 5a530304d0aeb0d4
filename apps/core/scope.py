"""The one way to enter a tenant: its schema, its link prefix, and back again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, cast
from uuid import UUID

from django.db import connection
from django.urls import get_script_prefix, set_script_prefix

PUBLIC_SCHEMA = "public"


class TenantLike(Protocol):
    """What entering a tenant needs to know of it."""

    @property
    def pk(self) -> UUID | None: ...
    @property
    def schema_name(self) -> str: ...
    @property
    def slug(self) -> str | None: ...


class TenantConnection(Protocol):
    """What django-tenants and `apps.tenants.postgresql` add to a database connection."""

    tenant: TenantLike
    schema_name: str

    def set_tenant(self, tenant: TenantLike) -> None: ...
    def set_schema(self, schema_name: str) -> None: ...
    def set_schema_to_public(self) -> None: ...
    def rows_of(self, sql: str, params: Sequence[Any], *, is_asked_again: bool = True) -> list[tuple[Any, ...]]: ...


tenant_connection = cast("TenantConnection", connection)


@dataclass(frozen=True, slots=True)
class PublicTenant:
    """Stands in where there is no tenant, so that `request.tenant` is never None."""

    pk: UUID | None = None
    schema_name: str = PUBLIC_SCHEMA
    slug: str = ""
    name: str = ""
    kind: str = "public"

    def __bool__(self) -> bool:
        return False


PUBLIC = PublicTenant()


def current_tenant() -> TenantLike:
    """The tenant that the running code is in, or PUBLIC."""
    tenant = tenant_connection.tenant
    return tenant if getattr(tenant, "pk", None) else PUBLIC


def current_schema() -> str:
    """The schema that the running code reads and writes first."""
    return tenant_connection.schema_name


@contextmanager
def scope(tenant: TenantLike, script_prefix: str | None = None) -> Iterator[None]:
    """Enter the tenant; on leaving, restore whatever was there before, also after an error.

    django-tenants' `with tenant:` keeps its stack in one list for all threads and is not used.
    """
    before, prefix_before = tenant_connection.tenant, get_script_prefix()
    tenant_connection.set_tenant(tenant)
    if script_prefix is not None:
        set_script_prefix(script_prefix)
    try:
        yield
    finally:
        tenant_connection.set_tenant(before)
        set_script_prefix(prefix_before)
