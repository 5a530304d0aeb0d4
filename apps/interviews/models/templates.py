"""Template: how a workspace wants its interviews to be, beside those that the module brings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Member
from apps.core.models import TimestampedModel


class Template(TimestampedModel):
    """A workspace's own kind of interview; `rounds` are what configuration.Round writes, in their order."""

    title = models.CharField(_("title"), max_length=120)
    description = models.CharField(_("description"), max_length=500, blank=True)
    role = models.CharField(
        _("role"), max_length=40, blank=True, help_text=_("Empty: asked for before each interview.")
    )
    rounds = models.JSONField(_("rounds"), default=list)
    # Criterion -> its share of the score; empty: those of the module.
    weights = models.JSONField(_("weights"), default=dict, blank=True)
    is_archived = models.BooleanField(_("archived"), default=False)
    made_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("title",)
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        constraints = (
            models.UniqueConstraint(
                fields=["title"], condition=models.Q(is_archived=False), name="one_interview_template_of_a_title"
            ),
        )

    def __str__(self) -> str:
        return self.title
