"""Ticket: one piece of live work that was paid for by itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.billing.models.accounts import Account
from apps.billing.models.orders import Order
from apps.core.models import TimestampedModel


class Ticket(TimestampedModel):
    """Made when its order is paid, used once; while it is not used, it goes with the money that is paid back."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tickets")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="tickets")
    # Which of the order's lines.
    line = models.PositiveSmallIntegerField()
    # Of the price list.
    key = models.CharField(max_length=120)
    # What the work is called.
    used_for = models.CharField(max_length=200, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        constraints = (
            models.UniqueConstraint(fields=["order", "line"], name="one_ticket_per_line"),
            models.UniqueConstraint(
                fields=["account", "used_for"], condition=~models.Q(used_for=""), name="one_ticket_per_work"
            ),
        )

    def __str__(self) -> str:
        return self.key
