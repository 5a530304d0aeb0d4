"""Closing and erasing with real commits: what reads meanwhile is waited for, two chains at once do no harm."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from apps.accounts.models import Membership
from apps.accounts.services import sign_up_company
from apps.audit.models import AuditEntry
from apps.core.models import QueuedTask
from apps.tenants.closing import close_tenant, erase_step, reopen_tenant
from apps.tenants.exports import ask_for_export, make_export
from apps.tenants.models import Tenant, TenantExport
from apps.tenants.provisioning import drop_schema
from apps.tenants.tests.catalogue import schema_names
from tests.people import PASSWORD

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def quince(committed: None) -> Iterator[Tenant]:
    """A company that nobody else needs."""
    tenant = sign_up_company(company="Quince", email="quin@quince.example", password=PASSWORD, name="Quin").tenant
    yield tenant
    Membership.objects.filter(tenant=tenant).delete()
    Tenant.objects.filter(pk=tenant.pk).delete()
    if tenant.schema_name in schema_names():
        drop_schema(tenant.schema_name)


def test_two_chains_of_erasing_at_once_end_in_one_proof(quince: Tenant) -> None:
    close_tenant(quince)
    Tenant.objects.filter(pk=quince.pk).update(erase_at=timezone.now() - timedelta(seconds=1))
    before = set(schema_names())

    def erase() -> None:
        try:
            while Tenant.objects.get(pk=quince.pk).status == Tenant.Status.CLOSED:
                erase_step(quince.pk)
        finally:
            connection.close()

    threads = [Thread(target=erase) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert AuditEntry.objects.filter(action="tenant.erased", target_id=str(quince.pk)).count() == 1
    assert before - set(schema_names()) == {quince.schema_name}
    assert QueuedTask.objects.filter(schema_name=quince.schema_name).count() == 0


def test_way_back_and_erasing_never_both_win(quince: Tenant) -> None:
    close_tenant(quince)
    reopen_tenant(quince)

    erase_step(quince.pk)

    quince.refresh_from_db()
    assert (quince.status, quince.schema_name in schema_names()) == ("active", True)


def test_export_reads_all_rows_as_of_one_moment_and_is_ready(quince: Tenant) -> None:
    export = ask_for_export(quince)
    make_export(export.pk)

    export.refresh_from_db()
    assert (export.state, export.rows > 0, export.files) == (TenantExport.State.READY, True, 0)
