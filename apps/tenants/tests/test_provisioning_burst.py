"""Many sign-ups at once; how long they take is measured by benchmarks/provisioning.py."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection, transaction
from pytest_django import Settings

from apps.core.scope import scope
from apps.tenants.models import Tenant
from apps.tenants.provisioning import MAKING_LOCK
from apps.tenants.services import add_spare, create_tenant

AT_ONCE = 20


def _create_many(name: str) -> list[Tenant]:
    """Tenants of the same name, all asked for in the same moment, each on a connection of its own."""
    start = Barrier(AT_ONCE)

    def create(_: int) -> Tenant:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return create_tenant(name=name)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(create, range(AT_ONCE)))


def test_twenty_tenants_asked_for_at_once_all_come(committing: None, settings: Settings) -> None:
    settings.TENANT_POOL_SIZE = Tenant.objects.spare().count() + 3
    while add_spare():
        pass
    spares = set(Tenant.objects.spare().values_list("schema_name", flat=True))

    tenants = _create_many("Burst")

    assert sorted(str(tenant.slug) for tenant in tenants) == sorted(
        ["burst", *(f"burst-{number}" for number in range(2, AT_ONCE + 1))]
    )
    assert len({tenant.schema_name for tenant in tenants}) == AT_ONCE
    assert spares <= {tenant.schema_name for tenant in tenants}
    for tenant in tenants:
        with scope(tenant), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_member, django_admin_log")
            assert cursor.fetchone() == (0,)


def test_claim_does_not_wait_for_the_claim_of_another(committing: None, settings: Settings) -> None:
    settings.TENANT_POOL_SIZE = Tenant.objects.spare().count() + 2
    while add_spare():
        pass

    def claim_beside() -> Tenant:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                # Whoever had to wait would fail here, not hang.
                cursor.execute("SET LOCAL lock_timeout = '20s'")
                return create_tenant(name="Globex")
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as thread:
        initech = create_tenant(name="Initech")
        globex = thread.submit(claim_beside).result()

    assert (initech.slug, globex.slug) == ("initech", "globex")
    assert initech.schema_name != globex.schema_name


def test_schemas_are_made_one_at_a_time(committing: None, settings: Settings) -> None:
    settings.TENANT_POOL_SIZE = 0
    Tenant.objects.spare().update(migrations_hash="of another version")

    def may_make() -> bool:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [MAKING_LOCK])
                return bool(cursor.fetchone()[0])
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            create_tenant(name="Initech")
            during = thread.submit(may_make).result()
        after = thread.submit(may_make).result()

    assert (during, after) == (False, True)
