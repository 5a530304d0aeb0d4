"""JSON out, by orjson."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.http import HttpResponse
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from apps.core.problems import PROBLEM_JSON


def _plain(value: Any) -> Any:
    """What orjson does not know by itself: lazy texts, decimals and DRF's own dicts and strings."""
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def to_json(data: Any) -> bytes:
    return orjson.dumps(data, default=_plain, option=orjson.OPT_NON_STR_KEYS)


def problem_json(body: Mapping[str, object], status: int) -> HttpResponse:
    return HttpResponse(to_json(body), status=status, content_type=PROBLEM_JSON)


class OrjsonRenderer(BaseRenderer):
    """application/json as UTF-8."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else to_json(data)


class QuickNegotiation(DefaultContentNegotiation):
    """DRF's own, which is asked only by those who want something else than the view's first kind of answer."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        # Past DRF's wrapper, which looks for each of these in vain first.
        asked = request._request
        wanted = asked.META.get("HTTP_ACCEPT", "*/*")
        if wanted in {"*/*", first.media_type} and format_suffix is None and "format" not in asked.GET:
            return first, str(first.media_type)
        selected: tuple[BaseRenderer, str] = super().select_renderer(request, renderers, format_suffix)
        return selected


class FileRenderer(BaseRenderer):
    """Stands for a kind of file that a list can be asked for with `format`; the view makes it, row by row."""

    charset = None
    render_style = "binary"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Only problems come here, and they are JSON."""
        return b"" if data is None else to_json(data)


class CsvRenderer(FileRenderer):
    media_type = "text/csv"
    format = "csv"


class XlsxRenderer(FileRenderer):
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    format = "xlsx"
