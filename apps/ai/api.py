"""Language models over HTTP, below /api/v1/ai/: the workspace's policy, its own servers, and every call."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from apps.accounts.permissions import HasRights, member_of
from apps.ai.advice import ADVICE
from apps.ai.models import FAILURES, AiCall, TenantProvider
from apps.ai.network import PrivateAddressError
from apps.ai.queries import calls_of, own_providers, policy_of, spending_of
from apps.ai.services import change_policy, check_address, remove_provider, save_provider, try_provider
from apps.tenants.models import Tenant

MANAGE = "ai.manage"
MONEY: dict[str, Any] = {"max_digits": 10, "decimal_places": 4, "min_value": 0}


def tenant_of(request: Request) -> Tenant:
    membership = member_of(request)
    assert membership is not None  # noqa: S101 -- HasRights let nobody else in
    return membership.tenant


class CallSerializer(serializers.Serializer[AiCall]):
    """A provider that was asked, with all tries; `failure` is empty when it answered."""

    id = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    feature = serializers.CharField()
    prompt = serializers.CharField()
    provider = serializers.CharField()
    is_own = serializers.BooleanField(help_text="Of the workspace, not of the platform.")
    model = serializers.CharField()
    failure = serializers.ChoiceField(choices=list(FAILURES.items()), allow_blank=True)
    tokens_in = serializers.IntegerField()
    tokens_out = serializers.IntegerField()
    is_estimate = serializers.BooleanField(help_text="The server did not say how many tokens it took.")
    cost = serializers.DecimalField(max_digits=12, decimal_places=6, help_text="USD.")
    tries = serializers.IntegerField()
    milliseconds = serializers.IntegerField()
    is_cached = serializers.BooleanField()


class PolicySerializer(serializers.Serializer[Any]):
    """What the workspace allows."""

    is_on = serializers.BooleanField(help_text="Whether language models may be asked at all.")
    monthly_budget = serializers.DecimalField(
        max_digits=10, decimal_places=2, min_value=0, allow_null=True, help_text="USD, of all calls of a month."
    )
    keeps_contents = serializers.BooleanField(help_text="Whether what was asked and answered is kept for some weeks.")


class PolicyStateSerializer(PolicySerializer):
    spent_this_month = serializers.DecimalField(max_digits=14, decimal_places=6, read_only=True)


class ProviderSerializer(serializers.Serializer[TenantProvider]):
    """A server of the workspace, without its key."""

    id = serializers.UUIDField(read_only=True)
    name = serializers.SlugField(max_length=40)
    base_url = serializers.CharField(max_length=300)
    model = serializers.CharField(max_length=120)
    price_in = serializers.DecimalField(**MONEY, help_text="USD for a million tokens read.")
    price_out = serializers.DecimalField(**MONEY, help_text="USD for a million tokens written.")
    position = serializers.IntegerField(min_value=0, max_value=32_767)
    is_active = serializers.BooleanField()


class NewProviderSerializer(ProviderSerializer):
    """With the key, which no answer holds; left out, the one that is there stays."""

    key = serializers.CharField(max_length=500, required=False, write_only=True)

    def validate_name(self, name: str) -> str:
        row: TenantProvider = self.context["row"]
        if TenantProvider.objects.filter(tenant=row.tenant, name=name).exclude(pk=row.pk).exists():
            raise serializers.ValidationError(_("There is a server of this name already."))
        return name

    def validate_base_url(self, url: str) -> str:
        try:
            check_address(url)
        except PrivateAddressError as error:
            raise serializers.ValidationError(
                _("Enter an address that begins with https:// and leads to a server on the internet.")
            ) from error
        return url

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if not data.get("key") and data["base_url"] != self.context["row"].base_url:
            raise serializers.ValidationError(
                {"key": _("Enter the key again, as the old one was meant for the old address.")}
            )
        return data


class TrialSerializer(serializers.Serializer[Any]):
    """What came of asking the server for a word; `advice` says what to do."""

    ok = serializers.BooleanField()
    failure = serializers.CharField(allow_blank=True)
    advice = serializers.CharField(allow_blank=True)
    milliseconds = serializers.IntegerField()


class CallViewSet(viewsets.GenericViewSet[AiCall]):
    """Calls of language models for the workspace."""

    permission_classes = (HasRights,)
    rights = {"list": MANAGE}
    serializer_class = CallSerializer
    queryset = AiCall.objects.none()
    filterset_fields = ("feature", "failure", "provider", "is_own", "is_cached")
    search_fields = ("feature", "provider", "model", "prompt")
    ordering_fields = ("id", "cost", "milliseconds")

    def get_queryset(self) -> QuerySet[AiCall]:
        if getattr(self, "swagger_fake_view", False):
            return AiCall.objects.all()
        return calls_of(tenant_of(self.request))

    def list(self, request: Request) -> Response:
        """The newest first, without what was asked and answered."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class PolicyViewSet(viewsets.GenericViewSet[Any]):
    """What the workspace allows."""

    permission_classes = (HasRights,)
    rights = {"retrieve": MANAGE, "update": MANAGE}
    serializer_class = PolicyStateSerializer
    filter_backends = ()
    pagination_class = None

    @extend_schema(operation_id="ai_policy_retrieve")
    def retrieve(self, request: Request) -> Response:
        """The policy, and what was spent in this month."""
        return self._state(tenant_of(request))

    @extend_schema(request=PolicySerializer, operation_id="ai_policy_update")
    def update(self, request: Request) -> Response:
        """Change it; it holds from the next question on."""
        form = PolicySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        change_policy(tenant_of(request), **form.validated_data)
        return self._state(tenant_of(request))

    def _state(self, tenant: Tenant) -> Response:
        policy = policy_of(tenant)
        known = {name: getattr(policy, name) for name in ("is_on", "monthly_budget", "keeps_contents")}
        return Response(PolicyStateSerializer({**known, "spent_this_month": spending_of(tenant).spent}).data)


class ProviderViewSet(viewsets.GenericViewSet[TenantProvider]):
    """Servers that the workspace brought itself."""

    permission_classes = (HasRights,)
    rights = dict.fromkeys(("list", "retrieve", "create", "update", "destroy", "test"), MANAGE)
    serializer_class = ProviderSerializer
    queryset = TenantProvider.objects.none()
    lookup_value_converter = "uuid"
    search_fields = ("name", "model")
    ordering_fields = ("position", "name")

    def get_queryset(self) -> QuerySet[TenantProvider]:
        if getattr(self, "swagger_fake_view", False):
            return TenantProvider.objects.all()
        return own_providers(tenant_of(self.request))

    def list(self, request: Request) -> Response:
        """In the order in which they are asked."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One server."""
        return Response(self.get_serializer(get_object_or_404(self.get_queryset(), pk=pk)).data)

    @extend_schema(request=NewProviderSerializer, responses={201: ProviderSerializer})
    def create(self, request: Request) -> Response:
        """Bring a server; its address has to be public and https."""
        return Response(self._saved(request, TenantProvider(tenant=tenant_of(request))), status=201)

    @extend_schema(request=NewProviderSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Change a server. Another address needs the key again."""
        return Response(self._saved(request, get_object_or_404(self.get_queryset(), pk=pk)))

    def _saved(self, request: Request, row: TenantProvider) -> Any:
        form = NewProviderSerializer(data=request.data, context={"row": row})
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        key = given.pop("key", "")
        for name, value in given.items():
            setattr(row, name, value)
        return ProviderSerializer(save_provider(row, key=key)).data

    @extend_schema(responses={204: OpenApiResponse(description="Removed, and its key forgotten.")})
    def destroy(self, request: Request, pk: str) -> Response:
        """Forget a server and its key."""
        remove_provider(get_object_or_404(self.get_queryset(), pk=pk))
        return Response(status=204)

    @extend_schema(request=None, responses=TrialSerializer)
    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: str) -> Response:
        """Ask it for a word, and say what came of it."""
        tried = try_provider(get_object_or_404(self.get_queryset(), pk=pk))
        if tried is None:
            lost = _("The key cannot be read any more. Enter it again.")
            return Response({"ok": False, "failure": "key-lost", "advice": lost, "milliseconds": 0})
        failure = tried.failure
        advice = str(ADVICE[failure]) if failure else ""
        found = {"ok": failure is None, "failure": failure or "", "advice": advice}
        return Response({**found, "milliseconds": tried.milliseconds})


router = SimpleRouter(use_regex_path=False)
router.register("calls", CallViewSet, basename="ai-call")
router.register("providers", ProviderViewSet, basename="ai-provider")
policy = PolicyViewSet.as_view({"get": "retrieve", "put": "update"})
urlpatterns = [path("policy/", policy, name="ai-policy"), *router.urls]
