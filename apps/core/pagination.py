"""One shape for all lists: {count, next, previous, results}."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from rest_framework.pagination import PageNumberPagination

from apps.core.prepared import PreparedList, counting

_MOST_PAGES = 2**31


class OneStatementPaginator(Paginator):  # type: ignore[type-arg]  # not generic at run time
    """Counts in the statement that reads the page; only a page past the end asks again."""

    def page(self, number: int | str) -> Page:  # type: ignore[type-arg]  # as above
        wanted = self._wanted(number)
        rows = self._counted_rows(wanted)
        if rows is None:
            return super().page(number)
        if rows:
            self.__dict__["count"] = _count_of(rows)
        elif wanted == 1:
            self.__dict__["count"] = 0
        elif isinstance(self.object_list, PreparedList):
            self.__dict__["count"] = _count_of(self.object_list.query.run(*self.object_list.ids, limit=1))
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


def _count_of(rows: list[Any]) -> int:
    if not rows:
        return 0
    first = rows[0]
    return int(first["count_of_all"] if isinstance(first, dict) else first.count_of_all)


class Pages(PageNumberPagination):
    """`page` and `page_size` (at most 100)."""

    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100
    django_paginator_class = OneStatementPaginator

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
        query = dict(asked.GET.lists())
        query.pop("page", None)
        if number > 1:
            query["page"] = [str(number)]
        said = f"?{urlencode(sorted(query.items()), doseq=True)}" if query else ""
        return f"{asked.scheme}://{asked.get_host()}{escape_uri_path(asked.path)}{said}"

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """DRF's own still says `nullable`, which OpenAPI 3.1 does not know."""
        described: dict[str, Any] = super().get_paginated_response_schema(schema)
        for name in ("next", "previous"):
            described["properties"][name] = {"type": ["string", "null"], "format": "uri"}
        return described
