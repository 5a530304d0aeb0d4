"""More modules on one subscription, and fewer."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.services import require_verified
from apps.billing.api.base import BillingView, BuyingView, account, buyer
from apps.billing.api.subscriptions import SeatQuoteSerializer, SubscriptionSerializer
from apps.billing.models import Subscription, SubscriptionItem
from apps.billing.queries import subscriptions_of
from apps.billing.services import Line, add_module, keep_module, line_for, quote_module, remove_module
from apps.billing.services.checkout import MOST_SEATS


class AddedModuleSerializer(serializers.Serializer[Any]):
    module = serializers.CharField(max_length=60)
    seats = serializers.IntegerField(min_value=1, max_value=MOST_SEATS, default=1)
    seat_for_me = serializers.BooleanField(default=False, help_text="Whether who adds it gets one of the seats.")


def _subscription(request: Request, pk: str) -> Subscription:
    return get_object_or_404(subscriptions_of(account(request)), pk=pk)


def _item(request: Request, pk: str, item: str) -> SubscriptionItem:
    items = _subscription(request, pk).items.select_related("subscription__account__tenant")
    return get_object_or_404(items, pk=item)


def _asked(request: Request, subscription: Subscription) -> tuple[Line, dict[str, Any]]:
    form = AddedModuleSerializer(data=request.data)
    form.is_valid(raise_exception=True)
    data = form.validated_data
    return line_for(subscription, module=data["module"], seats=data["seats"]), data


def _answer(request: Request, pk: str, status: int = 200) -> Response:
    return Response(SubscriptionSerializer(_subscription(request, pk)).data, status=status)


class ItemsView(BuyingView):
    @extend_schema(
        request=AddedModuleSerializer,
        responses={201: SubscriptionSerializer},
        operation_id="billing_subscriptions_items_create",
    )
    def post(self, request: Request, pk: str) -> Response:
        """Put another module on it, paid in proportion at once; a payment that fails leaves it as it was."""
        subscription = _subscription(request, pk)
        line, data = _asked(request, subscription)
        member = buyer(request)
        require_verified(member.user)
        add_module(member, subscription, line, seat_buyer=data["seat_for_me"])
        return _answer(request, pk, 201)


class ItemsQuoteView(BillingView):
    @extend_schema(
        request=AddedModuleSerializer, responses=SeatQuoteSerializer, operation_id="billing_subscriptions_items_quote"
    )
    def post(self, request: Request, pk: str) -> Response:
        """What the module would cost now and from the next period on; nothing is changed."""
        subscription = _subscription(request, pk)
        line, _data = _asked(request, subscription)
        return Response(SeatQuoteSerializer(quote_module(subscription, line)).data)


class ItemView(BuyingView):
    @extend_schema(responses=SubscriptionSerializer, operation_id="billing_subscriptions_items_destroy")
    def delete(self, request: Request, pk: str, item: str) -> Response:
        """Take the module off with the end of what is paid for; until then it is there with `next_quantity` 0."""
        remove_module(_item(request, pk, item))
        return _answer(request, pk)


class KeepView(BillingView):
    @extend_schema(request=None, responses=SubscriptionSerializer, operation_id="billing_subscriptions_items_keep")
    def post(self, request: Request, pk: str, item: str) -> Response:
        """Take that back before its day."""
        keep_module(_item(request, pk, item))
        return _answer(request, pk)


_ITEMS = "subscriptions/<uuid:pk>/items/"
urlpatterns = [
    path(_ITEMS, ItemsView.as_view(), name="billing-items"),
    path(f"{_ITEMS}quote/", ItemsQuoteView.as_view(), name="billing-items-quote"),
    path(f"{_ITEMS}<uuid:item>/", ItemView.as_view(), name="billing-item"),
    path(f"{_ITEMS}<uuid:item>/keep/", KeepView.as_view(), name="billing-item-keep"),
]
