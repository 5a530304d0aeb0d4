"""SelfDescription: what people said of themselves of their own will, for the report over groups alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.interviews.fairness import ETHNICITIES, SEXES, UNKNOWN

SEX_TITLES = {"female": _("Female"), "male": _("Male")}
ETHNICITY_TITLES = {
    "hispanic": _("Hispanic or Latino"),
    "white": _("White"),
    "black": _("Black or African American"),
    "pacific": _("Native Hawaiian or Other Pacific Islander"),
    "asian": _("Asian"),
    "native": _("American Indian or Alaska Native"),
    "two-or-more": _("Two or more races"),
}


class SelfDescription(models.Model):
    """No row of any other table leads here: `key` is made of the platform's secret key and a candidate's id.

    It has no time either, which would tell after whose interview it was written.
    """

    key = models.CharField(max_length=64, primary_key=True, editable=False)
    sex = models.CharField(
        _("sex"), max_length=12, blank=True, default=UNKNOWN, choices=[(one, SEX_TITLES[one]) for one in SEXES]
    )
    ethnicity = models.CharField(
        _("race or ethnicity"),
        max_length=12,
        blank=True,
        default=UNKNOWN,
        choices=[(one, ETHNICITY_TITLES[one]) for one in ETHNICITIES],
    )

    class Meta:
        ordering = ("key",)
        verbose_name = _("voluntary statement")
        verbose_name_plural = _("voluntary statements")

    def __str__(self) -> str:
        return self.key[:8]
