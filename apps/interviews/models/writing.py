"""An order for questions that a language model writes: for one practice interview, or for the question bank."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Member
from apps.core.database_clock import database_now
from apps.core.models import TimestampedModel
from apps.interviews.models.sessions import Session

# From the order on; whoever waits for the worker longer than this is served by the library.
MOST_TIME = timedelta(minutes=2)


def due() -> datetime:
    """The end of an order that is given now."""
    return database_now() + MOST_TIME


class WritingOrder(TimestampedModel):
    """`brief` is what writing.Brief writes; of an interview also which of its questions are to be replaced."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Being written")
        DONE = "done", _("Written")
        FAILED = "failed", _("Not written")

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, null=True, blank=True, related_name="writing", verbose_name=_("interview")
    )
    ordered_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    brief = models.JSONField(_("what is wanted"))
    # Of an interview: ids of the questions that are replaced. Of the bank: ids of the drafts that came of it.
    questions = models.JSONField(_("questions"), default=list, blank=True)
    # One question was not liked: where nothing is written, the library gives another one.
    is_again = models.BooleanField(_("once more"), default=False)
    number = models.PositiveSmallIntegerField(_("wanted"))
    written = models.PositiveSmallIntegerField(_("written"), default=0)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(_("until"), default=due)
    # Provider and model, the prompt with its version, and why there is nothing or too little.
    engine = models.CharField(_("engine"), max_length=200, blank=True)
    prompt = models.CharField(_("prompt"), max_length=80, blank=True)
    failure = models.CharField(_("failure"), max_length=20, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("order for questions")
        verbose_name_plural = _("orders for questions")

    def __str__(self) -> str:
        return f"{self.number} · {self.get_state_display()}"

    @property
    def is_waiting(self) -> bool:
        """Somebody may still be writing."""
        return self.state == self.State.WAITING and database_now() < self.due_at

    @property
    def is_whole(self) -> bool:
        return self.state == self.State.DONE and self.written >= self.number

    @property
    def missing(self) -> int:
        return max(0, self.number - self.written)
