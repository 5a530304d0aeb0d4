"""Result: what a module found out. Match: how a candidate fits a job. Assignment: what a candidate was asked to do."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import Member
from apps.core.models import TimestampedModel
from apps.hiring.models.applications import Application
from apps.hiring.models.candidates import Candidate
from apps.hiring.models.jobs import Job


class ResultQuerySet(models.QuerySet["Result"]):
    def current(self) -> "ResultQuerySet":
        return self.filter(is_current=True)


class Result(TimestampedModel):
    """What a module found out about a candidate, with what it rests on; the newest of its kind is current."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="results")
    application = models.ForeignKey(
        Application, on_delete=models.SET_NULL, null=True, blank=True, related_name="results"
    )
    module = models.CharField(_("module"), max_length=60, help_text=_("Label of the module's app."))
    kind = models.CharField(_("kind"), max_length=60)
    score: "models.DecimalField[Decimal | int | float | str | None, Decimal | None]" = models.DecimalField(
        _("score"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    summary = models.CharField(_("summary"), max_length=500, blank=True)
    evidence = models.JSONField(_("evidence"), default=dict, blank=True)
    link = models.CharField(_("link"), max_length=300, blank=True, help_text=_("A path in this workspace."))
    algorithm = models.CharField(_("algorithm"), max_length=60)
    is_current = models.BooleanField(_("current"), default=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(
                fields=["candidate", "application", "module", "kind"],
                condition=models.Q(is_current=True),
                nulls_distinct=False,
                name="one_current_result_of_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__range=(0, 100)), name="result_score_0_to_100"
            ),
        )

    def __str__(self) -> str:
        return f"{self.module} {self.kind}"


class Match(models.Model):
    """How well a candidate fits a job; the points of the parts add up to the score."""

    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="matches", db_index=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="matches")
    score: "models.DecimalField[Decimal | int | float | str, Decimal]" = models.DecimalField(
        _("score"), max_digits=5, decimal_places=2
    )
    skills_points: "models.DecimalField[Decimal | int | float | str, Decimal]" = models.DecimalField(
        _("points for skills"), max_digits=5, decimal_places=2
    )
    experience_points: "models.DecimalField[Decimal | int | float | str, Decimal]" = models.DecimalField(
        _("points for experience"), max_digits=5, decimal_places=2
    )
    education_points: "models.DecimalField[Decimal | int | float | str, Decimal]" = models.DecimalField(
        _("points for education"), max_digits=5, decimal_places=2
    )
    explanation = models.JSONField(_("explanation"), default=dict, blank=True)
    algorithm = models.CharField(_("algorithm"), max_length=60)
    computed_at = models.DateTimeField(_("computed"), default=timezone.now)
    # The job or the candidate has changed since.
    is_stale = models.BooleanField(_("out of date"), default=False)

    class Meta:
        ordering = ("-score", "id")
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        indexes = (models.Index(fields=["job", "-score", "id"], name="match_best_of_job"),)
        constraints = (
            models.UniqueConstraint(fields=["job", "candidate"], name="one_match_per_job_and_person"),
            models.CheckConstraint(condition=models.Q(score__range=(0, 100)), name="match_score_0_to_100"),
            models.CheckConstraint(
                condition=models.Q(
                    score=models.F("skills_points") + models.F("experience_points") + models.F("education_points")
                ),
                name="match_parts_add_up",
            ),
        )

    def __str__(self) -> str:
        return f"{self.candidate} · {self.job}"


class Assignment(TimestampedModel):
    """An activity of a module that a candidate was asked to do."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state", "Open")
        STARTED = "started", _("Started")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Expired")

    # Something may still come of these.
    PENDING = (State.OPEN, State.STARTED)

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="assignments")
    application = models.ForeignKey(
        Application, on_delete=models.SET_NULL, null=True, blank=True, related_name="assignments"
    )
    module = models.CharField(_("module"), max_length=60, help_text=_("Label of the module's app."))
    activity = models.CharField(_("activity"), max_length=60)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    link = models.CharField(_("link"), max_length=300, blank=True, help_text=_("Where the candidate does it."))
    assigned_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    result = models.ForeignKey(Result, on_delete=models.SET_NULL, null=True, blank=True, related_name="assignments")

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")

    def __str__(self) -> str:
        return f"{self.module} {self.activity}"

    @property
    def state_now(self) -> str:
        """The state with what time made of it: whoever is asked until a day and does not come is late."""
        is_late = self.due_at is not None and self.due_at <= timezone.now()
        return self.State.EXPIRED if self.state in self.PENDING and is_late else self.state

    @property
    def state_title(self) -> str:
        return str(self.State(self.state_now).label)
