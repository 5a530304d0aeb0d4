"""Invitation: a letter that makes whoever gets it a member."""

from hashlib import sha256

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.people import Membership
from apps.accounts.roles import Role
from apps.core.models import TimestampedModel
from apps.tenants.models import Tenant


def hash_of_key(key: str) -> str:
    """What is kept of a key. Keys are random and long, so a plain hash cannot be searched through."""
    return sha256(key.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Invitations that can be accepted now."""
        return self.filter(state=Invitation.State.PENDING, expires_at__gt=timezone.now())

    def lapsed(self) -> "InvitationQuerySet":
        """Invitations whose time is over without an answer."""
        return self.filter(state=Invitation.State.PENDING, expires_at__lte=timezone.now())


class Invitation(TimestampedModel):
    """One address, one role, one use. Its key stands in the mail only; here is what the key hashes to."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        REVOKED = "revoked", _("Taken back")
        # Never stored: time alone makes it so.
        EXPIRED = "expired", _("Expired")

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(max_length=12, choices=Role.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    inviter = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="invitations_sent")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitations_accepted"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                "tenant", Lower("email"), condition=models.Q(state="pending"), name="one_open_invitation_per_address"
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "accepted", "revoked"]), name="invitation_state_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.email} · {self.tenant} · {self.get_role_display()}"

    @property
    def state_now(self) -> str:
        """The state as it is at this moment."""
        if self.state == self.State.PENDING and self.expires_at <= timezone.now():
            return self.State.EXPIRED
        return self.state

    @property
    def state_title(self) -> str:
        return str(self.State(self.state_now).label)

    def fits(self, key: str) -> bool:
        """Whether it is this invitation's key, and still good."""
        return self.is_open and constant_time_compare(self.token_hash, hash_of_key(key))

    @property
    def is_open(self) -> bool:
        return self.state_now == self.State.PENDING
