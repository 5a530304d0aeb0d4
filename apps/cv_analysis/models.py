"""Cv: an uploaded file. Analysis: what was read out of it. CandidateFacts, CandidateSkill: what matching compares."""

from datetime import timedelta
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Member
from apps.core.models import ExpiringLink, QueuedTask, TimestampedModel
from apps.core.storage import tenant_file_name
from apps.hiring.models import Candidate, Job

# Statuses without a final answer.
WAITING = frozenset({"queued", "running"})
# Longer than a page or an answer takes to be made.
A_MOMENT = timedelta(seconds=60)


class CvQuerySet(models.QuerySet["Cv"]):
    def waiting(self) -> "CvQuerySet":
        return self.filter(status__in=WAITING)


class Cv(TimestampedModel):
    """One uploaded CV and how far its reading has come."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Being read")
        PARSED = "parsed", _("Read")
        NEEDS_OCR = "needs_ocr", _("Scanned image")
        ENCRYPTED = "encrypted", _("Protected by a password")
        EMPTY = "empty", _("Empty")
        CORRUPT = "corrupt", _("Damaged")
        TOO_LARGE = "too_large", _("Too large")
        UNSUPPORTED = "unsupported", _("Not a supported format")
        NOT_A_CV = "not_a_cv", _("Not a CV")
        FAILED = "failed", _("Not finished")

    uploaded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="cvs")
    file = models.FileField(upload_to=tenant_file_name, max_length=200)
    file_name = models.CharField(max_length=255)
    size = models.PositiveIntegerField(help_text=_("Bytes."))
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.QUEUED)
    error_code = models.CharField(max_length=40, blank=True)
    # The task that works on it now or did so last; rows of the queue lie in another schema.
    task_id = models.UUIDField(null=True, blank=True, editable=False)
    candidate_name = models.CharField(max_length=200, blank=True)
    # Its pages as pictures, [{"number", "name", "width", "height", "size"}]; none before somebody looked at them.
    pages = models.JSONField(null=True, blank=True, editable=False)
    pages_task_id = models.UUIDField(null=True, blank=True, editable=False)
    # Whose CV it is; said at the upload, or found out by what the CV says.
    candidate = models.ForeignKey(
        Candidate, on_delete=models.SET_NULL, null=True, blank=True, related_name="cvs", verbose_name=_("candidate")
    )
    # The job that it was uploaded for.
    job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="cvs", verbose_name=_("job")
    )

    objects = CvQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("CV")
        verbose_name_plural = _("CVs")
        indexes = (models.Index(fields=["-created_at", "-id"], name="cv_newest_first"),)

    def __str__(self) -> str:
        return self.file_name

    @property
    def analysis(self) -> "Analysis | None":
        """What the last reading that succeeded found; None before there is one."""
        return self.analyses.filter(is_current=True).first()

    # Set by queries.with_progress; the row of the queue lies in the public schema.
    task: QueuedTask | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether there is no final answer yet."""
        return self.status in WAITING

    @property
    def status_now(self) -> str:
        """The status with what its task says: running, or failed when the task ended without an answer."""
        if not self.is_waiting or self.task is None:
            return self.status
        if self.task.state == QueuedTask.State.RUNNING or _was_done_just_now(self.task):
            return self.Status.RUNNING
        return self.Status.FAILED if self.task.is_final else self.Status.QUEUED

    @property
    def is_working(self) -> bool:
        """Whether it pays to look again soon."""
        return self.status_now in WAITING

    @property
    def status_title(self) -> str:
        return str(self.Status(self.status_now).label)

    @property
    def progress_percent(self) -> int:
        return self.task.progress_percent if self.task else 0

    @property
    def progress_step(self) -> str:
        """What the worker said it is doing: its words are English, and a text that we know."""
        step = self.task.progress_step if self.task else ""
        return gettext(step) if step else ""


def _was_done_just_now(task: QueuedTask) -> bool:
    """Its answer came between the reading of the CV's row and that of the task's: the next look shows it."""
    if task.state != QueuedTask.State.DONE or task.finished_at is None:
        return False
    return timezone.now() - task.finished_at < A_MOMENT


class AnalysisQuerySet(models.QuerySet["Analysis"]):
    def current(self) -> "AnalysisQuerySet":
        return self.filter(is_current=True)


class Analysis(TimestampedModel):
    """What one reading of a CV found, and how it scored; evidence are offsets into `text`.

    A later reading that finds something else is the next version; the earlier ones stay.
    """

    cv = models.ForeignKey(Cv, on_delete=models.CASCADE, related_name="analyses")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    is_current = models.BooleanField(_("current"), default=True)
    algorithm = models.CharField(max_length=60)
    as_of = models.DateField(help_text=_("The day that “present” stands for."))
    text = models.TextField()
    findings = models.JSONField()
    duration_ms = models.PositiveIntegerField()
    # With all parts, as scoring.quality writes them; empty for what was read before there were scores.
    scores = models.JSONField(default=dict, blank=True)
    # What language models added, see apps.cv_analysis.assisting; empty where none was asked. Scores never look at it.
    assistance = models.JSONField(default=dict, blank=True)
    scores_version = models.CharField(_("version of the scores"), max_length=60, blank=True)
    overall = models.PositiveSmallIntegerField(_("overall score"), null=True, blank=True)

    objects = AnalysisQuerySet.as_manager()

    class Meta:
        ordering = ("-version",)
        verbose_name_plural = _("analyses")
        constraints = (
            models.UniqueConstraint(fields=["cv", "version"], name="one_analysis_per_version"),
            models.UniqueConstraint(fields=["cv"], condition=models.Q(is_current=True), name="one_current_analysis"),
            models.CheckConstraint(
                condition=models.Q(overall__isnull=True) | models.Q(overall__range=(0, 100)), name="overall_0_to_100"
            ),
        )

    def __str__(self) -> str:
        return f"{self.cv} · {self.version}"


class Correction(TimestampedModel):
    """What somebody said about a CV better than the reader; it is laid over every reading, see scoring.corrections."""

    class By(models.TextChoices):
        PERSON = "person", _("the person")
        STAFF = "staff", _("a member")

    cv = models.ForeignKey(Cv, on_delete=models.CASCADE, related_name="corrections")
    path = models.CharField(_("field"), max_length=60)
    action = models.CharField(_("deed"), max_length=6)
    value = models.JSONField(_("value"), null=True, blank=True)
    # The value of the record that is meant, as it was shown.
    target = models.JSONField(null=True, blank=True)
    by = models.CharField(_("by"), max_length=6, choices=By.choices)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"{self.cv} · {self.path}"


class UploadBatch(TimestampedModel):
    """A ZIP of CVs for a job, and how many of its files have been taken in."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="cv_batches", verbose_name=_("job"))
    uploaded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to=tenant_file_name, max_length=200)
    file_name = models.CharField(max_length=255)
    total = models.PositiveIntegerField(_("files"))
    taken = models.PositiveIntegerField(_("files taken in"), default=0)
    # Of these, what could not be taken: [{"name", "why"}].
    refused = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("bulk upload")
        verbose_name_plural = _("bulk uploads")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(taken__lte=models.F("total")), name="no_more_taken_than_there_are"
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_done(self) -> bool:
        return self.taken >= self.total

    @property
    def percent(self) -> int:
        return self.taken * 100 // self.total


class CandidateFacts(models.Model):
    """What matching knows of a candidate besides skills: nothing that says who somebody is."""

    id = models.BigAutoField(primary_key=True)
    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="cv_facts")
    months = models.PositiveSmallIntegerField(_("months of work"))
    education_rank = models.PositiveSmallIntegerField(_("rank of the highest degree"))
    algorithm = models.CharField(_("algorithm"), max_length=60)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("facts for matching")
        verbose_name_plural = _("facts for matching")

    def __str__(self) -> str:
        return str(self.candidate)


class CandidateSkill(models.Model):
    """A skill of a candidate, once for all its spellings; millions of narrow rows."""

    id = models.BigAutoField(primary_key=True)
    facts = models.ForeignKey(CandidateFacts, on_delete=models.CASCADE, related_name="skills")
    # Of `skill_key`: numbers are joined faster than texts.
    number = models.BigIntegerField()
    skill_key = models.CharField(_("key"), max_length=200)
    name = models.CharField(_("name"), max_length=200)
    confidence = models.PositiveSmallIntegerField(_("confidence"), help_text=_("Percent."))
    # How far the confidence counts, in percent.
    sure = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField(_("months of use"), null=True, blank=True)

    class Meta:
        ordering = ("-confidence", "id")
        verbose_name = _("skill of a candidate")
        verbose_name_plural = _("skills of candidates")
        constraints = (
            # Covers all that ranking reads, so that it reads no table.
            models.UniqueConstraint(
                fields=["number", "facts"], include=["sure", "months"], name="one_row_per_skill_and_person"
            ),
            models.CheckConstraint(
                condition=models.Q(confidence__range=(0, 100), sure__range=(0, 100)), name="skill_percent_0_to_100"
            ),
        )

    def __str__(self) -> str:
        return self.name


class CareerStep(models.Model):
    """That somebody went from one title to the next; `origin` is what titles share that people go on from alike."""

    id = models.BigAutoField(primary_key=True)
    facts = models.ForeignKey(CandidateFacts, on_delete=models.CASCADE, related_name="steps")
    origin = models.CharField(_("from"), max_length=200)
    title = models.CharField(_("next title"), max_length=200)

    class Meta:
        ordering = ("id",)
        verbose_name = _("step of a career")
        verbose_name_plural = _("steps of careers")
        indexes = (models.Index(fields=["origin"], name="career_steps_from"),)

    def __str__(self) -> str:
        return f"{self.origin} > {self.title}"


class ResumeQuerySet(models.QuerySet["Resume"]):
    def of(self, member_id: UUID) -> "ResumeQuerySet":
        return self.filter(owner_id=member_id)


class Resume(TimestampedModel):
    """A CV that somebody writes with us; `data` is a JSON Resume document, and `version` counts what was saved."""

    class Look(models.TextChoices):
        ATS = "ats", _("Plain, for every program")
        CLASSIC = "classic", _("Classic, with serif headings")
        TWO_COLUMN = "two-column", _("Two columns")

    class Paper(models.TextChoices):
        A4 = "a4", _("A4")
        LETTER = "letter", _("US Letter")

    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="resumes")
    # Whom it is about, when somebody of a company writes it for a candidate.
    candidate_id = models.UUIDField(null=True, blank=True)
    title = models.CharField(max_length=120)
    look = models.CharField(max_length=12, choices=Look.choices, default=Look.ATS)
    paper = models.CharField(max_length=8, choices=Paper.choices, default=Paper.A4)
    data = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    source = models.ForeignKey(Cv, on_delete=models.SET_NULL, null=True, blank=True, related_name="resumes")

    objects = ResumeQuerySet.as_manager()

    class Meta:
        ordering = ("-updated_at", "-id")
        verbose_name = _("CV of the builder")
        verbose_name_plural = _("CVs of the builder")
        indexes = (models.Index(fields=["owner", "-updated_at", "-id"], name="resume_newest_of_owner"),)

    def __str__(self) -> str:
        return self.title

    # Set by queries.with_open_links.
    open_links: int = 0


class ShareLink(ExpiringLink):
    """A way to a CV of the builder for whoever has it."""

    resume = models.ForeignKey(Resume, on_delete=models.CASCADE, related_name="links")

    class Meta(ExpiringLink.Meta):
        verbose_name = _("shared link")
        verbose_name_plural = _("shared links")
