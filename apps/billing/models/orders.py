"""Order: what somebody set out to buy, written down before the provider hears of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership
from apps.billing.models.accounts import Account
from apps.core.models import TimestampedModel


class Order(TimestampedModel):
    """Several lines of one period; paid is what was paid for, not what a browser came back from."""

    class State(models.TextChoices):
        OPEN = "open", _("Not paid yet")
        # The money is on its way, as with a bank transfer.
        PENDING = "pending", _("Payment under way")
        PAID = "paid", _("Paid")
        FAILED = "failed", _("Payment failed")
        EXPIRED = "expired", _("Never paid")
        REFUNDED = "refunded", _("Paid back")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="orders")
    # Who ordered; people are erased, orders stay.
    ordered_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="orders")
    # Each with key, quantity and amount.
    lines = models.JSONField()
    period = models.CharField(max_length=8)
    # Before taxes and coupons, which the provider knows; in the currency's smallest unit.
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    # What of the payment was tax, as the provider worked it out.
    tax = models.BigIntegerField(default=0)
    # Whether who ordered gets one of the seats at once.
    seat_buyer = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    # Of every call about this order; a call that is tried again has the same.
    idempotency_key = models.UUIDField(unique=True)
    session_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    url = models.TextField(blank=True)
    payment_intent_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    subscription_id = models.CharField(max_length=255, blank=True, db_index=True)
    invoice_id = models.CharField(max_length=255, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (models.CheckConstraint(condition=models.Q(amount__gte=0), name="order_amount_not_negative"),)

    def __str__(self) -> str:
        return ", ".join(f"{line['quantity']} x {line['key']}" for line in self.lines)

    @property
    def source_key(self) -> str:
        """How the ledger calls what was granted for it."""
        return f"order:{self.pk}"
