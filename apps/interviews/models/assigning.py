"""AssignedInterview: how the interview is to be that a candidate was asked for."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.models import TimestampedModel
from apps.hiring.models import Assignment

MOST_ATTEMPTS = 5


class AssignedInterview(TimestampedModel):
    """What hiring's assignment does not say; `setup` is what configuration.Setup writes."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="interview")
    setup = models.JSONField(_("set-up"))
    attempts = models.PositiveSmallIntegerField(
        _("attempts"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_ATTEMPTS)]
    )
    # The candidate asked to be interviewed in another way; people decide how.
    alternative_asked_at = models.DateTimeField(_("another way asked for"), null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("assigned interview")
        verbose_name_plural = _("assigned interviews")

    def __str__(self) -> str:
        return str(self.assignment)
