"""The pages of a CV as pictures: the part of the CV's page that shows them, and each of them."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right, require_right
from apps.core.downloads import stored_file
from apps.cv_analysis.models import Cv
from apps.cv_analysis.page_pictures import ask_for_pages
from apps.cv_analysis.presenting import AnalysisPage
from apps.cv_analysis.queries import cvs_for, findings_of
from apps.cv_analysis.sheets import sheets_of

LOOK = "cv_analysis.view"
# They never change; who has lost the right to see them has seen them.
KEPT = "private, max-age=3600"


def _cv(request: PersonRequest, pk: str) -> Cv:
    return get_object_or_404(cvs_for(require_right(request.membership, LOOK)), pk=pk)


@require_GET
@needs_right(LOOK)
def pages(request: PersonRequest, pk: str) -> HttpResponse:
    """The pictures with their marks, or how far their painting is; whoever asks first has them painted."""
    cv = _cv(request, pk)
    task = ask_for_pages(cv, again="again" in request.GET)
    ready = cv.analysis
    analysis = AnalysisPage(ready, findings_of(ready)) if ready else None
    if analysis:
        analysis.on_pages = True
    context = {"cv": cv, "analysis": analysis, "sheets": sheets_of(cv, analysis), "is_stuck": task and task.is_final}
    response = render(request, "cv_analysis/partials/pages.html", context)
    if cv.pages == []:
        # The page then shows the words.
        response.headers["HX-Refresh"] = "true"
    return response


@require_GET
@needs_right(LOOK)
def page(request: PersonRequest, pk: str, number: int) -> HttpResponseBase:
    """One page as a picture, for those who may have the file."""
    found = next((one for one in _cv(request, pk).pages or () if one["number"] == number), None)
    if found is None or not default_storage.exists(found["name"]):
        raise Http404
    response = stored_file(found["name"], content_type="image/webp")
    response.headers["Cache-Control"] = KEPT
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
