"""How expected failures leave: a problem for programs, a page for people."""

import json
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils.translation import gettext_lazy
from rest_framework import exceptions

from apps.core.api_problems import exception_handler
from apps.core.middleware import ProblemMiddleware
from apps.core.problems import MissingError, NotSignedInError, ProblemError, problem_response
from apps.core.renderers import to_json


class SoldOutError(ProblemError):
    code = "sold-out"
    title = "Nothing is left."
    status = 409


def answer(exception: Exception) -> HttpResponse | None:
    request = RequestFactory().get("/api/v1/x/")
    return exception_handler(exception, {"request": SimpleNamespace(_request=request)})


def body_of(exception: Exception) -> dict[str, Any]:
    response = answer(exception)
    assert response is not None
    return dict(json.loads(response.content))


def test_problem_speaks_by_its_detail_else_by_its_title() -> None:
    assert [str(SoldOutError()), str(SoldOutError("Come back tomorrow."))] == [
        "Nothing is left.",
        "Come back tomorrow.",
    ]


def test_problem_may_say_more_but_not_otherwise() -> None:
    body = body_of(SoldOutError("Come back.", seats=3, status=200, code="fine"))

    assert body == {
        "type": "urn:rostrum:problem:sold-out",
        "title": "Nothing is left.",
        "status": 409,
        "code": "sold-out",
        "detail": "Come back.",
        "errors": [],
        "request_id": "",
        "seats": 3,
    }


@pytest.mark.parametrize(
    ("exception", "status", "code"),
    [
        (SoldOutError(), 409, "sold-out"),
        (MissingError(), 404, "not-found"),
        (NotSignedInError(), 401, "not-signed-in"),
        (Http404(), 404, "not-found"),
        (PermissionDenied(), 403, "not-allowed"),
        (exceptions.NotAuthenticated(), 401, "not-signed-in"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method-not-allowed"),
        (exceptions.NotAcceptable(), 406, "not-acceptable"),
        (exceptions.UnsupportedMediaType("a/b"), 415, "unsupported-media-type"),
        (exceptions.ValidationError({"name": ["No."]}), 400, "invalid"),
        (exceptions.Throttled(wait=3), 429, "too-many-requests"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_every_kind_of_failure_is_a_problem(exception: Exception, status: int, code: str) -> None:
    response = answer(exception)

    assert response is not None
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert body_of(exception)["code"] == code


def test_whoever_asks_too_often_is_told_when_to_come_back() -> None:
    response = answer(exceptions.Throttled(wait=3))

    assert response is not None
    assert response["Retry-After"] == "4"


def test_who_is_not_signed_in_is_told_how() -> None:
    found = exceptions.NotAuthenticated()
    found.auth_header = 'Bearer realm="api"'  # type: ignore[attr-defined]  # as DRF's view sets it

    responses = [answer(found), answer(NotSignedInError())]

    assert [r["WWW-Authenticate"] for r in responses if r is not None] == ['Bearer realm="api"'] * 2


def test_errors_of_fields_are_named_by_their_path() -> None:
    detail: Any = {"seats": [{"name": ["Too long."]}, {}], "tenant": {"slug": ["Taken."]}}

    body = body_of(exceptions.ValidationError(detail))

    assert [(error["field"], error["message"]) for error in body["errors"]] == [
        ("seats.name", "Too long."),
        ("tenant.slug", "Taken."),
    ]
    assert body["detail"] == "Too long. Taken."
    assert body_of(exceptions.ValidationError(["No."]))["errors"][0]["field"] == "non_field_errors"


def test_the_unexpected_is_not_caught() -> None:
    request = RequestFactory().get("/")

    assert answer(ZeroDivisionError()) is None
    assert ProblemMiddleware(lambda request: HttpResponse()).process_exception(request, ZeroDivisionError()) is None


def test_people_get_a_page(db: None) -> None:
    response = problem_response(RequestFactory().get("/x/"), SoldOutError("Come back tomorrow."))

    text = response.content.decode()
    assert (response.status_code, response["Content-Type"]) == (409, "text/html; charset=utf-8")
    assert ("Nothing is left<" in text, "Come back tomorrow." in text) == (True, True)


def test_lazy_texts_and_decimals_are_written_as_text() -> None:
    assert to_json({"a": gettext_lazy("Home"), "b": Decimal("19.00"), 3: {"c": None}}) == (
        b'{"a":"Home","b":"19.00","3":{"c":null}}'
    )
