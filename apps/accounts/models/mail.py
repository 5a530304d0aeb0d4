"""Mail: a message of the platform's to somebody, from the transaction that wants it to the engine that takes it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.people import User
from apps.core.models import TimestampedModel
from apps.tenants.models import Tenant


class Mail(TimestampedModel):
    """One message. Its words are sealed while it waits and gone once sent, as they may hold links that open doors."""

    tenant = models.ForeignKey(Tenant, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="mails")
    address = models.EmailField(_("e-mail address"))
    template = models.CharField(max_length=80)
    # The kind of notification, which the person may have switched off; empty: always sent.
    kind = models.CharField(max_length=80, blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    language = models.CharField(max_length=12)
    sealed = models.BinaryField(default=bytes, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # When the receiver's server said no, or we gave up.
    refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = (
            models.Index(fields=["tenant", "-created_at"], name="mail_of_tenant"),
            models.Index(fields=["created_at"], condition=models.Q(sent_at=None, refused_at=None), name="mail_waiting"),
        )

    def __str__(self) -> str:
        return self.subject

    @property
    def is_waiting(self) -> bool:
        return self.sent_at is None and self.refused_at is None
