"""Archives of one's own data, over HTTP."""

from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.agreement_middleware import works_without_agreement
from apps.accounts.api.auth import MemberView
from apps.accounts.models import DataExport
from apps.accounts.queries import exports_of
from apps.accounts.services import request_export
from apps.accounts.views.own_data import archive_of
from apps.core.problems import MissingError

STATES = [(name, name) for name in DataExport.STATES]


class DataExportSerializer(serializers.Serializer[DataExport]):
    """An archive; `url` is there while it can be downloaded."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=STATES)
    progress = serializers.IntegerField(source="progress_percent")
    step = serializers.CharField(source="progress_step")
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    size = serializers.IntegerField(help_text="Bytes; 0 until it is ready.")
    url = serializers.SerializerMethodField()

    def get_url(self, export: DataExport) -> str | None:
        return reverse("export-download", args=[export.pk]) if export.state == "ready" else None


class ExportPageSerializer(serializers.Serializer[Any]):
    """All of them: more than twenty are never kept in sight."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = DataExportSerializer(many=True)


@works_without_agreement
class ExportsView(MemberView):
    @extend_schema(responses=ExportPageSerializer, operation_id="auth_exports_list")
    def get(self, request: Request) -> Response:
        """Your archives, the newest first."""
        found = exports_of(self.membership.user)
        page = {"count": len(found), "next": None, "previous": None, "results": found}
        return Response(ExportPageSerializer(page).data)

    @extend_schema(request=None, responses={202: DataExportSerializer})
    def post(self, request: Request) -> Response:
        """Have an archive of all your data made; a mail says when it is ready."""
        return Response(DataExportSerializer(request_export(self.membership.user)).data, status=202)


@works_without_agreement
class ExportView(MemberView):
    @extend_schema(responses=DataExportSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """How far it is."""
        found = next((export for export in exports_of(self.membership.user) if export.pk == pk), None)
        if found is None:
            raise MissingError
        return Response(DataExportSerializer(found).data)


@works_without_agreement
class ExportDownloadView(MemberView):
    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        """The archive itself, for a day."""
        return archive_of(get_object_or_404(DataExport, pk=pk, user=self.membership.user))


urlpatterns = [
    path("exports/", ExportsView.as_view(), name="exports"),
    path("exports/<uuid:pk>/", ExportView.as_view(), name="export"),
    path("exports/<uuid:pk>/download/", ExportDownloadView.as_view(), name="export-download"),
]
