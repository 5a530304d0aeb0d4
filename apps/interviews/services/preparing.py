"""Deeds before an interview begins: prepare it, change its questions, start it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.ai.embeddings.files import is_there
from apps.core.database_clock import database_now
from apps.core.problems import MissingError
from apps.core.queue import later
from apps.hiring.models import Assignment, Candidate, Job
from apps.hiring.services import start_assignment
from apps.interviews.adaptivity import ability_for
from apps.interviews.bank import first_picks
from apps.interviews.configuration import Setup
from apps.interviews.library import version
from apps.interviews.models import Event, Question, Session
from apps.interviews.queries import abilities_of, is_being_written, wish_of
from apps.interviews.selection import Pick, Wish, choose, fitting
from apps.interviews.services.ordering import check_not_writing, order_for_session
from apps.interviews.services.paying import count_if_included, go_on_paid, pay_for, settle_payment
from apps.interviews.services.problems import (
    ConsentMissingError,
    NoEvaluatorError,
    NoQuestionsError,
    NotAllowedHereError,
    NotYourTurnError,
)
from apps.interviews.services.writing import swap_for_library
from apps.marketplace.live_time import INCLUDED

# Of questions put away before the start; they do not come back.
MOST_DROPPED = 30
# What was on its way when the time ended still counts.
GRACE = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why and for whom an interview is held; practice for oneself says nothing of it."""

    mode: str = Session.Mode.PRACTICE
    candidate: Candidate | None = None
    assignment: Assignment | None = None
    job: Job | None = None
    template: str = ""
    round_number: int = 0


@transaction.atomic
def prepare_session(membership: Membership, setup: Setup, *, title: str, occasion: Occasion | None = None) -> Session:
    """Choose the questions and keep them for the start; NoQuestionsError when there are none.

    Practice asks what the person has not seen lately; an assessment asks everybody the same for the same job.
    """
    return _keep(setup, *_chosen(membership, setup, title, occasion or Occasion()))


@transaction.atomic
def begin_practice(membership: Membership, setup: Setup, *, title: str, occasion: Occasion) -> Session:
    """`prepare_session` and `start_session` at once; where questions are being written for it, only the first.

    Those are worth the wait. What is included and has its questions is written down as begun, each row once.
    """
    session, questions = _chosen(membership, setup, title, occasion)
    may_be_written = setup.questions_from == "model"
    if not may_be_written:
        _check_evaluator()
    if may_be_written or not count_if_included(session):
        _keep(setup, session, questions)
        return session if is_being_written(session) else start_session(session)
    now = database_now()
    _set_running(session, INCLUDED, now)
    first = questions[0]
    _set_open(session, setup, first, questions, now)
    session.save(force_insert=True)
    Question.objects.bulk_create(questions)
    started = Event(session=session, kind=Event.Kind.STARTED, at=now)
    Event.objects.bulk_create([started, Event(session=session, question=first, kind=Event.Kind.ASKED, at=now)])
    ring_at(first)
    return session


def _chosen(membership: Membership, setup: Setup, title: str, occasion: Occasion) -> tuple[Session, list[Question]]:
    """The interview with its questions, not kept yet."""
    is_practice = occasion.mode == Session.Mode.PRACTICE
    wish = wish_of(membership.pk, setup) if is_practice else Wish(seed=str(occasion.job.pk if occasion.job else ""))
    # A company asks what it chose, whoever is asked; to practise, people choose from what they may see.
    picks = choose(setup, wish, first_picks(setup, seen_by=membership if is_practice else None))
    if not picks:
        raise NoQuestionsError(_("Choose another kind of interview, level or role."))
    session = Session(
        member_id=membership.pk,
        candidate=occasion.candidate,
        assignment=occasion.assignment,
        job=occasion.job,
        title=title[:160],
        mode=occasion.mode,
        role=setup.role,
        level=setup.level,
        kind=setup.kind,
        template=occasion.template,
        round_number=occasion.round_number,
        setup=setup.to_json(),
        library_version=version(),
    )
    asked = enumerate((pick.to_json() for pick in picks), 1)
    return session, [Question(session=session, position=place, asked=one) for place, one in asked]


def _keep(setup: Setup, session: Session, questions: list[Question]) -> Session:
    session.save(force_insert=True)
    Question.objects.bulk_create(questions)
    to_write = [one for one in questions if one.asked["source"] != "own"]
    if session.is_practice and setup.questions_from == "model" and to_write:
        # What the library gives stands there from the beginning, so that a failure costs nothing but the wait.
        order_for_session(session, to_write)
    return session


def held(session: Session, *states: str) -> Session:
    """The session's row, locked; NotYourTurnError in another state."""
    locked = Session.objects.select_for_update().get(pk=session.pk)
    if locked.state not in states:
        raise NotYourTurnError(_("Load the page again to see where it is."), state=locked.state)
    return locked


def _only_practice(session: Session) -> None:
    if not session.is_practice:
        raise NotAllowedHereError(_("The questions of an assigned interview are the same for everybody."))


@transaction.atomic
def replace_question(session: Session, *, position: int) -> Question:
    """Ask something else of the same kind; where a model writes the questions, the new one comes a little later."""
    locked = held(session, Session.State.DRAFT)
    _only_practice(locked)
    check_not_writing(locked)
    question = locked.questions.filter(position=position).first()
    if question is None:
        raise MissingError
    asked = question.asked
    dropped = {name: list(locked.report.get(name, ())) for name in ("dropped", "dropped_texts")}
    locked.report = {
        "dropped": sorted({*dropped["dropped"], asked["slug"]}),
        "dropped_texts": [*dropped["dropped_texts"], asked["text"]][-MOST_DROPPED:],
    }
    locked.save(update_fields=["report", "updated_at"])
    if locked.setup.get("questions_from") == "model" and asked["source"] != "own":
        order = order_for_session(locked, [question], is_again=True)
        if order.is_waiting:
            return question
    if not swap_for_library(locked, question):
        raise NoQuestionsError(_("There is no other question of this kind."))
    return question


@transaction.atomic
def order_questions(session: Session, *, order: Sequence[int]) -> None:
    """Give the questions the order in which their present places are named; those not named come last."""
    locked = held(session, Session.State.DRAFT)
    _only_practice(locked)
    questions = {one.position: one for one in locked.questions.all()}
    named = [place for place in dict.fromkeys(order) if place in questions]
    rest = [place for place in questions if place not in named]
    for new, old in enumerate((*named, *rest), 1):
        questions[old].position = new
    Question.objects.bulk_update(questions.values(), ["position"])


@transaction.atomic
def start_session(session: Session, *, consented: bool = False, pays: bool = True) -> Session:
    """Count it, or have it paid for, and open the first question.

    Where this month's are used up, a ticket or credits pay; where there is neither, or it shall not be paid for
    (`pays`), PaymentRequiredError or MeterLimitError (402), and the interview stays as it was. An assessment needs the
    person's agreement to the automatic estimate. NoEvaluatorError (503) where the model of sentences is not installed,
    without which no answer would ever be evaluated.
    """
    _check_evaluator()
    locked = held(session, Session.State.DRAFT)
    if not locked.is_practice and not consented:
        raise ConsentMissingError(_("Read the notice and agree to it to begin."))
    now = database_now()
    _set_running(locked, pay_for(locked, pays=pays), now)
    locked.consented_at = now if consented else None
    locked.save(update_fields=["state", "started_at", "consented_at", "paid_by", "report", "updated_at"])
    if locked.assignment is not None and locked.assignment.state == Assignment.State.OPEN:
        start_assignment(locked.assignment)
    Event.objects.create(session=locked, kind=Event.Kind.STARTED, at=now)
    open_next(locked)
    return locked


def _check_evaluator() -> None:
    if not is_there(settings.AI_EMBEDDINGS_FOLDER):
        raise NoEvaluatorError(_("Nothing was counted. The operator finds what to do in the doctor's report."))


def _set_running(session: Session, paid_by: str, now: datetime) -> None:
    session.state, session.started_at, session.report = Session.State.RUNNING, now, {}
    session.paid_by = paid_by


def open_next(session: Session) -> Question | None:
    """Open the next waiting question of the locked session, None when there is none or no time left."""
    setup = Setup.from_json(session.setup)
    questions = list(session.questions.order_by("position"))
    question = next((one for one in questions if one.state == Question.State.WAITING), None)
    if question is None:
        return None
    seconds = _seconds_left(questions, setup)
    if seconds is not None and seconds <= 0:
        return None
    go_on_paid(session)
    now = database_now()
    _set_open(session, setup, question, questions, now)
    question.save(update_fields=["state", "opened_at", "due_at", "asked", "updated_at"])
    Event.objects.create(session=session, question=question, kind=Event.Kind.ASKED, at=now)
    ring_at(question)
    return question


def _set_open(session: Session, setup: Setup, question: Question, all_of_them: list[Question], now: datetime) -> None:
    """Give the question its time; where it is adaptive, it becomes another one first."""
    if setup.difficulty == "adaptive" and question.follows_id is None:
        _adapt(session, setup, question, [one for one in all_of_them if one is not question])
    own, seconds = setup.seconds_for(int(question.asked["seconds"])), _seconds_left(all_of_them, setup)
    question.state, question.opened_at = Question.State.OPEN, now
    question.due_at = now + timedelta(seconds=own if seconds is None else min(own, seconds))


def ring_at(question: Question) -> None:
    """Hand in what stands there when the question's time is over, whether or not anybody has the page open."""
    if question.due_at is not None:
        # A little after the grace, so that it is over when the task looks.
        moment = question.due_at + GRACE + timedelta(seconds=1)
        later("interviews.time_out_session", session_id=question.session_id, run_after=moment)


def _seconds_left(questions: list[Question], setup: Setup) -> int | None:
    """Of the time for all questions; None where there is no limit."""
    if not setup.total_seconds:
        return None
    spent = sum(one.seconds_spent for one in questions)
    return round(setup.total_seconds * setup.time_factor) - spent


def _adapt(session: Session, setup: Setup, question: Question, asked: list[Question]) -> None:
    """Ask what fits how the person did so far, in this interview and, when practising, before."""
    pick = Pick.from_json(question.asked)
    if pick.source in {"own", "personal", "generated"}:
        return
    ability = ability_for(pick.skills, abilities_of(session, asked), setup.level)
    beside = [Pick.from_json(one.asked) for one in asked]
    question.asked = fitting(setup, wish_of(session.member_id, setup), ability, pick, beside).to_json()


@transaction.atomic
def delete_session(session: Session) -> None:
    """Take a practice session away with everything in it; assessments belong to the workspace."""
    locked = Session.objects.select_for_update().get(pk=session.pk)
    _only_practice(locked)
    settle_payment(locked)
    locked.delete()
