"""The pages of CV analysis."""

from collections.abc import Sequence
from http import HTTPStatus

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.accounts.rights import has_right, require_right
from apps.core.problems import ProblemError
from apps.core.storage import check_link, sign_link
from apps.cv_analysis import services
from apps.cv_analysis.models import Cv
from apps.cv_analysis.parsing.limits import MAX_FILE_BYTES
from apps.cv_analysis.presenting import AnalysisPage, problem_of
from apps.cv_analysis.queries import cvs_for, with_progress

PER_PAGE = 25


def _member(request: PersonRequest) -> Membership:
    """The member, who may at least look."""
    return require_right(request.membership, "cv_analysis.view")


def _cv(request: PersonRequest, pk: str) -> Cv:
    membership = _member(request)
    cv = get_object_or_404(cvs_for(membership).select_related("uploaded_by"), pk=pk)
    return with_progress([cv])[0]


@require_GET
def index(request: PersonRequest) -> HttpResponse:
    """The CVs that the member may see, newest first, and the place to drop new ones."""
    membership = _member(request)
    page = Paginator(cvs_for(membership).order_by("-created_at", "-id"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "cvs": with_progress(page.object_list),
        "can_upload": has_right(membership, "cv_analysis.upload"),
        "limits": {"max_mb": MAX_FILE_BYTES // 1024**2, "types": "PDF, DOCX, TXT", "accept": ".pdf,.docx,.txt"},
    }
    return render(request, "cv_analysis/index.html", context)


@require_POST
def upload(request: PersonRequest) -> HttpResponse:
    """Take in one file or several; each that cannot be taken is named with the reason."""
    membership = _member(request)
    require_right(membership, "cv_analysis.upload")
    files = request.FILES.getlist("files")
    if request.headers.get("Accept", "").startswith("application/json"):
        return _upload_one(request, membership, files)
    taken = 0
    for file in files:
        try:
            services.upload_cv(membership, upload=file)
            taken += 1
        except ProblemError as problem:
            messages.error(request, f"{file.name}: {problem.title} {problem.detail}")
    if taken:
        messages.success(request, ngettext("%(n)d CV uploaded.", "%(n)d CVs uploaded.", taken) % {"n": taken})
    elif not files:
        messages.error(request, _("Choose a file first."))
    return redirect("cv_analysis:index")


def _upload_one(request: PersonRequest, membership: Membership, files: "Sequence[UploadedFile[bytes]]") -> HttpResponse:
    """The page's script sends one file a request, and shows the answer beside its name."""
    if len(files) != 1:
        return JsonResponse({"title": _("Send one file.")}, status=HTTPStatus.BAD_REQUEST)
    try:
        cv = services.upload_cv(membership, upload=files[0])
    except ProblemError as problem:
        body = {"code": problem.code, "title": str(problem.title), "detail": problem.detail}
        return JsonResponse(body, status=problem.status, content_type="application/problem+json")
    row = render(request, "cv_analysis/partials/row.html", {"cv": cv}).content.decode()
    return JsonResponse({"id": str(cv.pk), "row": row}, status=HTTPStatus.ACCEPTED)


@require_GET
def detail(request: PersonRequest, pk: str) -> HttpResponse:
    """What was found in a CV, beside the words it rests on."""
    cv = _cv(request, pk)
    analysis = getattr(cv, "analysis", None)
    membership = _member(request)
    context = {
        "cv": cv,
        "analysis": AnalysisPage(analysis) if analysis and not cv.is_working else None,
        "problem": problem_of(cv),
        "download_url": f"{reverse('cv_analysis:download', args=[cv.pk])}?token={sign_link('cv', cv.pk)}",
        "can_upload": has_right(membership, "cv_analysis.upload"),
        "can_delete": has_right(membership, "cv_analysis.delete"),
    }
    return render(request, "cv_analysis/detail.html", context)


@require_GET
def status(request: PersonRequest, pk: str) -> HttpResponse:
    """A CV's line as it is now; the list and the detail page ask for it while the CV is being read."""
    cv = _cv(request, pk)
    if request.GET.get("on") == "detail":
        response = render(request, "cv_analysis/partials/status.html", {"cv": cv, "problem": problem_of(cv)})
        if not cv.is_working:
            response.headers["HX-Refresh"] = "true"
        return response
    return render(request, "cv_analysis/partials/row.html", {"cv": cv})


@require_POST
def reprocess(request: PersonRequest, pk: str) -> HttpResponse:
    require_right(request.membership, "cv_analysis.upload")
    services.reprocess_cv(_cv(request, pk))
    return redirect("cv_analysis:detail", pk)


@require_POST
def delete(request: PersonRequest, pk: str) -> HttpResponse:
    require_right(request.membership, "cv_analysis.delete")
    cv = _cv(request, pk)
    services.delete_cv(cv)
    done = _("“%(name)s” is deleted, with the file and everything read from it.")
    messages.success(request, done % {"name": cv.file_name})
    return redirect("cv_analysis:index")


@require_GET
def download(request: PersonRequest, pk: str) -> HttpResponse | FileResponse:
    """The file itself, by a link that is good for a few minutes."""
    cv = _cv(request, pk)
    check_link(request.GET.get("token", ""), "cv", cv.pk)
    response = FileResponse(cv.file.open("rb"), as_attachment=True, filename=cv.file_name)
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
