"""People, tenants and clients for every test; see STYLE.md: Ada owns Acme, Ben works there, Cleo is somebody else's."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live_settings
from django.core.cache import caches
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import setup_databases, teardown_databases
from django.urls import get_script_prefix
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from rest_framework.test import APIClient

from apps.accounts.legal import remember_legal_texts
from apps.accounts.models import Membership, User
from apps.accounts.roles import Role
from apps.accounts.services import add_member
from apps.accounts.tokens import token_pair
from apps.core.database_clock import database_now
from apps.core.models import QueuedTask
from apps.core.queue.worker import run_all_due
from apps.core.scope import PUBLIC, current_tenant, scope, tenant_connection
from apps.marketplace.models import License
from apps.tenants.models import Domain, Tenant
from apps.tenants.provisioning import drop_schema, render_text
from apps.tenants.queries import forget_tenants
from apps.tenants.services import create_tenant
from tests.people import PASSWORD, Api, Grant, NewMember, SignedIn

LOGS = {
    *("audit_auditentry", "audit_auditlink", "billing_ledgertransaction", "billing_ledgerentry"),
    *("accounts_legaltext", "accounts_agreement"),
}
MADE_ONCE = {
    *("tenants_tenant", "tenants_domain", "tenants_schematext", "django_migrations", "django_content_type"),
    "auth_permission",
}


@pytest.fixture(scope="session", autouse=True)
def test_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files in a folder of the test run's own, quick passwords, and caches that no running product shares."""
    state = tmp_path_factory.mktemp("state")
    for name in ("media", "mail", "static"):
        (state / name).mkdir()
    # The keys are made as in the product, so that what belongs to a tenant stays with it here too.
    caching = {
        name: {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": name,
            **{key: value for key, value in options.items() if key == "KEY_FUNCTION"},
        }
        for name, options in live_settings.CACHES.items()
    }
    with override_settings(
        # The name that Django's test client calls.
        PLATFORM_HOSTS=[*live_settings.PLATFORM_HOSTS, "testserver"],
        MEDIA_ROOT=state / "media",
        EMAIL_FILE_PATH=state / "mail",
        STATIC_ROOT=state / "static",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        CACHES=caching,
        # Who judges in a test does it in boxes of its own; the runner has tests of its own.
        CODE_ENGINE="apps.code_assessment.sandbox.judge.BubblewrapEngine",
        # Whoever tests with a provider brings one; a key of the environment is not spent.
        AI_PROVIDERS=[],
        STORAGES=live_settings.STORAGES
        | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def nothing_is_asked_anew() -> Iterator[None]:
    """Tenants, legal texts and the database's clock are known for as long as a test may take.

    Or a count of statements would depend on how quick the machine is.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("apps.tenants.queries.CACHE_SECONDS", 600.0)
        patch.setattr("apps.accounts.legal.REMEMBERED_SECONDS", 600.0)
        patch.setattr("apps.core.database_clock._KEPT_SECONDS", 36_000)
        patch.setattr("apps.core.database_clock._LONGEST_WAY_SECONDS", 60)
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,  # noqa: FBT001 -- pytest-django's fixture
    django_db_createdb: bool,  # noqa: FBT001 -- pytest-django's fixture
    django_db_modify_db_settings: None,
    nothing_is_asked_anew: None,
) -> Iterator[None]:
    """One database for the run, with the three tenants; always one of its own, whatever the tests ask for."""
    keep = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=keep)
        _make_tenants()
        database_now()
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def _tenants() -> dict[str, Tenant]:
    return {}


def _make_tenants() -> None:
    render_text()
    for slug, name, kind in (
        ("acme", "Acme Robotics", Tenant.Kind.COMPANY),
        ("beta", "Beta Works", Tenant.Kind.COMPANY),
        (live_settings.COMMUNITY_SLUG, "Practice", Tenant.Kind.COMMUNITY),
    ):
        if not Tenant.objects.filter(slug=slug).exists():
            create_tenant(name=name, slug=slug, kind=kind)
    # With room for as many people as any test wants.
    Tenant.objects.filter(slug__in=["acme", "beta"]).update(plan="enterprise")
    QueuedTask.objects.all().delete()


@pytest.fixture(autouse=True)
def _clean_process(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test sees what another left in this process, and none leaves a tenant or a link prefix behind."""
    for name in live_settings.CACHES:
        caches[name].clear()
    forget_tenants()
    # As in a process that runs for a while, where nothing was published.
    remember_legal_texts(())
    tenant_connection.set_schema_to_public()
    yield
    left = (current_tenant(), get_script_prefix())
    tenant_connection.set_schema_to_public()
    assert left == (PUBLIC, "/"), "the test left a tenant or a link prefix behind"


def _tenant(slug: str, remembered: dict[str, Tenant], blocker: DjangoDbBlocker) -> Tenant:
    """A copy of the tenant as it was made, so that no test changes another's."""
    if slug not in remembered:
        with blocker.unblock():
            remembered[slug] = Tenant.objects.get(slug=slug)
    return copy.copy(remembered[slug])


@pytest.fixture
def acme(django_db_setup: None, django_db_blocker: DjangoDbBlocker, _tenants: dict[str, Tenant]) -> Tenant:
    """Ada's company."""
    return _tenant("acme", _tenants, django_db_blocker)


@pytest.fixture
def beta(django_db_setup: None, django_db_blocker: DjangoDbBlocker, _tenants: dict[str, Tenant]) -> Tenant:
    """Cleo's company."""
    return _tenant("beta", _tenants, django_db_blocker)


@pytest.fixture
def community(django_db_setup: None, django_db_blocker: DjangoDbBlocker, _tenants: dict[str, Tenant]) -> Tenant:
    """Where people practise by themselves."""
    return _tenant(live_settings.COMMUNITY_SLUG, _tenants, django_db_blocker)


@pytest.fixture(scope="session")
def new_member() -> NewMember:
    """A new person with a role in a tenant: new_member("eve", acme, Role.GUEST)."""

    def make(name: str, tenant: Tenant, role: Role) -> Membership:
        user = User.objects.create_user(f"{name}@{tenant.slug}.example", PASSWORD, name=name.capitalize())
        return add_member(tenant, user=user, role=role)

    return make


@pytest.fixture
def ada(acme: Tenant, new_member: NewMember) -> Membership:
    """Owns Acme."""
    return new_member("ada", acme, Role.OWNER)


@pytest.fixture
def ben(acme: Tenant, new_member: NewMember) -> Membership:
    """Works at Acme."""
    return new_member("ben", acme, Role.MEMBER)


@pytest.fixture
def gia(acme: Tenant, new_member: NewMember) -> Membership:
    """May look around at Acme."""
    return new_member("gia", acme, Role.GUEST)


@pytest.fixture
def cleo(beta: Tenant, new_member: NewMember) -> Membership:
    """Owns Beta, and must never see anything of Acme's."""
    return new_member("cleo", beta, Role.OWNER)


@pytest.fixture
def dan(community: Tenant, new_member: NewMember) -> Membership:
    """Practises in the community."""
    return new_member("dan", community, Role.CANDIDATE)


@pytest.fixture
def sam(django_db_setup: None) -> User:
    """Runs the platform; belongs to no tenant."""
    return User.objects.create_superuser("sam@rostrum.example", PASSWORD, name="Sam")


@pytest.fixture(scope="session")
def grant() -> Grant:
    """Give a tenant a module: grant(acme), or with a license's fields: grant(acme, state="expired")."""

    def make(tenant: Tenant, module: str = "cv_analysis", **fields: Any) -> License:
        plain = {"kind": License.Kind.PURCHASE, "state": License.State.ACTIVE}
        license_, _is_new = License.objects.update_or_create(tenant=tenant, module=module, defaults=plain | fields)
        return license_

    return make


@pytest.fixture
def licensed(acme: Tenant, grant: Grant) -> License:
    """Acme has CV analysis."""
    return grant(acme)


@pytest.fixture
def expired(acme: Tenant, grant: Grant) -> License:
    """Acme's trial of CV analysis ended yesterday, and nothing has written that down."""
    yesterday = timezone.now() - timedelta(days=1)
    return grant(acme, kind=License.Kind.TRIAL, state=License.State.TRIALING, ends_at=yesterday)


@pytest.fixture
def api() -> Api:
    """A client with the member's token: api(ada).get("/api/v1/…"); api(None) is a stranger."""

    def make(membership: Membership | None) -> APIClient:
        client = APIClient()
        if membership is not None:
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {token_pair(membership)['access']}")
        return client

    return make


@pytest.fixture
def signed_in() -> SignedIn:
    """A signed-in browser: signed_in(ada).get("/t/acme/"); signed_in(None) is a visitor."""

    def make(who: Membership | User | None) -> Client:
        client = Client()
        if who is not None:
            client.force_login(
                who.user if isinstance(who, Membership) else who,
                backend="allauth.account.auth_backends.AuthenticationBackend",
            )
        return client

    return make


@pytest.fixture
def visit(signed_in: SignedIn) -> Callable[..., HttpResponse]:
    """Ask for an address as somebody, by GET or as told."""

    def ask(who: Membership | None, address: str, method: str = "get") -> HttpResponse:
        client: Client = signed_in(who)
        client.raise_request_exception = False
        response: HttpResponse = getattr(client, method)(address)
        return response

    return ask


@pytest.fixture
def in_acme(acme: Tenant) -> Iterator[Tenant]:
    """The test's own code runs inside Acme."""
    with scope(acme):
        yield acme


@pytest.fixture
def run_queued() -> Callable[[], int]:
    """Run in this process whatever is due, by the worker's own code; says how many rows that were."""
    return run_all_due


@pytest.fixture
def mails(tmp_path: Path, settings: Any) -> Callable[[], list[str]]:
    """What is due is done, and then the mails that were written are read, oldest first, as text."""
    settings.EMAIL_BACKEND = "apps.core.mail.EmlFileBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mails"

    def read() -> list[str]:
        run_all_due()
        return [file.read_text(encoding="utf-8") for file in sorted(settings.EMAIL_FILE_PATH.glob("*.eml"))]

    return read


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Real commits, for tests with several threads; whatever rows they made are taken away again."""
    with django_db_blocker.unblock():
        yield
        _take_away()
        connection.close()


@contextmanager
def _commits_and_tenants(blocker: DjangoDbBlocker) -> Iterator[None]:
    with blocker.unblock():
        before = set(Tenant.objects.values_list("pk", flat=True))
        yield
        _take_away()
        for tenant in Tenant.objects.exclude(pk__in=before):
            Domain.objects.filter(tenant=tenant).delete()
            drop_schema(tenant.schema_name)
            tenant.delete()
        connection.close()


@pytest.fixture
def extra_tenants(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """As `committed`, and tenants that the test makes besides go with their schemas."""
    with _commits_and_tenants(django_db_blocker):
        yield


@pytest.fixture(scope="module")
def lasting(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """As `extra_tenants`, for what all tests of a file look at."""
    with _commits_and_tenants(django_db_blocker):
        yield


def _take_away() -> None:
    """Empty every table but those that _make_tenants filled; most of them are empty, and finding out costs less."""
    made_once = ["acme", "beta", live_settings.COMMUNITY_SLUG]
    schemas = [PUBLIC.schema_name, *Tenant.objects.filter(slug__in=made_once).values_list("schema_name", flat=True)]
    with scope(PUBLIC), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname = ANY(%s) AND NOT tablename = ANY(%s)",
            [schemas, sorted(MADE_ONCE)],
        )
        tables = [name for (name,) in cursor.fetchall()]
        has_rows = [f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in tables]  # noqa: S608 -- of pg_tables
        cursor.execute(" UNION ALL ".join(has_rows))
        if not (filled := [name for (name,) in cursor.fetchall()]):
            return
        # The audit log and the ledger refuse even this.
        logs = [name for name in tables if name.partition(".")[2] in LOGS]
        for log in logs:
            cursor.execute(f"ALTER TABLE {log} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(filled)} CASCADE")
        for log in logs:
            cursor.execute(f"ALTER TABLE {log} ENABLE TRIGGER USER")
