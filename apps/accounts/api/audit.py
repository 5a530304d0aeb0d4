"""The audit log over HTTP, below /api/v1/audit/."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.auth import MemberView
from apps.accounts.audit_lines import AuditLine, audit_lines
from apps.accounts.permissions import HasRights
from apps.audit.models import AuditEntry
from apps.audit.queries import ChainState, verify_chain


class AuditActorSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=AuditEntry.ActorKind.choices, source="entry.actor_kind")
    id = serializers.UUIDField(source="entry.actor_id", allow_null=True)
    name = serializers.CharField(source="who", help_text="As it is called today.")
    credential = serializers.CharField(source="entry.credential", help_text="session, token, api-key or empty.")
    on_behalf_of = serializers.UUIDField(source="entry.on_behalf_of", allow_null=True)
    address = serializers.IPAddressField(source="entry.address", allow_null=True)


class AuditTargetSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(source="concerns", help_text="People as they are called today.")
    type = serializers.CharField(source="entry.target_type")
    id = serializers.CharField(source="entry.target_id")


class AuditEntrySerializer(serializers.Serializer[AuditLine]):
    """Who did what to what; `number` and `hash` are the entry's place in the chain."""

    id = serializers.UUIDField(source="entry.id")
    number = serializers.IntegerField(source="entry.link.number")
    at = serializers.DateTimeField(source="entry.at")
    action = serializers.CharField(source="entry.action")
    title = serializers.CharField()
    actor = AuditActorSerializer(source="*")
    target = AuditTargetSerializer(source="*")
    changes = serializers.DictField(
        child=serializers.ListField(child=serializers.JSONField(allow_null=True)),
        source="entry.changes",
        help_text="{field: [before, after]}",
    )
    note = serializers.CharField(source="entry.note")
    request_id = serializers.CharField(source="entry.request_id")
    hash = serializers.CharField(source="entry.link.hash")


class ChainSerializer(serializers.Serializer[ChainState]):
    holds = serializers.BooleanField(help_text="Whether every entry is as it was written.")
    length = serializers.IntegerField()
    broken_at = serializers.IntegerField(allow_null=True, help_text="Number of the first entry that was changed.")
    unchained = serializers.IntegerField(help_text="Entries without a place in the chain.")
    head = serializers.CharField(help_text="Hash of the last entry; kept elsewhere, it proves that none was cut off.")


class AuditView(viewsets.GenericViewSet[AuditEntry]):
    """What was done in the workspace."""

    permission_classes = (HasRights,)
    rights = {"list": "audit.view"}
    queryset = AuditEntry.objects.none()
    filterset_fields = ("action", "actor_kind", "actor_id", "target_type", "target_id")
    search_fields = ("target_label", "actor_label", "note")
    ordering_fields = ("id",)

    def get_queryset(self) -> QuerySet[AuditEntry]:
        # Whoever reads over HTTP may verify the chain, so only what has its place in it is listed.
        return AuditEntry.objects.filter(link__isnull=False).select_related("link").order_by("-id")

    @extend_schema(responses=AuditEntrySerializer(many=True), operation_id="audit_list")
    def list(self, request: Request) -> Response:
        """Newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        lines: Any = audit_lines(page)
        return self.get_paginated_response(AuditEntrySerializer(lines, many=True).data)


class ChainView(MemberView):
    permission_classes = (HasRights,)
    rights = {"GET": "audit.view"}

    @extend_schema(responses=ChainSerializer, operation_id="audit_chain")
    def get(self, request: Request) -> Response:
        """Compute the chain of hashes again."""
        return Response(ChainSerializer(verify_chain()).data)


urlpatterns = [
    path("", AuditView.as_view({"get": "list"}), name="audit"),
    path("chain/", ChainView.as_view(), name="audit-chain"),
]
