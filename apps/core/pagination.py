"""One shape for all lists: {count, next, previous, results}."""

from typing import Any
from urllib.parse import unquote_plus

from django.core.paginator import EmptyPage, InvalidPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.functional import cached_property
from rest_framework.exceptions import NotFound
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.prepared import PreparedList, counting

_MOST_PAGES = 2**31


class OneStatementPaginator(Paginator):  # type: ignore[type-arg]  # not generic at run time
    """Counts in the statement that reads the page; only a page past the end asks again."""

    @cached_property
    def count(self) -> int:
        """For whoever asks before a page was read, or past the end."""
        listed = self.object_list
        if isinstance(listed, PreparedList):
            return _count_of(listed.query.run(*listed.ids, limit=1))
        return int(super().count)

    def page(self, number: int | str) -> Page:  # type: ignore[type-arg]  # as above
        wanted = self._wanted(number)
        rows = self._counted_rows(wanted)
        if rows is None:
            return super().page(number)
        if rows:
            self.__dict__["count"] = _count_of(rows)
        elif wanted == 1:
            self.__dict__["count"] = 0
        return Page(rows, self.validate_number(number), self)

    @staticmethod
    def _wanted(number: int | str) -> int:
        """The page to read; what is no number, or more than the database can count, is refused afterwards."""
        try:
            return min(max(int(number), 1), _MOST_PAGES)
        except ValueError:
            return 1

    def _counted_rows(self, number: int) -> list[Any] | None:
        """The rows of the page, each with `count_of_all`; None when they have to be counted apart."""
        listed, start = self.object_list, max(number - 1, 0) * self.per_page
        if isinstance(listed, PreparedList):
            return listed.query.run(*listed.ids, limit=self.per_page, offset=start)
        if not isinstance(listed, QuerySet) or listed.query.distinct or "count" in self.__dict__:
            return None
        return list(counting(listed)[start : start + self.per_page])


class UncountedPaginator(OneStatementPaginator):
    """Reads one row more than the page holds instead of counting them all; `count` still counts if it is asked."""

    def page(self, number: int | str) -> Page:  # type: ignore[type-arg]  # as above
        wanted = self._positive(number)
        start = (min(wanted, _MOST_PAGES) - 1) * self.per_page
        listed = self.object_list
        if isinstance(listed, PreparedList):
            rows = listed.uncounted.run(*listed.ids, limit=self.per_page + 1, offset=start)
        else:
            rows = list(listed[start : start + self.per_page + 1])
        if not rows and wanted > 1:
            raise EmptyPage(self.error_messages["no_results"])
        return _UncountedPage(rows[: self.per_page], wanted, self, has_more=len(rows) > self.per_page)

    def _positive(self, number: int | str) -> int:
        try:
            wanted = int(number)
        except ValueError:
            raise PageNotAnInteger(self.error_messages["invalid_page"]) from None
        if wanted < 1:
            raise EmptyPage(self.error_messages["min_page"])
        return wanted


class _UncountedPage(Page):  # type: ignore[type-arg]  # as above
    def __init__(self, rows: list[Any], number: int, paginator: UncountedPaginator, *, has_more: bool) -> None:
        super().__init__(rows, number, paginator)
        self._has_more = has_more

    def has_next(self) -> bool:
        return self._has_more

    def next_page_number(self) -> int:
        return self.number + 1


def _count_of(rows: list[Any]) -> int:
    if not rows:
        return 0
    first = rows[0]
    return int(first["count_of_all"] if isinstance(first, dict) else first.count_of_all)


def _name_of(part: str) -> str:
    """What a part of a query string is about: `status` of `status=parsed`."""
    return unquote_plus(part.partition("=")[0])


class Pages(PageNumberPagination):
    """`page` and `page_size` (at most 100); `count=false` for long lists of which nobody wants to know how long."""

    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100
    is_counted = True

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        """As DRF's own, which also asks for every list how many pages it has."""
        self.request = request
        self.is_counted = request.query_params.get("count") != "false"
        kind = OneStatementPaginator if self.is_counted else UncountedPaginator
        paginator = kind(queryset, self.get_page_size(request) or self.page_size)
        try:
            self.page = paginator.page(self.get_page_number(request, paginator))
        except InvalidPage as error:
            raise NotFound(str(error)) from error
        return list(self.page)

    def get_paginated_response(self, data: Any) -> Response:
        page: Any = self.page
        count = page.paginator.count if self.is_counted else None
        links = {"next": self.get_next_link(), "previous": self.get_previous_link()}
        return Response({"count": count, **links, "results": data})

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        said = "`false` leaves `count` null, which is quicker on long lists."
        counted = {"name": "count", "in": "query", "required": False, "description": said}
        schema = {"schema": {"type": "boolean", "default": True}}
        return [*super().get_schema_operation_parameters(view), counted | schema]

    def get_next_link(self) -> str | None:
        page: Any = self.page
        return self._link(page.next_page_number()) if page.has_next() else None

    def get_previous_link(self) -> str | None:
        page: Any = self.page
        return self._link(page.previous_page_number()) if page.has_previous() else None

    def _link(self, number: int) -> str:
        """This address with another page, which the first page does not name; DRF's own takes every URL apart."""
        request: Any = self.request
        asked: HttpRequest = request._request
        query = [part for part in asked.META.get("QUERY_STRING", "").split("&") if part and _name_of(part) != "page"]
        if number > 1:
            query.append(f"page={number}")
        said = f"?{iri_to_uri('&'.join(sorted(query)))}" if query else ""
        return f"{asked.scheme}://{asked.get_host()}{escape_uri_path(asked.path)}{said}"

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """DRF's own still says `nullable`, which OpenAPI 3.1 does not know."""
        described: dict[str, Any] = super().get_paginated_response_schema(schema)
        described["properties"]["count"] = {"type": ["integer", "null"], "example": 123}
        for name in ("next", "previous"):
            described["properties"][name] = {"type": ["string", "null"], "format": "uri"}
        return described
