"""A tenant's schema: made from the text, by migrating, or claimed, it is the same."""

import logging
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from apps.core.models import QueuedTask
from apps.core.scope import scope
from apps.tenants import provisioning, tasks
from apps.tenants.migrating import TenantsLeftBehindError, migrate_tenants
from apps.tenants.models import Domain, SchemaText, Tenant
from apps.tenants.provisioning import (
    TenantSchema,
    migrations_hash,
    render_text,
    text_key,
)
from apps.tenants.queries import tenant_by_slug
from apps.tenants.services import (
    CommunityExistsError,
    NotInUseError,
    SlugRefusedError,
    SlugTakenError,
    add_spare,
    create_tenant,
    resume_tenant,
    suspend_tenant,
)
from apps.tenants.tests.catalogue import schema_names

Dump = Callable[[str], list[str]]


def test_django_tenants_finds_nothing_to_migrate_in_a_made_schema(committing: None, dump: Dump) -> None:
    made = create_tenant(name="Acme")
    before = dump(made.schema_name)

    call_command("migrate_schemas", schema_name=made.schema_name, tenant=True, interactive=False, verbosity=0)

    assert dump(made.schema_name) == before


def test_text_is_rendered_once_and_leaves_no_schema_also_of_one_that_was_killed(committing: None) -> None:
    SchemaText.objects.all().delete()
    schemas = schema_names()
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA rendering_killed CREATE TABLE half (id int)")

    first = render_text()
    with CaptureQueriesContext(connection) as queries:
        second = render_text()

    assert (first.key, second.sql, schema_names()) == (text_key(), first.sql, schemas)
    assert [query["sql"] for query in queries if "CREATE" in query["sql"]] == []


def test_text_is_not_rendered_inside_a_transaction(db: None) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        render_text()


def test_schema_made_from_the_text_equals_one_that_is_migrated_with_a_warning_where_there_is_none(
    committing: None, dump: Dump, caplog: pytest.LogCaptureFixture
) -> None:
    made = create_tenant(name="Acme")
    texts = list(SchemaText.objects.all())
    SchemaText.objects.all().delete()

    with caplog.at_level(logging.WARNING, logger=provisioning.__name__):
        migrated = create_tenant(name="Globex")
    # For whoever comes next: to render one takes as long as to migrate.
    SchemaText.objects.bulk_create(texts)

    assert dump(migrated.schema_name) == dump(made.schema_name)
    assert [record.getMessage() for record in caplog.records if record.name == provisioning.__name__] == [
        "No text for this version of the migrations: run `manage.py render_tenant_text`."
    ]


def test_failed_sign_up_leaves_neither_row_nor_schema(committing: None) -> None:
    schemas, tenants = schema_names(), Tenant.objects.count()

    with transaction.atomic():
        made = create_tenant(name="Acme").schema_name
        seen_inside = made in schema_names()
        transaction.set_rollback(True)

    assert seen_inside
    assert (schema_names(), Tenant.objects.count()) == (schemas, tenants)


def test_making_a_tenant_leaves_the_callers_search_path(text: SchemaText, db: None) -> None:
    acme = create_tenant(name="Acme")

    with scope(acme), connection.cursor() as before:
        before.execute("SHOW search_path")
        path = before.fetchone()
        create_tenant(name="Globex")
        with connection.cursor() as after:
            after.execute("SHOW search_path")
            assert after.fetchone() == path
    assert path == (f"{acme.schema_name}, public",)


def test_new_tenant_is_active_with_a_host_and_a_name_of_its_own(text: SchemaText, db: None, settings: Settings) -> None:
    settings.BASE_DOMAIN = "example.com"

    tenant = create_tenant(name="Müller & Söhne GmbH")

    tenant.refresh_from_db()
    assert (tenant.name, tenant.slug, tenant.kind, tenant.status, tenant.migrations_hash) == (
        "Müller & Söhne GmbH",
        "muller-sohne-gmbh",
        "company",
        "active",
        migrations_hash(),
    )
    assert list(tenant.domains.values_list("domain", "is_primary")) == [("muller-sohne-gmbh.example.com", True)]


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("Initech", ["initech", "initech-2", "initech-3"]),
        ("API", ["api-team", "api-team-2", "api-team-3"]),
        ("株式会社", ["team", "team-2", "team-3"]),
        ("X", ["x-team", "x-team-2", "x-team-3"]),
        ("long " * 20, [f"{'long-' * 8}lon", f"{'long-' * 8}lon-2", f"{'long-' * 8}lon-3"]),
    ],
)
def test_slug_is_readable_free_and_not_reserved(text: SchemaText, db: None, name: str, slugs: list[str]) -> None:
    assert [create_tenant(name=name).slug for _ in slugs] == slugs


@pytest.mark.parametrize(
    "slug", ["admin", "api", "static", "t", "www", "signup", "A-B", "a b", "a", "-a-", "a_b", "x" * 51]
)
def test_slug_of_the_platform_or_of_odd_letters_is_refused(text: SchemaText, db: None, slug: str) -> None:
    with pytest.raises(SlugRefusedError):
        create_tenant(name="Acme", slug=slug)


def test_slug_asked_for_is_given_once(text: SchemaText, db: None) -> None:
    create_tenant(name="Acme", slug="acme-works")

    with pytest.raises(SlugTakenError):
        create_tenant(name="Acme", slug="acme-works")

    assert list(Tenant.objects.filter(slug="acme-works").values_list("name", flat=True)) == ["Acme"]


def test_host_that_somebody_has_is_not_given_again(text: SchemaText, db: None, settings: Settings) -> None:
    owner = create_tenant(name="Globex")
    Domain.objects.create(domain=f"initrode.{settings.BASE_DOMAIN}", tenant=owner, is_primary=False)

    assert create_tenant(name="Initrode").slug == "initrode-2"


def test_there_is_one_community(text: SchemaText, db: None) -> None:
    if not Tenant.objects.filter(kind=Tenant.Kind.COMMUNITY).exists():
        create_tenant(name="Practice", kind=Tenant.Kind.COMMUNITY)

    with pytest.raises(CommunityExistsError):
        create_tenant(name="Another", kind=Tenant.Kind.COMMUNITY)


def test_suspended_tenant_is_seen_at_once_and_can_be_resumed(
    text: SchemaText, db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    acme = create_tenant(name="Suspendable")
    states = []
    for change in (suspend_tenant, resume_tenant):
        with django_capture_on_commit_callbacks(execute=True):
            change(acme)
        found = tenant_by_slug("suspendable")
        states.append(found and found.status)

    assert states == ["suspended", "active"]


def test_spare_cannot_be_suspended(text: SchemaText, db: None, settings: Settings) -> None:
    settings.TENANT_POOL_SIZE = 1
    add_spare()

    with pytest.raises(NotInUseError):
        suspend_tenant(Tenant.objects.spare().get())


def test_pool_is_refilled_one_at_a_time_up_to_its_size(text: SchemaText, db: None, settings: Settings) -> None:
    settings.TENANT_POOL_SIZE = 2
    counts = []
    for _ in range(4):
        tasks.refill_pool()
        refills = QueuedTask.objects.filter(name="tenants.refill_pool").count()
        counts.append((Tenant.objects.spare().count(), refills))

    assert counts == [(1, 1), (2, 2), (2, 2), (2, 2)]


def test_tenant_is_claimed_from_the_pool_and_the_pool_told(text: SchemaText, db: None, settings: Settings) -> None:
    settings.TENANT_POOL_SIZE = 1
    add_spare()
    spare = Tenant.objects.spare().get()

    tenant = create_tenant(name="Acme")

    assert (tenant.pk, tenant.schema_name, tenant.status) == (spare.pk, spare.schema_name, "active")
    assert list(QueuedTask.objects.values_list("name", "schema_name")) == [("tenants.refill_pool", "public")]
    assert Tenant.objects.spare().count() == 0


def test_spare_of_other_code_is_passed_by(text: SchemaText, db: None, settings: Settings) -> None:
    settings.TENANT_POOL_SIZE = 1
    add_spare()
    Tenant.objects.spare().update(migrations_hash="of another version")

    create_tenant(name="Acme")

    assert list(Tenant.objects.spare().values_list("migrations_hash", flat=True)) == ["of another version"]


def test_spares_are_no_tenants_in_use(text: SchemaText, db: None, settings: Settings) -> None:
    settings.TENANT_POOL_SIZE = 1
    before = list(Tenant.objects.in_use())
    add_spare()

    assert (list(Tenant.objects.in_use()), Tenant.objects.spare().count()) == (before, 1)


def test_migrating_tenants_that_are_up_to_date_takes_three_statements(
    committing: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("Acme", "Globex", "Initech"):
        create_tenant(name=name)
    migrate_tenants()

    with django_assert_num_queries(3):
        assert migrate_tenants() == 0


def test_tenant_behind_is_migrated_and_others_are_left_alone(committing: None, dump: Dump) -> None:
    acme, globex = create_tenant(name="Acme"), create_tenant(name="Globex")
    up_to_date = dump(globex.schema_name)
    with scope(TenantSchema(acme.schema_name)):
        executor = MigrationExecutor(connection)
        executor.migrate([("cv_analysis", None)])
    Tenant.objects.filter(pk=acme.pk).update(migrations_hash="of the version before")
    assert dump(acme.schema_name) != up_to_date

    assert migrate_tenants() == 1

    def without_ids(lines: list[str]) -> list[str]:
        # The module's migrations were applied again, so their rows are newer.
        return sorted(line for line in lines if "django_migrations" not in line)

    acme.refresh_from_db()
    assert without_ids(dump(acme.schema_name)) == without_ids(up_to_date)
    assert (acme.migrations_hash, dump(globex.schema_name)) == (migrations_hash(), up_to_date)


def test_tenant_whose_schema_is_missing_is_named_and_holds_up_nobody(committing: None) -> None:
    tenants = [create_tenant(name=name) for name in ("Acme", "Globex", "Initech")]
    Tenant.objects.filter(pk__in=[tenant.pk for tenant in tenants]).update(migrations_hash="of the version before")
    rename = "ALTER SCHEMA {} RENAME TO {}"
    with connection.cursor() as cursor:
        cursor.execute(rename.format(tenants[1].schema_name, "elsewhere"))

    with pytest.raises(TenantsLeftBehindError, match="Not migrated: 1") as left:
        migrate_tenants()
    assert list(left.value.reasons) == [tenants[1]]

    with connection.cursor() as cursor:
        cursor.execute(rename.format("elsewhere", tenants[1].schema_name))
    assert migrate_tenants() == 1
    assert set(Tenant.objects.values_list("migrations_hash", flat=True)) == {migrations_hash()}


def test_create_tenant_command_is_idempotent_by_slug(text: SchemaText, db: None) -> None:
    output = StringIO()
    for _ in range(2):
        call_command("create_tenant", "Acme", slug="acme-works", stdout=output)

    assert output.getvalue() == "Acme is at /t/acme-works/.\nAcme is at /t/acme-works/ already.\n"
    with pytest.raises(CommandError, match="This address cannot be used"):
        call_command("create_tenant", "Acme", slug="admin", stdout=output)


def test_prepare_commands_say_what_they_did(committing: None, settings: Settings) -> None:
    settings.TENANT_POOL_SIZE = Tenant.objects.spare().count() + 1
    output = StringIO()
    migrate_tenants()
    for _ in range(2):
        call_command("migrate_tenants", stdout=output)
    call_command("render_tenant_text", stdout=output)

    assert output.getvalue() == (
        "All tenants are up to date.\nOne more spare is ready.\nAll tenants are up to date.\n"
        "The text of a tenant's schema is up to date.\n"
    )
