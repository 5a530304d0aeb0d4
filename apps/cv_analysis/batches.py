"""Deeds of bulk upload: a ZIP of CVs for a job, taken in piece by piece in the background."""

from pathlib import PurePosixPath
from typing import IO, Any
from uuid import UUID
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import Membership
from apps.core.problems import ProblemError
from apps.core.queue import later
from apps.core.storage import open_locally
from apps.cv_analysis.models import UploadBatch
from apps.cv_analysis.parsing.limits import MAX_FILE_BYTES
from apps.cv_analysis.queries import failed_of_job
from apps.cv_analysis.services import reprocess_cvs, upload_cv
from apps.hiring.models import Job
from apps.hiring.services import JobClosedError

MAX_ZIP_BYTES = 500 * 1024**2
MOST_FILES = 2000
# So many are taken in by one task, which then queues the next. As long as it runs, no other upload in the workspace is
# counted, nor a CV that was read.
AT_ONCE = 20


class ZipRefusedError(ProblemError):
    code = "zip-refused"
    title = gettext_lazy("This is no ZIP of CVs that can be taken.")
    status = 422


@transaction.atomic
def upload_zip(membership: Membership, *, upload: "UploadedFile[bytes]", job: Job) -> UploadBatch:
    """Keep the ZIP and let its files be taken in later; each then counts as if it had been uploaded by itself."""
    if job.status == Job.Status.CLOSED:
        raise JobClosedError(_("Open it again to add somebody."))
    if (upload.size or 0) > MAX_ZIP_BYTES:
        raise ZipRefusedError(_("It may have up to %(limit)s MB. Divide it.") % {"limit": MAX_ZIP_BYTES // 1024**2})
    try:
        total = len(_members(upload))
    except BadZipFile as error:
        raise ZipRefusedError(_("The file is damaged, or no ZIP. Make it anew.")) from error
    if not 0 < total <= MOST_FILES:
        raise ZipRefusedError(_("It must hold between 1 and %(most)s files.") % {"most": MOST_FILES})
    upload.seek(0)
    name = (upload.name or "cvs.zip")[-255:]
    batch = UploadBatch(job=job, uploaded_by_id=membership.pk, file_name=name, total=total)
    batch.file.save(name, upload, save=True)
    later("cv_analysis.unpack_batch", batch_id=batch.pk)
    return batch


def _members(file: Any) -> list[ZipInfo]:
    """The files in it, without folders and without what systems add by themselves."""
    with ZipFile(file) as packed:
        return [one for one in packed.infolist() if not one.is_dir() and not _is_noise(one.filename)]


def _is_noise(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.name.startswith(".") or "__MACOSX" in path.parts or path.name in {"Thumbs.db", "desktop.ini"}


def unpack_batch(batch_id: UUID | str) -> None:
    """Take in the next files of the ZIP; what cannot be taken is written down with its reason."""
    batch = UploadBatch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None or batch.is_done:
        return
    membership = Membership.objects.select_related("tenant", "user").filter(pk=batch.uploaded_by_id).first()
    job = Job.objects.filter(pk=batch.job_id).first()
    if membership is None or job is None:
        batch.refused = [*batch.refused, *_left_out(batch, _("The job or the member is gone."))]
        batch.taken = batch.total
    else:
        _take_next(batch, membership, job)
    batch.save(update_fields=["taken", "refused", "updated_at"])
    if batch.taken >= batch.total:
        later("core.delete_file", name=batch.file.name)
    else:
        later("cv_analysis.unpack_batch", batch_id=batch.pk)


def _left_out(batch: UploadBatch, why: str) -> list[dict[str, str]]:
    with open_locally(batch.file) as path:
        return [{"name": _name_of(one), "why": why} for one in _members(path)[batch.taken :]]


def _name_of(member: ZipInfo) -> str:
    return PurePosixPath(member.filename.replace("\\", "/")).name[-255:] or "cv"


def _take_next(batch: UploadBatch, membership: Membership, job: Job) -> None:
    with open_locally(batch.file) as path, ZipFile(path) as packed:
        for member in _members(path)[batch.taken : batch.taken + AT_ONCE]:
            why = _take(packed, member, membership, job)
            if why:
                batch.refused = [*batch.refused, {"name": _name_of(member), "why": why}]
            batch.taken += 1


def _take(packed: ZipFile, member: ZipInfo, membership: Membership, job: Job) -> str:
    """Why the file was not taken, nothing when it was."""
    try:
        with packed.open(member) as stored:
            content = _limited(stored)
        upload_cv(membership, upload=ContentFile(content, name=_name_of(member)), job=job)  # type: ignore[arg-type]  # has name and size like an upload
    except ProblemError as problem:
        if problem.passes:
            raise
        return f"{problem.title} {problem.detail}".strip()
    except (BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        # Damaged, locked by a password, or packed in a way that nobody here can read.
        return _("This file of the ZIP cannot be unpacked.")
    return ""


def _limited(stored: IO[bytes]) -> bytes:
    """What is really in it, whatever its entry says; one byte too many is enough to be refused as too large."""
    return stored.read(MAX_FILE_BYTES + 1)


@transaction.atomic
def retry_failed(job: Job, membership: Membership) -> int:
    """Read again what did not come to an end; says how many CVs that are."""
    return reprocess_cvs(failed_of_job(membership, job))
