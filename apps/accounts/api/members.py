"""Who works in the tenant, over HTTP."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from apps.accounts.filters import MEMBER_STATES, MemberFilters
from apps.accounts.models import Membership, MembershipQuerySet
from apps.accounts.permissions import HasRights
from apps.accounts.queries import members_of
from apps.accounts.roles import Role
from apps.accounts.services import change_member, remove_member, transfer_ownership


class MemberSerializer(serializers.Serializer[Membership]):
    """A member; `id` is also the id that records of the workspace name them by."""

    id = serializers.UUIDField()
    name = serializers.CharField(source="user.name")
    email = serializers.EmailField(source="user.email")
    role = serializers.ChoiceField(choices=Role.choices)
    state = serializers.ChoiceField(choices=MEMBER_STATES)
    joined_at = serializers.DateTimeField(source="created_at")


class MemberChangeSerializer(serializers.Serializer[Any]):
    """What is not sent stays."""

    role = serializers.ChoiceField(choices=Role.choices, required=False)
    state = serializers.ChoiceField(choices=MEMBER_STATES, required=False)


class MemberViewSet(viewsets.GenericViewSet[Membership]):
    """Members of the workspace."""

    permission_classes = (HasRights,)
    rights = {
        "list": "accounts.view_members",
        "retrieve": "accounts.view_members",
        "partial_update": "accounts.manage_members",
        "destroy": "accounts.manage_members",
        "transfer_ownership": "accounts.manage_roles",
    }
    serializer_class = MemberSerializer
    queryset = Membership.objects.none()
    lookup_value_converter = "uuid"
    filterset_class = MemberFilters
    search_fields = ("user__name", "user__email")
    ordering_fields = ("created_at", "role", "user__name", "user__email")

    @property
    def membership(self) -> Membership:
        django_request: Any = self.request._request
        membership: Membership = django_request.membership
        return membership

    def get_queryset(self) -> MembershipQuerySet:
        if getattr(self, "swagger_fake_view", False):
            return Membership.objects.all()
        return members_of(self.membership.tenant).order_by("user__name", "pk")

    def list(self, request: Request) -> Response:
        """Everybody who belongs to the workspace, by name."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One member."""
        return self._answer(get_object_or_404(self.get_queryset(), pk=pk))

    @extend_schema(request=MemberChangeSerializer, responses=MemberSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Give the member another role, suspend them, or let them in again; their tokens end."""
        member = get_object_or_404(self.get_queryset(), pk=pk)
        form = MemberChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        role, state = form.validated_data.get("role"), form.validated_data.get("state")
        change_member(
            member,
            by=self.membership,
            role=Role(role) if role else None,
            is_active=state == "active" if state else None,
        )
        return self._answer(member)

    @extend_schema(responses={204: OpenApiResponse(description="Removed; what they did stays.")})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take the member out of the workspace; an invitation brings them back to what was theirs."""
        remove_member(get_object_or_404(self.get_queryset(), pk=pk), by=self.membership)
        return Response(status=204)

    @extend_schema(request=None, responses=MemberSerializer)
    @action(detail=True, methods=["post"], url_path="transfer-ownership")
    def transfer_ownership(self, request: Request, pk: str) -> Response:
        """Make the member an owner in your place; you stay as an administrator."""
        member = get_object_or_404(self.get_queryset(), pk=pk)
        transfer_ownership(member, by=self.membership)
        return self._answer(member)

    def _answer(self, member: Membership) -> Response:
        return Response(self.get_serializer(member).data)


router = SimpleRouter(use_regex_path=False)
router.register("members", MemberViewSet, basename="member")
urlpatterns = router.urls
