"""A plain Django view over the same rows: the query, its count, JSON. No sign-in, no license, no tenant look-up."""

import os

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from apps.core.scope import tenant_connection
from apps.cv_analysis.models import Cv

COLUMNS = ("id", "file_name", "size", "status", "error_code", "candidate_name", "created_at", "updated_at")
PER_PAGE = 25


def rows(request: HttpRequest) -> HttpResponse:
    schema = os.environ["BENCH_SCHEMA"]
    if tenant_connection.schema_name != schema:
        tenant_connection.set_schema(schema)
    found = Cv.objects.values(*COLUMNS)
    page = int(request.GET.get("page", 1))
    start = (page - 1) * PER_PAGE
    count = None if "uncounted" in request.GET else found.count()
    return JsonResponse({"count": count, "results": list(found[start : start + PER_PAGE])})


urlpatterns = [path("rows/", rows)]
