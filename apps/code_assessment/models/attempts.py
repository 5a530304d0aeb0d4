"""Attempt: one sitting of an assessment, by the server's clock."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import Member
from apps.code_assessment.models.assessments import Assessment
from apps.core.models import TimestampedModel
from apps.hiring.models import Assignment, Candidate, Job

SCORE = models.Q(score__isnull=True) | models.Q(score__range=(0, 100))


class Attempt(TimestampedModel):
    """A candidate's, or of a member who tries an assessment out; `setup` is what setups.Setup writes."""

    class Mode(models.TextChoices):
        TRIAL = "trial", _("Trial")
        ASSESSMENT = "assessment", pgettext_lazy("code", "Assessment")

    class State(models.TextChoices):
        READY = "ready", _("Not begun")
        RUNNING = "running", _("Under way")
        JUDGING = "judging", _("Being judged")
        COMPLETED = "completed", pgettext_lazy("assessment", "Completed")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="code_attempts", verbose_name=_("person"))
    candidate = models.ForeignKey(
        Candidate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="code_attempts",
        verbose_name=_("candidate"),
    )
    assignment = models.ForeignKey(
        Assignment, on_delete=models.SET_NULL, null=True, blank=True, related_name="code_attempts"
    )
    assessment = models.ForeignKey(
        Assessment, on_delete=models.SET_NULL, null=True, blank=True, related_name="sittings"
    )
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="code_attempts")
    title = models.CharField(_("title"), max_length=160)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.TRIAL)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.READY)
    setup = models.JSONField()
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    # The notice about what is judged and by whom was agreed to.
    consented_at = models.DateTimeField(_("consented"), null=True, blank=True)
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    report = models.JSONField(default=dict, blank=True)
    report_version = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        indexes = (models.Index(fields=["member", "-created_at"], name="code_attempts_of_member"),)
        constraints = (models.CheckConstraint(condition=SCORE, name="attempt_score_0_to_100"),)

    def __str__(self) -> str:
        return self.title

    @property
    def person(self) -> str:
        """Who sat it, as those may know it who read it: a blind review has a number for them."""
        if self.candidate is not None and self.job is not None and self.job.is_blind:
            return self.candidate.alias
        return str(self.member)

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING

    @property
    def is_trial(self) -> bool:
        return self.mode == self.Mode.TRIAL

    @property
    def is_over(self) -> bool:
        """Whether nothing can be handed in any more."""
        return self.state in {self.State.JUDGING, self.State.COMPLETED}

    def is_late(self, now: datetime | None = None, *, grace: timedelta = timedelta()) -> bool:
        return self.is_running and self.due_at is not None and self.due_at + grace <= (now or timezone.now())
