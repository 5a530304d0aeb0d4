"""The log says who did what, nobody can change it, and a change by force is found."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from apps.audit.models import AuditEntry, AuditLink
from apps.audit.queries import verify_chain
from apps.audit.services import record
from apps.core.actor import Actor, acting_as
from apps.core.scope import scope
from apps.tenants.models import Tenant

DEED = "log.exported"


def settle() -> None:
    """What a commit does."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def by_force(sql: str, schema: str) -> None:
    """As somebody could who owns the database."""
    with connection.cursor() as cursor:
        for table in ("audit_auditentry", "audit_auditlink"):
            cursor.execute(f"ALTER TABLE {schema}.{table} DISABLE TRIGGER USER")
        cursor.execute(sql)
        settle()
        for table in ("audit_auditentry", "audit_auditlink"):
            cursor.execute(f"ALTER TABLE {schema}.{table} ENABLE TRIGGER USER")


@pytest.mark.django_db
def test_entry_says_who_what_and_from_where(in_acme: Tenant) -> None:
    key = Actor("api-key", in_acme.pk, "nightly import", "api-key", "192.0.2.7", "r1")

    with acting_as(key):
        record(DEED, target=in_acme, label="Acme", changes={"name": ("Acme", "Acme Ltd"), "same": (1, 1)}, note="sold")

    entry = AuditEntry.objects.values().get()
    assert {name: value for name, value in entry.items() if name not in {"id", "at"}} == {
        "action": DEED,
        "actor_kind": "api-key",
        "actor_id": in_acme.pk,
        "actor_label": "nightly import",
        "credential": "api-key",
        "on_behalf_of": None,
        "address": "192.0.2.7",
        "request_id": "r1",
        "target_type": "tenants.tenant",
        "target_id": str(in_acme.pk),
        "target_label": "Acme",
        "changes": {"name": ["Acme", "Acme Ltd"]},
        "note": "sold",
    }


@pytest.mark.django_db
def test_people_are_named_where_the_log_is_read_and_not_in_it(in_acme: Tenant) -> None:
    with acting_as(Actor("person", in_acme.pk, "Ada Lindqvist", "session")):
        record(DEED)

    assert AuditEntry.objects.values_list("actor_label", flat=True).get() == ""


@pytest.mark.django_db
def test_action_that_no_app_declares_is_a_fault() -> None:
    with pytest.raises(LookupError, match=r"no app declares the audit action 'tenant\.flown'"):
        record("tenant.flown")


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["audit_auditentry", "audit_auditlink"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_database_refuses_every_change(in_acme: Tenant, table: str, deed: str) -> None:
    record(DEED)
    settle()
    sql = deed.format(table).replace("id = id", "number = number" if table.endswith("link") else "note = 'x'")

    with pytest.raises(Error, match="the audit log is only ever added to"), transaction.atomic():
        connection.cursor().execute(sql)

    assert (AuditEntry.objects.count(), AuditLink.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_each_workspace_and_the_platform_have_a_chain_of_their_own(acme: Tenant, beta: Tenant) -> None:
    for tenant, times in ((acme, 3), (beta, 1)):
        with scope(tenant):
            for _ in range(times):
                record(DEED, target=tenant)
    record(DEED)
    # The commit comes when the workspace has been left again.
    settle()

    with scope(acme):
        in_acme = (verify_chain().length, verify_chain().holds)
    with scope(beta):
        in_beta = (verify_chain().length, verify_chain().holds)
    assert (in_acme, in_beta, verify_chain().length) == ((3, True), (1, True), 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("forgery", "broken_at", "unchained"),
    [
        ("UPDATE {0}.audit_auditentry SET note = 'x' WHERE id = (SELECT entry_id FROM {0}.audit_auditlink"
         " WHERE number = 2)", 2, 0),
        ("DELETE FROM {0}.audit_auditlink WHERE number = 2", 3, 1),
        ("UPDATE {0}.audit_auditlink SET hash = repeat('0', 64) WHERE number = 3", 3, 0),
    ],
    ids=["entry changed", "taken out", "hash changed"],
)  # fmt: skip
def test_change_by_force_is_found(
    acme: Tenant, forgery: str, broken_at: int, unchained: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with scope(acme):
        for _ in range(4):
            record(DEED)
    settle()
    by_force(forgery.format(acme.schema_name), acme.schema_name)

    with scope(acme):
        state = verify_chain()
    assert (state.broken_at, state.unchained, state.holds) == (broken_at, unchained, False)
    with pytest.raises(CommandError, match=r"^Changed after they were written: acme\.$"):
        call_command("verify_audit")
    assert f"acme: CHANGED, {state.length} entries, first at number {broken_at}" in capsys.readouterr().out


def test_chain_of_parallel_writers_has_neither_gap_nor_fork(acme: Tenant, committed: None) -> None:
    def write(number: int) -> None:
        try:
            with transaction.atomic(), scope(acme):
                record(DEED, note=str(number))
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(write, range(50)))

    with scope(acme):
        numbers = list(AuditLink.objects.values_list("number", flat=True))
        state = verify_chain()
    assert (numbers, state.holds, state.length) == (list(range(1, 51)), True, 50)


@pytest.mark.django_db
def test_command_says_that_all_logs_hold(acme: Tenant, capsys: pytest.CaptureFixture[str]) -> None:
    with scope(acme):
        record(DEED)
        settle()
        head = verify_chain().head

    call_command("verify_audit", tenant="acme")

    assert capsys.readouterr().out == f"acme: ok, 1 entries, head {head}\n"


@pytest.mark.django_db
def test_task_acts_in_its_own_name(acme: Tenant, run_queued: Callable[[], int], monkeypatch: Any) -> None:
    from apps.core.queue import later  # noqa: PLC0415 -- beside what it is for
    from apps.tenants import services  # noqa: PLC0415 -- beside what it is for

    monkeypatch.setattr(services, "refill_pool", lambda: record(DEED))
    task = later("tenants.refill_pool")

    run_queued()

    entry = AuditEntry.objects.get()
    assert (entry.actor_kind, entry.actor_id, entry.actor_label) == ("task", task.pk, "tenants.refill_pool")
