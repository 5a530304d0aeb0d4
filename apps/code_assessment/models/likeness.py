"""Inspection: what tools found in a program that counts. Likeness: two programs that are unusually alike."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import Member
from apps.code_assessment.models.submissions import Submission
from apps.core.models import TimestampedModel

LONGEST_NOTE = 1_000


class Inspection(TimestampedModel):
    """Notes on a program, and the fingerprints that later ones of the same problem are compared with."""

    class Comparison(models.TextChoices):
        DONE = "done", _("Compared")
        TOO_SHORT = "too-short", _("Too short to compare")
        NO_LANGUAGE = "no-language", _("Not compared in this language")
        NOT_ASKED = "not-asked", _("A trial, which is compared with nothing")
        FAILED = "failed", _("Could not be compared")

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="inspection")
    problem = models.CharField(pgettext_lazy("code", "problem"), max_length=80)
    # Of languages whose programs are compared with each other; empty for those that are compared with nothing.
    family = models.CharField(_("family of languages"), max_length=20, blank=True)
    comparison = models.CharField(_("comparison"), max_length=11, choices=Comparison.choices)
    # Hashes and tokens as similarity.packing writes them.
    prints = models.BinaryField(default=bytes)
    tokens = models.BinaryField(default=bytes)
    notes = models.JSONField(_("notes"), default=list, blank=True)
    # Why there are no notes, or only some.
    why_no_notes = models.CharField(max_length=400, blank=True)
    tools = models.JSONField(_("tools"), default=list, blank=True)
    version = models.CharField(_("version"), max_length=40)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("inspection of a program")
        verbose_name_plural = _("inspections of programs")
        indexes = (models.Index(fields=["problem", "family", "-created_at"], name="code_inspections_of_problem"),)

    def __str__(self) -> str:
        return str(self.submission)


class Likeness(TimestampedModel):
    """A pair that stands out among all of its problem; what that means is for people to say."""

    class Decision(models.TextChoices):
        OPEN = "open", pgettext_lazy("likeness", "To be looked at")
        NOTHING = "nothing", _("Looked at: nothing")
        SAME_SOURCE = "same-source", _("Same source")

    # The later and the earlier program.
    one = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="likenesses")
    other = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="+")
    problem = models.CharField(pgettext_lazy("code", "problem"), max_length=80)
    # Fingerprints in common, in hundredths of those of the program that has fewer.
    percent = models.PositiveSmallIntegerField(_("in common"))
    # Usual distances from the middle of all pairs, and how many of 100 pairs are less alike; of too few pairs neither.
    distance = models.FloatField(_("distance"), null=True, blank=True)
    percentile = models.FloatField(_("percentile"), null=True, blank=True)
    pairs = models.PositiveIntegerField(_("pairs"))
    version = models.CharField(_("version"), max_length=40)
    decision = models.CharField(_("decision"), max_length=11, choices=Decision.choices, default=Decision.OPEN)
    note = models.TextField(_("note"), max_length=LONGEST_NOTE, blank=True)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        ordering = ("-percent", "-created_at", "-id")
        verbose_name = _("pair of like programs")
        verbose_name_plural = _("pairs of like programs")
        constraints = (
            models.UniqueConstraint(fields=["one", "other"], name="one_likeness_per_pair"),
            models.CheckConstraint(condition=models.Q(percent__range=(0, 100)), name="likeness_percent_0_to_100"),
        )

    def __str__(self) -> str:
        return f"{self.one.title} · {self.percent} %"

    @property
    def is_open(self) -> bool:
        return self.decision == self.Decision.OPEN

    @property
    def less_alike(self) -> int | None:
        """How many of the pairs are less alike."""
        return None if self.percentile is None else round(self.percentile * self.pairs / 100)

    @property
    def programs(self) -> tuple[Submission, Submission]:
        """The earlier first."""
        return self.other, self.one
