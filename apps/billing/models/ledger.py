"""The ledger: double entry, whole numbers, only ever added to (migration 0002); and the credits that live by it."""

from uuid import UUID

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.billing.models.accounts import Account
from apps.core.ids import uuid7
from apps.core.models import TimestampedModel

# Time is booked in seconds, money in the smallest unit of its currency, whose code is the unit.
SECONDS = "sec"


class LedgerTransaction(models.Model):
    """One effect, booked once: its source's key is unique. The database refuses one whose entries do not sum to 0."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="ledger")
    source_key = models.CharField(max_length=300, unique=True)
    kind = models.CharField(max_length=24)
    note = models.CharField(max_length=300, blank=True)
    # When it happened, by whoever said so; and when it was booked here.
    happened_at = models.DateTimeField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        permissions = (("view_figures", _("Can see what the platform earns")),)

    def __str__(self) -> str:
        return f"{self.kind} · {self.source_key}"


class LedgerEntry(models.Model):
    """A sum that one book gives (below 0) or gets."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    transaction = models.ForeignKey(LedgerTransaction, on_delete=models.PROTECT, related_name="entries")
    # credits, held, issued, used, expired; stripe, revenue:<key>, tax, refunds, disputes
    book = models.CharField(max_length=140)
    amount = models.BigIntegerField()
    unit = models.CharField(max_length=3)

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = _("ledger entries")
        indexes = (models.Index(fields=["book", "unit"], name="ledger_book"),)
        constraints = (models.CheckConstraint(condition=~models.Q(amount=0), name="entry_is_not_zero"),)

    def __str__(self) -> str:
        return f"{self.book}: {self.amount} {self.unit}"


class CreditLot(TimestampedModel):
    """Credits that came together and end together; the one that ends first is spent first."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lots")
    source_key = models.CharField(max_length=300, unique=True)
    # What they were given for: a key of the price list, or words.
    title = models.CharField(max_length=160, blank=True)
    seconds = models.BigIntegerField()
    left = models.BigIntegerField()
    # What of it went with the money that was paid back; what comes back from a hold later goes the same way.
    is_taken_back = models.BooleanField(default=False)
    taken_back = models.BigIntegerField(default=0)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = (models.F("expires_at").asc(nulls_last=True), "created_at")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(left__gte=0) & models.Q(left__lte=models.F("seconds")), name="lot_holds_what_is_left"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source_key}: {self.left} of {self.seconds} s"


class CreditHold(TimestampedModel):
    """Credits set aside for a piece of work, from certain lots; captured, or given back to them."""

    class State(models.TextChoices):
        OPEN = "open", _("Reserved")
        CAPTURED = "captured", _("Spent")
        RELEASED = "released", _("Given back")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="holds")
    # What the work is called: the same work is paid once. Live work that went on after a hold was over has another
    # hold, with "#2" and so on behind the name.
    key = models.CharField(max_length=200)
    # What people read of it in the statement.
    title = models.CharField(max_length=160, blank=True)
    seconds = models.BigIntegerField()
    # Of the clock, so far and in all holds of the work together; what was spent by those before this one.
    used_seconds = models.BigIntegerField(default=0)
    paid_before = models.BigIntegerField(default=0)
    captured = models.BigIntegerField(default=0)
    # Lot's id -> seconds.
    parts: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=["account", "key"], name="one_credit_hold_per_key"),)

    def __str__(self) -> str:
        return f"{self.key}: {self.get_state_display()}"
