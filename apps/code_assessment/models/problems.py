"""Problem: one that somebody of the workspace wrote, beside those of the library."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import Member
from apps.core.models import TimestampedModel

LONGEST_CHECK = timedelta(minutes=15)


class Problem(TimestampedModel):
    """A workspace's own problem; `content` is what content.Content writes."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in-review", _("In review")
        APPROVED = "approved", pgettext_lazy("problem", "Approved")
        ARCHIVED = "archived", pgettext_lazy("problem", "Archived")

    title = models.CharField(_("title"), max_length=120)
    category = models.CharField(_("category"), max_length=40)
    difficulty = models.CharField(_("difficulty"), max_length=10)
    content = models.JSONField(_("content"))
    version = models.PositiveIntegerField(_("version"), default=1)
    # The versions before, the oldest first: {"version", "at", "by", "content"}.
    earlier = models.JSONField(_("earlier versions"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    # People cannot practise it: it is kept for assessments.
    is_for_assessments = models.BooleanField(pgettext_lazy("code", "for assessments only"), default=False)
    made_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="own_problems", verbose_name=_("by")
    )
    # Who wrote the version that stands there: somebody else reviews it.
    written_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # Of the version that stands there: whether the reference solution passed, and what it said otherwise.
    check_state = models.CharField(_("check"), max_length=10, blank=True, default="")
    check_report = models.JSONField(_("report of the check"), default=dict, blank=True)
    task_id = models.UUIDField(null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("own problem")
        verbose_name_plural = _("own problems")

    def __str__(self) -> str:
        return self.title

    @property
    def is_check_stuck(self) -> bool:
        """Whether the check should long be over: the worker has given up."""
        return self.check_state == "waiting" and self.updated_at < timezone.now() - LONGEST_CHECK

    @property
    def is_askable(self) -> bool:
        """By others than those who write problems."""
        return self.state == self.State.APPROVED
