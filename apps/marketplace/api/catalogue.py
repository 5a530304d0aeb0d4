"""Catalogue, trials and licenses over HTTP."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.permissions import HasRights, IsMember
from apps.core.modules import PERIODS, Meter, Permission, Release, Screenshot
from apps.core.pagination import Pages
from apps.core.problems import MissingError
from apps.marketplace.meters import MeterUse
from apps.marketplace.models import License
from apps.marketplace.queries import NeededModule, NeededPlan, Offer, catalogue_for, my_modules, offer_for
from apps.marketplace.services import deactivate, reactivate, start_trial
from apps.tenants.models import Tenant


class PriceSerializer(serializers.Serializer[Any]):
    period = serializers.ChoiceField(choices=PERIODS)
    amount = serializers.DecimalField(max_digits=10, decimal_places=2)
    currency = serializers.CharField()
    per_seat = serializers.BooleanField()


class ScreenshotSerializer(serializers.Serializer[Screenshot]):
    url = serializers.SerializerMethodField()
    url_dark = serializers.SerializerMethodField(help_text="The same on a dark page, or null.")
    alt = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()

    @staticmethod
    def get_url(shot: Screenshot) -> str:
        return f"{settings.BASE_URL}{static(shot.path)}"

    @staticmethod
    def get_url_dark(shot: Screenshot) -> str | None:
        return f"{settings.BASE_URL}{static(shot.dark)}" if shot.dark else None


class ReleaseSerializer(serializers.Serializer[Release]):
    version = serializers.CharField()
    day = serializers.DateField()
    changes = serializers.ListField(child=serializers.CharField())


class MeterSerializer(serializers.Serializer[Meter]):
    name = serializers.CharField()
    title = serializers.CharField()
    included = serializers.IntegerField(help_text="Each calendar month.")
    per_seat = serializers.BooleanField()


class PermissionSerializer(serializers.Serializer[Permission]):
    name = serializers.CharField()
    title = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField(), help_text="Unless a workspace says otherwise.")


class NeededModuleSerializer(serializers.Serializer[NeededModule]):
    id = serializers.CharField(source="label")
    title = serializers.CharField()
    met = serializers.BooleanField(source="is_met")


class NeededPlanSerializer(serializers.Serializer[NeededPlan]):
    id = serializers.CharField(source="name")
    title = serializers.CharField()
    met = serializers.BooleanField(source="is_met")


class RequirementsSerializer(serializers.Serializer[Offer]):
    modules = NeededModuleSerializer(many=True)
    plan = NeededPlanSerializer(allow_null=True)


class OfferSerializer(serializers.Serializer[Offer]):
    """A module in the catalogue, with what it is in the caller's workspace."""

    id = serializers.CharField(source="label")
    title = serializers.CharField()
    description = serializers.CharField()
    icon = serializers.CharField()
    prices = PriceSerializer(many=True)
    trial_days = serializers.IntegerField()
    meters = MeterSerializer(many=True)
    permissions = PermissionSerializer(many=True)
    requirements = RequirementsSerializer(source="*")
    screenshots = ScreenshotSerializer(many=True)
    version = serializers.CharField(allow_blank=True)
    changelog = ReleaseSerializer(many=True)
    state = serializers.CharField()
    ends_at = serializers.DateTimeField(allow_null=True)


class LicenseSerializer(serializers.Serializer[License]):
    module = serializers.CharField()
    kind = serializers.CharField()
    state = serializers.CharField(source="state_now")
    ends_at = serializers.DateTimeField(allow_null=True)


class SeatCountSerializer(serializers.Serializer[Any]):
    bought = serializers.IntegerField(allow_null=True, help_text="None: no limit.")
    used = serializers.IntegerField()


class UsageSerializer(serializers.Serializer[MeterUse]):
    meter = serializers.CharField(source="meter.name")
    title = serializers.CharField()
    used = serializers.IntegerField(help_text="This month, which is one of UTC.")
    reserved = serializers.IntegerField(help_text="For work that is under way.")
    included = serializers.IntegerField(source="most", allow_null=True, help_text="None: no limit.")


class MyModuleSerializer(serializers.Serializer[Any]):
    module = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField()
    state = serializers.CharField()
    seats = SeatCountSerializer()
    ends_at = serializers.DateTimeField(allow_null=True)
    usage = UsageSerializer(many=True)


def tenant_of(request: Request) -> Tenant | None:
    """The caller's tenant; None for a visitor, who sees the catalogue without states."""
    django_request: Any = request._request
    return django_request.tenant if getattr(django_request, "membership", None) else None


class ListView(APIView):
    """Short lists that are computed, in the shape of all lists."""

    # Read by the API's description.
    pagination_class = Pages

    def page(self, rows: list[Any], serializer: type[serializers.BaseSerializer[Any]]) -> Response:
        pages = self.pagination_class()
        shown = pages.paginate_queryset(rows, self.request, view=self)
        return pages.get_paginated_response(serializer(shown, many=True).data)


class CatalogueView(ListView):
    permission_classes = (AllowAny,)

    @extend_schema(responses=OfferSerializer(many=True), operation_id="modules_marketplace_list")
    def get(self, request: Request) -> Response:
        """Every module there is."""
        return self.page(catalogue_for(tenant_of(request)), OfferSerializer)


class MyModulesView(ListView):
    permission_classes = (IsMember,)
    open_to_keys = True

    @extend_schema(responses=MyModuleSerializer(many=True), operation_id="modules_mine_list")
    def get(self, request: Request) -> Response:
        """The workspace's licenses with seats and usage."""
        return self.page(my_modules(request._request.tenant), MyModuleSerializer)  # type: ignore[attr-defined]  # set by the middleware


class ModuleView(APIView):
    permission_classes = (AllowAny,)

    @extend_schema(responses=OfferSerializer)
    def get(self, request: Request, module: str) -> Response:
        """One module of the catalogue."""
        offer = offer_for(tenant_of(request), module)
        if offer is None:
            raise MissingError
        return Response(OfferSerializer(offer).data)


class ManagerView(APIView):
    permission_classes = (HasRights,)
    rights = {"POST": "marketplace.manage_modules"}

    @property
    def tenant(self) -> Tenant:
        django_request: Any = self.request._request
        tenant: Tenant = django_request.tenant
        return tenant


class ActivateView(ManagerView):
    @extend_schema(request=None, responses={201: LicenseSerializer})
    def post(self, request: Request, module: str) -> Response:
        """Start the free trial of the module; once per workspace and module."""
        return Response(LicenseSerializer(start_trial(self.tenant, module=module)).data, status=201)


class DeactivateView(ManagerView):
    @extend_schema(request=None, responses=LicenseSerializer)
    def post(self, request: Request, module: str) -> Response:
        """Switch the module off; its data stays."""
        return Response(LicenseSerializer(deactivate(self.tenant, module=module)).data)


class ReactivateView(ManagerView):
    @extend_schema(request=None, responses=LicenseSerializer)
    def post(self, request: Request, module: str) -> Response:
        """Switch a module on again while its time is not over."""
        return Response(LicenseSerializer(reactivate(self.tenant, module=module)).data)


urlpatterns = [
    path("marketplace/", CatalogueView.as_view(), name="marketplace"),
    path("my-modules/", MyModulesView.as_view(), name="my-modules"),
    path("<slug:module>/", ModuleView.as_view(), name="module"),
    path("<slug:module>/activate/", ActivateView.as_view(), name="activate"),
    path("<slug:module>/deactivate/", DeactivateView.as_view(), name="deactivate"),
    path("<slug:module>/reactivate/", ReactivateView.as_view(), name="reactivate"),
]
