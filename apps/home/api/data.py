"""Exports and the end of the workspace over HTTP."""

from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.auth import PasswordField
from apps.accounts.api.proof import require_password
from apps.accounts.closed import works_while_closed
from apps.core.pagination import Pages
from apps.home.api.base import WorkspaceView
from apps.home.exports import exports_of
from apps.home.settings.data import file_answer
from apps.tenants.closing import close_tenant, reopen_tenant
from apps.tenants.exports import ask_for_export
from apps.tenants.models import Tenant, TenantExport

EXPORT, CLOSE = "tenants.export", "tenants.close"


class ExportSerializer(serializers.Serializer[TenantExport]):
    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=TenantExport.State.choices)
    percent = serializers.SerializerMethodField()
    size = serializers.IntegerField(help_text="Bytes.")
    rows = serializers.IntegerField()
    files = serializers.IntegerField()
    sha256 = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)

    def get_percent(self, export: Any) -> int:
        return 100 if export.state == TenantExport.State.READY else int(getattr(export, "percent", 0))


class CloseSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120, help_text="The name of the workspace, typed by whoever means it.")
    password = PasswordField()
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True)


class StatusSerializer(serializers.Serializer[Tenant]):
    status = serializers.ChoiceField(choices=Tenant.Status.choices)
    erase_at = serializers.DateTimeField(allow_null=True, help_text="Until then owners can open it again.")


@works_while_closed
class ExportsView(WorkspaceView):
    rights = {"GET": EXPORT, "POST": EXPORT}
    pagination_class = Pages

    @extend_schema(responses=ExportSerializer(many=True), operation_id="tenants_exports_list")
    def get(self, request: Request) -> Response:
        """Exports of the whole workspace, the newest first."""
        pages = self.pagination_class()
        shown: Any = pages.paginate_queryset(exports_of(self.tenant), request, view=self)
        return pages.get_paginated_response(ExportSerializer(shown, many=True).data)

    @extend_schema(request=None, responses={202: ExportSerializer})
    def post(self, request: Request) -> Response:
        """Have everything put into one file; ask for the export again to see how far it is."""
        export = ask_for_export(self.tenant, asked_by=self.membership.pk)
        return Response(ExportSerializer(export).data, status=202)


class ExportView(WorkspaceView):
    rights = {"GET": EXPORT}

    @extend_schema(responses=ExportSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """How far one export is."""
        return Response(ExportSerializer(get_object_or_404(exports_of(self.tenant), pk=pk)).data)


class ExportFileView(WorkspaceView):
    rights = {"GET": EXPORT}

    @extend_schema(
        responses={(200, "application/zip"): OpenApiTypes.BINARY, 409: OpenApiResponse(description="Not ready.")}
    )
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        """The file, for a day; 409 before it is ready and afterwards."""
        return file_answer(get_object_or_404(exports_of(self.tenant), pk=pk))


class CloseView(WorkspaceView):
    rights = {"POST": CLOSE}

    @extend_schema(
        request=CloseSerializer, responses={200: StatusSerializer, 422: OpenApiResponse(description="Name.")}
    )
    def post(self, request: Request) -> Response:
        """Close the workspace; owners can open it again for thirty days, then it is erased."""
        form = CloseSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        require_password(request, self.membership.user, form.validated_data["password"])
        tenant = self.tenant
        close_tenant(tenant, typed_name=form.validated_data["name"], reason=form.validated_data.get("reason", ""))
        return Response(StatusSerializer(tenant).data)


@works_while_closed
class ReopenView(WorkspaceView):
    rights = {"POST": CLOSE}

    @extend_schema(request=None, responses=StatusSerializer)
    def post(self, request: Request) -> Response:
        """Open a closed workspace again, as it was."""
        tenant = self.tenant
        reopen_tenant(tenant)
        return Response(StatusSerializer(tenant).data)


urlpatterns = [
    path("exports/", ExportsView.as_view(), name="tenant-exports"),
    path("exports/<uuid:pk>/", ExportView.as_view(), name="tenant-export"),
    path("exports/<uuid:pk>/file/", ExportFileView.as_view(), name="tenant-export-file"),
    path("close/", CloseView.as_view(), name="tenant-close"),
    path("reopen/", ReopenView.as_view(), name="tenant-reopen"),
]
