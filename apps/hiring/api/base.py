"""What every list of hiring's API has: rights, pages, and itself as a file."""

from abc import ABC, abstractmethod
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import viewsets
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Membership
from apps.accounts.permissions import HasRights
from apps.core.csv_export import csv_response
from apps.core.ids import UUID_PATTERN
from apps.core.listing import Export
from apps.core.renderers import CsvRenderer, OrjsonRenderer, XlsxRenderer
from apps.core.xlsx_export import xlsx_response

VIEW, EDIT, DELETE, SETTINGS = "hiring.view", "hiring.edit", "hiring.delete", "hiring.settings"
UNBLIND = "hiring.unblind"
AT_ONCE = 500
FORMAT = OpenApiParameter("format", OpenApiTypes.STR, enum=["json", "csv", "xlsx"], description="The list as a file.")
GONE = OpenApiResponse(description="Deleted.")
Row = TypeVar("Row", bound=Model)


class HiringViewSet(viewsets.GenericViewSet[Row], ABC):
    """A kind of rows of the workspace; those who may look may also take the list along."""

    permission_classes = (HasRights,)
    lookup_value_regex = UUID_PATTERN
    export: Export
    by_default: tuple[str, ...] = ("-created_at", "-pk")

    @property
    def membership(self) -> Membership:
        django_request: Any = self.request._request
        membership: Membership = django_request.membership
        return membership

    @abstractmethod
    def rows(self) -> "QuerySet[Row]":
        """All rows that there are, with what the answer shows."""

    def get_queryset(self) -> Any:
        return self.rows().order_by(*self.by_default)

    def get_renderers(self) -> list[BaseRenderer]:
        """Lists can be had as files, all else is JSON."""
        kinds = (OrjsonRenderer, CsvRenderer, XlsxRenderer) if self.action == "list" else (OrjsonRenderer,)
        return [kind() for kind in kinds]

    def get_object(self) -> Any:
        """By the address alone: filters are the list's."""
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def _checked(self, serializer: type[Any], **options: Any) -> dict[str, Any]:
        """What was sent, as the serializer understands it."""
        form = serializer(data=self.request.data, **options)
        form.is_valid(raise_exception=True)
        known: dict[str, Any] = form.validated_data
        return known

    def _answer(self, pk: object, *, status: int = 200) -> Response:
        """The row as it is now."""
        return Response(self.get_serializer(get_object_or_404(self.get_queryset(), pk=pk)).data, status=status)

    @extend_schema(parameters=[FORMAT])
    def list(self, request: Request) -> Any:
        """Searched, filtered and sorted as asked; with `format` all of it, in one file."""
        found = self.filter_queryset(self.get_queryset())
        asked = getattr(request.accepted_renderer, "format", "")
        if asked in {"csv", "xlsx"}:
            send = csv_response if asked == "csv" else xlsx_response
            return send(self.export, found.iterator(chunk_size=AT_ONCE))
        return self.get_paginated_response(self.get_serializer(self.paginate_queryset(found), many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One of them."""
        return self._answer(pk)
