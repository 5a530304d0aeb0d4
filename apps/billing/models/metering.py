"""MeterReport: a piece of counted work that the provider is told of, once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.billing.models.accounts import Account
from apps.core.models import TimestampedModel


class MeterReport(TimestampedModel):
    """Written down before the provider hears of it; told again with the same identifier until it has answered."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        REPORTED = "reported", _("Reported")
        REFUSED = "refused", _("Refused")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="meter_reports")
    # The reservation of a meter, or the ledger's transaction that spent credits: each is counted once.
    identifier = models.UUIDField(unique=True)
    meter = models.CharField(max_length=100)
    value = models.PositiveIntegerField()
    used_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reported_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-used_at", "-id")
        indexes = (
            models.Index(fields=["account"], condition=models.Q(state="waiting"), name="meter_report_waiting"),
            models.Index(fields=["account", "-used_at"], name="meter_report_of_account"),
        )

    def __str__(self) -> str:
        return f"{self.meter}: {self.value}"
