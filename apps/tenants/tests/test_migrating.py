"""Many tenants are migrated from one recording, and each ends as if Django had migrated it."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.migrations import Migration, RunPython
from django.utils import timezone

from apps.accounts.models import Member
from apps.core.ids import uuid7
from apps.core.scope import PUBLIC, scope
from apps.tenants import migrating
from apps.tenants.migrating import TenantsLeftBehindError, is_same_for_everybody, migrate_tenants, patiently
from apps.tenants.models import Tenant
from apps.tenants.provisioning import drop_schema, migrate_schema, migrations_hash
from apps.tenants.services import create_tenant

Dump = Callable[[str], list[str]]
NextVersion = Callable[..., None]

COLUMN = "migrations.AddField('member', 'motto', models.CharField(max_length=40, default=\"it's 100 %\"))"
NEED = "models.CheckConstraint(condition=~models.Q(name=''), name='member_has_a_name')"
INDEX = "models.Index(fields=['name'], name='member_by_name')"
FREE_KEY = "models.ForeignKey('accounts.member', models.CASCADE, related_name='saved_views', db_constraint=False)"
SHARED_ROW = "UPDATE accounts_member SET name = 'written by SQL'"


@pytest.fixture
def tenants(committing: None) -> list[Tenant]:
    """Three companies, each with somebody in it, and a fourth that Django migrates on its own."""
    made = [create_tenant(name=name) for name in ("Acme", "Globex", "Initech", "Plain")]
    for number, tenant in enumerate(made):
        with scope(tenant):
            Member.objects.create(pk=uuid7(), name=f"Ada {number}")
    return made


@pytest.fixture
def by_django(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The schemas that Django's own migrating was asked for."""
    asked: list[str] = []

    def noted(schema_name: str, *arguments: Any) -> list[Migration]:
        asked.append(schema_name)
        return migrate_schema(schema_name, *arguments)

    monkeypatch.setattr(migrating, "migrate_schema", noted)
    return asked


def names_in(tenant: Tenant) -> list[str]:
    with scope(tenant):
        return list(Member.objects.values_list("name", flat=True))


@contextmanager
def somebody_uses(tenant: Tenant) -> Iterator[Callable[[], None]]:
    """Another connection reads the tenant's members in a transaction that stays open; gives what ends it."""
    reads, end = threading.Event(), threading.Event()

    def read() -> None:
        try:
            with scope(tenant), transaction.atomic():
                list(Member.objects.all())
                reads.set()
                end.wait(120)
        finally:
            connection.close()

    def leave() -> None:
        end.set()
        thread.join()

    thread = threading.Thread(target=read)
    thread.start()
    assert reads.wait(60)
    try:
        yield leave
    finally:
        leave()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that a test can wait for."""
    monkeypatch.setattr(migrating, "LOCK_TIMEOUT_SECONDS", 0.1)
    monkeypatch.setattr(migrating, "FIRST_PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(migrating, "ATTEMPTS", 3)


@pytest.mark.parametrize(
    ("operations", "options", "recorded"),
    [
        (COLUMN, {}, True),
        (f"{COLUMN}, migrations.RemoveField('member', 'motto')", {}, True),
        (f"migrations.AddConstraint('member', {NEED})", {}, True),
        (f"migrations.AddIndex('member', {INDEX})", {}, True),
        (f"migrations.AlterField('savedview', 'member', {FREE_KEY})", {}, True),
        ("migrations.RenameModel('SavedView', 'KeptView')", {}, True),
        ("migrations.CreateModel('Pet', [('id', models.BigAutoField(primary_key=True))])", {}, True),
        (f'migrations.RunSQL("{SHARED_ROW}"), {COLUMN}', {}, True),
        (f"migrations.SeparateDatabaseAndState([{COLUMN}], [{COLUMN}])", {}, True),
        ("migrations.RunPython(code, migrations.RunPython.noop)", {}, False),
        (f"{COLUMN}, migrations.SeparateDatabaseAndState([migrations.RunPython(code)])", {}, False),
        ('migrations.RunSQL("DO $$ BEGIN PERFORM count(*) FROM accounts_member; END $$")', {}, True),
        ("migrations.RunSQL([('UPDATE accounts_member SET name = %s', ['50 %'])])", {}, True),
        ('migrations.RunSQL("SELECT count(*) FROM accounts_member")', {}, False),
        ("migrations.RunSQL([('SELECT count(*) FROM accounts_member WHERE name = %s', ['x'])])", {}, False),
        (f"AddIndexConcurrently('member', {INDEX})", {"atomic": False}, False),
    ],
)
def test_every_tenant_ends_as_if_django_had_migrated_it(
    tenants: list[Tenant],
    next_version: NextVersion,
    by_django: list[str],
    dump: Dump,
    operations: str,
    options: dict[str, bool],
    recorded: bool,  # noqa: FBT001 -- a parameter of the test
) -> None:
    *many, plain = tenants
    next_version(operations, to=many, **options)
    migrate_schema(plain.schema_name)

    assert migrate_tenants() == 3

    def comparable(tenant: Tenant) -> list[str]:
        return [re.sub(r"Ada \d|'\d{4}-.*?'|[0-9a-f-]{36}", "X", line) for line in dump(tenant.schema_name)]

    assert [comparable(tenant) for tenant in many] == [comparable(plain)] * 3
    assert by_django == [tenant.schema_name for tenant in (many[:1] if recorded else many)]
    assert set(Tenant.objects.values_list("migrations_hash", flat=True)) == {migrations_hash()}
    assert migrate_tenants() == 0


def test_rows_of_each_tenant_are_changed_and_no_others(tenants: list[Tenant], next_version: NextVersion) -> None:
    next_version(f'migrations.RunSQL("{SHARED_ROW}")', to=tenants[:3])

    migrate_tenants()

    assert [names_in(tenant) for tenant in tenants] == [*[["written by SQL"]] * 3, ["Ada 3"]]


def test_code_runs_in_every_tenant(tenants: list[Tenant], next_version: NextVersion) -> None:
    next_version("migrations.RunPython(code)", to=tenants[:3])

    migrate_tenants()

    assert [names_in(tenant) for tenant in tenants] == [*[["written by code"]] * 3, ["Ada 3"]]


def test_code_of_an_app_without_tables_in_tenants_stops_no_recording(acme: Tenant) -> None:
    class Rows(Migration):
        operations = (RunPython(RunPython.noop),)

    migration = Rows("0002_rows", "marketplace")
    with scope(acme):
        in_tenant = is_same_for_everybody(migration)
    with scope(PUBLIC):
        in_public = is_same_for_everybody(migration)

    assert (in_tenant, in_public) == (True, False)


def test_tenants_of_different_versions_each_get_what_they_lack(
    tenants: list[Tenant], next_version: NextVersion, by_django: list[str], dump: Dump
) -> None:
    acme, globex, _initech, plain = tenants
    next_version(COLUMN, to=tenants)
    for tenant in (globex, plain):
        migrate_schema(tenant.schema_name)

    assert migrate_tenants() == 4

    assert by_django == [acme.schema_name, globex.schema_name]
    columns = [
        [line.strip() for line in dump(tenant.schema_name) if line.strip().startswith("motto")] for tenant in tenants
    ]
    assert columns == [["motto character varying(40) NOT NULL"]] * 4


@pytest.mark.usefixtures("impatient")
def test_tenant_in_use_is_left_for_later_and_then_migrated(
    tenants: list[Tenant], next_version: NextVersion, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_version(COLUMN, to=tenants)
    pauses = []

    def pause(*why: object) -> None:
        pauses.append(why)
        leave()

    with caplog.at_level("INFO", logger=migrating.__name__), somebody_uses(tenants[1]) as leave:
        monkeypatch.setattr(migrating, "_pause", pause)
        assert migrate_tenants() == 4

    said = [record.getMessage() for record in caplog.records]
    migrated = [words.split()[4].rstrip(",") for words in said if words.startswith("Migrated")]
    assert migrated == [tenants[place].schema_name for place in (0, 2, 3, 1)]
    assert pauses == [(1, "tables of 1 tenants")]


def test_each_statement_of_a_migration_runs_with_the_short_wait(
    tenants: list[Tenant], next_version: NextVersion
) -> None:
    asked = "DO $$ BEGIN ASSERT current_setting('lock_timeout') = '2s', current_setting('lock_timeout'); END $$"
    next_version(f'migrations.RunSQL("{asked}"), {COLUMN}', to=tenants)

    assert migrate_tenants() == 4

    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


@pytest.mark.usefixtures("impatient")
def test_shared_tables_in_use_are_tried_again(tenants: list[Tenant], monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = []

    def pause(*why: object) -> None:
        pauses.append(why)
        leave()

    def change() -> str:
        with scope(tenants[0]), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE accounts_member IN ACCESS EXCLUSIVE MODE")
        return "changed"

    # Whoever waited without an end would wait for the two minutes that the other one stays.
    with somebody_uses(tenants[0]) as leave:
        monkeypatch.setattr(migrating, "_pause", pause)
        assert patiently(change) == "changed"

    assert pauses == [(1, "the shared tables")]


@pytest.mark.usefixtures("impatient")
def test_tenant_in_use_all_the_time_is_named_and_holds_up_nobody(
    tenants: list[Tenant], next_version: NextVersion
) -> None:
    next_version(COLUMN, to=tenants)

    with somebody_uses(tenants[0]), pytest.raises(TenantsLeftBehindError) as left:
        migrate_tenants()

    assert left.value.reasons == {tenants[0]: "others worked with its tables all the time"}
    assert migrate_tenants() == 1


def test_tenant_changed_by_hand_is_named_and_holds_up_nobody(tenants: list[Tenant], next_version: NextVersion) -> None:
    next_version(COLUMN, to=tenants)
    with scope(tenants[1]), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_member ADD COLUMN motto text")

    with pytest.raises(CommandError, match=r'Not migrated: 1\..*\n  Globex \(t_\w+\): column "motto" of relation'):
        call_command("migrate", tenant=True, verbosity=0)

    with scope(tenants[1]), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_member DROP COLUMN motto")
    assert migrate_tenants() == 1


def test_schema_that_the_recording_does_not_fit_is_migrated_by_django(
    tenants: list[Tenant], next_version: NextVersion, by_django: list[str]
) -> None:
    next_version(f"migrations.AlterField('savedview', 'member', {FREE_KEY})", to=tenants)
    with scope(tenants[2]), connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'accounts_savedview'::regclass AND contype = 'f'"
        )
        (name,) = cursor.fetchone()
        cursor.execute(f'ALTER TABLE accounts_savedview RENAME CONSTRAINT "{name}" TO "named_by_hand"')

    assert migrate_tenants() == 4

    assert by_django == [tenants[0].schema_name, tenants[2].schema_name]


def test_closed_tenant_is_migrated_while_there_is_a_way_back(tenants: list[Tenant], next_version: NextVersion) -> None:
    later = timezone.now() + timedelta(days=1)
    Tenant.objects.filter(pk=tenants[1].pk).update(status=Tenant.Status.CLOSED, erase_at=later)
    next_version(COLUMN, to=tenants)

    assert migrate_tenants() == 4


def test_tenants_that_are_erased_or_half_erased_are_left_alone(
    tenants: list[Tenant], next_version: NextVersion
) -> None:
    erased, half_erased = tenants[1:3]
    Tenant.objects.filter(pk=erased.pk).update(status=Tenant.Status.ERASED, slug=None)
    drop_schema(erased.schema_name)
    Tenant.objects.filter(pk=half_erased.pk).update(status=Tenant.Status.CLOSED, erase_at=timezone.now())
    with scope(half_erased), connection.cursor() as cursor:
        cursor.execute("DROP TABLE accounts_member CASCADE")
    next_version(COLUMN, to=tenants)

    assert migrate_tenants() == 2
    assert migrate_tenants() == 0


def test_migrating_by_hand_makes_the_next_migrate_look_into_every_schema(
    tenants: list[Tenant], by_django: list[str], dump: Dump
) -> None:
    before = dump(tenants[0].schema_name)
    call_command("migrate", "admin", "zero", schema_name=tenants[0].schema_name, fake=True, verbosity=0)
    call_command("migrate", schema_name=tenants[0].schema_name, fake=True, verbosity=0)

    call_command("migrate", verbosity=0)

    # All have the same migrations again, so one is asked for all; were they taken for up to date, none would be.
    assert len(by_django) == 1
    assert sorted(map(without_ids, dump(tenants[0].schema_name))) == sorted(map(without_ids, before))


def without_ids(line: str) -> str:
    return re.sub(r"VALUES \(\d+, |setval\('SCHEMA.django_migrations_id_seq', \d+", "", line)


@pytest.mark.parametrize("look", ["plan", "check_unapplied"])
def test_a_look_changes_nothing(committing: None, look: str) -> None:
    known = list(Tenant.objects.order_by("pk").values_list("pk", "migrations_hash"))

    call_command("migrate", **{look: True}, verbosity=0)

    assert list(Tenant.objects.order_by("pk").values_list("pk", "migrations_hash")) == known
