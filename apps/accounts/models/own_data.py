"""DataExport: one archive with everything that belongs to a person."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.people import User
from apps.core.models import QueuedTask, TimestampedModel


class DataExport(TimestampedModel):
    """Made by a task; the file lies outside every tenant, as a person belongs to none, and lives for a day."""

    STATES = ("waiting", "running", "ready", "failed", "gone")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="exports")
    task_id = models.UUIDField(null=True, blank=True, editable=False)
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    ready_at = models.DateTimeField(_("ready"), null=True, blank=True)
    expires_at = models.DateTimeField(_("ends"), null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("archive of a person")
        verbose_name_plural = _("archives of people")
        indexes = (models.Index(fields=["user", "-created_at"], name="exports_of_user"),)

    def __str__(self) -> str:
        return f"{self.user} · {self.created_at:%Y-%m-%d}"

    # Set by queries.exports_of.
    task: QueuedTask | None = None

    @property
    def state(self) -> str:
        """One of STATES, with what the task says."""
        if self.ready_at is not None:
            is_over = self.expires_at is None or self.expires_at <= timezone.now() or not self.file_name
            return "gone" if is_over else "ready"
        if self.task is None or self.task.is_final:
            return "failed"
        return "running" if self.task.state == QueuedTask.State.RUNNING else "waiting"

    @property
    def is_working(self) -> bool:
        return self.state in {"waiting", "running"}

    @property
    def progress_percent(self) -> int:
        return self.task.progress_percent if self.task else 0

    @property
    def progress_step(self) -> str:
        return self.task.progress_step if self.task else ""
