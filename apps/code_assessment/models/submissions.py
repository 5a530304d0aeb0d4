"""Draft: what stands in an editor. Submission: a program that was handed in or tried, and what came of it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import Member
from apps.code_assessment.models.attempts import Attempt
from apps.core.models import QueuedTask, TimestampedModel

MOST_POINTS = 100


class Draft(TimestampedModel):
    """What somebody has written of a problem in a language; in an attempt it is another one than when practising."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="code_drafts")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, null=True, blank=True, related_name="drafts")
    # Slug of the library or the id of an own problem.
    problem = models.CharField(pgettext_lazy("code", "problem"), max_length=80)
    language = models.CharField(_("language"), max_length=20)
    text = models.TextField(blank=True)
    # Name and text of what is written beside it, as far as it is written.
    files = models.JSONField(default=list, blank=True)
    # Grows with every draft that is kept; a tab that knows an older one must look before it writes.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-updated_at", "-id")
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = (
            models.UniqueConstraint(
                fields=["member", "attempt", "problem", "language"], nulls_distinct=False, name="one_draft_per_editor"
            ),
        )

    def __str__(self) -> str:
        return f"{self.problem} · {self.language}"


class Submission(TimestampedModel):
    """A program with its verdict; of tests that are hidden it keeps the verdict and nothing else."""

    class Kind(models.TextChoices):
        RUN = "run", _("Run")
        SUBMIT = "submit", _("Submission")

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Being judged")
        DONE = "done", _("Judged")
        FAILED = "failed", _("Not judged")

    # In these there is no verdict yet.
    OPEN = (State.QUEUED, State.RUNNING)

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="code_submissions", verbose_name=_("person")
    )
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, null=True, blank=True, related_name="submissions")
    problem = models.CharField(pgettext_lazy("code", "problem"), max_length=80)
    problem_version = models.CharField(_("version of the problem"), max_length=20)
    # What was asked: title, statement, limits, checker, and the tests without what they read and expect.
    asked = models.JSONField(default=dict)
    language = models.CharField(_("language"), max_length=20)
    source = models.TextField(_("program"))
    # Name -> text of the files beside it.
    files = models.JSONField(_("more files"), default=dict, blank=True)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.SUBMIT)
    # Of a run: what the person wants it to read instead of the samples.
    own_input = models.TextField(_("own input"), blank=True)
    # Says that it is the same one when it is sent again.
    key = models.CharField(max_length=80)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.QUEUED)
    task_id = models.UUIDField(null=True, blank=True, editable=False)
    verdict = models.CharField(_("verdict"), max_length=3, blank=True)
    points = models.PositiveSmallIntegerField(_("points"), null=True, blank=True)
    tests = models.JSONField(default=list, blank=True)
    compile_output = models.TextField(_("what the compiler said"), blank=True)
    cpu_ms = models.PositiveIntegerField(_("processor time, ms"), null=True, blank=True)
    memory_kib = models.PositiveIntegerField(_("memory, KiB"), null=True, blank=True)
    engine = models.CharField(_("engine"), max_length=80, blank=True)
    judged_at = models.DateTimeField(_("judged"), null=True, blank=True)
    # When its verdict was forgotten, to be judged anew.
    rejudged_at = models.DateTimeField(_("judged again"), null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        indexes = (models.Index(fields=["member", "problem", "-created_at"], name="code_submissions_of_member"),)
        constraints = (
            models.UniqueConstraint(fields=["member", "key"], name="one_submission_per_key"),
            models.CheckConstraint(
                condition=models.Q(points__isnull=True) | models.Q(points__range=(0, MOST_POINTS)),
                name="submission_points_0_to_100",
            ),
        )

    # Set by queries.with_progress; the row of the queue lies in the public schema.
    task: QueuedTask | None = None
    position: int = 0

    def __str__(self) -> str:
        return f"{self.title} · {self.language}"

    @property
    def title(self) -> str:
        return str(self.asked.get("title", self.problem))

    @property
    def text(self) -> str:
        """All that was written, one file after the other."""
        more = (f"\n=== {name} ===\n{text}" for name, text in self.files.items())
        return "".join((self.source, *more))

    @property
    def whole_text(self) -> str:
        """All of its files one after the other, as programs are compared."""
        return "\n".join([self.source, *(self.files[name] for name in sorted(self.files))])

    @property
    def is_waiting(self) -> bool:
        """Whether there is no verdict yet."""
        return self.state in self.OPEN

    @property
    def state_now(self) -> str:
        """The state with what its task says: running, or failed when the task ended without a verdict."""
        if not self.is_waiting or self.task is None:
            return self.state
        if self.task.state == QueuedTask.State.RUNNING:
            return self.State.RUNNING
        return self.State.FAILED if self.task.is_final and self.task.state != QueuedTask.State.DONE else self.state

    @property
    def is_working(self) -> bool:
        """Whether it pays to look again soon."""
        return self.state_now in self.OPEN

    @property
    def state_title(self) -> str:
        return str(self.State(self.state_now).label)

    @property
    def progress(self) -> tuple[int, str]:
        """Percent, and which test is run."""
        return (self.task.progress_percent, self.task.progress_step) if self.task else (0, "")

    @property
    def is_run(self) -> bool:
        return self.kind == self.Kind.RUN

    @property
    def is_accepted(self) -> bool:
        return self.verdict == "AC"

    @property
    def first_failing(self) -> dict[str, Any] | None:
        """The first sample that was answered wrong, with what was expected; hidden tests are never shown."""
        return next((one for one in self.tests if one["is_sample"] and one["verdict"] != "AC"), None)
