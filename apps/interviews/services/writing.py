"""What becomes of an order for questions: a model writes, the server checks, the library fills the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf.locale import LANG_INFO
from django.db import transaction

from apps.accounts.models import Membership
from apps.ai.base import Failure
from apps.core.database_clock import database_now
from apps.core.problems import MissingError
from apps.core.queue import finish
from apps.core.scope import current_tenant
from apps.hiring.models import Job
from apps.interviews.adaptivity import difficulty_of
from apps.interviews.configuration import Setup
from apps.interviews.library import Choice, Item, Point, all_items
from apps.interviews.models import OwnQuestion, Question, Session, WritingOrder
from apps.interviews.own_items import LANGUAGES, OwnItem
from apps.interviews.queries import asked_lately, job_skills_of, wish_of
from apps.interviews.selection import Pick, another
from apps.interviews.services.bank import take_written, write_question
from apps.interviews.writing import Brief, Found, write

# For all calls together; what is there by then is taken.
MOST_SECONDS = 90.0
LEAST_SECONDS = 5.0
BEGUN = "begun"
LONGEST_ORIGIN = 120
# As the prompt names a language, and as questions keep it.
LANGUAGE_NAMES = {code: LANG_INFO[code]["name"] for code, _own_name in LANGUAGES}
State = WritingOrder.State


def brief_of(asked: Mapping[str, Any]) -> Brief:
    """What the bank is to get, as its form and the API say it."""
    job = Job.objects.filter(pk=asked["job"]).first() if asked.get("job") else None
    return Brief(
        role=asked["role"],
        level=asked["level"],
        kinds={asked["kind"]: asked["number"]},
        language=LANGUAGE_NAMES[asked["language"]],
        focus=tuple(asked["skills"]),
        job=job.title if job else "",
        job_skills=job_skills_of(job) if job else (),
    )


def write_questions(order_id: str) -> None:
    """Do what was ordered, once; the calls come first, then everything is written down together."""
    order = WritingOrder.objects.select_related("session").filter(pk=order_id, state=State.WAITING).first()
    if order is None:
        return
    found = _written(order)
    with finish():
        locked = WritingOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
        if locked.state != State.WAITING:
            return
        if locked.session_id:
            _into_session(locked, Session.objects.select_for_update().get(pk=locked.session_id), found)
        else:
            _into_bank(locked, found)


def _written(order: WritingOrder) -> Found:
    session = order.session
    if session is not None and session.state != Session.State.DRAFT:
        return Found(failure=BEGUN)
    seconds = min(MOST_SECONDS, (order.due_at - database_now()).total_seconds())
    if seconds < LEAST_SECONDS:
        return Found(failure=Failure.OVER_TIME)
    brief = Brief.from_json(order.brief)
    beside = _beside(session, brief)
    # What somebody practises is nobody else's to read.
    return write(brief, tenant=current_tenant(), beside=beside, seconds=seconds, is_private=session is not None)


def _beside(session: Session | None, brief: Brief) -> list[str]:
    """What must not be asked again: what was asked lately and what the interview has, or what the bank has."""
    if session is not None:
        own = [one.text for one in session.questions.order_by("position")]
        return [*asked_lately(session.member_id), *session.report.get("dropped_texts", ()), *own]
    there = OwnQuestion.objects.filter(is_shared=True, is_archived=False, role=brief.role, level=brief.level)
    library = [one.text for one in all_items().values() if (one.role, one.level) == (brief.role, brief.level)]
    return [*library, *there.order_by("created_at").values_list("text", flat=True)]


def _end(order: WritingOrder, found: Found, number: int) -> None:
    order.written, order.engine = number, found.engine[:200]
    order.state = State.DONE if number else State.FAILED
    # Without a failure of a call too, all that was written may have broken a rule.
    order.failure = found.failure or ("" if number >= order.number else "faulty")
    order.save()


def origin_of(order: WritingOrder, found: Found) -> str:
    """Who wrote it, as a session or a question keeps it."""
    return f"{found.engine} · {order.prompt}"[:LONGEST_ORIGIN]


def _into_session(order: WritingOrder, session: Session, found: Found) -> None:
    """Put what was written where the order says, each in the place of a question of its kind if there is one."""
    if session.state != Session.State.DRAFT:
        _end(order, Found(failure=BEGUN), 0)
        return
    wanted = set(order.questions)
    rows = [one for one in session.questions.order_by("position") if str(one.pk) in wanted]
    origin = origin_of(order, found)
    for question, item in _pairs(rows, found.items):
        question.asked = Pick.of(item, source="generated", origin=origin).to_json()
        question.save(update_fields=["asked", "updated_at"])
        rows.remove(question)
    if order.is_again:
        for question in rows:
            swap_for_library(session, question)
    _end(order, found, order.number - len(rows))


def _pairs(rows: Sequence[Question], items: Sequence[Item]) -> list[tuple[Question, Item]]:
    left, pairs = list(rows), []
    for item in items:
        place = next((one for one in left if one.kind == item.kind), None)
        if place is not None:
            left.remove(place)
            pairs.append((place, item))
    return pairs


def swap_for_library(session: Session, question: Question) -> bool:
    """Ask something else of the library instead, of the same kind; says whether there was anything."""
    setup = Setup.from_json(session.setup)
    picks = [Pick.from_json(one.asked) for one in session.questions.order_by("position")]
    # What was put away lately does not come back at once.
    wish = wish_of(session.member_id, setup)
    dropped = frozenset(session.report.get("dropped", ()))
    new = another(setup, replace(wish, seen=wish.seen | dropped), Pick.from_json(question.asked), picks)
    if new is None:
        return False
    question.asked = new.to_json()
    question.save(update_fields=["asked", "updated_at"])
    return True


def _into_bank(order: WritingOrder, found: Found) -> None:
    brief = Brief.from_json(order.brief)
    language = next((code for code, name in LANGUAGE_NAMES.items() if name == brief.language), "en")
    origin = origin_of(order, found)
    made = [take_written(_own(item, language), origin=origin) for item in found.items]
    order.questions = [str(one.pk) for one in made]
    _end(order, found, len(made))


def _own(item: Item, language: str) -> OwnItem:
    names = ("text", "kind", "role", "level", "skills", "seconds", "difficulty", "hint", "points", "answer", "choices")
    return OwnItem(**{name: getattr(item, name) for name in names}, language=language)


@transaction.atomic
def keep_question(question: Question, *, by: Membership) -> OwnQuestion:
    """Save a written question of one's own interview among one's private ones; asked twice it is kept once."""
    pick = Pick.from_json(question.asked)
    if pick.source != "generated" or question.follows_id:
        raise MissingError
    known = OwnQuestion.objects.filter(made_by_id=by.pk, is_shared=False, text=pick.text, origin=pick.origin).first()
    if known is not None:
        return known
    item = OwnItem(
        text=pick.text,
        kind=pick.kind,
        role=question.session.role,
        level=pick.level,
        skills=pick.skills,
        seconds=pick.seconds,
        difficulty=difficulty_of(pick.level, pick.rating),
        hint=pick.hint,
        points=tuple(Point(text, follow_up) for text, follow_up in pick.points),
        answer=pick.answer,
        choices=tuple(Choice(text, is_right) for text, is_right in pick.choices),
    )
    return write_question(by, item, origin=pick.origin)
