"""Filters of lists that cost nothing while nobody filters."""

from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request

if TYPE_CHECKING:
    # The views' module imports this one through the settings.
    from rest_framework.views import APIView

_PAGING = frozenset({"page", "page_size", "count"})


def asks_to_filter(request: Request) -> bool:
    """Whether the request wants anything but a page of the list as it is."""
    return not _PAGING.issuperset(request.query_params)


class FieldFilters(DjangoFilterBackend):
    """django-filter's backend, which builds a form for every request; without a question it need not."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Model], view: "APIView") -> Any:
        return super().filter_queryset(request, queryset, view) if asks_to_filter(request) else queryset
