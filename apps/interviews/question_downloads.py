"""Own questions as a file to take along, for pages and API."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from apps.accounts.models import Membership
from apps.interviews.bank import own_questions_for
from apps.interviews.question_files import csv_lines, json_of, told


def own_questions_file(membership: Membership, *, is_json: bool) -> HttpResponseBase:
    """The workspace's own questions and the member's, as far as the member may see them."""
    rows = own_questions_for(membership).filter(is_archived=False).order_by("created_at", "pk")
    return question_file("own-questions", [told(row) for row in rows], is_json=is_json)


def question_file(name: str, questions: Sequence[dict[str, Any]], *, is_json: bool) -> HttpResponseBase:
    """A download that no browser shows or runs."""
    response: HttpResponseBase = (
        HttpResponse(json_of(questions), content_type="application/json; charset=utf-8")
        if is_json
        else StreamingHttpResponse(csv_lines(questions), content_type="text/csv; charset=utf-8")
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{"json" if is_json else "csv"}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
