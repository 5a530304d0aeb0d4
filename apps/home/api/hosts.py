"""The workspace's host names over HTTP."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.pagination import Pages
from apps.home.api.base import WorkspaceView
from apps.home.hosts import claims_of, primary_host
from apps.tenants.hostnames import ask_for_check, claim_host, prefer_host, remove_claim
from apps.tenants.models import DomainClaim

RIGHT = "tenants.manage_workspace"


class HostSerializer(serializers.Serializer[DomainClaim]):
    id = serializers.UUIDField(read_only=True)
    host = serializers.CharField(max_length=253)
    state = serializers.ChoiceField(choices=DomainClaim.State.choices, read_only=True)
    problem = serializers.CharField(read_only=True, help_text="Why it is not verified; empty when nothing is known.")
    record_name = serializers.CharField(read_only=True, help_text="Where the TXT record belongs.")
    record_text = serializers.CharField(source="token", read_only=True)
    checked_at = serializers.DateTimeField(read_only=True, allow_null=True)
    verified_at = serializers.DateTimeField(read_only=True, allow_null=True)
    failing_since = serializers.DateTimeField(read_only=True, allow_null=True)
    is_primary = serializers.SerializerMethodField(help_text="Mails link to it.")

    def get_is_primary(self, claim: DomainClaim) -> bool:
        return bool(claim.host == self.context.get("primary"))


class HostView(WorkspaceView):
    def claim(self, pk: UUID) -> DomainClaim:
        return get_object_or_404(claims_of(self.tenant), pk=pk)

    def answer(self, claim: DomainClaim, status: int = 200) -> Response:
        known: dict[str, Any] = {"primary": primary_host(self.tenant)}
        return Response(HostSerializer(claim, context=known).data, status=status)


class HostsView(HostView):
    rights = {"GET": RIGHT, "POST": RIGHT}
    pagination_class = Pages

    @extend_schema(responses=HostSerializer(many=True), operation_id="tenants_hosts_list")
    def get(self, request: Request) -> Response:
        """The host names that the workspace has claimed."""
        pages = self.pagination_class()
        shown: Any = pages.paginate_queryset(claims_of(self.tenant), request, view=self)
        known = {"primary": primary_host(self.tenant)}
        return pages.get_paginated_response(HostSerializer(shown, many=True, context=known).data)

    @extend_schema(request=HostSerializer, responses={201: HostSerializer})
    def post(self, request: Request) -> Response:
        """Claim a host name; its TXT record then shows that it is yours."""
        form = HostSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return self.answer(claim_host(self.tenant, host=form.validated_data["host"]), 201)


class OneHostView(HostView):
    rights = {"GET": RIGHT, "DELETE": RIGHT}

    @extend_schema(responses=HostSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """One host name."""
        return self.answer(self.claim(pk))

    @extend_schema(responses={204: OpenApiResponse(description="Removed.")})
    def delete(self, request: Request, pk: UUID) -> Response:
        """Give the name up; it leads nowhere from the next request on."""
        remove_claim(self.claim(pk))
        return Response(status=204)


class CheckHostView(HostView):
    rights = {"POST": RIGHT}

    @extend_schema(request=None, responses={202: HostSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        """Have the record looked up now; ask for the host name again to see what came of it."""
        claim = self.claim(pk)
        ask_for_check(claim)
        return self.answer(claim, 202)


class PreferHostView(HostView):
    rights = {"POST": RIGHT}

    @extend_schema(request=None, responses=HostSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Let mails link to this name; it has to be verified."""
        claim = self.claim(pk)
        prefer_host(self.tenant, claim)
        return self.answer(claim)


urlpatterns = [
    path("hosts/", HostsView.as_view(), name="tenant-hosts"),
    path("hosts/<uuid:pk>/", OneHostView.as_view(), name="tenant-host"),
    path("hosts/<uuid:pk>/check/", CheckHostView.as_view(), name="tenant-host-check"),
    path("hosts/<uuid:pk>/make-primary/", PreferHostView.as_view(), name="tenant-host-primary"),
]
