"""Expected failures: one family that leaves as problem+json (RFC 9457) or as a page that says what to do."""

from http import HTTPStatus
from typing import Any, ClassVar, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

PROBLEM_JSON = "application/problem+json"


class ProblemError(Exception):
    """Something that can be expected to go wrong; each kind has its own code, title and status."""

    code: ClassVar[str] = "problem"
    title: Any = _("That did not work.")
    status: ClassVar[int] = 400
    # Whether it goes by itself: a task that meets it is tried again.
    passes: ClassVar[bool] = False
    action_url: str = ""
    action_title: Any = ""

    def __init__(self, detail: object = "", **extra: object) -> None:
        super().__init__(str(detail or self.title))
        self.detail = str(detail)
        self.extra = extra

    @property
    def heading(self) -> str:
        """The title where it heads a page; no heading ends in a full stop."""
        return str(self.title).removesuffix(".")


class NotSignedInError(ProblemError):
    code = "not-signed-in"
    title = _("Sign in to go on.")
    status = 401


class NotAllowedError(ProblemError):
    code = "not-allowed"
    title = _("Your role does not allow this.")
    status = 403


class MissingError(ProblemError):
    code = "not-found"
    title = _("There is nothing at this address.")
    status = 404


class MethodNotAllowedError(ProblemError):
    code = "method-not-allowed"
    title = _("This address only takes what a form sends.")
    status = 405


def wants_problem_json(request: HttpRequest) -> bool:
    """API addresses answer in JSON, all others with pages."""
    return request.path_info.startswith("/api/")


def problem_body(
    *,
    status: int,
    code: str,
    title: str,
    detail: str = "",
    errors: list[dict[str, str]] | None = None,
    request_id: str = "",
    **extra: object,
) -> dict[str, object]:
    """The members of DESIGN section 9, in this order."""
    body: dict[str, object] = {
        "type": f"urn:rostrum:problem:{code}",
        "title": str(title),
        "status": status,
        "code": code,
        "detail": str(detail),
        "errors": errors or [],
        "request_id": request_id,
    }
    return body | extra


def request_id_of(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", ""))


def problem_response(request: HttpRequest, problem: ProblemError) -> HttpResponse:
    """The answer for an expected failure, in the form that the caller understands."""
    if wants_problem_json(request):
        body = problem.extra | problem_body(
            status=problem.status,
            code=problem.code,
            title=str(problem.title),
            detail=problem.detail,
            errors=cast("list[dict[str, str]] | None", problem.extra.get("errors")),
            request_id=request_id_of(request),
        )
        response: HttpResponse = JsonResponse(body, status=problem.status, content_type=PROBLEM_JSON)
        if problem.status == HTTPStatus.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = 'Bearer realm="api"'
    else:
        response = render(request, "errors/problem.html", {"problem": problem}, status=problem.status)
    response.refused_as = problem.code  # type: ignore[attr-defined]  # read by refusals.py
    if (seconds := problem.extra.get("retry_after")) is not None:
        response.headers["Retry-After"] = str(seconds)
    return response
