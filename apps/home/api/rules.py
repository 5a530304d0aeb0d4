"""The workspace's settings and security policy over HTTP."""

from typing import Any

from django.conf import settings
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.acting import address_of
from apps.accounts.api.profile import PersonProfileSerializer
from apps.core.formats import CHOICES
from apps.core.timezones import time_zone_names
from apps.home.api.base import WorkspaceView
from apps.tenants.look import change_look
from apps.tenants.models import LONGEST_RETENTION_DAYS, LONGEST_SESSION_HOURS, Tenant
from apps.tenants.policies import (
    MOST_ENTRIES,
    change_candidate_retention,
    change_locale,
    change_retention,
    change_security,
)
from apps.tenants.retention import expiring_in

WORKSPACE, SECURITY = "tenants.manage_workspace", "tenants.manage_security"


class SettingsSerializer(serializers.Serializer[Tenant]):
    slug = serializers.CharField(read_only=True)
    name = serializers.CharField(max_length=120)
    accent = serializers.RegexField(r"^(#[0-9a-f]{6})?$", allow_blank=True, help_text="Such as `#2f41c4`; empty: ours.")
    language = serializers.CharField(max_length=12, allow_blank=True, help_text="For members who chose none.")
    formats = serializers.CharField(max_length=16, allow_blank=True, help_text="Such as `de-CH`.")
    timezone = serializers.CharField(max_length=64, allow_blank=True, help_text="Such as `Europe/Berlin`.")
    retention_days = serializers.IntegerField(
        min_value=1, max_value=LONGEST_RETENTION_DAYS, allow_null=True, help_text="Null: everything is kept."
    )
    candidate_days = serializers.IntegerField(
        min_value=1,
        max_value=LONGEST_RETENTION_DAYS,
        allow_null=True,
        help_text="Candidates go so many days after their last job was closed. Null: never.",
    )

    def validate_language(self, value: str) -> str:
        return PersonProfileSerializer._one_of(value, dict(settings.LANGUAGES))

    def validate_formats(self, value: str) -> str:
        return PersonProfileSerializer._one_of(value, CHOICES)

    def validate_timezone(self, value: str) -> str:
        return PersonProfileSerializer._one_of(value, time_zone_names())


class SecuritySerializer(serializers.Serializer[Tenant]):
    mfa_required = serializers.BooleanField()
    session_hours = serializers.IntegerField(
        min_value=1, max_value=LONGEST_SESSION_HOURS, allow_null=True, help_text="Null: two weeks without a visit."
    )
    invitation_domains = serializers.ListField(
        child=serializers.CharField(max_length=253), max_length=MOST_ENTRIES, help_text="Such as `example.com`."
    )
    allowed_networks = serializers.ListField(
        child=serializers.CharField(max_length=50), max_length=MOST_ENTRIES, help_text="Such as `192.0.2.0/24`."
    )


class ExpiringSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    count = serializers.IntegerField()


class RetentionPreviewSerializer(serializers.Serializer[Any]):
    days = serializers.IntegerField(min_value=1, max_value=LONGEST_RETENTION_DAYS)
    expiring = ExpiringSerializer(many=True, read_only=True)


class SettingsView(WorkspaceView):
    rights = {"GET": WORKSPACE, "PATCH": WORKSPACE}

    @extend_schema(responses=SettingsSerializer)
    def get(self, request: Request) -> Response:
        """Name, look, language and retention of the workspace."""
        return Response(SettingsSerializer(self.tenant).data)

    @extend_schema(request=SettingsSerializer(partial=True), responses=SettingsSerializer)
    def patch(self, request: Request) -> Response:
        """Change what is sent; the rest stays."""
        form = SettingsSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        tenant, sent = self.tenant, form.validated_data

        def of(*names: str) -> dict[str, Any]:
            return {name: sent.get(name, getattr(tenant, name)) for name in names}

        if {"name", "accent"} & set(sent):
            change_look(tenant, **of("name", "accent"))
            tenant.name, tenant.accent = of("name", "accent").values()
        change_locale(tenant, **of("language", "formats", "timezone"))
        if "retention_days" in sent:
            change_retention(tenant, days=sent["retention_days"])
        if "candidate_days" in sent:
            change_candidate_retention(tenant, days=sent["candidate_days"])
        return Response(SettingsSerializer(tenant).data)


class SecurityView(WorkspaceView):
    rights = {"GET": SECURITY, "PATCH": SECURITY}

    @extend_schema(responses=SecuritySerializer)
    def get(self, request: Request) -> Response:
        """What members must do to be let in."""
        return Response(SecuritySerializer(self.tenant).data)

    @extend_schema(request=SecuritySerializer(partial=True), responses=SecuritySerializer)
    def patch(self, request: Request) -> Response:
        """Change what is sent. A list of networks must hold the address that you call from."""
        form = SecuritySerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        tenant = self.tenant
        names = ("mfa_required", "session_hours", "invitation_domains", "allowed_networks")
        wanted = {name: form.validated_data.get(name, getattr(tenant, name)) for name in names}
        django_request: Any = request._request
        change_security(tenant, address=address_of(django_request), **wanted)
        return Response(SecuritySerializer(tenant).data)


class RetentionPreviewView(WorkspaceView):
    rights = {"POST": WORKSPACE}

    @extend_schema(request=RetentionPreviewSerializer, responses=RetentionPreviewSerializer)
    def post(self, request: Request) -> Response:
        """How many records of each kind would go if they were kept for so many days; nothing is deleted."""
        form = RetentionPreviewSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        days = form.validated_data["days"]
        expiring = [{"title": title, "count": count} for title, count in expiring_in(self.tenant, days=days)]
        return Response(RetentionPreviewSerializer({"days": days, "expiring": expiring}).data)


urlpatterns = [
    path("settings/", SettingsView.as_view(), name="tenant-settings"),
    path("security/", SecurityView.as_view(), name="tenant-security"),
    path("retention/preview/", RetentionPreviewView.as_view(), name="tenant-retention-preview"),
]
