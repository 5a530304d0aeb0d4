"""Addition: a module that somebody set out to put on a subscription, written down before the provider hears of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership
from apps.billing.models.mirror import Subscription
from apps.core.models import TimestampedModel


class Addition(TimestampedModel):
    """Done is what the provider has put on and been paid for; what failed left the subscription as it was."""

    class State(models.TextChoices):
        OPEN = "open", _("Under way")
        DONE = "done", _("Added")
        FAILED = "failed", _("Payment failed")

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="additions")
    # People are erased, what was bought stays.
    asked_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="additions")
    key = models.CharField(max_length=120)
    quantity = models.PositiveIntegerField()
    # Of the one call that it is; a call that got no answer is made again with the same.
    idempotency_key = models.UUIDField(unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.quantity} x {self.key}: {self.get_state_display()}"
