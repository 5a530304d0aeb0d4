"""What a single piece of live work costs."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Membership
from apps.billing.api.base import BillingView, buyer
from apps.billing.catalogue import CREDIT_SECONDS, Item, find_single
from apps.core.modules import ModuleConfig, Single, all_modules
from apps.core.problems import MissingError
from apps.marketplace.meters import left_of


class QuoteSerializer(serializers.Serializer[Any]):
    """The price of one, always from the catalogue, and what would pay for it instead."""

    item = serializers.CharField(help_text="As the price list calls it.")
    title = serializers.CharField()
    amount = serializers.IntegerField(help_text="Before taxes and coupons, in the currency's smallest unit.")
    currency = serializers.CharField()
    credits = serializers.IntegerField(help_text="Whole credits that are set aside for it instead; unused ones return.")
    included_left = serializers.IntegerField(
        allow_null=True, help_text="How many more this month includes, without a price; null: as many as you like."
    )


def _modules() -> list[ModuleConfig]:
    return [config for config in all_modules() if config.singles]


def _chosen(name: str, value: str, known: list[str]) -> str:
    """One of those that there are; the refusal says which."""
    if value not in known:
        raise serializers.ValidationError({name: _("Choose one of: %(known)s.") % {"known": ", ".join(known)}})
    return value


def single_declared(module: str, kind: str, difficulty: str) -> tuple[ModuleConfig, Single]:
    """What is sold by that name; a ValidationError with what may be chosen."""
    configs = {config.label: config for config in _modules()}
    config = configs[_chosen("module", module, list(configs))]
    kinds = list(dict.fromkeys(one.kind for one in config.singles))
    _chosen("kind", kind, kinds)
    of_kind = {one.difficulty: one for one in config.singles if one.kind == kind}
    return config, of_kind[_chosen("difficulty", difficulty, list(of_kind))]


def single_named(module: str, kind: str, difficulty: str) -> Item:
    """The same with its price."""
    config, single = single_declared(module, kind, difficulty)
    return _priced(config, single)


def _priced(config: ModuleConfig, single: Single) -> Item:
    item = find_single(config.label, single.name)
    if item is None:
        raise MissingError
    return item


def included_left(membership: Membership, config: ModuleConfig, single: Single) -> int | None:
    meter = next(one for one in config.meters if one.name == single.meter)
    return left_of(membership.tenant, config.label, meter, membership.pk)


class QuoteView(BillingView):
    @extend_schema(
        parameters=[
            OpenApiParameter("module", str, required=True, description="Such as interviews."),
            OpenApiParameter("kind", str, required=True, description="Such as technical."),
            OpenApiParameter("difficulty", str, required=True, description="easy, medium or hard."),
        ],
        responses=QuoteSerializer,
    )
    def get(self, request: Request) -> Response:
        """What one piece of live work costs, by its kind and difficulty; nothing is ordered."""
        asked = {name: request.query_params.get(name, "") for name in ("module", "kind", "difficulty")}
        config, single = single_declared(**asked)
        item = _priced(config, single)
        body = {
            "item": item.key,
            "title": str(item.title),
            "amount": item.unit_amount,
            "currency": item.currency,
            "credits": -(-single.seconds // CREDIT_SECONDS),
            "included_left": included_left(buyer(request), config, single),
        }
        return Response(QuoteSerializer(body).data)


urlpatterns = [path("quote/", QuoteView.as_view(), name="billing-quote")]
