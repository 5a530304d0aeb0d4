"""The pages on which a CV can be tried without an account."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.middleware import PersonRequest
from apps.core.problems import ProblemError, problem_response
from apps.cv_analysis import guests
from apps.cv_analysis.correct_form import lists_of, shown_corrections, singles_of, typed_changes
from apps.cv_analysis.correcting import CorrectionRefusedError, TooManyCorrectionsError
from apps.cv_analysis.guest_upload import MemoryOnlyUploadHandler
from apps.cv_analysis.scoring.corrections import Corrected
from apps.cv_analysis.services import FileTooLargeError
from apps.cv_analysis.views import ACCEPTED
from apps.marketplace.access import guest_demo

GuestView = Callable[..., HttpResponse]
# With "no-referrer" the form that deletes would come without an origin and be refused; other hosts learn nothing so.
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


def _kept_by_nobody(view: GuestView) -> GuestView:
    """No proxy, browser or search engine keeps the answer, whatever it is."""

    @wraps(view)
    def answer(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except ProblemError as problem:
            response = problem_response(request, problem)
            if isinstance(problem, guests.TooManyCvsError):
                response.headers["Retry-After"] = str(problem.seconds)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return answer


def _start_page(request: PersonRequest, problem: ProblemError | None = None) -> HttpResponse:
    context = {
        "problem": problem,
        "deleted": "deleted" in request.GET,
        "accept": ACCEPTED,
        "max_mb": guests.MAX_GUEST_BYTES // 1024**2,
    }
    return render(request, "cv_analysis/guest/index.html", context, status=problem.status if problem else 200)


def _address(request: PersonRequest) -> str:
    return str(get_adapter(request).get_client_ip(request))


@guest_demo
@require_GET
def index(request: PersonRequest) -> HttpResponse:
    """Where a file is chosen, and what becomes of it."""
    return _start_page(request)


@guest_demo
@csrf_exempt
@require_POST
@_kept_by_nobody
def upload(request: PersonRequest) -> HttpResponse:
    """Take in a file; the check against forged forms comes second, as it reads the form, and with it the file."""
    request.upload_handlers = [MemoryOnlyUploadHandler(request)]
    return _take_upload(request)


@csrf_protect
def _take_upload(request: PersonRequest) -> HttpResponse:
    """What cannot be taken is answered beside the form."""
    try:
        token = guests.take_guest_cv(request.FILES.get("file"), address=_address(request))
    except (FileTooLargeError, guests.NothingSentError) as problem:
        return _start_page(request, problem)
    return redirect("try_cv_analysis:result", token)


@guest_demo
@require_POST
@_kept_by_nobody
def sample(request: PersonRequest) -> HttpResponse:
    """For those who have no CV at hand."""
    return redirect("try_cv_analysis:result", guests.take_sample_cv(address=_address(request)))


@guest_demo
@require_GET
@_kept_by_nobody
def result(request: PersonRequest, token: str) -> HttpResponse:
    """What was found beside the words it rests on, or what became of the file so far."""
    return render(request, "cv_analysis/guest/result.html", _context(guests.guest_result(token)))


@guest_demo
@require_GET
@_kept_by_nobody
def status(request: PersonRequest, token: str) -> HttpResponse:
    """How far the reading is; whoever asks loads the page again once there is an end, or nothing any more."""
    try:
        found = guests.guest_result(token)
    except guests.ResultGoneError:
        return HttpResponse(headers={"HX-Refresh": "true"})
    response = render(request, "cv_analysis/guest/partials/reading.html", _context(found))
    if not found.cv.is_working:
        response.headers["HX-Refresh"] = "true"
    return response


@guest_demo
@require_POST
@_kept_by_nobody
def delete(request: PersonRequest, token: str) -> HttpResponse:
    guests.delete_guest_cv(token)
    return redirect(f"{reverse('try_cv_analysis:index')}?deleted")


@guest_demo
@require_http_methods(["GET", "HEAD", "POST"])
@_kept_by_nobody
def correct(request: PersonRequest, token: str) -> HttpResponse:
    """Every field and every record as it counts now; what is sent is laid over it."""
    found = guests.guest_result(token)
    if found.laid is None:
        return redirect("try_cv_analysis:result", token)
    if request.method != "POST":
        return _correct_page(request, found, found.laid)
    try:
        changes = typed_changes(request.POST, found.laid.findings)
        guests.correct_guest_cv(token, changes)
    except (CorrectionRefusedError, TooManyCorrectionsError) as problem:
        return _correct_page(request, found, found.laid, problem)
    # A message would need a cookie.
    return redirect(f"{reverse('try_cv_analysis:correct', args=(token,))}?{'corrected' if changes else 'unchanged'}")


def _correct_page(
    request: PersonRequest, found: guests.GuestResult, laid: Corrected, problem: ProblemError | None = None
) -> HttpResponse:
    def undo_address(place: int) -> str:
        number = guests.number_of(found.corrections[place])
        return reverse("try_cv_analysis:correction_undo", args=(found.token, number))

    said = {"corrected": _("Corrected."), "unchanged": _("Nothing was changed."), "undone": _("Taken back.")}
    typed = request.POST if problem else None
    context = {
        "cv": found.cv,
        "result": found,
        "problem": problem,
        "done": next((text for word, text in said.items() if word in request.GET), ""),
        "singles": singles_of(laid.findings, typed),
        "lists": lists_of(laid.findings, typed),
        "corrections": shown_corrections(laid, [_("You")] * len(laid.laid), undo_address),
    }
    status = problem.status if problem else HTTPStatus.OK
    return render(request, "cv_analysis/guest/correct.html", context, status=status)


@guest_demo
@require_POST
@_kept_by_nobody
def undo(request: PersonRequest, token: str, number: int) -> HttpResponse:
    """What was read counts again."""
    guests.undo_guest_correction(token, number)
    return redirect(f"{reverse('try_cv_analysis:correct', args=(token,))}?undone")


def _context(found: guests.GuestResult) -> dict[str, Any]:
    return {"result": found, "cv": found.cv, "analysis": found.analysis, "problem": found.problem}
