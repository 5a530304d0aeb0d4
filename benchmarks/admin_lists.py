"""How long the administration's tables take with 100,000 rows each: opened, searched, filtered and sorted.

Of each address the best of three counts, so that what else runs on the machine does not.
Everything happens in a database of its own, which is gone afterwards. Tenants are rows without schemas.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import quantiles
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.test import Client, override_settings
from django.utils import timezone
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken

from apps.accounts.models import Membership, SignIn, User
from apps.audit.models import AuditEntry
from apps.core.admin_sites import platform_admin
from apps.core.models import QueuedTask
from apps.marketplace.models import License, Seat, Usage
from apps.tenants.models import Domain, Tenant
from benchmarks import Figure

ROWS = 100_000
AT_ONCE = 1_000
ROUNDS = 3
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@contextmanager
def scratch_database() -> Iterator[None]:
    """An empty database with every shared table; the one of the product is not touched."""
    real = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"bench_admin_{real}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(real, verbosity=0)


def _fill(make: Callable[[int], models.Model]) -> list[Any]:
    """So many rows of one table."""
    made: list[Any] = []
    for start in range(0, ROWS, AT_ONCE):
        rows = [make(number) for number in range(start, start + AT_ONCE)]
        made += type(rows[0])._base_manager.bulk_create(rows)
    return made


def fill() -> None:
    """People, tenants, memberships, licenses, seats, usage, tasks and logs, each as many."""
    now = timezone.now()
    people = _fill(lambda n: User(email=f"person{n}@company{n % 997}.example", name=f"Person {n}", password="!"))
    tenants = _fill(
        lambda n: Tenant(name=f"Company {n}", slug=f"company-{n}", schema_name=f"t{n}", status=Tenant.Status.ACTIVE)
    )
    _fill(lambda n: Domain(domain=f"company-{n}.{settings.BASE_DOMAIN}", tenant=tenants[n], is_primary=True))
    places = _fill(lambda n: Membership(user=people[n], tenant=tenants[n // 2], role=("owner", "member")[n % 2]))
    licenses = _fill(
        lambda n: License(
            tenant=tenants[n], module="cv_analysis", kind="purchase", state="active", seat_limit=5, starts_at=now
        )
    )
    _fill(lambda n: Seat(license=licenses[n // 2], membership=places[n]))
    month = now.date().replace(day=1)
    _fill(lambda n: Usage(tenant=tenants[n], module="cv_analysis", meter="analyses", month=month, used=n % 50))
    _fill(
        lambda n: QueuedTask(
            name="cv_analysis.analyse_cv",
            queue="default",
            schema_name=f"t{n}",
            tenant_id=tenants[n].pk,
            state=("done", "done", "done", "dead")[n % 4],
            finished_at=now - timedelta(seconds=n),
        )
    )
    kind = ContentType.objects.get_for_model(Tenant)
    _fill(
        lambda n: LogEntry(
            user=people[n], content_type=kind, object_id=str(tenants[n].pk), object_repr=f"Company {n}", action_flag=2
        )
    )
    _fill(lambda n: EmailAddress(user=people[n], email=people[n].email, primary=True, verified=True))
    _fill(lambda n: OutstandingToken(user=people[n], jti=f"{n:032x}", token="x", expires_at=now))
    _fill(lambda n: SignIn(user=people[n], email=people[n].email, outcome="success", way="password", through="page"))
    _without_triggers(
        AuditEntry,
        lambda: _fill(
            lambda n: AuditEntry(
                action="tenant.status-changed", actor_kind="staff", actor_id=people[n].pk, target_label=f"Company {n}"
            )
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _without_triggers(model: type[models.Model], work: Callable[[], object]) -> None:
    """The chain of hashes is measured elsewhere; here only the number of rows matters."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        work()
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


FILLED: tuple[type[models.Model], ...] = (
    *(User, Tenant, Domain, Membership, License, Seat, Usage, QueuedTask),
    *(LogEntry, EmailAddress, OutstandingToken, SignIn, AuditEntry),
)


def addresses(model: type[models.Model], client: Client) -> Iterator[str]:
    """The table, its last page but one, two searches, one of them in vain, each way to sort, each filter's offers."""
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    yield base
    yield f"{base}?p={ROWS // platform_admin._registry[model].list_per_page}"
    yield f"{base}?q=777"
    yield f"{base}?q=nothing-like-this"
    request: Any = client.get(base).wsgi_request
    listed = platform_admin._registry[model].get_changelist_instance(request)
    for number in range(1, len(listed.list_display)):
        yield f"{base}?o={number}"
    for spec in listed.filter_specs:
        offers = [choice["query_string"] for choice in spec.choices(listed) if "query_string" in choice]
        yield from (f"{base}{offer}" for offer in offers[1:3])


def _milliseconds(client: Client, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)
    taken = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return taken


def run() -> Iterator[Figure]:
    with scratch_database(), override_settings(PLATFORM_HOSTS=[*settings.PLATFORM_HOSTS, "testserver"]):
        fill()
        client = Client(SERVER_NAME="localhost")
        client.force_login(User.objects.create_superuser("bench@rostrum.example", None), backend=BACKEND)
        every: list[float] = []
        for model in FILLED:
            asked = list(addresses(model, client))
            taken = [min(_milliseconds(client, address) for _round in range(ROUNDS)) for address in asked]
            every += taken
            yield Figure(f"admin table {model._meta.label}, p95", _p95(taken), "ms")
        yield Figure(f"admin tables of {ROWS} rows, p95 of all", _p95(every), "ms")


def _p95(taken: list[float]) -> float:
    return round(quantiles(taken, n=20, method="inclusive")[-1], 1)
