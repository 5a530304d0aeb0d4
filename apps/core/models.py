"""Abstract bases that every app's tables share, and the queue of record."""

from functools import cache
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from apps.core.ids import uuid7


class TimestampedModel(models.Model):
    """A row with a time-ordered id that knows when it was made and last changed."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: "models.Field[Any, Any]") -> Any:  # noqa: N802 -- Django's own name
        """The title of a choice, as `get_…_display` gives it; Django makes a table of all choices each time."""
        value = getattr(self, field.attname)
        return force_str(_titles_of(field).get(value, value), strings_only=True)


@cache
def _titles_of(field: "models.Field[Any, Any]") -> dict[Any, Any]:
    """Late translations by value."""
    return dict(field.flatchoices)


class ExpiringLink(TimestampedModel):
    """A way to something of a person's for whoever has it; the token itself is kept nowhere. See apps.core.links."""

    name = models.CharField(_("for whom"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    views = models.PositiveIntegerField(_("views"), default=0)
    last_viewed_at = models.DateTimeField(_("last viewed"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it still leads there."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class QueuedTask(models.Model):
    """Work for later, written in the transaction that wants it; this row, not a message, is the truth about it."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        DEAD = "dead", _("Given up")
        REFUSED = "refused", _("Refused")

    # What has ended without success can be put back by hand; see apps.core.queue.replay.
    REPLAYABLE = (State.FAILED, State.DEAD, State.REFUSED)

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    queue = models.CharField(max_length=40)
    # A connection inside a schema may only have a stand-in for the tenant, so the row names both.
    schema_name = models.CharField(max_length=63)
    tenant_id = models.UUIDField(null=True, blank=True)
    kwargs = models.JSONField(default=dict, encoder=DjangoJSONEncoder, blank=True)
    # Of the request that wanted it, so that log lines of both can be found together.
    request_id = models.CharField(max_length=32, blank=True, db_default="")
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Grows with every claim and never falls: who holds an older number may not write any more.
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    # All times are the database's own, so that no worker's clock matters.
    run_after = models.DateTimeField(db_default=Now())
    # The moment of the schedule that this row stands for; none for ordinary tasks.
    tick = models.DateTimeField(null=True, blank=True)
    progress_percent = models.PositiveSmallIntegerField(default=0)
    progress_step = models.CharField(max_length=200, blank=True)
    problem_code = models.CharField(max_length=60, blank=True)
    problem_title = models.CharField(max_length=300, blank=True)
    problem_trace = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(
                fields=["queue", "schema_name", "run_after"], condition=models.Q(state="queued"), name="queued_task_due"
            ),
            models.Index(fields=["lease_until"], condition=models.Q(state="running"), name="queued_task_running"),
            models.Index(
                fields=["state", "finished_at"],
                condition=models.Q(finished_at__isnull=False),
                name="queued_task_finished",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["name", "tick"], condition=models.Q(tick__isnull=False), name="one_task_per_tick"
            ),
            models.CheckConstraint(condition=models.Q(progress_percent__lte=100), name="progress_is_a_percentage"),
        )

    def __str__(self) -> str:
        return f"{self.name} · {self.get_state_display()}"

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens to it by itself."""
        return self.state not in {self.State.QUEUED, self.State.RUNNING}
