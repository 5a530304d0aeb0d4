"""One shape for all lists: {count, next, previous, results}."""

from django.core.paginator import Page, Paginator
from django.db.models import F, Func, IntegerField, QuerySet, Subquery
from rest_framework.pagination import PageNumberPagination

_TOTAL = "count_of_all_pages"


class OneStatementPaginator(Paginator):  # type: ignore[type-arg]  # not generic at run time
    """Counts in the statement that reads the page; only a page past the end asks again."""

    def page(self, number: int | str) -> Page:  # type: ignore[type-arg]  # as above
        if not isinstance(self.object_list, QuerySet) or self.object_list.query.distinct or "count" in self.__dict__:
            return super().page(number)
        wanted = int(number) if str(number).isdigit() else 1
        start = max(wanted - 1, 0) * self.per_page
        # A subquery is counted once, where a window over the rows would carry all of them.
        counted = self.object_list.order_by().values(rows=Func(F("pk"), function="COUNT", output_field=IntegerField()))
        rows = list(self.object_list.annotate(**{_TOTAL: Subquery(counted)})[start : start + self.per_page])
        if rows:
            first = rows[0]
            self.__dict__["count"] = first[_TOTAL] if isinstance(first, dict) else getattr(first, _TOTAL)
            for row in rows:
                if isinstance(row, dict):
                    del row[_TOTAL]
        elif start == 0:
            self.__dict__["count"] = 0
        return Page(rows, self.validate_number(number), self)


class Pages(PageNumberPagination):
    """`page` and `page_size` (at most 100)."""

    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100
    django_paginator_class = OneStatementPaginator
