"""SupportVisit: a member of staff acts as a member of a tenant for a while, with a reason that its owners can read."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.people import Membership, User, UserManager
from apps.core.models import TimestampedModel


class StaffManager(UserManager):
    def get_queryset(self) -> "models.QuerySet[User]":
        return super().get_queryset().filter(is_staff=True)


class StaffMember(User):
    """Somebody of the platform's staff: a table of its own in the administration."""

    objects = StaffManager()  # type: ignore[misc]  # a proxy may narrow what its base finds

    class Meta:
        proxy = True
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")


class SupportVisit(TimestampedModel):
    """Begins with its row, ends at a moment set beforehand or earlier, and stays for good."""

    staff = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("staff"))
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="support_visits", verbose_name=_("acted as")
    )
    reason = models.CharField(_("reason"), max_length=300)
    ends_at = models.DateTimeField(_("ends"))
    # Set when it was stopped before its time.
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        permissions = (("act_as_member", _("Can act as a member of a tenant")),)

    def __str__(self) -> str:
        return f"{self.staff} · {self.membership}"

    @property
    def over_at(self) -> datetime:
        """When it ended, or will."""
        return self.stopped_at or self.ends_at

    @property
    def is_open(self) -> bool:
        return self.stopped_at is None and self.ends_at > timezone.now()
