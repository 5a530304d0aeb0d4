"""CoachTurn: what somebody asked the coach about their own finished interview, and what came back."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.models import TimestampedModel
from apps.interviews.models.sessions import Session

LONGEST_COACH_QUESTION = 1000
# The worker tries again by itself for some time; after this nobody waits any longer.
LONGEST_WAIT = timedelta(minutes=3)


class CoachTurn(TimestampedModel):
    """A question and its answer; all turns of a session are one talk, which only the person interviewed reads."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Being answered")
        ANSWERED = "answered", _("Answered")
        FAILED = "failed", _("Not answered")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="coach_turns")
    question = models.CharField(_("question"), max_length=LONGEST_COACH_QUESTION)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    # How often it was asked; a task of an earlier time writes nothing.
    tries = models.PositiveSmallIntegerField(_("tries"), default=1)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    # [{"question": 3, "source": "answer", "passage": "…"}]: each stands there, word for word.
    citations: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    # Passages that the model named and that stand nowhere in the interview.
    dropped = models.PositiveSmallIntegerField(_("passages left out"), default=0)
    # What a long interview was shortened by; see coaching.material.LeftOut.
    left_out = models.CharField(_("part that was not read"), max_length=16, blank=True)
    failure = models.CharField(_("failure"), max_length=20, blank=True)
    engine = models.CharField(_("engine"), max_length=200, blank=True)
    prompt = models.CharField(_("prompt"), max_length=60, blank=True)
    cost = models.DecimalField(_("cost"), max_digits=12, decimal_places=6, default=Decimal(0))

    class Meta:
        ordering = ("id",)
        verbose_name = _("question to the coach")
        verbose_name_plural = _("questions to the coach")
        constraints = (
            models.UniqueConstraint(
                fields=["session"], condition=models.Q(state="waiting"), name="one_question_to_the_coach_at_a_time"
            ),
        )

    def __str__(self) -> str:
        # Never what was asked: wherever rows are named, others may read along.
        return f"{self.get_state_display()} · {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def state_now(self) -> str:
        """As the row says, but for a question that nobody will answer any more."""
        return self.State.FAILED if self.is_overdue else self.state

    @property
    def is_waiting(self) -> bool:
        return self.state_now == self.State.WAITING

    @property
    def is_overdue(self) -> bool:
        return self.state == self.State.WAITING and self.asked_at + LONGEST_WAIT < timezone.now()
