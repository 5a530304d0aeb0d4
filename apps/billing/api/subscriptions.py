"""Subscriptions: seats, plan, end."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.fresh import require_fresh
from apps.billing.access import MANAGE, MayBuy
from apps.billing.api.base import account
from apps.billing.catalogue import MODULE, MONTH, YEAR, plan_named
from apps.billing.models import Subscription, SubscriptionItem
from apps.billing.queries import subscriptions_of
from apps.billing.services import (
    cancel_subscription,
    change_plan_item,
    change_seats,
    quote_seats,
    reactivate_subscription,
)
from apps.billing.services.checkout import MOST_SEATS
from apps.core.problems import MissingError

PLAN_PERIODS = [MONTH, YEAR]


class SubscriptionItemSerializer(serializers.Serializer[SubscriptionItem]):
    """Amounts in the currency's smallest unit."""

    id = serializers.UUIDField()
    key = serializers.CharField(help_text="Such as module:cv_analysis:month.")
    quantity = serializers.IntegerField()
    next_quantity = serializers.IntegerField(
        allow_null=True, help_text="From the next period on; null: as many as now."
    )
    unit_amount = serializers.IntegerField()
    period_start = serializers.DateTimeField()
    period_end = serializers.DateTimeField()


class SubscriptionSerializer(serializers.Serializer[Subscription]):
    id = serializers.UUIDField()
    stripe_id = serializers.CharField()
    status = serializers.CharField(help_text="In the payment provider's words.")
    cancel_at_period_end = serializers.BooleanField()
    currency = serializers.CharField()
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    trial_end = serializers.DateTimeField(allow_null=True)
    items = SubscriptionItemSerializer(many=True)


class SeatChangeSerializer(serializers.Serializer[Any]):
    module = serializers.CharField(max_length=60)
    seats = serializers.IntegerField(min_value=1, max_value=MOST_SEATS)


class PlanChangeSerializer(serializers.Serializer[Any]):
    plan = serializers.CharField(max_length=20)
    period = serializers.ChoiceField(choices=PLAN_PERIODS, default=MONTH)


class SeatQuoteLineSerializer(serializers.Serializer[Any]):
    description = serializers.CharField()
    amount = serializers.DecimalField(max_digits=14, decimal_places=2)


class SeatQuoteSerializer(serializers.Serializer[Any]):
    due_now = serializers.DecimalField(max_digits=14, decimal_places=2)
    per_period = serializers.DecimalField(max_digits=14, decimal_places=2)
    currency = serializers.CharField()
    starts_at = serializers.DateTimeField(source="from_")
    is_now = serializers.BooleanField()
    would_lose = serializers.ListField(child=serializers.CharField(), help_text="Who would have no seat then.")
    lines = serializers.SerializerMethodField()

    @extend_schema(responses=SeatQuoteLineSerializer(many=True))
    def get_lines(self, quote: Any) -> list[dict[str, Any]]:
        rows = [{"description": text, "amount": amount} for text, amount in quote.lines]
        return list(SeatQuoteLineSerializer(rows, many=True).data)


class SubscriptionViewSet(viewsets.GenericViewSet[Subscription]):
    """What goes on until it is canceled."""

    permission_classes = (MayBuy,)
    rights = dict.fromkeys(("list", "retrieve", "cancel", "reactivate", "seats", "quote", "plan"), MANAGE)
    serializer_class = SubscriptionSerializer
    queryset = Subscription.objects.none()
    filterset_fields = ("status",)
    search_fields = ("stripe_id",)
    ordering_fields = ("started_at",)

    def get_queryset(self) -> QuerySet[Subscription]:
        if getattr(self, "swagger_fake_view", False):
            return Subscription.objects.all()
        return subscriptions_of(account(self.request))

    def _one(self, pk: str) -> Subscription:
        return get_object_or_404(self.get_queryset(), pk=pk)

    def _answer(self, pk: str) -> Response:
        return Response(self.get_serializer(self._one(pk)).data)

    def list(self, request: Request) -> Response:
        """The newest first, those that are over too."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One subscription."""
        return self._answer(pk)

    @extend_schema(request=None)
    def cancel(self, request: Request, pk: str) -> Response:
        """End it with what is paid for; until then everything stays open."""
        require_fresh(request)
        cancel_subscription(self._one(pk))
        return self._answer(pk)

    @extend_schema(request=None)
    def reactivate(self, request: Request, pk: str) -> Response:
        """Take a cancellation back before its day."""
        require_fresh(request)
        reactivate_subscription(self._one(pk))
        return self._answer(pk)

    @extend_schema(request=SeatChangeSerializer)
    def seats(self, request: Request, pk: str) -> Response:
        """More seats at once and in proportion, fewer from the next period on."""
        item, seats = self._seats(request, pk)
        if seats > item.quantity:
            require_fresh(request)
        change_seats(item, seats=seats)
        return self._answer(pk)

    @extend_schema(request=SeatChangeSerializer, responses=SeatQuoteSerializer)
    def quote(self, request: Request, pk: str) -> Response:
        """What so many seats would cost, and who would lose one; nothing is changed."""
        item, seats = self._seats(request, pk)
        return Response(SeatQuoteSerializer(quote_seats(item, seats=seats)).data)

    def _seats(self, request: Request, pk: str) -> tuple[SubscriptionItem, int]:
        form = SeatChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return self._item(pk, f"{MODULE}:{form.validated_data['module']}:"), form.validated_data["seats"]

    def _item(self, pk: str, prefix: str) -> SubscriptionItem:
        subscription = self._one(pk)
        found = subscription.items.select_related("subscription__account__tenant").filter(key__startswith=prefix)
        item = found.first()
        if item is None:
            raise MissingError(_("This subscription has nothing of that name."))
        return item

    @extend_schema(request=PlanChangeSerializer)
    def plan(self, request: Request, pk: str) -> Response:
        """Another plan: a larger one at once and in proportion, a smaller one with the difference credited."""
        require_fresh(request)
        form = PlanChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        to = plan_named(form.validated_data["plan"], form.validated_data["period"])
        change_plan_item(self._item(pk, f"{to.kind}:"), to=to)
        return self._answer(pk)


def _view(**actions: str) -> Any:
    return SubscriptionViewSet.as_view(actions)  # type: ignore[arg-type]  # names of methods


urlpatterns = [
    path("subscriptions/", _view(get="list"), name="billing-subscriptions"),
    path("subscriptions/<uuid:pk>/", _view(get="retrieve"), name="billing-subscription"),
    path("subscriptions/<uuid:pk>/cancel/", _view(post="cancel"), name="billing-cancel"),
    path("subscriptions/<uuid:pk>/reactivate/", _view(post="reactivate"), name="billing-reactivate"),
    path("subscriptions/<uuid:pk>/seats/", _view(post="seats"), name="billing-seats"),
    path("subscriptions/<uuid:pk>/seats/quote/", _view(post="quote"), name="billing-seats-quote"),
    path("subscriptions/<uuid:pk>/plan/", _view(post="plan"), name="billing-plan"),
]
