"""The pages of CV analysis."""

from collections.abc import Sequence
from http import HTTPStatus

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.accounts.queries import saved_views_of
from apps.accounts.rights import has_right, needs_right, require_right
from apps.core.csv_export import csv_response
from apps.core.downloads import stored_file
from apps.core.ids import is_uuid
from apps.core.problems import ProblemError
from apps.core.storage import check_link, sign_link
from apps.cv_analysis import profiles, services
from apps.cv_analysis.career_paths import career_of
from apps.cv_analysis.listing import CV_EXPORT, CvListing, usual_cvs
from apps.cv_analysis.models import Cv
from apps.cv_analysis.parsing.limits import MAX_FILE_BYTES
from apps.cv_analysis.presenting import AnalysisPage, activity_of, problem_of
from apps.cv_analysis.queries import cvs_for, findings_of, with_progress
from apps.cv_analysis.scored import ScoresPage, matches_of, versions_of
from apps.cv_analysis.sheets import has_pages, sheets_of, shows_unread
from apps.hiring.models import Job

ACCEPTED = ".pdf,.docx,.odt,.rtf,.html,.htm,.txt,.png,.jpg,.jpeg,.tif,.tiff,.webp"
TYPES = gettext_lazy("PDF, DOCX, ODT, RTF, HTML, TXT or a picture")
MOST_AT_ONCE = 200
TABS = ("findings", "scores", "matches", "career", "versions", "activity")
LONGEST_PLACE = 16
MATCH = "cv_analysis.match"
LOOK, UPLOAD, DELETE = "cv_analysis.view", "cv_analysis.upload", "cv_analysis.delete"


class NotReadYetError(ProblemError):
    code = "not-ready"
    title = gettext_lazy("There is no report of this CV yet.")
    status = 409


def _member(request: PersonRequest) -> Membership:
    """The member, who may at least look."""
    return require_right(request.membership, LOOK)


def _cv(request: PersonRequest, pk: str) -> Cv:
    membership = _member(request)
    cv = get_object_or_404(cvs_for(membership).select_related("uploaded_by"), pk=pk)
    return with_progress([cv])[0]


RIGHTS = ("upload", "build", "match", "correct", "delete")


def rights_of(membership: Membership) -> dict[str, bool]:
    """What the page may offer."""
    return {f"can_{deed}": has_right(membership, f"cv_analysis.{deed}") for deed in RIGHTS}


@require_GET
@needs_right(LOOK)
def index(request: PersonRequest) -> HttpResponse:
    """The CVs that the member may see, as the address says, and the place to drop new ones."""
    membership = _member(request)
    listing = CvListing(cvs_for(membership), request.GET, usual=usual_cvs(membership))
    context = {
        "listing": listing,
        "page": listing.page,
        "cvs": with_progress(listing.page.object_list),
        **rights_of(membership),
    }
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, "cv_analysis/partials/list.html", context)
        # The form sends every field; the address shows only what was chosen.
        response.headers["HX-Push-Url"] = f"{request.path}?{listing.query}".removesuffix("?")
    else:
        context["saved_views"] = saved_views_of(membership, listing.name)
        context["is_candidate"] = membership.is_candidate
        context["limits"] = {"max_mb": MAX_FILE_BYTES // 1024**2, "types": TYPES, "accept": ACCEPTED}
        response = render(request, "cv_analysis/index.html", context)
    patch_vary_headers(response, ("HX-Request",))
    return response


@require_GET
@needs_right(LOOK)
def export(request: PersonRequest) -> StreamingHttpResponse:
    """The list as it is filtered and sorted, as a file."""
    membership = _member(request)
    return csv_response(CV_EXPORT, CvListing(cvs_for(membership), request.GET).rows.iterator(chunk_size=500))


@require_POST
@needs_right(LOOK)
def bulk(request: PersonRequest) -> HttpResponse:
    """Read several CVs again, or delete them; what cannot be done is said and the rest is done."""
    membership = _member(request)
    deed = request.POST.get("deed", "")
    require_right(membership, DELETE if deed == "delete" else UPLOAD)
    ids = [pk for pk in request.POST.getlist("ids")[:MOST_AT_ONCE] if is_uuid(pk)]
    chosen = with_progress(cvs_for(membership).filter(pk__in=ids))
    if not chosen:
        messages.error(request, _("Select at least one CV first."))
    elif deed == "delete":
        services.delete_cvs(chosen)
        said = ngettext("%(n)d CV is deleted.", "%(n)d CVs are deleted.", len(chosen))
        messages.success(request, said % {"n": len(chosen)})
    else:
        count = services.reprocess_cvs(chosen)
        said = ngettext("%(n)d CV is being read again.", "%(n)d CVs are being read again.", count)
        messages.success(request, said % {"n": count})
    if is_uuid(request.POST.get("job", "")):
        return redirect("cv_analysis:job_upload", request.POST["job"])
    query = QueryDict(request.POST.get("next", "")).urlencode()
    return redirect(f"{reverse('cv_analysis:index')}?{query}".removesuffix("?"))


@require_POST
@needs_right(LOOK, post=UPLOAD)
def upload(request: PersonRequest) -> HttpResponse:
    """Take in one file or several; each that cannot be taken is named with the reason."""
    membership = _member(request)
    files = request.FILES.getlist("files")
    if request.headers.get("Accept", "").startswith("application/json"):
        return taken_one(request, membership, files)
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


def taken_one(
    request: PersonRequest, membership: Membership, files: "Sequence[UploadedFile[bytes]]", *, job: Job | None = None
) -> HttpResponse:
    """The page's script sends one file a request, and shows the answer beside its name."""
    if len(files) != 1:
        return JsonResponse({"title": _("Send one file.")}, status=HTTPStatus.BAD_REQUEST)
    try:
        cv = services.upload_cv(membership, upload=files[0], job=job)
    except ProblemError as problem:
        body = {"code": problem.code, "title": str(problem.title), "detail": problem.detail}
        return JsonResponse(body, status=problem.status, content_type="application/problem+json")
    row = render(request, "cv_analysis/partials/row.html", {"cv": cv, **rights_of(membership)}).content.decode()
    return JsonResponse({"id": str(cv.pk), "row": row}, status=HTTPStatus.ACCEPTED)


@require_GET
@needs_right(LOOK)
def detail(request: PersonRequest, pk: str) -> HttpResponse:
    """What was found in a CV beside the words it rests on, or what became of it so far."""
    cv = _cv(request, pk)
    analysis = cv.analysis
    membership = _member(request)
    tab = request.GET.get("tab", "") if request.GET.get("tab") in TABS else "findings"
    ready = analysis if analysis and not cv.is_working else None
    place = _asked_place(request)
    page = AnalysisPage(ready, findings_of(ready), place) if ready else None
    if page:
        page.on_pages = has_pages(cv, page) and place is None and request.GET.get("view") != "text"
    context = {
        "cv": cv,
        "tab": tab,
        "analysis": page,
        "can_show_pages": page and has_pages(cv, page),
        "shows_unread": shows_unread(cv),
        "sheets": sheets_of(cv, page) if shows_unread(cv) or (page and page.on_pages) else (),
        "scores": ScoresPage(ready) if ready and tab == "scores" else None,
        "overall": ready.overall if ready else None,
        "matches": matches_of(cv) if tab == "matches" and has_right(membership, MATCH) else (),
        "career": career_of(ready, membership) if ready and tab == "career" else None,
        "versions": versions_of(cv, request.GET.get("before", "")) if tab == "versions" else None,
        "activity": activity_of(cv, analysis) if tab == "activity" else (),
        "problem": problem_of(cv),
        **rights_of(membership),
    }
    return render(request, "cv_analysis/detail.html", context)


def _asked_place(request: PersonRequest) -> tuple[int, int] | None:
    """Where in the text the address points to, as `at=12-40`."""
    start, _dash, end = request.GET.get("at", "").partition("-")
    if not (start.isdecimal() and end.isdecimal()) or len(start + end) > LONGEST_PLACE:
        return None
    return (int(start), int(end)) if int(start) < int(end) else None


@require_GET
@needs_right(LOOK)
def report(request: PersonRequest, pk: str) -> HttpResponse:
    """Everything that was found with its words, to be printed."""
    cv = _cv(request, pk)
    analysis = cv.analysis
    if analysis is None or cv.is_working:
        raise NotReadYetError(_("Open the CV to see how far its reading is."))
    context = {"cv": cv, "analysis": AnalysisPage(analysis, findings_of(analysis))}
    return render(request, "cv_analysis/report.html", context)


@require_GET
@needs_right(LOOK)
def status(request: PersonRequest, pk: str) -> HttpResponse:
    """A CV's line as it is now; the list and the detail page ask for it while the CV is being read."""
    cv = _cv(request, pk)
    if request.GET.get("on") == "detail":
        response = render(request, "cv_analysis/partials/status.html", {"cv": cv, "problem": problem_of(cv)})
        if not cv.is_working:
            response.headers["HX-Refresh"] = "true"
        return response
    return render(request, "cv_analysis/partials/row.html", {"cv": cv, **rights_of(_member(request))})


@require_POST
@needs_right(LOOK, post=UPLOAD)
def reprocess(request: PersonRequest, pk: str) -> HttpResponse:
    services.reprocess_cv(_cv(request, pk))
    return redirect("cv_analysis:detail", pk)


@require_POST
@needs_right(LOOK, post=MATCH)
def match(request: PersonRequest, pk: str) -> HttpResponse:
    """Compare with all open jobs again, later."""
    cv = _cv(request, pk)
    profiles.queue_matches(candidate_id=cv.candidate_id)
    messages.success(request, _("The open jobs are being compared with this CV. Look again in a moment."))
    return redirect(f"{reverse('cv_analysis:detail', args=[cv.pk])}?tab=matches")


@require_POST
@needs_right(LOOK, post=DELETE)
def delete(request: PersonRequest, pk: str) -> HttpResponse:
    cv = _cv(request, pk)
    services.delete_cv(cv)
    done = _("“%(name)s” is deleted, with the file and everything read from it.")
    messages.success(request, done % {"name": cv.file_name})
    return redirect("cv_analysis:index")


@require_GET
@needs_right(LOOK)
def original(request: PersonRequest, pk: str) -> HttpResponse:
    """Makes a link to the file that is good for a few minutes, and follows it."""
    cv = _cv(request, pk)
    return redirect(f"{reverse('cv_analysis:download', args=[cv.pk])}?token={sign_link('cv', cv.pk)}")


@require_GET
@needs_right(LOOK)
def download(request: PersonRequest, pk: str) -> HttpResponseBase:
    """The file itself, by a link that is good for a few minutes."""
    cv = _cv(request, pk)
    check_link(request.GET.get("token", ""), "cv", cv.pk)
    response = stored_file(str(cv.file.name), content_type="application/octet-stream", download_as=cv.file_name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
