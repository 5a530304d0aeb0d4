"""Deeds on exports of whole tenants: ask for one, make it, hand it out for a day."""

import hashlib
from datetime import timedelta
from tempfile import TemporaryFile
from uuid import UUID

from django.core import signing
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.core.ids import uuid7
from apps.core.problems import ProblemError
from apps.core.queue import finish, later, report_progress
from apps.core.scope import PUBLIC, scope
from apps.core.storage import LinkExpiredError
from apps.tenants.export_file import write_export
from apps.tenants.models import Tenant, TenantExport
from apps.tenants.news import tell_owners

LASTS = timedelta(hours=24)
SALT = "rostrum.tenant-export"
State = TenantExport.State


class ExportRunningError(ProblemError):
    code = "export-running"
    title = _("An export is being made already.")
    status = 409


class ExportNotReadyError(ProblemError):
    code = "export-not-ready"
    title = _("This export is not there (any more).")
    status = 409


def ask_for_export(tenant: Tenant, *, asked_by: UUID | None = None) -> TenantExport:
    """Have everything of the tenant put into one file; one at a time."""
    try:
        with transaction.atomic():
            export: TenantExport = TenantExport.objects.create(tenant=tenant, asked_by=asked_by)
            with scope(PUBLIC):
                task = later("tenants.make_export", export_id=export.pk)
            export.task_id = task.pk
            export.save(update_fields=["task_id", "updated_at"])
            with scope(tenant):
                record("export.asked", target=export, label=tenant.name)
    except IntegrityError as error:
        raise ExportRunningError(_("Wait for it; you get a mail when it is ready.")) from error
    return export


def make_export(export_id: UUID | str) -> None:
    """Write the file and store it; one that was made already, or whose tenant is gone, needs nothing."""
    export = TenantExport.objects.select_related("tenant").filter(pk=export_id, state=State.WAITING).first()
    if export is None:
        return
    tenant = export.tenant
    with TemporaryFile() as target:
        written = write_export(tenant, target, report_progress)
        size = target.tell()
        target.seek(0)
        digest = hashlib.file_digest(target, "sha256").hexdigest()
        target.seek(0)
        report_progress(96, "storing")
        name = default_storage.save(f"tenants/{tenant.schema_name}/exports/{uuid7()}.zip", File(target))
    with finish():
        now = timezone.now()
        export.state, export.file_name, export.size, export.sha256 = State.READY, name, size, digest
        export.rows, export.files = sum(written.rows.values()), written.files
        export.ready_at, export.expires_at = now, now + LASTS
        export.save()
        tell_owners(tenant, "tenant_export", page="home:data", export=export)


def link_token(export: TenantExport) -> str:
    """What a link to the file carries: good for this export and as long as it lasts."""
    return signing.dumps([str(export.tenant_id), str(export.pk)], salt=SALT)


def check_token(export: TenantExport, token: str) -> None:
    """Raise LinkExpiredError unless the token was made for this export within the last day."""
    try:
        said = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature as error:
        raise LinkExpiredError from error
    if said != [str(export.tenant_id), str(export.pk)]:
        raise LinkExpiredError


@transaction.atomic
def hand_out(export: TenantExport) -> str:
    """The stored name of the file, for whoever may have it; that somebody took it is written down."""
    lasts = export.expires_at is not None and export.expires_at > timezone.now()
    if export.state != State.READY or not lasts or not default_storage.exists(export.file_name):
        raise ExportNotReadyError(_("Ask for a new one."))
    with scope(export.tenant):
        record("export.downloaded", target=export, label=export.tenant.name)
    return export.file_name


def remove_old_exports() -> None:
    """Delete the files whose day is over, and note which exports a dead task left unfinished."""
    now = timezone.now()
    old = list(TenantExport.objects.filter(state=State.READY, expires_at__lte=now))
    for export in old:
        default_storage.delete(export.file_name)
    with finish():
        TenantExport.objects.filter(pk__in=[export.pk for export in old]).update(state=State.GONE, file_name="")
        # The task had its five attempts long before.
        given_up = TenantExport.objects.filter(state=State.WAITING, created_at__lte=now - LASTS)
        given_up.update(state=State.FAILED)
