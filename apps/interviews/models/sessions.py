"""Session: one interview. Question: what was asked in it and what was answered. Event: what happened, in order."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import Member
from apps.core.models import TimestampedModel
from apps.hiring.models import Assignment, Candidate, Job
from apps.marketplace.live_time import CREDITS, INCLUDED, TICKET

# An evaluation takes a second, with a language model half a minute; whoever waits longer is told so.
USUAL_EVALUATION = timedelta(minutes=1)
SCORE = models.Q(score__isnull=True) | models.Q(score__range=(0, 100))


class SessionQuerySet(models.QuerySet["Session"]):
    def practice(self) -> "SessionQuerySet":
        return self.filter(mode=Session.Mode.PRACTICE)

    def assessments(self) -> "SessionQuerySet":
        return self.filter(mode=Session.Mode.ASSESSMENT)


class Session(TimestampedModel):
    """An interview of one person; `setup` is what configuration.Setup writes and never changes after the start."""

    class Mode(models.TextChoices):
        PRACTICE = "practice", _("Practice")
        ASSESSMENT = "assessment", _("Assessment")

    class State(models.TextChoices):
        DRAFT = "draft", _("Not begun")
        RUNNING = "running", _("Under way")
        PAUSED = "paused", _("Paused")
        EVALUATING = "evaluating", _("Being evaluated")
        COMPLETED = "completed", pgettext_lazy("interview", "Completed")
        ABANDONED = "abandoned", _("Given up")

    class PaidBy(models.TextChoices):
        INCLUDED = INCLUDED, _("Included")
        CREDITS = CREDITS, _("Credits")
        TICKET = TICKET, _("Single interview")

    # In these, answers can still come.
    LIVE = (State.RUNNING, State.PAUSED)
    OVER = (State.COMPLETED, State.ABANDONED)

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="interviews", verbose_name=_("person"))
    candidate = models.ForeignKey(
        Candidate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="interviews",
        verbose_name=_("candidate"),
    )
    assignment = models.ForeignKey(
        Assignment, on_delete=models.SET_NULL, null=True, blank=True, related_name="interviews"
    )
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="interviews")
    title = models.CharField(_("title"), max_length=160)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.PRACTICE)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    role = models.CharField(_("role"), max_length=40)
    level = models.CharField(_("level"), max_length=10)
    kind = models.CharField(_("kind"), max_length=20)
    # Slug of a shipped template or the id of an own one, and which of its rounds this is.
    template = models.CharField(_("template"), max_length=60, blank=True)
    round_number = models.PositiveSmallIntegerField(_("round"), default=0)
    setup = models.JSONField()
    library_version = models.CharField(max_length=12, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    paid_by = models.CharField(_("paid by"), max_length=8, choices=PaidBy.choices, blank=True)
    # The notice that scores are automatic estimates was agreed to.
    consented_at = models.DateTimeField(_("consented"), null=True, blank=True)
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    report = models.JSONField(default=dict, blank=True)
    report_version = models.CharField(max_length=40, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        indexes = (models.Index(fields=["member", "-created_at"], name="interviews_of_member"),)
        constraints = (models.CheckConstraint(condition=SCORE, name="interview_score_0_to_100"),)

    def __str__(self) -> str:
        return self.title

    @property
    def person(self) -> str:
        """Who was interviewed, as those may know it who read the answers: a blind review has a number for them."""
        if self.candidate is not None and self.job is not None and self.job.is_blind:
            return self.candidate.alias
        return str(self.member)

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    @property
    def is_over(self) -> bool:
        return self.state in self.OVER

    @property
    def waits_long(self) -> bool:
        """Whether the evaluation takes longer than any usual one."""
        if self.state != self.State.EVALUATING or self.ended_at is None:
            return False
        return timezone.now() - self.ended_at > USUAL_EVALUATION

    @property
    def is_practice(self) -> bool:
        return self.mode == self.Mode.PRACTICE


class Question(TimestampedModel):
    """What was asked, as it was asked; `asked` is what selection.Pick writes."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Not asked yet")
        OPEN = "open", _("Being answered")
        ANSWERED = "answered", _("Answered")
        TIMED_OUT = "timed-out", _("Time was over")
        SKIPPED = "skipped", _("Skipped")
        UNREACHED = "unreached", _("Not reached")

    # An answer was handed in, by the person or by the clock.
    TAKEN = (State.ANSWERED, State.TIMED_OUT)

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("position"))
    follows = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="follow_ups")
    asked = models.JSONField()
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    # Of a paused question: what was left of its time.
    left_seconds = models.PositiveIntegerField(null=True, blank=True)
    seconds_spent = models.PositiveIntegerField(_("seconds spent"), default=0)
    hints = models.PositiveSmallIntegerField(_("hints taken"), default=0)
    draft = models.TextField(blank=True)
    # Grows with every draft that is kept; a tab that knows an older one must look before it writes.
    draft_version = models.PositiveIntegerField(default=0)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(_("own confidence"), null=True, blank=True, help_text=_("1 to 5."))
    evaluation = models.JSONField(null=True, blank=True)
    evaluated_at = models.DateTimeField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    # What a person made of it; the automatic one stays beside it.
    reviewed_score = models.PositiveSmallIntegerField(_("reviewed score"), null=True, blank=True)
    review_reason = models.CharField(_("reason of the review"), max_length=1000, blank=True)
    reviewed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("session", "position")
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = (
            models.UniqueConstraint(
                fields=["session", "position"], name="one_question_per_place", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["session"], condition=models.Q(state="open"), name="one_open_question_per_interview"
            ),
            models.CheckConstraint(condition=SCORE, name="answer_score_0_to_100"),
            models.CheckConstraint(
                condition=models.Q(reviewed_score__isnull=True) | models.Q(reviewed_score__range=(0, 100)),
                name="reviewed_score_0_to_100",
            ),
            models.CheckConstraint(
                condition=models.Q(confidence__isnull=True) | models.Q(confidence__range=(1, 5)),
                name="confidence_1_to_5",
            ),
        )

    def __str__(self) -> str:
        return str(self.asked.get("text", ""))[:80]

    @property
    def text(self) -> str:
        return str(self.asked["text"])

    @property
    def kind(self) -> str:
        return str(self.asked["kind"])

    @property
    def skills(self) -> list[str]:
        return list(self.asked["skills"])

    @property
    def is_taken(self) -> bool:
        return self.state in self.TAKEN

    @property
    def awaits_evaluation(self) -> bool:
        return self.is_taken and self.evaluation is None

    @property
    def final_score(self) -> int | None:
        """What a person said, or else the estimate; 0 for a skipped question, nothing for one without an answer."""
        if self.reviewed_score is not None:
            return self.reviewed_score
        return 0 if self.state == self.State.SKIPPED else self.score

    def is_late(self, now: datetime | None = None) -> bool:
        return self.state == self.State.OPEN and self.due_at is not None and self.due_at <= (now or timezone.now())

    def left(self, now: datetime | None = None) -> timedelta:
        """How much of its time is left, by the server's clock."""
        if self.due_at is None:
            return timedelta(seconds=self.left_seconds or 0)
        return max(self.due_at - (now or timezone.now()), timedelta(0))


class Event(models.Model):
    """What happened in an interview, with the server's time; rows are only ever added."""

    class Kind(models.TextChoices):
        STARTED = "started", _("Started")
        ASKED = "asked", _("Question asked")
        HINT = "hint", _("Hint taken")
        ANSWERED = "answered", _("Answer handed in")
        TIMED_OUT = "timed-out", _("Time was over; what stood there was handed in")
        SKIPPED = "skipped", _("Skipped")
        EVALUATED = "evaluated", _("Evaluated")
        PAUSED = "paused", _("Paused")
        RESUMED = "resumed", _("Resumed")
        REVIEWED = "reviewed", _("Reviewed by a person")
        COMPLETED = "completed", pgettext_lazy("interview", "Completed")
        ABANDONED = "abandoned", _("Given up")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="events")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, null=True, blank=True, related_name="events")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    at = models.DateTimeField(_("at"), default=timezone.now)
    # {"text", "source": "typed"}; what was spoken will name its recording here.
    data: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("at", "id")
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.kind} · {self.at:%Y-%m-%d %H:%M:%S}"
