"""What happens to a whole job: opened, closed, copied, deleted."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right
from apps.core.problems import ProblemError
from apps.hiring import services
from apps.hiring.models import Job
from apps.hiring.views.asking import DELETE, EDIT, LOOK, job_of, me, said


def _done(request: PersonRequest, pk: str, deed: Callable[[Job], object], sentence: str) -> HttpResponse:
    """Do it and say so, or say why it cannot be done; either way back to the job."""
    try:
        deed(job_of(pk))
    except ProblemError as problem:
        messages.error(request, said(problem))
    else:
        messages.success(request, sentence)
    return redirect("hiring:job", pk)


@require_POST
@needs_right(LOOK, post=EDIT)
def open_job(request: PersonRequest, pk: str) -> HttpResponse:
    return _done(request, pk, services.open_job, _("The job is open."))


@require_POST
@needs_right(LOOK, post=EDIT)
def close_job(request: PersonRequest, pk: str) -> HttpResponse:
    return _done(request, pk, services.close_job, _("The job is closed. Nobody more can be considered for it."))


@require_POST
@needs_right(LOOK, post=EDIT)
def reopen_job(request: PersonRequest, pk: str) -> HttpResponse:
    return _done(request, pk, services.reopen_job, _("The job is open again."))


@require_POST
@needs_right(LOOK, post=EDIT)
def copy_job(request: PersonRequest, pk: str) -> HttpResponse:
    copy = services.copy_job(job_of(pk), by=me(request))
    messages.success(request, _("This is the copy, as a draft."))
    return redirect("hiring:job_edit", copy.pk)


@require_POST
@needs_right(LOOK, post=DELETE)
def delete_job(request: PersonRequest, pk: str) -> HttpResponse:
    job = job_of(pk)
    services.delete_job(job)
    done = _("“%(name)s” is deleted with its applications. The candidates stay.")
    messages.success(request, done % {"name": job.title})
    return redirect("hiring:jobs")
