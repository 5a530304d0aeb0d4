"""License: a tenant's right to a module, and how it changed. Seat: a member's place in it. Usage: what was counted."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership
from apps.core.ids import uuid7
from apps.core.models import TimestampedModel
from apps.marketplace.states import GRACE, OPEN_STATES, PASSING, READ_ONLY, LicenseState, state_at
from apps.tenants.models import Tenant


class License(TimestampedModel):
    """One row per tenant and module; its state says what it opens."""

    class Kind(models.TextChoices):
        TRIAL = "trial", _("Free trial")
        PURCHASE = "purchase", _("Purchase")
        PLATFORM = "platform", _("Granted by the platform")

    State = LicenseState

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="licenses")
    module = models.CharField(max_length=60, help_text=_("Label of the module's app."))
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices)
    # None: every member of the tenant has a seat, as during a trial.
    seat_limit = models.PositiveIntegerField(null=True, blank=True)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    # Whether it goes on by itself after that, as a subscription does while it is paid for.
    renews = models.BooleanField(default=False)
    # Since when more seats are taken than there are, as fewer were paid for; nobody new gets one meanwhile.
    over_allocated_since = models.DateTimeField(null=True, blank=True)
    # A trial is given once: the date stays when the license changes its kind.
    trial_started_at = models.DateTimeField(null=True, blank=True)
    # New members with one of these roles get a seat by themselves, while there are some.
    auto_assign_roles = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("module",)
        permissions = (("grant_license", _("Can grant licenses and seats")),)
        constraints = (
            models.UniqueConstraint(fields=["tenant", "module"], name="one_license_per_module"),
            models.CheckConstraint(
                condition=~models.Q(kind="trial") | models.Q(ends_at__isnull=False), name="trial_has_an_end"
            ),
            models.CheckConstraint(condition=models.Q(state__in=LicenseState.values), name="license_state_known"),
        )

    def __str__(self) -> str:
        return f"{self.tenant} · {self.module} · {self.get_state_display()}"

    @property
    def state_now(self) -> str:
        """The state as it is at this moment, even when no job has written it down yet."""
        return state_at(self.state, self.ends_at, timezone.now())

    @property
    def is_on(self) -> bool:
        """Whether everything can be done in the module now."""
        return self.state_now in OPEN_STATES

    @property
    def can_come_back(self) -> bool:
        """Whether it was switched off before its time was over."""
        return self.state == LicenseState.DEACTIVATED and self.state_when_on in PASSING

    @property
    def state_when_on(self) -> str:
        """What it would be now had it never been switched off."""
        was = LicenseState.TRIALING if self.kind == self.Kind.TRIAL else LicenseState.ACTIVE
        return state_at(was, self.ends_at, timezone.now())

    @property
    def closes_at(self) -> datetime | None:
        """When work in the module ends: with a trial, or with the grace after what was paid for."""
        if self.ends_at is None or self.kind == self.Kind.TRIAL:
            return self.ends_at
        return self.ends_at + GRACE

    @property
    def readable_until(self) -> datetime | None:
        """When even looking ends."""
        return self.closes_at + READ_ONLY if self.closes_at and self.kind != self.Kind.TRIAL else self.closes_at

    @property
    def until(self) -> datetime | None:
        """When the state of now ends by itself; None when it does not."""
        ends = {
            LicenseState.TRIALING: self.ends_at,
            LicenseState.ACTIVE: self.ends_at,
            LicenseState.GRACE: self.closes_at,
            LicenseState.READ_ONLY: self.readable_until,
        }
        return ends.get(LicenseState(self.state_now))

    @property
    def is_bought(self) -> bool:
        """Whether it was paid for and is not over: then there are seats to change, none to buy."""
        over = {LicenseState.CANCELED, LicenseState.REVOKED, LicenseState.EXPIRED}
        return self.kind == self.Kind.PURCHASE and self.state_now not in over

    @property
    def over_allocated_until(self) -> datetime | None:
        """Until when seats can be taken back where there are too few; then those that were given last end."""
        since = self.over_allocated_since
        return since + timedelta(days=settings.OVER_ALLOCATED_DAYS) if since else None

    @property
    def is_limited(self) -> bool:
        """Whether only those with a seat may enter."""
        return self.seat_limit is not None


class LicenseChange(models.Model):
    """A license went from one state to another; nobody can change or delete that it did."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    license = models.ForeignKey(License, on_delete=models.CASCADE, related_name="changes")
    # Empty: it began.
    from_state = models.CharField(max_length=12, choices=LicenseState.choices, blank=True)
    to_state = models.CharField(max_length=12, choices=LicenseState.choices)
    # As in the audit log: people are named where it is read, so that their names can be erased.
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True, blank=True)
    actor_label = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=300)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.license_id}: {self.from_state or '-'} > {self.to_state}"


class LicenseReminder(models.Model):
    """The owners were told that a license ends so many days before it did; the row keeps it from being told twice."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    license = models.ForeignKey(License, on_delete=models.CASCADE, related_name="reminders")
    ends_at = models.DateTimeField()
    days_before = models.PositiveSmallIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.UniqueConstraint(fields=["license", "ends_at", "days_before"], name="one_reminder_per_day"),
        )

    def __str__(self) -> str:
        return f"{self.license_id}: {self.days_before}"


class Seat(TimestampedModel):
    """A member's place in a license with a limited number of seats.

    The database refuses one more than the license has, and one for another tenant's member: see migration 0003.
    """

    license = models.ForeignKey(License, on_delete=models.CASCADE, related_name="seats")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="seats")

    class Meta:
        ordering = ("created_at",)
        constraints = (models.UniqueConstraint(fields=["license", "membership"], name="one_seat_per_member"),)

    def __str__(self) -> str:
        return f"{self.license} · {self.membership.user}"


class Usage(TimestampedModel):
    """How much of a meter a tenant has used in a calendar month (UTC), and how much is set aside for work under way."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="usage")
    module = models.CharField(max_length=60)
    meter = models.CharField(max_length=60)
    month = models.DateField(help_text=_("First day of the month."))
    used = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)
    # On top of what is included: given by the platform's staff, or bought.
    granted = models.PositiveIntegerField(default=0)
    # Whose it is where each member has an amount of their own, as in the community.
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="usage")

    class Meta:
        ordering = ("-month", "module", "meter")
        verbose_name_plural = _("usage")
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "module", "meter", "month", "membership"],
                nulls_distinct=False,
                name="one_count_per_month",
            ),
        )

    def __str__(self) -> str:
        return f"{self.tenant} · {self.module} · {self.meter} · {self.month:%Y-%m}: {self.used}"


class Reservation(TimestampedModel):
    """An amount of a meter that is set aside for a piece of work, until the work is done or nothing came of it."""

    class State(models.TextChoices):
        OPEN = "open", _("Reserved")
        CAPTURED = "captured", _("Counted")
        RELEASED = "released", _("Given back")
        EXPIRED = "expired", _("Given back, as nobody came for it")

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="reservations")
    module = models.CharField(max_length=60)
    meter = models.CharField(max_length=60)
    # What the work is called, such as the id of a CV: the same work counts once.
    key = models.CharField(max_length=120)
    usage = models.ForeignKey(Usage, on_delete=models.PROTECT, related_name="reservations")
    amount = models.PositiveIntegerField()
    captured = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=["tenant", "module", "meter", "key"], name="one_reservation_per_key"),
            models.CheckConstraint(
                condition=models.Q(captured__lte=models.F("amount")), name="captured_no_more_than_reserved"
            ),
        )
        indexes = (models.Index(fields=["expires_at"], condition=models.Q(state="open"), name="reservation_overdue"),)

    def __str__(self) -> str:
        return f"{self.module} · {self.meter} · {self.key}: {self.get_state_display()}"

    @property
    def holds(self) -> bool:
        """Whether the amount is set aside or counted."""
        return self.state in {self.State.OPEN, self.State.CAPTURED}
