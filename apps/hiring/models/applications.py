"""Application: a candidate in the pipeline of a job. StageChange: each step that it took."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Member
from apps.core.models import TimestampedModel
from apps.hiring.models.candidates import Candidate
from apps.hiring.models.jobs import Job, Stage

# Between two neighbours on the board, so that one can be put between them without moving others.
GAP = 1 << 20


class Application(TimestampedModel):
    """A candidate who is considered for a job, and how far that has come."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="applications", verbose_name=_("job"))
    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="applications", verbose_name=_("candidate")
    )
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="applications", verbose_name=_("stage"))
    # The order within the stage on the board: a number between those of its neighbours.
    position = models.BigIntegerField(default=0)
    source = models.CharField(_("source"), max_length=80, blank=True)
    applied_at = models.DateTimeField(_("applied"), default=timezone.now)
    stage_since = models.DateTimeField(_("in this stage since"), default=timezone.now)
    rejected_reason = models.CharField(_("reason of the rejection"), max_length=300, blank=True)

    class Meta:
        ordering = ("-applied_at", "-id")
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        indexes = (models.Index(fields=["job", "stage", "position", "id"], name="application_on_board"),)
        constraints = (models.UniqueConstraint(fields=["job", "candidate"], name="one_application_per_job_and_person"),)

    def __str__(self) -> str:
        return f"{self.candidate} · {self.job}"


class StageChange(models.Model):
    """An application came into a stage; the first row of each is its beginning."""

    id = models.BigAutoField(primary_key=True)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="changes")
    # Empty at the beginning, and where the stage was deleted since.
    from_stage = models.ForeignKey(Stage, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    to_stage = models.ForeignKey(Stage, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("id",)
        verbose_name = _("change of stage")
        verbose_name_plural = _("changes of stages")

    def __str__(self) -> str:
        return f"{self.from_stage or '·'} > {self.to_stage or '·'}"
