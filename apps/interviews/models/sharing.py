"""ReportLink: a way to the report of a practice interview for whoever has it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.models import TimestampedModel
from apps.interviews.models.sessions import Session


class ReportLink(TimestampedModel):
    """It works until it ends or is taken back; the token itself is kept nowhere."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="links")
    name = models.CharField(_("for whom"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    views = models.PositiveIntegerField(_("views"), default=0)
    last_viewed_at = models.DateTimeField(_("last viewed"), null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("link to a report")
        verbose_name_plural = _("links to reports")

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it still leads to the report."""
        return self.revoked_at is None and self.expires_at > timezone.now()
