"""Deeds while an interview goes on; each looks at the database's clock first, which hands in what is late."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from apps.core.database_clock import database_now
from apps.core.problems import MissingError
from apps.core.queue import later
from apps.interviews.configuration import Setup
from apps.interviews.models import Event, Question, Session
from apps.interviews.selection import Pick
from apps.interviews.services.paying import go_on_paid, note_clock, settle_payment
from apps.interviews.services.preparing import GRACE, held, open_next, ring_at
from apps.interviews.services.problems import (
    AnswerTooLongError,
    NotAllowedHereError,
    NotYourTurnError,
    StaleDraftError,
)

LONGEST_ANSWER = 20_000
LIVE = Session.LIVE
RUNNING, PAUSED = Session.State.RUNNING, Session.State.PAUSED


def _question(session: Session, question_id: UUID | str) -> Question:
    """The question of the session, whatever its state."""
    found = session.questions.filter(pk=question_id).first()
    if found is None:
        raise MissingError
    return found


def _open_question(session: Session, question_id: UUID | str) -> Question:
    return _still_open(_question(session, question_id))


def _still_open(question: Question) -> Question:
    if question.state != Question.State.OPEN:
        raise NotYourTurnError(_("This question is not open. Load the page again."), state=question.state)
    return question


def _checked(text: str) -> str:
    if len(text) > LONGEST_ANSWER:
        raise AnswerTooLongError(_("Keep it below %(n)s characters.") % {"n": LONGEST_ANSWER})
    return text


@transaction.atomic
def save_draft(session: Session, *, question_id: UUID | str, text: str, version: int) -> int:
    """Keep what was typed so far and say its new version; StaleDraftError when another tab wrote after `version`."""
    locked = held(session, *LIVE, Session.State.EVALUATING, Session.State.COMPLETED)
    question = _question(locked, question_id)
    if question.is_taken and question.answer == text:
        # It was on its way when the same words were handed in.
        return question.draft_version
    _still_open(question)
    _checked(text)
    if question.is_late(database_now() - GRACE):
        hand_in_late(locked, question)
        raise NotYourTurnError(_("The time for this question is over; what stood there was handed in."))
    if question.draft == text:
        return question.draft_version
    if version != question.draft_version:
        raise StaleDraftError(
            _("Take over what stands there, or write over it."), text=question.draft, version=question.draft_version
        )
    question.draft, question.draft_version = text, version + 1
    question.save(update_fields=["draft", "draft_version", "updated_at"])
    return question.draft_version


@transaction.atomic
def submit_answer(session: Session, *, question_id: UUID | str, text: str, confidence: int | None = None) -> Question:
    """Hand in the answer; sent twice it counts once, and what comes too late is what the draft held then."""
    locked = held(session, *LIVE, Session.State.EVALUATING, Session.State.COMPLETED)
    question = _question(locked, question_id)
    if question.is_taken:
        return question
    _still_open(question)
    if locked.state == PAUSED:
        raise NotYourTurnError(_("Go on with the interview first."), state=locked.state)
    if question.is_late(database_now() - GRACE):
        return hand_in_late(locked, question)
    question.confidence = confidence
    return _take(locked, question, _checked(text), Question.State.ANSWERED)


def hand_in_late(session: Session, question: Question) -> Question:
    """The time is over: the last draft is the answer."""
    return _take(session, question, question.draft, Question.State.TIMED_OUT)


def _take(session: Session, question: Question, text: str, state: str) -> Question:
    now = database_now()
    question.state, question.answer, question.answered_at, question.draft = state, text, now, ""
    _close(question, now)
    question.save()
    note_clock(session)
    kind = Event.Kind.ANSWERED if state == Question.State.ANSWERED else Event.Kind.TIMED_OUT
    Event.objects.create(session=session, question=question, kind=kind, at=now, data={"text": text, "source": "typed"})
    later("interviews.evaluate_answer", question_id=question.pk)
    return question


def _close(question: Question, now: datetime) -> None:
    """The time that the question took; what it took before a pause was counted then."""
    if question.left_seconds is not None:
        return
    opened = question.opened_at or now
    end = min(now, question.due_at) if question.due_at else now
    question.seconds_spent += max(0, round((end - opened).total_seconds()))


@transaction.atomic
def skip_question(session: Session, *, question_id: UUID | str) -> Question:
    """Leave the question out; it counts with no points, see configuration.SKIPPED_SCORE."""
    locked = held(session, RUNNING)
    question = _open_question(locked, question_id)
    now = database_now()
    question.state = Question.State.SKIPPED
    _close(question, now)
    question.save()
    note_clock(locked)
    Event.objects.create(session=locked, question=question, kind=Event.Kind.SKIPPED, at=now)
    _go_on(locked)
    return question


@transaction.atomic
def take_hint(session: Session, *, question_id: UUID | str) -> str:
    """The hint, which is counted once however often it is read."""
    locked = held(session, RUNNING)
    if not Setup.from_json(locked.setup).has_hints:
        raise NotAllowedHereError(_("There are no hints in this interview."))
    question = _open_question(locked, question_id)
    if not question.hints:
        question.hints = 1
        question.save(update_fields=["hints", "updated_at"])
        Event.objects.create(session=locked, question=question, kind=Event.Kind.HINT)
    return str(question.asked["hint"])


@transaction.atomic
def pause_session(session: Session) -> Session:
    """Stop the clock."""
    locked = held(session, RUNNING)
    if not Setup.from_json(locked.setup).has_pauses:
        raise NotAllowedHereError(_("This interview cannot be paused. Closing the page loses nothing."))
    now = database_now()
    question = locked.questions.filter(state=Question.State.OPEN).first()
    if question is not None:
        if question.is_late(now):
            hand_in_late(locked, question)
        else:
            left = max(1, round(question.left(now).total_seconds()))
            _close(question, now)
            question.due_at, question.left_seconds = None, left
            question.save()
            note_clock(locked)
    locked.state = PAUSED
    locked.save(update_fields=["state", "updated_at"])
    Event.objects.create(session=locked, kind=Event.Kind.PAUSED, at=now)
    return locked


@transaction.atomic
def resume_session(session: Session) -> Session:
    """Let the clock go on where it stopped; 402 where the credits for it were given back meanwhile and are gone."""
    locked = held(session, PAUSED)
    go_on_paid(locked)
    now = database_now()
    question = locked.questions.filter(state=Question.State.OPEN).first()
    if question is not None:
        question.opened_at = now
        question.due_at = now + timedelta(seconds=question.left_seconds or 0)
        question.left_seconds = None
        question.save()
        ring_at(question)
    locked.state = RUNNING
    locked.save(update_fields=["state", "updated_at"])
    Event.objects.create(session=locked, kind=Event.Kind.RESUMED, at=now)
    return locked


@transaction.atomic
def next_question(session: Session) -> Question | None:
    """Go on after an answer: to a follow-up on what was missing, or to the next question; None at the end."""
    locked = held(session, RUNNING, Session.State.EVALUATING, Session.State.COMPLETED)
    if locked.state != RUNNING:
        return None
    question = locked.questions.filter(state=Question.State.OPEN).first()
    if question is not None and not question.is_late(database_now() - GRACE):
        return question
    if question is not None:
        hand_in_late(locked, question)
    return _go_on(locked)


def _go_on(session: Session) -> Question | None:
    last = session.questions.exclude(answered_at=None).order_by("-answered_at").first()
    if last is not None and last.is_taken:
        _follow_up(session, last)
    question = open_next(session)
    if question is None:
        end_session(session)
    return question


def _follow_up(session: Session, last: Question) -> None:
    """Put a question about a missing point behind the answer, while the setup still wants one for its question."""
    main = last.follows or last
    asked = session.questions.filter(follows=main)
    if last.evaluation is None or asked.filter(position__gt=last.position).exists():
        return
    if asked.count() >= Setup.from_json(session.setup).follow_ups or main.kind == "multiple-choice":
        return
    pick = Pick.from_json(main.asked)
    point = _missing_point(pick, last.evaluation, {one.asked["text"] for one in asked})
    if point is None:
        return
    text, follow_up = point
    place = last.position + 1
    session.questions.filter(position__gte=place).update(position=F("position") + 1)
    asked_now = {
        **pick.to_json(),
        "slug": f"{pick.slug}+{asked.count() + 1}",
        "kind": "open",
        "text": follow_up,
        "points": [[text, follow_up]],
        "seconds": max(60, pick.seconds // 2),
        "is_star": False,
        "hint": "",
        "choices": [],
    }
    Question.objects.create(session=session, position=place, follows=main, asked=asked_now)


def _missing_point(pick: Pick, evaluation: dict[str, object], asked: set[str]) -> tuple[str, str] | None:
    """The first missing point whose follow-up was not asked yet."""
    findings = evaluation.get("findings", [])
    missing = {one["point"] for one in findings if not one["is_matched"]} if isinstance(findings, list) else set()
    return next((one for one in pick.points if one[0] in missing and one[1] and one[1] not in asked), None)


@transaction.atomic
def time_out(session: Session) -> bool:
    """Hand in what is late; says whether there was anything."""
    locked = Session.objects.select_for_update().get(pk=session.pk)
    question = locked.questions.filter(state=Question.State.OPEN).first() if locked.state == RUNNING else None
    if question is None or not question.is_late(database_now() - GRACE):
        return False
    hand_in_late(locked, question)
    return True


def time_out_session(session_id: str) -> None:
    """The same for the task that the clock of a question rings; the interview may be elsewhere by then."""
    session = Session.objects.filter(pk=session_id).first()
    if session is not None:
        time_out(session)


@transaction.atomic
def complete_session(session: Session) -> Session:
    """End the interview now; what was not asked is left out, and what stands in an open question is handed in."""
    locked = held(session, *LIVE, Session.State.EVALUATING, Session.State.COMPLETED)
    if locked.state in LIVE:
        question = locked.questions.filter(state=Question.State.OPEN).first()
        if question is not None and question.draft.strip():
            _take(locked, question, question.draft, Question.State.ANSWERED)
        end_session(locked)
    return locked


def end_session(session: Session) -> None:
    """No more answers; the scores follow once every answer is evaluated."""
    now = database_now()
    _leave_rest(session, now)
    session.state, session.ended_at = Session.State.EVALUATING, now
    session.save(update_fields=["state", "ended_at", "updated_at"])
    Event.objects.create(session=session, kind=Event.Kind.COMPLETED, at=session.ended_at)
    later("interviews.finish_session", session_id=session.pk)


def _leave_rest(session: Session, now: datetime) -> None:
    """No more is asked. The time of an open question counts, and what was not used of the session's is given back."""
    for question in session.questions.filter(state=Question.State.OPEN):
        _close(question, now)
        question.save(update_fields=["seconds_spent", "updated_at"])
    unanswered = (Question.State.WAITING, Question.State.OPEN)
    session.questions.filter(state__in=unanswered).update(state=Question.State.UNREACHED)
    settle_payment(session)


@transaction.atomic
def abandon_session(session: Session) -> Session:
    """Give the interview up: answers stay, and there is no score."""
    locked = held(session, *LIVE, Session.State.DRAFT)
    now = database_now()
    _leave_rest(locked, now)
    locked.state, locked.ended_at = Session.State.ABANDONED, now
    locked.save(update_fields=["state", "ended_at", "updated_at"])
    Event.objects.create(session=locked, kind=Event.Kind.ABANDONED, at=now)
    return locked
