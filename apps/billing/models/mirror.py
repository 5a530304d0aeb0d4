"""What the provider last said of subscriptions, invoices and payments; written only from what was fetched there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.billing.models.accounts import Account
from apps.core.models import TimestampedModel


class Subscription(TimestampedModel):
    """The provider's words for its states are kept, as its papers explain them."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="subscriptions")
    stripe_id = models.CharField(max_length=255, unique=True)
    status = models.CharField(max_length=24)
    cancel_at_period_end = models.BooleanField(default=False)
    cancel_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    trial_end = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    # When a payment was first seen to be missing; the days of grace run from here.
    past_due_since = models.DateTimeField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    latest_invoice_id = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ("-started_at", "-id")

    def __str__(self) -> str:
        return f"{self.account} · {self.stripe_id} · {self.status}"

    @property
    def is_over(self) -> bool:
        return self.status in {"canceled", "incomplete_expired"}


class SubscriptionItem(TimestampedModel):
    """One priced thing of a subscription, with its own period."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="items")
    stripe_id = models.CharField(max_length=255, unique=True)
    price_id = models.CharField(max_length=255)
    # Of our price list; empty: a price that we never made, which opens nothing.
    key = models.CharField(max_length=120, blank=True)
    unit_amount = models.BigIntegerField()
    quantity = models.PositiveIntegerField()
    # How many there will be from the next period on; None: as many as now.
    next_quantity = models.PositiveIntegerField(null=True, blank=True)
    period_start = models.DateTimeField()
    period_end = models.DateTimeField()

    class Meta:
        ordering = ("key", "id")

    def __str__(self) -> str:
        return f"{self.quantity} x {self.key or self.price_id}"


class Invoice(TimestampedModel):
    """Amounts in the currency's smallest unit."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="invoices")
    stripe_id = models.CharField(max_length=255, unique=True)
    number = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=16)
    currency = models.CharField(max_length=3)
    subtotal = models.BigIntegerField()
    tax = models.BigIntegerField(default=0)
    total = models.BigIntegerField()
    amount_due = models.BigIntegerField()
    amount_paid = models.BigIntegerField()
    subscription_id = models.CharField(max_length=255, blank=True, db_index=True)
    issued_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    page_url = models.TextField(blank=True)
    pdf_url = models.TextField(blank=True)
    # Each with key, description, quantity, amount, period_start and period_end.
    lines = models.JSONField(default=list)
    refunded = models.BigIntegerField(default=0)
    dispute_lost = models.BooleanField(default=False)

    class Meta:
        ordering = ("-issued_at", "-id")

    def __str__(self) -> str:
        return self.number or self.stripe_id

    @property
    def is_paid(self) -> bool:
        return self.status == "paid"

    @property
    def is_reversed(self) -> bool:
        """Whether all that was paid went back."""
        return self.dispute_lost or (self.amount_paid > 0 and self.refunded >= self.amount_paid)


class Payment(TimestampedModel):
    """A payment intent; amounts in the currency's smallest unit."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="payments")
    stripe_id = models.CharField(max_length=255, unique=True)
    status = models.CharField(max_length=32)
    amount = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    charge_id = models.CharField(max_length=255, blank=True, db_index=True)
    invoice_id = models.CharField(max_length=255, blank=True, db_index=True)
    method = models.CharField(max_length=60, blank=True, help_text=_("Such as Visa ending in 4242."))
    problem = models.CharField(max_length=300, blank=True)
    refunded = models.BigIntegerField(default=0)
    # none, open, won, lost
    dispute = models.CharField(max_length=8, blank=True)
    paid_at = models.DateTimeField()

    class Meta:
        ordering = ("-paid_at", "-id")

    def __str__(self) -> str:
        return self.stripe_id

    @property
    def is_reversed(self) -> bool:
        return self.dispute == "lost" or (self.received > 0 and self.refunded >= self.received)
