"""Every error of the API, the framework's own included, as problem+json."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from rest_framework import exceptions
from rest_framework.views import set_rollback

from apps.core.file_storage import problem_of_disk
from apps.core.problems import (
    MissingError,
    NotAllowedError,
    ProblemError,
    problem_body,
    problem_response,
    request_id_of,
)
from apps.core.renderers import problem_json

_CODES = {400: "invalid", 401: "not-signed-in", 403: "not-allowed", 404: "not-found", 405: "method-not-allowed"}
_CODES |= {406: "not-acceptable", 413: "too-large", 415: "unsupported-media-type", 429: "too-many-requests"}


def _field_errors(detail: Any, field: str = "") -> Iterator[dict[str, str]]:
    if isinstance(detail, dict):
        for key, value in detail.items():
            yield from _field_errors(value, f"{field}.{key}" if field else str(key))
    elif isinstance(detail, list):
        for value in detail:
            yield from _field_errors(value, field)
    else:
        yield {"field": field or "non_field_errors", "code": getattr(detail, "code", "invalid"), "message": str(detail)}


def exception_handler(exception: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's hook; None lets the unexpected fly to the log and the 500 answer."""
    request = context["request"]._request
    if isinstance(exception, Http404):
        exception = MissingError()
    elif isinstance(exception, PermissionDenied):
        exception = NotAllowedError()
    elif isinstance(exception, OSError):
        exception = problem_of_disk(exception) or exception
    if isinstance(exception, ProblemError):
        set_rollback()
        return problem_response(request, exception)
    if not isinstance(exception, exceptions.APIException):
        return None
    set_rollback()
    status = exception.status_code
    errors = list(_field_errors(exception.detail)) if isinstance(exception, exceptions.ValidationError) else []
    detail = "" if errors else str(getattr(exception, "detail", ""))
    body = problem_body(
        status=status,
        code=_CODES.get(status, "problem"),
        title=str(_title(status)),
        detail=detail or " ".join(error["message"] for error in errors),
        errors=errors,
        request_id=request_id_of(request),
    )
    response = problem_json(body, status)
    # Which kinds of mistakes, for the log: neither fields, whose names may be the sender's, nor what was sent.
    kinds = " ".join([str(body["code"]), *sorted({error["code"] for error in errors})])
    response.refused_as = kinds  # type: ignore[attr-defined]  # read by refusals.py
    if (wait := getattr(exception, "wait", None)) is not None:
        response.headers["Retry-After"] = str(int(wait) + 1)
    if header := getattr(exception, "auth_header", None):
        response.headers["WWW-Authenticate"] = header
    return response


def _title(status: int) -> str:
    return HTTPStatus(status).phrase
