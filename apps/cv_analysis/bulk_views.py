"""The pages of uploading many CVs for one job."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right, require_right
from apps.core.problems import ProblemError
from apps.cv_analysis import services
from apps.cv_analysis.batches import MAX_ZIP_BYTES, MOST_FILES, retry_failed, upload_zip
from apps.cv_analysis.listing import CvListing
from apps.cv_analysis.models import UploadBatch
from apps.cv_analysis.parsing.limits import MAX_FILE_BYTES
from apps.cv_analysis.queries import cvs_of_job, upload_summary, with_progress
from apps.cv_analysis.views import ACCEPTED, LOOK, TYPES, UPLOAD, rights_of, taken_one
from apps.hiring.models import Job

EDIT = "hiring.edit"
SHOWN_BATCHES = 5


def _job(request: PersonRequest, job_id: str) -> Job:
    """The job, for those who may add people to it."""
    require_right(request.membership, EDIT)
    return get_object_or_404(Job, pk=job_id)


def _progress(request: PersonRequest, job: Job) -> dict[str, Any]:
    membership = require_right(request.membership, LOOK)
    batches = list(UploadBatch.objects.filter(job=job)[:SHOWN_BATCHES])
    summary = upload_summary(membership, job)
    is_busy = bool(summary.waiting) or any(not batch.is_done for batch in batches)
    return {"job": job, "summary": summary, "batches": batches, "is_busy": is_busy}


@require_http_methods(["GET", "HEAD", "POST"])
@needs_right(UPLOAD)
def job_upload(request: PersonRequest, job_id: str) -> HttpResponse:
    """Drop hundreds of files, and see what becomes of each."""
    job, membership = _job(request, job_id), require_right(request.membership, UPLOAD)
    if request.method == "POST":
        files = request.FILES.getlist("files")
        if request.headers.get("Accept", "").startswith("application/json"):
            return taken_one(request, membership, files, job=job)
        for file in files:
            try:
                services.upload_cv(membership, upload=file, job=job)
            except ProblemError as problem:
                messages.error(request, f"{file.name}: {problem.title} {problem.detail}")
        return redirect("cv_analysis:job_upload", job.pk)
    listing = CvListing(cvs_of_job(membership, job), request.GET)
    context = {
        **_progress(request, job),
        **rights_of(membership),
        "listing": listing,
        "page": listing.page,
        "cvs": with_progress(listing.page.object_list),
        "limits": {"max_mb": MAX_FILE_BYTES // 1024**2, "types": TYPES, "accept": ACCEPTED},
        "zip_limits": {"max_mb": MAX_ZIP_BYTES // 1024**2, "files": MOST_FILES},
    }
    partial = request.htmx and not request.htmx.history_restore_request
    return render(request, "cv_analysis/partials/list.html" if partial else "cv_analysis/job_upload.html", context)


@require_POST
@needs_right(UPLOAD)
def job_zip(request: PersonRequest, job_id: str) -> HttpResponse:
    """Take a ZIP; its files come in one by one."""
    job, membership = _job(request, job_id), require_right(request.membership, UPLOAD)
    upload = request.FILES.get("zip")
    if upload is None:
        messages.error(request, _("Choose a file first."))
        return redirect("cv_analysis:job_upload", job.pk)
    try:
        batch = upload_zip(membership, upload=upload, job=job)
    except ProblemError as problem:
        messages.error(request, f"{upload.name}: {problem.title} {problem.detail}")
    else:
        said = ngettext("%(n)d file is being taken in.", "%(n)d files are being taken in.", batch.total)
        messages.success(request, said % {"n": batch.total})
    return redirect("cv_analysis:job_upload", job.pk)


@require_GET
@needs_right(UPLOAD)
def job_progress(request: PersonRequest, job_id: str) -> HttpResponse:
    """How far all of them are; the page asks for it while something is on its way."""
    context = _progress(request, _job(request, job_id))
    response = render(request, "cv_analysis/partials/job_progress.html", context)
    if not context["is_busy"]:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
@needs_right(UPLOAD)
def job_retry(request: PersonRequest, job_id: str) -> HttpResponse:
    """Read again what did not come to an end."""
    job = _job(request, job_id)
    count = retry_failed(job, require_right(request.membership, UPLOAD))
    said = ngettext("%(n)d CV is being read again.", "%(n)d CVs are being read again.", count)
    messages.success(request, said % {"n": count})
    return redirect("cv_analysis:job_upload", job.pk)
