"""Account: whoever pays, a company or one person of the community. KnownPrice: what the provider calls our prices."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership
from apps.core.models import TimestampedModel
from apps.tenants.models import Tenant


class Account(TimestampedModel):
    """A payer. Events find it by the provider's id of the customer and by nothing else."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="billing_accounts")
    # The person in the community; None: the company as a whole.
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="billing_accounts"
    )
    customer_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    # At which provider, and whether with real money: another one does not know the customer.
    customer_at = models.CharField(max_length=255, blank=True)
    customer_deleted_at = models.DateTimeField(null=True, blank=True)
    # In seconds of live time, as the ledger has them: kept here to be locked and compared, checked every night.
    credit_seconds = models.BigIntegerField(default=0)
    held_seconds = models.BigIntegerField(default=0)

    class Meta:
        ordering = ("created_at",)
        verbose_name = _("billing account")
        constraints = (
            models.UniqueConstraint(fields=["tenant", "membership"], nulls_distinct=False, name="one_billing_account"),
            models.CheckConstraint(
                condition=models.Q(credit_seconds__gte=0) & models.Q(held_seconds__gte=0), name="credits_not_below_zero"
            ),
        )

    def __str__(self) -> str:
        return f"{self.tenant} · {self.membership.user}" if self.membership else str(self.tenant)


class KnownPrice(TimestampedModel):
    """The provider's ids of a price of the list; a changed amount is a new price; who has the old one keeps it."""

    # Which provider, and whether with real money.
    at = models.CharField(max_length=255)
    key = models.CharField(max_length=120)
    price_id = models.CharField(max_length=255)
    product_id = models.CharField(max_length=255)
    unit_amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ("key",)
        verbose_name = _("price at the provider")
        verbose_name_plural = _("prices at the provider")
        constraints = (
            models.UniqueConstraint(fields=["at", "price_id"], name="one_row_per_price"),
            models.UniqueConstraint(
                fields=["at", "key"], condition=models.Q(is_current=True), name="one_current_price_per_key"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} · {self.price_id}"
