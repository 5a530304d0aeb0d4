"""Deeds of reviewers: a person's score beside the estimate, with its reason; both stay."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.audit.services import record
from apps.core.problems import MissingError
from apps.interviews.models import Event, Question, Session
from apps.interviews.queries import answers_of
from apps.interviews.services.evaluating import publish_result, write_report
from apps.interviews.services.preparing import held
from apps.interviews.services.problems import NoReasonError, NotAllowedHereError

LONGEST_REASON = 1000


@transaction.atomic
def review_answer(session: Session, *, by: Membership, question_id: object, score: int, reason: str) -> Question:
    """Score the answer as a person; the estimate stays beside it, and the interview is summed up anew."""
    if session.is_practice:
        raise NotAllowedHereError(_("Practice is the person's own."))
    if not reason.strip():
        raise NoReasonError(_("Name what in the answer the estimate missed."))
    locked = held(session, Session.State.COMPLETED)
    question = locked.questions.filter(pk=str(question_id)).first()
    if question is None or question.state == Question.State.UNREACHED:
        raise MissingError
    before = question.final_score
    question.reviewed_score, question.review_reason = score, reason.strip()[:LONGEST_REASON]
    question.reviewed_by_id, question.reviewed_at = by.pk, timezone.now()
    question.save(update_fields=["reviewed_score", "review_reason", "reviewed_by", "reviewed_at", "updated_at"])
    Event.objects.create(session=locked, question=question, kind=Event.Kind.REVIEWED, data={"score": score})
    questions = list(locked.questions.order_by("position"))
    write_report(locked, answers_of(questions))
    locked.save(update_fields=["score", "report", "report_version", "updated_at"])
    publish_result(locked, questions)
    record(
        "interviews.answer-reviewed",
        target=locked,
        label=locked.title,
        changes={"score": (before, score)},
        note=question.review_reason[:200],
    )
    return question
