"""Ways to pay, which stay at the payment provider."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.billing.api.base import BillingView, BuyingView, account, pages_of
from apps.billing.services import methods_of, portal_url, remove_method, set_default_method
from apps.core.pagination import Pages


class MethodSerializer(serializers.Serializer[Any]):
    """A services.Method."""

    id = serializers.CharField()
    kind = serializers.CharField()
    brand = serializers.CharField()
    last4 = serializers.CharField()
    exp_month = serializers.IntegerField(allow_null=True)
    exp_year = serializers.IntegerField(allow_null=True)
    is_default = serializers.BooleanField()


class PortalSerializer(serializers.Serializer[Any]):
    url = serializers.CharField()


class MethodsView(BillingView):
    # Read by the API's description.
    pagination_class = Pages

    @extend_schema(responses=MethodSerializer(many=True), operation_id="billing_payment_methods_list")
    def get(self, request: Request) -> Response:
        """The default first."""
        pages = self.pagination_class()
        shown = pages.paginate_queryset(methods_of(account(request)), request, view=self)
        return pages.get_paginated_response(MethodSerializer(shown, many=True).data)


class MethodView(BuyingView):
    @extend_schema(
        responses={204: OpenApiResponse(description="Forgotten.")}, operation_id="billing_payment_methods_destroy"
    )
    def delete(self, request: Request, method: str) -> Response:
        """Forget it; the last one stays while a subscription has to be paid."""
        remove_method(account(request), method)
        return Response(status=204)


class DefaultView(BillingView):
    @extend_schema(
        request=None, responses=MethodSerializer(many=True), operation_id="billing_payment_methods_set_default"
    )
    def post(self, request: Request, method: str) -> Response:
        """Pay with it from now on."""
        payer = account(request)
        set_default_method(payer, method)
        return Response(MethodSerializer(methods_of(payer), many=True).data)


class PortalView(BillingView):
    @extend_schema(request=None, responses=PortalSerializer)
    def post(self, request: Request) -> Response:
        """The address of the provider's own page for methods, address, tax id and invoices."""
        return Response({"url": portal_url(account(request), return_url=pages_of(request))})


urlpatterns = [
    path("payment-methods/", MethodsView.as_view(), name="billing-methods"),
    path("payment-methods/<slug:method>/", MethodView.as_view(), name="billing-method"),
    path("payment-methods/<slug:method>/set-default/", DefaultView.as_view(), name="billing-set-default"),
    path("portal/", PortalView.as_view(), name="billing-portal"),
]
