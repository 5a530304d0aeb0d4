"""The workspace's own questions and sets, and what members think of questions, their own and the library's."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import Member
from apps.core.models import TimestampedModel
from apps.interviews.library import GENERAL

WORST, BEST = 1, 5


class OwnQuestion(TimestampedModel):
    """A question that somebody of the workspace wrote; `points`, `choices` are lists as the library's files have them.

    A private one is its writer's alone. A shared one is asked only once it is approved.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in-review", _("In review")
        APPROVED = "approved", pgettext_lazy("question", "Approved")
        REJECTED = "rejected", pgettext_lazy("question", "Rejected")

    text = models.TextField(_("question"))
    kind = models.CharField(_("kind"), max_length=20)
    role = models.CharField(_("role"), max_length=40, default=GENERAL)
    level = models.CharField(_("level"), max_length=10)
    skills = models.JSONField(_("skills"), default=list)
    seconds = models.PositiveIntegerField(_("seconds"))
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), help_text=_("1 to 5 within its level."))
    hint = models.CharField(_("hint"), max_length=500, blank=True)
    # Rows of text and follow_up.
    points = models.JSONField(_("points"), default=list)
    answer = models.TextField(_("model answer"), blank=True)
    # Rows of text and right.
    choices = models.JSONField(_("choices"), default=list, blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    made_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="own_questions", verbose_name=_("by")
    )
    # Who or what wrote it, where that was no person: the provider and its model.
    origin = models.CharField(_("origin"), max_length=120, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    # The versions before, the oldest first: {"version", "at", "by", and what services.bank.CONTENT names}.
    earlier = models.JSONField(_("earlier versions"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    reviewed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_reason = models.CharField(_("reason"), max_length=500, blank=True)
    is_shared = models.BooleanField(_("shared"), default=False)
    # Candidates neither see nor practise it.
    is_for_assessments = models.BooleanField(_("for assessments only"), default=False)
    is_archived = models.BooleanField(_("archived"), default=False)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("own question")
        verbose_name_plural = _("own questions")
        constraints = (
            models.CheckConstraint(condition=models.Q(difficulty__range=(1, 5)), name="own_difficulty_1_to_5"),
            models.CheckConstraint(
                condition=models.Q(is_shared=True) | models.Q(is_for_assessments=False), name="assessments_ask_shared"
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_askable(self) -> bool:
        """By others than its writer."""
        return self.is_shared and self.state == self.State.APPROVED and not self.is_archived


class QuestionSet(TimestampedModel):
    """Questions in their order: ids of own ones and slugs of the library, mixed."""

    title = models.CharField(_("title"), max_length=120)
    description = models.CharField(_("description"), max_length=500, blank=True)
    questions = models.JSONField(_("questions"), default=list)
    made_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="question_sets", verbose_name=_("by")
    )
    is_shared = models.BooleanField(_("shared"), default=False)

    class Meta:
        ordering = ("title", "id")
        verbose_name = _("question set")
        verbose_name_plural = _("question sets")

    def __str__(self) -> str:
        return self.title


class QuestionMark(TimestampedModel):
    """What a member thinks of a question, which is an own one's id or a slug of the library."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="question_marks")
    question = models.CharField(_("question"), max_length=100)
    is_bookmarked = models.BooleanField(_("bookmarked"), default=False)
    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)

    class Meta:
        verbose_name = _("mark of a question")
        verbose_name_plural = _("marks of questions")
        constraints = (
            models.UniqueConstraint(fields=["question", "member"], name="one_mark_per_question"),
            models.CheckConstraint(
                condition=models.Q(rating__isnull=True) | models.Q(rating__range=(WORST, BEST)), name="rating_1_to_5"
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} · {self.question}"
