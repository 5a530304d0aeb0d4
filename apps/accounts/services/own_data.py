"""Deeds on a person's own data: make an archive of it, and end the account."""

import tempfile
import zipfile
from contextlib import ExitStack
from datetime import timedelta
from typing import IO
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.mailing import mail_link, send_mail_to
from apps.accounts.models import DataExport, User
from apps.accounts.own_data import Entry, entries_about, entries_in, export_token, places_of
from apps.accounts.queries import exports_of
from apps.accounts.services.profile import EXPORTS, delete_later
from apps.accounts.speaking import speaking_to
from apps.audit.services import record
from apps.core.ids import uuid7
from apps.core.problems import ProblemError
from apps.core.queue import finish, later, report_progress
from apps.core.scope import PUBLIC, scope

KEPT_FOR = timedelta(hours=24)
EXPORT_READY = "accounts.export_ready"
PIECE_BYTES = 1024 * 1024


class ExportRunningError(ProblemError):
    code = "export-running"
    title = gettext_lazy("An archive of your data is being made already.")
    status = 409


@transaction.atomic
def request_export(user: User) -> DataExport:
    """Have an archive of the person's data made; one at a time."""
    User.objects.select_for_update().get(pk=user.pk)
    if any(export.is_working for export in exports_of(user)):
        raise ExportRunningError(gettext_lazy("Wait until it is ready; you get a mail then."))
    with scope(PUBLIC):
        export = DataExport.objects.create(user=user)
        export.task = later("accounts.make_export", export_id=export.pk)
        DataExport.objects.filter(pk=export.pk).update(task_id=export.task.pk)
        record("person.export-requested", target=user, label=str(user))
    return export


def make_export(export_id: UUID | str) -> None:
    """Write the archive and say that it is ready; nobody's file is left when that fails."""
    export = DataExport.objects.select_related("user").filter(pk=export_id, ready_at=None).first()
    if export is None or not export.user.is_active:
        return
    user = export.user
    with ExitStack() as undo, speaking_to(user):
        with tempfile.TemporaryFile() as archive:
            _write(archive, user)
            size = archive.tell()
            archive.seek(0)
            name = default_storage.save(f"{EXPORTS}{uuid7()}.zip", File(archive))
        undo.callback(default_storage.delete, name)
        with finish():
            now = timezone.now()
            DataExport.objects.filter(pk=export.pk).update(
                file_name=name, size=size, ready_at=now, expires_at=now + KEPT_FOR
            )
            link = mail_link("download_export", export.pk, export_token(export.pk))
            send_mail_to(user, "export_ready", kind=EXPORT_READY, link=link)
        undo.pop_all()


def _write(archive: IO[bytes], user: User) -> None:
    places = places_of(user)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        report_progress(5, _("Profile and sign-ins"))
        for entry in entries_about(user):
            _add(target, entry)
        for number, place in enumerate(places, 1):
            report_progress(5 + 90 * number // (len(places) + 1), place.tenant.name)
            for entry in entries_in(place):
                _add(target, entry)
    archive.seek(0, 2)


def _add(target: zipfile.ZipFile, entry: Entry) -> None:
    name, content = entry
    with target.open(name, "w", force_zip64=True) as part:
        if isinstance(content, bytes):
            part.write(content)
            return
        while piece := content.read(PIECE_BYTES):
            part.write(piece)


@transaction.atomic
def forget_exports() -> None:
    """Delete archives whose day is over, and the rows of old ones."""
    now = timezone.now()
    over = DataExport.objects.filter(expires_at__lte=now).exclude(file_name="")
    delete_later(over.values_list("file_name", flat=True))
    over.update(file_name="")
    DataExport.objects.filter(created_at__lt=now - 30 * KEPT_FOR, file_name="").delete()
