"""ProblemProgress: how somebody did in a problem when practising; assessments never count here."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import Member
from apps.core.models import TimestampedModel


class ProblemProgress(TimestampedModel):
    """A member's submissions to one problem, summed up."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="code_progress")
    problem = models.CharField(pgettext_lazy("code", "problem"), max_length=80)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    best = models.PositiveSmallIntegerField(_("best"), default=0)
    solved_at = models.DateTimeField(_("solved"), null=True, blank=True)
    last_at = models.DateTimeField(_("last submission"), null=True, blank=True)
    language = models.CharField(_("last language"), max_length=20, blank=True)
    hints = models.PositiveSmallIntegerField(_("hints taken"), default=0)
    # The person wants to see the editorial without having solved it.
    gave_up_at = models.DateTimeField(_("given up"), null=True, blank=True)

    class Meta:
        ordering = ("problem",)
        verbose_name = _("progress")
        verbose_name_plural = _("progress of problems")
        constraints = (
            models.UniqueConstraint(fields=["member", "problem"], name="one_progress_per_problem"),
            models.CheckConstraint(condition=models.Q(best__range=(0, 100)), name="problem_best_0_to_100"),
        )

    def __str__(self) -> str:
        return f"{self.member} · {self.problem}"

    @property
    def is_solved(self) -> bool:
        return self.solved_at is not None

    @property
    def shows_editorial(self) -> bool:
        return self.is_solved or self.gave_up_at is not None
