"""ReportLink: a way to the report of a practice interview for whoever has it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.models import ExpiringLink
from apps.interviews.models.sessions import Session


class ReportLink(ExpiringLink):
    """It works until it ends or is taken back."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="links")

    class Meta(ExpiringLink.Meta):
        verbose_name = _("link to a report")
        verbose_name_plural = _("links to reports")
