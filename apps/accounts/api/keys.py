"""API keys of the tenant, over HTTP; a key can read and make none of them."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from apps.accounts.api_keys import scopes_for_keys
from apps.accounts.models import ApiKey, ApiKeyQuerySet, Membership
from apps.accounts.permissions import HasRights, member_of
from apps.accounts.queries import api_keys_of
from apps.accounts.services import make_api_key, revoke_api_key
from apps.accounts.services.api_keys import MOST_DAYS

STATES = [(name, name) for name in ApiKey.STATES]


class MakerSerializer(serializers.Serializer[Membership]):
    id = serializers.UUIDField()
    name = serializers.CharField(source="user.name")


class ApiKeySerializer(serializers.Serializer[ApiKey]):
    """A key without its secret part, which is shown once."""

    id = serializers.UUIDField(read_only=True)
    name = serializers.CharField()
    prefix = serializers.CharField(read_only=True, help_text="The beginning of the key.")
    scopes = serializers.ListField(child=serializers.CharField())
    state = serializers.ChoiceField(choices=STATES, read_only=True)
    made_by = MakerSerializer(source="membership", read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)
    last_used_at = serializers.DateTimeField(read_only=True, allow_null=True)
    revoked_at = serializers.DateTimeField(read_only=True, allow_null=True)


class NewApiKeySerializer(serializers.Serializer[Any]):
    """What the key is for and what it may do: names of permissions, among those of your own role."""

    name = serializers.CharField(max_length=80)
    scopes = serializers.MultipleChoiceField(choices=(), allow_empty=False)
    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS, default=90)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        choices = [right.name for right in scopes_for_keys()]
        fields["scopes"] = serializers.MultipleChoiceField(choices=choices, allow_empty=False)
        return fields


class MadeApiKeySerializer(ApiKeySerializer):
    """The new key; `key` is in this answer and nowhere else."""

    key = serializers.CharField()


class ApiKeyViewSet(viewsets.GenericViewSet[ApiKey]):
    """API keys of the workspace."""

    permission_classes = (HasRights,)
    rights = dict.fromkeys(("list", "retrieve", "create", "destroy"), "accounts.manage_keys")
    serializer_class = ApiKeySerializer
    queryset = ApiKey.objects.none()
    lookup_value_converter = "uuid"
    search_fields = ("name", "prefix")
    ordering_fields = ("created_at", "expires_at", "last_used_at", "name")

    @property
    def membership(self) -> Membership:
        membership = member_of(self.request)
        assert membership is not None  # noqa: S101 -- HasRights let nobody else in
        return membership

    def get_queryset(self) -> ApiKeyQuerySet:
        if getattr(self, "swagger_fake_view", False):
            return ApiKey.objects.all()
        return api_keys_of(self.membership.tenant)

    def list(self, request: Request) -> Response:
        """Every key of the workspace, the newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One key."""
        return Response(self.get_serializer(get_object_or_404(self.get_queryset(), pk=pk)).data)

    @extend_schema(request=NewApiKeySerializer, responses={201: MadeApiKeySerializer})
    def create(self, request: Request) -> Response:
        """Make a key. It acts with its scopes and your role, whichever allows less, and ends when you leave."""
        form = NewApiKeySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        key, raw = make_api_key(self.membership, **form.validated_data)
        return Response({**ApiKeySerializer(key).data, "key": raw}, status=201)

    @extend_schema(responses={204: OpenApiResponse(description="Revoked; it works no more.")})
    def destroy(self, request: Request, pk: str) -> Response:
        """Revoke a key. It stays in the list, so that it can be told what it was."""
        revoke_api_key(get_object_or_404(self.get_queryset(), pk=pk))
        return Response(status=204)


router = SimpleRouter(use_regex_path=False)
router.register("keys", ApiKeyViewSet, basename="api-key")
urlpatterns = router.urls
