"""Lists that can also be had as a file."""

from collections.abc import Iterable
from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from apps.core.csv_export import csv_response
from apps.core.listing import Export
from apps.core.renderers import CsvRenderer, OrjsonRenderer, XlsxRenderer
from apps.core.xlsx_export import xlsx_response

FORMAT = OpenApiParameter("format", OpenApiTypes.STR, enum=["json", "csv", "xlsx"], description="The list as a file.")
AS_FILES: tuple[type[BaseRenderer], ...] = (OrjsonRenderer, CsvRenderer, XlsxRenderer)


def file_asked_for(request: Request, export: Export, rows: Iterable[Any]) -> HttpResponseBase | None:
    """The list as the file that the request asks for, None where it asks for JSON."""
    asked = getattr(request.accepted_renderer, "format", "")
    if asked == "csv":
        return csv_response(export, rows)
    return xlsx_response(export, rows) if asked == "xlsx" else None
