"""Fitting a CV of the builder to a job: what it asks for, what the CV has of it, and what would come first."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right
from apps.cv_analysis import resumes
from apps.cv_analysis.builder.json_resume import resume_to_json
from apps.cv_analysis.builder.resume import Resume as Content
from apps.cv_analysis.builder.tailoring import Tailored, tailored, wanted_of
from apps.cv_analysis.comparing import compared
from apps.cv_analysis.job_reading import JobTextError, read_job
from apps.cv_analysis.models import Resume
from apps.cv_analysis.resume_views import BUILD, member_of, own_resume

LONGEST_POSTING = 20_000


@needs_right(BUILD)
def tailor(request: PersonRequest, pk: str) -> HttpResponse:
    """Paste a job, see the CV before and after, take it over or make a copy of it."""
    resume = own_resume(request, pk)
    posting = request.POST.get("posting", "").strip()[:LONGEST_POSTING]
    context: dict[str, Any] = {"resume": resume, "posting": posting, "longest": LONGEST_POSTING}
    if request.method != "POST":
        return render(request, "cv_analysis/builder/tailor.html", context)
    if not posting:
        context["error"] = _("Paste the text of the job first.")
        return render(request, "cv_analysis/builder/tailor.html", context, status=422)
    content = resumes.content_of(resume)
    try:
        result = tailored(content, wanted_of(read_job(posting), posting))
    except JobTextError as problem:
        context["error"] = f"{problem.title} {problem.detail}"
        return render(request, "cv_analysis/builder/tailor.html", context, status=422)
    if request.POST.get("do") in {"take", "copy"}:
        return _take(request, resume, result)
    context |= _shown(content, result)
    return render(request, "cv_analysis/builder/tailor.html", context)


def _shown(content: Content, result: Tailored) -> dict[str, Any]:
    return {"result": result, "parts": compared(content, result.resume, result.found)}


def _take(request: PersonRequest, resume: Resume, result: Tailored) -> HttpResponse:
    data = resume_to_json(result.resume)
    if request.POST.get("do") == "copy":
        resume = resumes.copy_resume(member_of(request), resume, data=data)
        messages.success(request, _("This is a copy in the order that fits the job. The other one stays as it is."))
    else:
        version = request.POST.get("version", "")
        resumes.save_resume(resume, version=int(version) if version.isdecimal() else 0, data=data)
        messages.success(request, _("The CV now has the order that fits the job."))
    return redirect("cv_analysis:resume", resume.pk)
