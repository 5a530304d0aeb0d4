"""The page that checks a CV against one job."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right, require_right
from apps.core.ids import is_uuid
from apps.core.problems import ProblemError
from apps.cv_analysis.ats_check import CheckPage, check_of, jobs_to_check
from apps.cv_analysis.job_reading import wanted_in
from apps.cv_analysis.models import Analysis, Cv
from apps.cv_analysis.presenting import AnalysisPage
from apps.cv_analysis.queries import cvs_for, findings_of, with_progress
from apps.cv_analysis.ranking import wanted_by
from apps.cv_analysis.scoring.matching import Wanted
from apps.cv_analysis.views import LOOK, NotReadYetError, rights_of
from apps.hiring.models import Job

LONGEST_POSTING = 20_000
MOST_JOBS = 300


@require_http_methods(["GET", "HEAD", "POST"])
@needs_right(LOOK)
def ats_check(request: PersonRequest, pk: str) -> HttpResponse:
    """Choose a job of the workspace or paste a description; what is missing, what is wrong, the score then and now."""
    membership = require_right(request.membership, LOOK)
    cv = with_progress([get_object_or_404(cvs_for(membership), pk=pk)])[0]
    analysis = cv.analysis
    if analysis is None or cv.is_working:
        raise NotReadYetError(_("Open the CV to see how far its reading is."))
    jobs, asked = jobs_to_check(membership), request.GET.get("job", "")
    job = get_object_or_404(jobs.prefetch_related("skills"), pk=asked) if is_uuid(asked) else None
    context: dict[str, Any] = {
        "cv": cv,
        "analysis": AnalysisPage(analysis, findings_of(analysis)),
        "overall": analysis.overall,
        **rights_of(membership),
        "job": job,
        "jobs": jobs.open().order_by("title")[:MOST_JOBS],
        "posting": request.POST.get("posting", "").strip()[:LONGEST_POSTING],
        "longest": LONGEST_POSTING,
    }
    if request.method == "POST" or job:
        context |= _checked(analysis, job, context["posting"])
    return render(request, "cv_analysis/ats_check.html", context, status=422 if context.get("error") else 200)


@require_GET
@needs_right(LOOK)
def match_check(request: PersonRequest, job_id: str, candidate_id: str) -> HttpResponse:
    """The check of somebody's newest CV against a job, from the job's ranking."""
    membership = require_right(request.membership, LOOK)
    job = get_object_or_404(jobs_to_check(membership), pk=job_id)
    read = cvs_for(membership).filter(candidate__pk=candidate_id, status=Cv.Status.PARSED)
    cv = read.order_by("-created_at", "-pk").first()
    if cv is None:
        raise Http404(_("No CV of this candidate was read yet."))
    return redirect(f"{reverse('cv_analysis:ats_check', args=[cv.pk])}?job={job.pk}")


def _checked(analysis: Analysis, job: Job | None, posting: str) -> dict[str, Any]:
    """The check, or why there is none."""
    wanted: Wanted
    if job:
        wanted = wanted_by(job)
    elif not posting:
        return {"error": _("Paste the text of the job first.")}
    else:
        try:
            wanted = wanted_in(posting)
        except ProblemError as problem:
            return {"error": f"{problem.title} {problem.detail}"}
    return {"check": CheckPage(check_of(analysis, wanted), wanted)}
