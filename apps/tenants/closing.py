"""The end of a tenant: suspended, closed with a way back, and at last erased, step by step.

Erasing runs as a chain of short transactions. Each looks what is still there and takes some of it, so it may be killed
anywhere, and goes on where it stopped.
"""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.core.models import QueuedTask
from apps.core.problems import ProblemError
from apps.core.queue import later, later_many
from apps.core.scope import PUBLIC, scope
from apps.tenants.belongings import shared_belongings
from apps.tenants.cache import forget_schema
from apps.tenants.models import Tenant
from apps.tenants.news import tell_owners
from apps.tenants.plans import FREE
from apps.tenants.queries import forget_tenants
from apps.tenants.subscription import change_tenant

WAY_BACK = timedelta(days=30)
# Dropping a table takes some ten locks, and the server has room for a few thousand in all.
TABLES_AT_ONCE, FILES_AT_ONCE = 20, 500
# Only schemas that were made for tenants are ever dropped here.
OF_TENANT = re.compile(r"^t_[0-9a-f]{12}$")
Status = Tenant.Status


class NotClosableError(ProblemError):
    code = "tenant-not-closable"
    title = _("Only a company's workspace that is in use can be closed.")
    status = 409


class NoWayBackError(ProblemError):
    code = "no-way-back"
    title = _("This workspace cannot be opened again.")
    status = 409


class WrongNameError(ProblemError):
    code = "name-differs"
    title = _("This is not the name of the workspace.")
    status = 422


def _locked(tenant: Tenant) -> Tenant:
    found: Tenant = Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)
    return found


def _write_down(action: str, tenant: Tenant, before: str, *, note: str) -> None:
    """In the workspace's log and, as that goes with the workspace, in the platform's too."""
    for place in (tenant, PUBLIC):
        with scope(place):
            record(action, target=tenant, label=tenant.name, changes={"status": (before, tenant.status)}, note=note)


@transaction.atomic
def close_tenant(tenant: Tenant, *, reason: str = "", typed_name: str | None = None) -> None:
    """Close it for everybody but its owners, who may look, export and come back for thirty days; then it is erased."""
    row = _locked(tenant)
    if typed_name is not None and typed_name.strip() != row.name.strip():
        raise WrongNameError(_("Type it as it stands above."))
    if row.status not in {Status.ACTIVE, Status.SUSPENDED} or row.kind != Tenant.Kind.COMPANY:
        raise NotClosableError
    now = timezone.now()
    change_tenant(tenant, status=Status.CLOSED, status_reason=reason, status_since=now, erase_at=now + WAY_BACK)
    _write_down("tenant.closed", tenant, row.status, note=reason)
    tell_owners(tenant, "tenant_closed", page="home:closing", erase_at=tenant.erase_at)


@transaction.atomic
def reopen_tenant(tenant: Tenant, *, reason: str = "") -> None:
    """Open a closed workspace again, as it was, while it is not being erased."""
    row = _locked(tenant)
    if row.status != Status.CLOSED or row.erase_at is None or row.erase_at <= timezone.now():
        raise NoWayBackError
    change_tenant(tenant, status=Status.ACTIVE, status_reason="", status_since=timezone.now(), erase_at=None)
    _write_down("tenant.reopened", tenant, row.status, note=reason)
    tell_owners(tenant, "tenant_reopened", page="home:index")


@transaction.atomic
def erase_now(tenant: Tenant, *, reason: str) -> None:
    """Erase a closed workspace without waiting for the end of its way back, as its owners asked staff to."""
    row = _locked(tenant)
    if row.status != Status.CLOSED:
        raise NotClosableError(_("Close it first."))
    change_tenant(tenant, erase_at=timezone.now(), status_reason=reason)
    with scope(PUBLIC):
        later("tenants.erase_step", tenant_id=tenant.pk)


@transaction.atomic
def start_erasing() -> int:
    """Begin with, or go on with, every workspace whose way back is over; says how many these are."""
    with scope(PUBLIC):
        due = Tenant.objects.filter(status=Status.CLOSED, erase_at__lte=Now()).values_list("pk", flat=True)
        return len(later_many("tenants.erase_step", [{"tenant_id": pk} for pk in due]))


@transaction.atomic
def erase_step(tenant_id: UUID | str) -> None:
    """Take a part of what is left, and come again; when nothing is left, say so for good."""
    with scope(PUBLIC):
        due = Tenant.objects.filter(pk=tenant_id, status=Status.CLOSED, erase_at__lte=Now())
        # Of two chains that meet, one waits; what the other took is gone then.
        tenant = due.select_for_update(no_key=True).first()
        if tenant is None:
            return
        if _delete_rows(tenant) or _drop_tables(tenant.schema_name) or _delete_files(tenant.schema_name):
            later("tenants.erase_step", tenant_id=tenant.pk)
            return
        forget_schema(tenant.schema_name)
        _leave_proof(tenant)


def _drop_tables(schema_name: str) -> bool:
    """Drop some tables of the schema, at last the schema itself; says whether anything was there."""
    if not OF_TENANT.match(schema_name):
        raise ValueError(f"{schema_name} is no schema of a tenant")
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        # Whoever still reads there is waited for, but not for long: the step comes again.
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        # No check of a row may still wait for the commit when its table goes.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY tablename LIMIT %s",
            [schema_name, TABLES_AT_ONCE],
        )
        tables = [f"{quote(schema_name)}.{quote(table)}" for (table,) in cursor.fetchall()]
        if tables:
            cursor.execute(f"DROP TABLE {', '.join(tables)} CASCADE")
            return True
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema_name])
        if cursor.fetchone() is None:
            return False
        cursor.execute(f"DROP SCHEMA {quote(schema_name)} CASCADE")
        return True


def _delete_files(schema_name: str) -> bool:
    """Delete some files of the tenant, and the folders that are empty then; says whether any was there."""
    left = FILES_AT_ONCE
    folders = [f"tenants/{schema_name}"]
    for folder in folders:
        try:
            below, files = default_storage.listdir(folder)
        except FileNotFoundError:
            continue
        folders += [f"{folder}/{name}" for name in below]
        for name in files[:left]:
            default_storage.delete(f"{folder}/{name}")
        left -= len(files[:left])
        if left <= 0:
            return True
    for folder in reversed(folders):
        default_storage.delete(folder)
    return False


def _delete_rows(tenant: Tenant) -> bool:
    """Delete all shared rows of the tenant, before anything that they lead to is gone; says whether any was there."""
    counts: dict[str, tuple[int, int]] = {}
    for belonging in shared_belongings():
        rows = belonging.rows_of(tenant)
        if belonging.keeps_row:
            rows.update(**{belonging.lookup: None})
            continue
        deleted, _of_each = rows.delete()
        if deleted:
            label = belonging.model._meta.label_lower
            counts[label] = (counts.get(label, (0, 0))[0] + deleted, 0)
    QueuedTask.objects.filter(schema_name=tenant.schema_name).delete()
    if counts:
        record("tenant.erasing", target=tenant, label=tenant.slug or "", changes=counts)
    return bool(counts)


def _leave_proof(tenant: Tenant) -> None:
    """Of the tenant itself only what proves that it was erased is left."""
    slug, reason = tenant.slug or "", tenant.status_reason
    nothing: dict[str, Any] = {"slug": None, "accent": "", "logo_name": "", "status_reason": "", "role_rights": {}}
    nothing |= {"erase_at": None, "retention_days": None}
    nothing |= {"language": "", "formats": "", "timezone": "", "invitation_domains": [], "allowed_networks": []}
    nothing |= {"plan": FREE, "plan_is_trial": False, "plan_ends_at": None}
    name = tenant.schema_name
    change_tenant(tenant, name=name, status=Status.ERASED, status_since=timezone.now(), **nothing)
    record("tenant.erased", target=tenant, label=slug, note=reason)
    transaction.on_commit(forget_tenants)
