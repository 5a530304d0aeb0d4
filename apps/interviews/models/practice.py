"""SkillProgress: how somebody does in a skill when practising; assessments never count here."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Member
from apps.core.models import TimestampedModel

FIRST_ABILITY = 1200


class SkillProgress(TimestampedModel):
    """A member's answers to practice questions about one skill, summed up."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="interview_skills")
    skill = models.CharField(_("skill"), max_length=80)
    # On the scale of the questions' difficulty, see adaptivity.
    ability = models.FloatField(_("ability"), default=FIRST_ABILITY, validators=[MinValueValidator(0)])
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    best = models.PositiveSmallIntegerField(_("best"), default=0)
    total = models.PositiveIntegerField(default=0, help_text=_("All scores added up."))
    seconds = models.PositiveIntegerField(_("seconds"), default=0)
    # The last scores, the oldest first.
    recent = models.JSONField(default=list, blank=True)
    # Spaced repetition: days to wait after the last answer, and when it is due again.
    interval_days = models.PositiveSmallIntegerField(_("interval"), default=1)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    last_at = models.DateTimeField(_("last answer"), null=True, blank=True)
    # Slugs of the questions that went worst, the newest last.
    weak_items = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("skill",)
        verbose_name = _("practice area")
        verbose_name_plural = _("practice areas")
        constraints = (
            models.UniqueConstraint(fields=["member", "skill"], name="one_progress_per_skill"),
            models.CheckConstraint(condition=models.Q(best__range=(0, 100)), name="best_0_to_100"),
        )

    def __str__(self) -> str:
        return f"{self.member} · {self.skill}"

    @property
    def average(self) -> int:
        return round(self.total / self.attempts) if self.attempts else 0
