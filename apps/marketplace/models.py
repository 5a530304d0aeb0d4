"""License: a tenant's right to a module. Seat: a member's place in it. Usage: what was counted in a month."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership
from apps.core.models import TimestampedModel
from apps.tenants.models import Tenant


class License(TimestampedModel):
    """One row per tenant and module; its state says what it opens."""

    class Kind(models.TextChoices):
        TRIAL = "trial", _("Free trial")
        PURCHASE = "purchase", _("Purchase")
        PLATFORM = "platform", _("Granted by the platform")

    class State(models.TextChoices):
        TRIALING = "trialing", _("On trial")
        ACTIVE = "active", _("Active")
        EXPIRED = "expired", _("Expired")
        DEACTIVATED = "deactivated", _("Switched off")

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="licenses")
    module = models.CharField(max_length=60, help_text=_("Label of the module's app."))
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices)
    # None: every member of the tenant has a seat, as during a trial.
    seat_limit = models.PositiveIntegerField(null=True, blank=True)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    # A trial is given once: the date stays when the license changes its kind.
    trial_started_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("module",)
        constraints = (
            models.UniqueConstraint(fields=["tenant", "module"], name="one_license_per_module"),
            models.CheckConstraint(
                condition=~models.Q(kind="trial") | models.Q(ends_at__isnull=False), name="trial_has_an_end"
            ),
        )

    def __str__(self) -> str:
        return f"{self.tenant} · {self.module} · {self.get_state_display()}"

    @property
    def has_ended(self) -> bool:
        """Whether the paid or trial time is over, even when no job has written it down yet."""
        return self.ends_at is not None and self.ends_at <= timezone.now()

    @property
    def state_now(self) -> str:
        """The state as it is at this moment."""
        if self.has_ended and self.state in {self.State.TRIALING, self.State.ACTIVE}:
            return self.State.EXPIRED
        return self.state


class Seat(TimestampedModel):
    """A member's place in a license with a limited number of seats."""

    license = models.ForeignKey(License, on_delete=models.CASCADE, related_name="seats")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="seats")

    class Meta:
        ordering = ("created_at",)
        constraints = (models.UniqueConstraint(fields=["license", "membership"], name="one_seat_per_member"),)

    def __str__(self) -> str:
        return f"{self.license} · {self.membership.user}"


class Usage(TimestampedModel):
    """How much of a meter a tenant has used in a calendar month (UTC)."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="usage")
    module = models.CharField(max_length=60)
    meter = models.CharField(max_length=60)
    month = models.DateField(help_text=_("First day of the month."))
    used = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-month", "module", "meter")
        verbose_name_plural = _("usage")
        constraints = (
            models.UniqueConstraint(fields=["tenant", "module", "meter", "month"], name="one_count_per_month"),
        )

    def __str__(self) -> str:
        return f"{self.tenant} · {self.module} · {self.meter} · {self.month:%Y-%m}: {self.used}"
