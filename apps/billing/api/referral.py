"""Recommending the platform: one's code, and redeeming somebody else's."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.billing.api.base import BillingView, buyer
from apps.billing.referral_queries import recommending
from apps.billing.services import account_of, can_redeem, code_of, redeem_code


class ReferralSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    link = serializers.CharField(help_text="The sign-up, with the code.")
    came = serializers.IntegerField(help_text="How many came by the code.")
    bought = serializers.IntegerField(help_text="How many of them have bought something that was not paid back.")
    credits_earned = serializers.IntegerField()
    redeemed = serializers.CharField(help_text="The code that this payer came by; empty: none.")
    redeemed_at = serializers.DateTimeField(allow_null=True)
    is_welcomed = serializers.BooleanField(help_text="Whether the credit for it has come; it waits for the address.")
    can_redeem = serializers.BooleanField()


class RedeemSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=16)


def _answer(request: Request, status: int = 200) -> Response:
    payer = account_of(buyer(request))
    found = recommending(payer, code_of(payer).code)
    shown = {name: getattr(found, name) for name in found.__slots__}
    return Response(ReferralSerializer(shown | {"can_redeem": can_redeem(payer)}).data, status=status)


class ReferralView(BillingView):
    @extend_schema(responses=ReferralSerializer)
    def get(self, request: Request) -> Response:
        """One's own code, made with the first look, and what came of it."""
        return _answer(request)


class RedeemView(BillingView):
    @extend_schema(request=RedeemSerializer, responses={201: ReferralSerializer})
    def post(self, request: Request) -> Response:
        """Say whose code brought you: once, in the first 30 days, before anything is bought."""
        form = RedeemSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        redeem_code(buyer(request), code=form.validated_data["code"])
        return _answer(request, 201)


urlpatterns = [
    path("referral/", ReferralView.as_view(), name="billing-referral"),
    path("referral/redeem/", RedeemView.as_view(), name="billing-redeem"),
]
