"""Many sign-ups at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from pytest_django import Settings

from apps.core.scope import scope
from apps.tenants.models import Tenant
from apps.tenants.services import add_spare, create_tenant

AT_ONCE = 20
P95_SECONDS = 1.5


def _create_many(name: str) -> tuple[list[Tenant], list[float]]:
    """Tenants of the same name, all asked for in the same moment, each on a connection of its own."""
    start = Barrier(AT_ONCE)

    def create(_: int) -> tuple[Tenant, float]:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            began = time.perf_counter()
            return create_tenant(name=name), time.perf_counter() - began
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        tenants, seconds = zip(*threads.map(create, range(AT_ONCE)), strict=True)
    return list(tenants), sorted(seconds)


def test_twenty_sign_ups_at_once_all_succeed_in_time(committing: None, settings: Settings) -> None:
    settings.TENANT_POOL_SIZE = Tenant.objects.spare().count() + 3
    while add_spare():
        pass
    spares = set(Tenant.objects.spare().values_list("schema_name", flat=True))

    tenants, seconds = _create_many("Burst")

    assert sorted(str(tenant.slug) for tenant in tenants) == sorted(
        ["burst", *(f"burst-{number}" for number in range(2, AT_ONCE + 1))]
    )
    assert len({tenant.schema_name for tenant in tenants}) == AT_ONCE
    assert spares <= {tenant.schema_name for tenant in tenants}
    assert seconds[int(AT_ONCE * 0.95) - 1] <= P95_SECONDS
    for tenant in tenants:
        with scope(tenant), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_member, django_admin_log")
            assert cursor.fetchone() == (0,)
