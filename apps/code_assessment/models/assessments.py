"""Assessment: problems with points and a time for all. AssignedAssessment: one that a candidate was asked for."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Member
from apps.core.models import TimestampedModel
from apps.hiring.models import Assignment

MOST_ATTEMPTS = 5
SHORTEST_MINUTES, LONGEST_MINUTES = 5, 480
MOST_PROBLEMS = 12


class Assessment(TimestampedModel):
    """What a workspace asks candidates to solve; `problems` are rows of key and points, in their order."""

    title = models.CharField(_("title"), max_length=120)
    description = models.CharField(_("description"), max_length=500, blank=True)
    problems = models.JSONField(_("problems"), default=list)
    total_minutes = models.PositiveSmallIntegerField(
        _("minutes in all"), validators=[MinValueValidator(SHORTEST_MINUTES), MaxValueValidator(LONGEST_MINUTES)]
    )
    # Empty: every language that works.
    languages = models.JSONField(_("languages"), default=list, blank=True)
    attempts = models.PositiveSmallIntegerField(
        _("attempts"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_ATTEMPTS)]
    )
    has_practice_round = models.BooleanField(
        _("practice round"), default=True, help_text=_("Candidates may try the editor with an easy problem first.")
    )
    is_archived = models.BooleanField(_("archived"), default=False)
    made_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("title", "id")
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = (
            models.UniqueConstraint(
                fields=["title"], condition=models.Q(is_archived=False), name="one_assessment_of_a_title"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def points(self) -> int:
        return sum(int(one["points"]) for one in self.problems)


class AssignedAssessment(TimestampedModel):
    """What hiring's assignment does not say; `setup` is what setups.Setup writes, so later changes touch nobody."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="code_assessment")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.SET_NULL, null=True, blank=True, related_name="assigned"
    )
    setup = models.JSONField(_("set-up"))
    attempts = models.PositiveSmallIntegerField(
        _("attempts"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_ATTEMPTS)]
    )

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("assigned assessment")
        verbose_name_plural = _("assigned assessments")

    def __str__(self) -> str:
        return str(self.assignment)
