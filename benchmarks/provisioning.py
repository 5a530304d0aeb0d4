"""How long a new tenant takes: from the pool, from the text, by migrating; and many sign-ups in one moment."""

import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from statistics import median, quantiles
from threading import Barrier

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.test.utils import override_settings

from apps.accounts.models import Membership, User
from apps.accounts.services import sign_up_company
from apps.core.models import QueuedTask
from apps.core.scope import PUBLIC, scope
from apps.tenants.models import Tenant
from apps.tenants.provisioning import drop_schema, lock_making, migrate_schema, new_schema_name, render_text
from apps.tenants.services import add_spare, create_tenant
from benchmarks import Figure

ROUNDS = 7
AT_ONCE = 20
SPARES = 3
REFILL = "tenants.refill_pool"


@contextmanager
def _undone() -> Iterator[None]:
    """A transaction that is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _median_seconds(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(ROUNDS):
        with _undone():
            began = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - began)
    return median(seconds)


def _migrated() -> None:
    """What the text saves: a schema made by running every migration."""
    lock_making()
    schema_name = new_schema_name()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {connection.ops.quote_name(schema_name)}")
    migrate_schema(schema_name)


def _at_once(work: Callable[[int], object]) -> list[float]:
    """Seconds of each of twenty calls that begin in the same moment, each on its own connection."""
    start = Barrier(AT_ONCE)

    def timed(number: int) -> float:
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            began = time.perf_counter()
            work(number)
            return time.perf_counter() - began
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(timed, range(AT_ONCE)))


def _remove(company: str) -> None:
    """Take away what a burst left; nothing else knows of these companies and people."""
    tenants = Tenant.objects.filter(name=company)
    schemas = list(tenants.values_list("schema_name", flat=True))
    people = list(User.objects.filter(memberships__tenant__in=tenants).values_list("pk", flat=True))
    Membership.objects.filter(tenant__in=tenants).delete()
    User.objects.filter(pk__in=people).delete()
    tenants.delete()
    for schema_name in schemas:
        drop_schema(schema_name)


def _burst_p95(work: Callable[[str, int], object]) -> float:
    """95 of 100 calls of a burst of companies of the same name take no longer."""
    company = f"Bench {secrets.token_hex(3)}"
    while add_spare():
        pass
    known = list(QueuedTask.objects.filter(name=REFILL).values_list("pk", flat=True))
    try:
        seconds = _at_once(lambda number: work(company, number))
    finally:
        _remove(company)
        QueuedTask.objects.filter(name=REFILL, state="queued").exclude(pk__in=known).delete()
    return round(quantiles(seconds, n=20, method="inclusive")[-1], 3)


def _sign_up(company: str, number: int) -> None:
    email = f"{company.lower().replace(' ', '-')}-{number}@example.com"
    sign_up_company(company=company, email=email, password=secrets.token_urlsafe(16), name="Ada")


def run() -> Iterator[Figure]:
    render_text()
    with scope(PUBLIC), override_settings(TENANT_POOL_SIZE=SPARES):
        migrated = _median_seconds(_migrated)

        def from_text() -> None:
            create_tenant(name="Bench")

        with _undone():
            Tenant.objects.spare().delete()
            text = _median_seconds(from_text)
        while add_spare():
            pass
        pool = _median_seconds(from_text)
        yield Figure("tenant ready, from the pool", round(pool, 4), "s", "plain migrate", round(migrated, 4))
        yield Figure("tenant ready, without a spare", round(text, 4), "s", "plain migrate", round(migrated, 4))
        tenants = _burst_p95(lambda company, number: create_tenant(name=company))
        yield Figure(f"{AT_ONCE} tenants at once, p95", tenants, "s", "plain migrate, one", round(migrated, 4))
        # Most of a sign-up is the hashing of the password, so the peer is the same burst of nothing but that.
        hashing = _at_once(lambda number: make_password(secrets.token_urlsafe(16)))
        sign_ups = _burst_p95(_sign_up)
        peer = round(quantiles(hashing, n=20, method="inclusive")[-1], 3)
        yield Figure(f"{AT_ONCE} sign-ups at once, p95", sign_ups, "s", "hashing the passwords alone", peer)
    # The burst has emptied the pool.
    while add_spare():
        pass
