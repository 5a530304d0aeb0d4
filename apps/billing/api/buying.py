"""Setting out to buy."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.services import require_verified
from apps.billing.api.base import BuyingView, buyer, pages_of
from apps.billing.api.quote import single_named
from apps.billing.catalogue import (
    CREDITS,
    LIFETIME,
    MODULE,
    MONTH,
    ONCE,
    PACKS,
    PLAN,
    SINGLE,
    YEAR,
    item_of,
    plan_named,
)
from apps.billing.services import Line, Return, start_checkout, start_payment
from apps.billing.services.checkout import MOST_SEATS

PERIODS = (MONTH, YEAR, LIFETIME)


class ModuleSeatsSerializer(serializers.Serializer[Any]):
    module = serializers.CharField(max_length=60)
    seats = serializers.IntegerField(min_value=1, max_value=MOST_SEATS, default=1)


class SingleSerializer(serializers.Serializer[Any]):
    """A piece of live work that is bought by itself; GET billing/quote/ says what it costs."""

    module = serializers.CharField(max_length=60)
    kind = serializers.CharField(max_length=40)
    difficulty = serializers.CharField(max_length=20)


class CheckoutSerializer(serializers.Serializer[Any]):
    """One of: a module with seats and period, several modules with a period, a plan with a period, credits, a single.

    Prices and currency are the server's own; none is taken from here.
    """

    module = serializers.CharField(max_length=60, required=False)
    seats = serializers.IntegerField(min_value=1, max_value=MOST_SEATS, required=False)
    modules = ModuleSeatsSerializer(many=True, required=False, allow_empty=False)
    plan = serializers.CharField(max_length=20, required=False)
    period = serializers.ChoiceField(choices=PERIODS, required=False)
    credits = serializers.ChoiceField(choices=[number for number, _price in PACKS], required=False)
    single = SingleSerializer(required=False, help_text="For people of the community, who pay for one interview.")
    seat_for_me = serializers.BooleanField(
        default=False, help_text="Whether who orders gets one of the seats when they are paid."
    )

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        named = [name for name in ("module", "modules", "plan", "credits", "single") if name in data]
        if len(named) != 1:
            raise serializers.ValidationError(_("Name one of module, modules, plan, credits or single."))
        if named[0] not in {CREDITS, SINGLE} and "period" not in data:
            raise serializers.ValidationError({"period": _("Choose a period.")})
        return data


class CheckoutSessionSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(source="session_id")
    url = serializers.CharField(help_text="The page at which it is paid.")
    order = serializers.UUIDField(source="pk")
    amount = serializers.IntegerField(help_text="Before taxes and coupons, in the currency's smallest unit.")
    currency = serializers.CharField()


class PaymentIntentSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(source="payment_intent_id")
    client_secret = serializers.CharField()
    order = serializers.UUIDField(source="pk")
    amount = serializers.IntegerField(help_text="In the currency's smallest unit.")
    currency = serializers.CharField()


def lines_of(data: dict[str, Any]) -> list[Line]:
    """What the validated body orders; MissingError for what is not for sale."""
    if CREDITS in data:
        return [Line(item_of(CREDITS, str(data[CREDITS]), ONCE))]
    if SINGLE in data:
        return [Line(single_named(**data[SINGLE]))]
    period = data["period"]
    if PLAN in data:
        return [Line(plan_named(data[PLAN], period))]
    modules = data.get("modules") or [{"module": data["module"], "seats": data.get("seats", 1)}]
    return [Line(item_of(MODULE, one["module"], period), one["seats"]) for one in modules]


def back_to(request: Request) -> Return:
    """The pages to which the provider sends the browser; the first is told which session it was."""
    base = pages_of(request)
    return Return(f"{base}done/?session={{CHECKOUT_SESSION_ID}}", f"{base}?left=1")


class CreateSessionView(BuyingView):
    @extend_schema(request=CheckoutSerializer, responses={201: CheckoutSessionSerializer})
    def post(self, request: Request) -> Response:
        """Order something: the address of a page at which it is paid. It opens when the payment has come."""
        form = CheckoutSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        member = buyer(request)
        require_verified(member.user)
        order = start_checkout(
            member,
            lines=lines_of(form.validated_data),
            back=back_to(request),
            seat_buyer=form.validated_data["seat_for_me"],
        )
        return Response(CheckoutSessionSerializer(order).data, status=201)


class CreatePaymentIntentView(BuyingView):
    @extend_schema(request=CheckoutSerializer, responses={201: PaymentIntentSerializer})
    def post(self, request: Request) -> Response:
        """Order something that is paid at once, by a form of one's own: the secret that this form needs."""
        form = CheckoutSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        lines = lines_of(form.validated_data)
        if len(lines) != 1:
            raise serializers.ValidationError({"modules": [_("Buy one thing at a time like this.")]})
        member = buyer(request)
        require_verified(member.user)
        order, intent = start_payment(member, line=lines[0])
        found = {"payment_intent_id": intent["id"], "client_secret": intent["client_secret"], "pk": order.pk}
        found |= {"amount": order.amount, "currency": order.currency}
        return Response(PaymentIntentSerializer(found).data, status=201)


urlpatterns = [
    path("checkout/create-session/", CreateSessionView.as_view(), name="billing-create-session"),
    path("checkout/create-payment-intent/", CreatePaymentIntentView.as_view(), name="billing-create-payment-intent"),
]
