"""A plain Django view that says the same: the query, its count, JSON. No sign-in, no license, no tenant look-up."""

import os
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from apps.core.scope import tenant_connection
from apps.cv_analysis.models import Cv

COLUMNS = (
    *("id", "file_name", "size", "status", "error_code", "task_id", "candidate_name", "candidate_id", "job_id"),
    *("created_at", "updated_at"),
)
PER_PAGE = 25


def rows(request: HttpRequest) -> HttpResponse:
    schema = os.environ["BENCH_SCHEMA"]
    if tenant_connection.schema_name != schema:
        tenant_connection.set_schema(schema)
    found = Cv.objects.values(*COLUMNS)
    page = int(request.GET.get("page", 1))
    start = (page - 1) * PER_PAGE
    count = None if "uncounted" in request.GET else found.count()
    results = [_row(one) for one in found[start : start + PER_PAGE]]
    body = {"count": count, "next": request.build_absolute_uri(f"?page={page + 1}"), "previous": None}
    return JsonResponse(body | {"results": results}, json_dumps_params={"separators": (",", ":")})


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that the product's list has of a CV that was read."""
    return {
        "id": row["id"],
        "file_name": row["file_name"],
        "size": row["size"],
        "status": row["status"],
        "error": row["error_code"] or None,
        "task": row["task_id"],
        "candidate_name": row["candidate_name"],
        "candidate": row["candidate_id"],
        "job": row["job_id"],
        "created_at": row["created_at"].isoformat(),
        "updated_at": row["updated_at"].isoformat(),
    }


urlpatterns = [path("rows/", rows)]
