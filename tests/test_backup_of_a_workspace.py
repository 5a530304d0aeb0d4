"""A backup of one workspace, put back into a running installation; what others have stays as it is, to the byte."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from psycopg import sql

from apps.accounts.models import Member, User
from apps.audit.models import AuditEntry
from apps.audit.queries import verify_chain
from apps.billing.models import LedgerEntry
from apps.core.queue.worker import run_all_due
from apps.core.scope import PUBLIC, scope
from apps.hiring.models import Candidate
from apps.hiring.services import create_candidate, delete_candidate
from apps.marketplace.models import License, Seat
from apps.tenants.backups import sealing
from apps.tenants.backups.versions import known_migrations
from apps.tenants.closing import close_tenant, erase_now
from apps.tenants.models import Tenant
from apps.tenants.provisioning import applied_migrations, migrations_hash
from apps.tenants.queries import forget_tenants
from tests.backed_up import (
    CONTENT,
    PASSPHRASE,
    QUICK_COST,
    Digests,
    Gamma,
    back_up,
    digests,
    found_gamma,
    of_schema,
    rows_of_others,
)
from tests.people import PASSWORD, Grant, NewMember


@pytest.fixture
def gamma(extra_tenants: None, new_member: NewMember, grant: Grant, tmp_path: Path, settings: Any) -> Gamma:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return found_gamma(new_member, grant)


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKUP_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(sealing, "COST", QUICK_COST)


def own(tenant: Tenant, *, but: str = "audit_") -> Digests:
    """The tables of its schema, less those that a restore itself writes to."""
    found = of_schema(digests(), tenant.schema_name)
    return {name: said for name, said in found.items() if not name.startswith(but)}


def sign_in(email: str, password: str = PASSWORD) -> int:
    forget_tenants()
    said = {"email": email, "password": password}
    return Client().post("/api/v1/auth/login/", said, content_type="application/json").status_code


def test_an_erased_workspace_comes_back_and_the_others_are_as_they_were(
    gamma: Gamma, ada: Any, cleo: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    User.objects.filter(pk=gamma.gil.user_id).update(is_staff=True, is_superuser=True)
    file = back_up(tmp_path / "backups", "--tenant", "gamma")
    before, log = own(gamma.tenant), of_schema(digests(), gamma.tenant.schema_name)["audit_auditentry"][0]
    ledger = digests()["public.billing_ledgerentry"]
    # Gus is still here with another password; of Gil, who was of the platform's staff then, nothing is left.
    gus = User.objects.get(pk=gamma.gus.user_id)
    gus.set_password("another password")
    gus.save()
    close_tenant(gamma.tenant)
    erase_now(gamma.tenant, reason="asked for")
    while run_all_due():
        pass
    assert Tenant.objects.get(pk=gamma.tenant.pk).status == Tenant.Status.ERASED
    with transaction.atomic(), connection.cursor() as cursor:
        for table in ("account_emailaddress", "accounts_passwordrecord", "accounts_mail"):
            gone = sql.SQL("DELETE FROM {} WHERE user_id = %s").format(sql.Identifier(table))
            cursor.execute(gone, [gamma.gil.user_id])
        cursor.execute("DELETE FROM accounts_user WHERE id = %s", [gamma.gil.user_id])
    others = rows_of_others(gamma.tenant)

    call_command("restore", file, "--tenant")

    back = Tenant.objects.get(slug="gamma")
    assert "1 new people, 1 who were here already" in capsys.readouterr().out
    assert (back.pk, back.status, back.name, back.plan) == (gamma.tenant.pk, "active", "Gamma Tools", "enterprise")
    assert rows_of_others(back) == others
    assert own(back) == before
    assert (sign_in(gamma.gil.user.email), sign_in(gamma.gus.user.email, "another password")) == (200, 200)
    gil = User.objects.get(email=gamma.gil.user.email)
    assert (gil.pk, gil.is_staff, gil.is_superuser) == (gamma.gil.user_id, False, False)
    with default_storage.open(f"tenants/{back.schema_name}/cv_analysis/one.pdf") as stored:
        assert stored.read() == CONTENT
    assert list(Seat.objects.filter(license__tenant=back).values_list("membership", flat=True)) == [gamma.gil.pk]
    assert digests()["public.billing_ledgerentry"] == ledger
    for place in (back, PUBLIC):
        with scope(place):
            assert verify_chain().holds
            assert AuditEntry.objects.latest("at").action == "tenant.restored"
    with scope(back):
        assert AuditEntry.objects.count() == log + 1
        assert create_candidate(by=gamma.gus, name="New", email="new@gamma.example").serial == 31


def test_a_copy_beside_has_everything_but_the_books(gamma: Gamma, tmp_path: Path) -> None:
    file = back_up(tmp_path / "backups", "--tenant", "gamma")
    others, before = rows_of_others(Tenant(slug="nobody")), own(gamma.tenant)
    ledger = LedgerEntry.objects.count()

    call_command("restore", file, "--tenant", "--slug", "gamma-then")

    copy = Tenant.objects.get(slug="gamma-then")
    assert copy.pk != gamma.tenant.pk
    assert rows_of_others(copy) == others
    assert {name: rows for name, (rows, _sum) in own(copy).items()} == {
        name: rows for name, (rows, _sum) in before.items()
    }
    memberships = {one.user_id: one for one in copy.memberships.all()}
    assert set(memberships) == {gamma.gus.user_id, gamma.gil.user_id}
    with scope(copy):
        assert verify_chain().holds
        assert set(Member.objects.values_list("pk", flat=True)) == {one.pk for one in memberships.values()}
        assert set(Candidate.objects.values_list("created_by", flat=True)) == {memberships[gamma.gus.user_id].pk}
    assert License.objects.get(tenant=copy).seats.get().membership == memberships[gamma.gil.user_id]
    assert (copy.billing_accounts.count(), LedgerEntry.objects.count()) == (0, ledger)


def test_a_workspace_goes_back_to_what_it_was(gamma: Gamma, new_member: NewMember, tmp_path: Path) -> None:
    file = back_up(tmp_path / "backups", "--tenant", "gamma")
    before, old = own(gamma.tenant), gamma.tenant.schema_name
    late = new_member("late", gamma.tenant, gamma.gil.role)
    with scope(gamma.tenant):
        delete_candidate(Candidate.objects.order_by("serial")[0])
        create_candidate(by=late, name="Late", email="late@gamma.example")
    changed = digests()

    with pytest.raises(CommandError, match="With --replace it makes room"):
        call_command("restore", file, "--tenant")
    call_command("restore", file, "--tenant", "--replace", "--dry-run")
    assert digests() == changed

    call_command("restore", file, "--tenant", "--replace")

    back = Tenant.objects.get(slug="gamma")
    assert (own(back), back.schema_name != old) == (before, True)
    assert set(back.memberships.values_list("pk", flat=True)) == {gamma.gus.pk, gamma.gil.pk}
    assert (of_schema(digests(), old), default_storage.exists(gamma.file)) == ({}, False)
    assert User.objects.filter(pk=late.user_id).exists()
    with scope(back):
        assert verify_chain().holds


def test_a_damaged_file_changes_nothing(gamma: Gamma, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = back_up(tmp_path / "backups", "--tenant", "gamma")
    whole = file.read_bytes()
    before, files = digests(), sorted((tmp_path / "uploads").rglob("*.pdf"))

    for damaged in (whole[:-1000] + bytes([whole[-1000] ^ 1]) + whole[-999:], whole[:-1000]):
        file.write_bytes(damaged)
        with pytest.raises(CommandError, match="was changed or cut off"):
            call_command("restore", file, "--tenant", "--replace")
    file.write_bytes(whole)
    monkeypatch.setenv("BACKUP_PASSPHRASE", "not the passphrase")
    with pytest.raises(CommandError, match="passphrase does not open"):
        call_command("restore", file, "--tenant", "--replace")

    assert (digests(), sorted((tmp_path / "uploads").rglob("*.pdf"))) == (before, files)


def test_a_backup_of_an_older_version_is_brought_up_to_date(gamma: Gamma, tmp_path: Path) -> None:
    with scope(gamma.tenant):
        MigrationExecutor(connection).migrate([("interviews", "0007_coach_turns")])
    file = back_up(tmp_path / "backups", "--tenant", "gamma")

    call_command("restore", file, "--tenant", "--slug", "gamma-then")

    copy = Tenant.objects.get(slug="gamma-then")
    assert copy.migrations_hash == migrations_hash()
    assert set(applied_migrations(copy.schema_name)) == known_migrations()
    with scope(copy):
        assert set(Candidate.objects.values_list("serial", flat=True)) == set(range(1, 31))
        assert verify_chain().holds


def test_a_backup_of_a_newer_version_is_refused(gamma: Gamma, tmp_path: Path) -> None:
    with scope(gamma.tenant):
        MigrationRecorder(connection).record_applied("hiring", "9999_to_come")
    file = back_up(tmp_path / "backups", "--tenant", "gamma")

    with pytest.raises(CommandError, match=r"there are no migrations hiring\.9999_to_come here"):
        call_command("restore", file, "--tenant", "--replace")
