"""Error answers for what no view raised itself."""

import sys
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from apps.accounts.middleware import way_back
from apps.accounts.queries import membership_of
from apps.core.problems import problem_body, request_id_of, wants_problem_json
from apps.core.renderers import problem_json

CODES = {
    400: "invalid",
    403: "not-allowed",
    404: "not-found",
    413: "too-large",
    429: "too-many-requests",
    500: "server-error",
    503: "database-away",
}
ASK_AGAIN_SECONDS = 5
# Classes of PostgreSQL's codes: connection, resources, the operator's hand.
AWAY, CANCELLED = ("08", "53", "57"), "57014"


def _answer(request: HttpRequest, status: int, title: str, **context: Any) -> HttpResponse:
    if wants_problem_json(request):
        body = problem_body(status=status, code=CODES[status], title=title, request_id=request_id_of(request))
        return problem_json(body, status)
    context["request_id"] = request_id_of(request)
    return render(request, f"errors/{status}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _answer(request, 413, _("That is more data than this address takes."))
    return _answer(request, 400, _("This request could not be understood."))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 403, _("Your role does not allow this."))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before somebody signed in or out, or without its cookie; called by Django's CSRF protection."""
    _load_membership(request)
    return render(request, "errors/stale_form.html", {"way_back": way_back(request)}, status=403)


def _load_membership(request: HttpRequest) -> None:
    """What no view answers came past no view's checks: who is a member is asked for the frame of the page."""
    tenant, user = getattr(request, "tenant", None), getattr(request, "user", None)
    if tenant and user and user.is_authenticated and not wants_problem_json(request):
        request.membership = membership_of(user.pk, tenant.pk)  # type: ignore[attr-defined]  # as the middleware does


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    _load_membership(request)
    return _answer(request, 404, _("There is nothing at this address."))


def too_fast(request: HttpRequest) -> HttpResponse:
    """Called by allauth where it limits how often something can be asked for."""
    answer = _answer(request, 429, _("Too many requests. Wait a minute, then try again."))
    answer.headers["Retry-After"] = "60"
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks neither who is there nor for anything else that is stored: the database may be what went wrong."""
    status, title = 500, _("Something went wrong on our side. Try again in a moment.")
    if is_away(sys.exc_info()[1]):
        status, title = 503, _("The database cannot be reached right now. Try again in a moment.")
    answer = _answer(request, status, title, user=AnonymousUser(), membership=None, messages=(), try_url="")
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = str(ASK_AGAIN_SECONDS)
    return answer


def is_away(error: BaseException | None) -> bool:
    """Whether the database could not be reached, or had no room for one more connection."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    # Without a state there was no server to give one; a cancelled statement says nothing of the server.
    return state is None or (state[:2] in AWAY and state != CANCELLED)
