"""What there is: plan, licenses, the next invoice, credits, invoices and payments."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from apps.billing.access import MANAGE, MayBuy
from apps.billing.api.base import BillingView, account, buyer
from apps.billing.catalogue import CREDIT_SECONDS
from apps.billing.models import Invoice, LedgerEntry, Payment
from apps.billing.queries import (
    credit_entries_of,
    credit_state,
    invoices_of,
    next_invoice_of,
    payment_state,
    payments_of,
    subscriptions_of,
)
from apps.marketplace.queries import my_modules


class NextInvoiceLineSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    quantity = serializers.IntegerField()
    unit_amount = serializers.IntegerField()
    amount = serializers.IntegerField()


class NextInvoiceSerializer(serializers.Serializer[Any]):
    """As things are now, before taxes, coupons and credits; amounts in the smallest unit of the currency."""

    at = serializers.DateTimeField()
    amount = serializers.IntegerField()
    currency = serializers.CharField()
    lines = NextInvoiceLineSerializer(many=True)


class CreditStateSerializer(serializers.Serializer[Any]):
    """A credit is an hour of live time."""

    balance = serializers.IntegerField()
    ledger_sum = serializers.IntegerField(help_text="The same, summed up from the ledger.")
    held = serializers.IntegerField(help_text="Set aside for sessions that are going on.")


class OwnedSeatsSerializer(serializers.Serializer[Any]):
    bought = serializers.IntegerField(allow_null=True)
    used = serializers.IntegerField()


class OwnedModuleSerializer(serializers.Serializer[Any]):
    module = serializers.CharField()
    kind = serializers.CharField()
    state = serializers.CharField()
    seats = OwnedSeatsSerializer()
    ends_at = serializers.DateTimeField(allow_null=True)


class PlanNowSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(source="plan_now.name")
    title = serializers.CharField(source="plan_now.title")
    is_trial = serializers.BooleanField(source="plan_is_trial")
    ends_at = serializers.DateTimeField(source="plan_ends_at", allow_null=True)


class OverviewSerializer(serializers.Serializer[Any]):
    plan = PlanNowSerializer()
    state = serializers.ChoiceField(
        choices=["none", "ok", "trialing", "incomplete", "past_due", "unpaid", "paused"],
        help_text="How what goes on is paid.",
    )
    licenses = OwnedModuleSerializer(many=True)
    next_invoice = NextInvoiceSerializer(allow_null=True)
    credits = CreditStateSerializer()


class OverviewView(BillingView):
    @extend_schema(responses=OverviewSerializer)
    def get(self, request: Request) -> Response:
        """Everything at a glance."""
        payer, member = account(request), buyer(request)
        subscriptions = list(subscriptions_of(payer))
        found = {
            "plan": member.tenant,
            "state": payment_state(subscriptions),
            "licenses": my_modules(member.tenant),
            "next_invoice": next_invoice_of(subscriptions),
            "credits": credit_state(payer),
        }
        return Response(OverviewSerializer(found).data)


class InvoiceSerializer(serializers.Serializer[Invoice]):
    """Amounts in the currency's smallest unit."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    status = serializers.CharField()
    currency = serializers.CharField()
    subtotal = serializers.IntegerField()
    tax = serializers.IntegerField()
    total = serializers.IntegerField()
    amount_due = serializers.IntegerField()
    amount_paid = serializers.IntegerField()
    refunded = serializers.IntegerField()
    issued_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    paid_at = serializers.DateTimeField(allow_null=True)
    page_url = serializers.CharField(help_text="Where it can be looked at and paid.")
    pdf_url = serializers.CharField()
    lines = serializers.JSONField()


class PaymentSerializer(serializers.Serializer[Payment]):
    """Amounts in the currency's smallest unit."""

    id = serializers.UUIDField()
    status = serializers.CharField()
    amount = serializers.IntegerField()
    received = serializers.IntegerField()
    refunded = serializers.IntegerField()
    currency = serializers.CharField()
    method = serializers.CharField()
    problem = serializers.CharField()
    dispute = serializers.CharField(help_text="Empty, open, won or lost.")
    paid_at = serializers.DateTimeField()


class CreditEntrySerializer(serializers.Serializer[LedgerEntry]):
    """A line of the statement; credits are spent and given whole."""

    id = serializers.UUIDField()
    kind = serializers.CharField(source="transaction.kind")
    note = serializers.CharField(source="transaction.note")
    at = serializers.DateTimeField(source="transaction.at")
    credits = serializers.SerializerMethodField()

    @staticmethod
    def get_credits(entry: LedgerEntry) -> int:
        return entry.amount // CREDIT_SECONDS


class InvoiceViewSet(viewsets.GenericViewSet[Invoice]):
    permission_classes = (MayBuy,)
    rights = {"list": MANAGE, "retrieve": MANAGE}
    serializer_class = InvoiceSerializer
    queryset = Invoice.objects.none()
    filterset_fields = ("status", "currency")
    search_fields = ("number",)
    ordering_fields = ("issued_at", "total")
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Invoice]:
        if getattr(self, "swagger_fake_view", False):
            return Invoice.objects.all()
        return invoices_of(account(self.request))

    def list(self, request: Request) -> Response:
        """The newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One invoice."""
        return Response(self.get_serializer(get_object_or_404(self.get_queryset(), pk=pk)).data)


class PaymentViewSet(viewsets.GenericViewSet[Payment]):
    permission_classes = (MayBuy,)
    rights = {"list": MANAGE}
    serializer_class = PaymentSerializer
    queryset = Payment.objects.none()
    filterset_fields = ("status", "currency")
    search_fields = ("method",)
    ordering_fields = ("paid_at", "amount")

    def get_queryset(self) -> QuerySet[Payment]:
        if getattr(self, "swagger_fake_view", False):
            return Payment.objects.all()
        return payments_of(account(self.request))

    def list(self, request: Request) -> Response:
        """The newest first, those that failed too."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class CreditViewSet(viewsets.GenericViewSet[LedgerEntry]):
    permission_classes = (MayBuy,)
    rights = {"list": MANAGE}
    serializer_class = CreditEntrySerializer
    queryset = LedgerEntry.objects.none()
    search_fields = ("transaction__note",)
    ordering_fields = ("transaction__at",)

    def get_queryset(self) -> QuerySet[LedgerEntry]:
        if getattr(self, "swagger_fake_view", False):
            return LedgerEntry.objects.all()
        return credit_entries_of(account(self.request))

    def list(self, request: Request) -> Response:
        """The statement of credits, the newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


urlpatterns = [
    path("overview/", OverviewView.as_view(), name="billing-overview"),
    path("credits/", CreditViewSet.as_view({"get": "list"}), name="billing-credits"),
    path("payments/", PaymentViewSet.as_view({"get": "list"}), name="billing-payments"),
    path("invoices/", InvoiceViewSet.as_view({"get": "list"}), name="billing-invoices"),
    path("invoices/<uuid:pk>/", InvoiceViewSet.as_view({"get": "retrieve"}), name="billing-invoice"),
]
