"""Recommending: each payer's code, and who came by one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership
from apps.billing.models.accounts import Account
from apps.core.models import TimestampedModel


class ReferralCode(TimestampedModel):
    """What a payer hands on; made when it is first looked at."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="referral_code")
    code = models.CharField(max_length=16, unique=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.code


class Referral(TimestampedModel):
    """A payer came by a code: once, as the database says; each effect is in the ledger under a key of its own."""

    class State(models.TextChoices):
        JOINED = "joined", _("Nothing bought yet")
        REWARDED = "rewarded", _("Rewarded")
        CAPPED = "capped", _("Rewarded no more this year")
        BACK = "back", _("Paid back")

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="referral")
    code = models.ForeignKey(ReferralCode, on_delete=models.PROTECT, related_name="referrals")
    # Whose address has to be theirs before anything is granted; people are erased, what was granted stays.
    redeemed_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="referrals"
    )
    welcomed_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.JOINED)
    # The payment that counts: the first one of who came.
    payment_id = models.CharField(max_length=255, blank=True)
    rewarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["created_at"], condition=models.Q(welcomed_at=None), name="referral_unwelcomed"),
        )

    def __str__(self) -> str:
        return f"{self.code} · {self.account}: {self.get_state_display()}"
