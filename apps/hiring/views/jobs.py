"""Jobs: the list, the form, the text that a job is read from, and the page of one."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right
from apps.core.problems import ProblemError
from apps.hiring import services
from apps.hiring.exports import JOB_EXPORT
from apps.hiring.forms import JobForm, JobTextForm, SkillRows, initial_of
from apps.hiring.listing import JobListing, department_filter, usual_jobs
from apps.hiring.marked_text import MarkedText
from apps.hiring.models import Job
from apps.hiring.presenting import actions_of, funnel_lines, requirements_of, skills_by_kind
from apps.hiring.queries import funnel, jobs_with_counts, time_in_stage
from apps.hiring.queries.pages import departments_in_use
from apps.hiring.services.job_files import can_read_jobs, text_of_upload
from apps.hiring.services.saving import save_job
from apps.hiring.views.asking import EDIT, LOOK, exported, job_of, list_page, me, rights, said


def _listing(request: PersonRequest) -> JobListing:
    more = (department_filter(departments_in_use()),)
    return JobListing(jobs_with_counts(), request.GET, more=more, usual=usual_jobs().of())


@require_GET
@needs_right(LOOK)
def index(request: PersonRequest) -> HttpResponse:
    """Every job, as the address says."""
    listing = _listing(request)
    return list_page(request, listing, "jobs.html", jobs=list(listing.page.object_list))


@require_GET
@needs_right(LOOK)
def export(request: PersonRequest) -> HttpResponseBase:
    """The list as it is filtered and sorted, as a file."""
    return exported(request, JOB_EXPORT, _listing(request).rows)


@require_GET
@needs_right(LOOK)
def detail(request: PersonRequest, pk: str) -> HttpResponse:
    """What the job is about, what it asks, and how far people came."""
    job = job_of(pk)
    skills = list(job.skills.all())
    marked = MarkedText(job, skills)
    waiting = [one for one in time_in_stage(job) if one.median_waiting and one.median_waiting.days]
    context = {
        "job": job,
        "tab": "overview",
        "requirements": requirements_of(job, marked),
        "skills": skills_by_kind(skills, marked),
        "marked": marked,
        "funnel": funnel_lines(funnel(job)),
        "times": waiting,
        "job_actions": actions_of(me(request), job),
        **rights(me(request)),
    }
    return render(request, "hiring/job.html", context)


@needs_right(EDIT)
def new(request: PersonRequest) -> HttpResponse:
    return _form(request, None)


@needs_right(EDIT)
def edit(request: PersonRequest, pk: str) -> HttpResponse:
    return _form(request, job_of(pk))


def _form(request: PersonRequest, job: Job | None) -> HttpResponse:
    """The form of a job; sent, it is saved, or comes back with what is wrong."""
    is_sent = request.method == "POST"
    form = JobForm(request.POST if is_sent else None, initial=initial_of(job))
    skills = SkillRows.sent(request.POST) if is_sent else SkillRows.of_job(job)
    if is_sent and form.is_valid() and not skills.errors:
        try:
            saved = save_job(job, by=me(request), skills=skills.drafts, **form.cleaned_data)
        except ProblemError as problem:
            form.add_error(None, said(problem))
        else:
            messages.success(request, _("Saved.") if job else _("The job is a draft. Open it when it is ready."))
            return redirect("hiring:job", saved.pk)
    for error in skills.errors:
        form.add_error(None, error)
    context = {"form": form, "skills": skills, "job": job, **rights(me(request))}
    return render(request, "hiring/job_form.html", context, status=422 if form.errors else 200)


@needs_right(EDIT)
def read(request: PersonRequest) -> HttpResponse:
    """A text, pasted or in a file, becomes a draft."""
    form = JobTextForm(request.POST or None, request.FILES or None)
    reads = can_read_jobs()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            text = form.cleaned_data["text"].strip() or text_of_upload(upload)
            job = services.draft_job_from_text(text, by=me(request))
        except ProblemError as problem:
            form.add_error("file" if upload else "text", said(problem))
        else:
            done = _("This is what was read from the text. Look it through, then save.")
            kept = _("The text is the description now. Fill in what the job asks.")
            messages.success(request, done if reads else kept)
            return redirect("hiring:job_edit", job.pk)
    context = {"form": form, "reads_jobs": reads, **rights(me(request))}
    return render(request, "hiring/job_read.html", context, status=422 if form.errors else 200)
