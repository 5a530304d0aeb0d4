"""Deeds of somebody who asks the coach about their own finished interview, and of the coach."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from apps.ai.base import Failure
from apps.ai.queries import is_answering
from apps.ai.services import Answer, ask_whole
from apps.core.problems import MissingError
from apps.core.queue import finish, later
from apps.core.scope import current_tenant
from apps.interviews.coaching.answers import CoachSaid, checked
from apps.interviews.coaching.material import Material
from apps.interviews.coaching.telling import material_of
from apps.interviews.models import CoachTurn, Session
from apps.interviews.models.coaching import LONGEST_COACH_QUESTION
from apps.interviews.presenting import ResultPage
from apps.interviews.services.problems import CoachBusyError, CoachUsedUpError, NoCoachError, NoReportYetError

PROMPT = "interviews.coach-v1"
FEATURE = "interviews.coach"
MOST_TURNS, MOST_TRIES = 30, 5
# Of an answer that said nothing which may be shown.
BEYOND = "beyond"
State = CoachTurn.State


def may_ask_coach(session: Session) -> bool:
    """Whether there is anything to speak about: an interview that was held to its end, with a score."""
    return session.state == Session.State.COMPLETED and session.score is not None


def turns_left(session: Session) -> int:
    return max(0, MOST_TURNS - session.coach_turns.count())


@transaction.atomic
def ask_coach(session: Session, *, question: str) -> CoachTurn:
    """Ask; the answer comes later. The same question sent again while it waits is the same turn."""
    text = question.strip()
    if not 0 < len(text) <= LONGEST_COACH_QUESTION:
        raise ValueError(f"a question has 1 to {LONGEST_COACH_QUESTION} characters")
    last = _last_turn(session)
    if last is not None and last.state == State.WAITING:
        if last.question == text:
            return last
        raise CoachBusyError(_("Wait for the answer, then ask on."))
    if turns_left(session) == 0:
        raise CoachUsedUpError(_("Practise again to speak about another interview."))
    turn = CoachTurn.objects.create(session=session, question=text)
    _queue(turn)
    return turn


@transaction.atomic
def ask_coach_again(session: Session) -> CoachTurn:
    """Ask the last question once more that got no answer; one that waits or was answered stays as it is."""
    turn = _last_turn(session)
    if turn is None:
        raise MissingError
    if turn.state != State.FAILED:
        return turn
    if turn.tries >= MOST_TRIES:
        raise CoachUsedUpError(_("This question was asked often enough. Ask in other words."))
    turn.state, turn.failure, turn.asked_at = State.WAITING, "", timezone.now()
    turn.tries += 1
    turn.save(update_fields=["state", "failure", "asked_at", "tries", "updated_at"])
    _queue(turn)
    return turn


def _last_turn(session: Session) -> CoachTurn | None:
    """The last one, when somebody can be asked; whoever else asks for the same interview waits here."""
    locked = Session.objects.select_for_update().get(pk=session.pk)
    if not may_ask_coach(locked):
        raise NoReportYetError(_("The coach speaks about interviews that were completed and evaluated."))
    if not is_answering(current_tenant()):
        raise NoCoachError(_("An owner or administrator can add a language model in Settings, Language models."))
    turn = locked.coach_turns.last()
    if turn is not None and turn.is_overdue:
        turn.state, turn.failure = State.FAILED, Failure.OVER_TIME
        turn.save(update_fields=["state", "failure", "updated_at"])
    return turn


def _queue(turn: CoachTurn) -> None:
    later("interviews.answer_coach", turn_id=turn.pk, number=turn.tries, language=get_language() or "")


def answer_coach(turn_id: str, number: int, language: str) -> None:
    """Let a language model answer, in one try; an answer that comes after the question was asked again is dropped."""
    turn = CoachTurn.objects.select_related("session").filter(pk=turn_id, state=State.WAITING, tries=number).first()
    if turn is None:
        return
    with override(language or None):
        material = material_of(ResultPage(turn.session))
    before = turn.session.coach_turns.filter(pk__lt=turn.pk, state=State.ANSWERED)
    data, left_out = material.data(before.values_list("question", "answer"), turn.question)
    said = ask_whole(PROMPT, CoachSaid, tenant=current_tenant(), data=data, feature=FEATURE, is_private=True)
    with finish():
        waiting = CoachTurn.objects.filter(pk=turn.pk, state=State.WAITING, tries=number)
        waiting.update(
            **_what_came(said, material),
            left_out=left_out,
            prompt=said.prompt,
            engine=" ".join(part for part in (said.provider, said.model) if part),
            cost=F("cost") + said.cost,
            answered_at=timezone.now(),
            updated_at=timezone.now(),
        )


def _what_came(said: Answer[CoachSaid], material: Material) -> dict[str, Any]:
    if said.value is None:
        return {"state": State.FAILED, "failure": said.failure or ""}
    found = checked(said.value, material)
    if not found.text:
        return {"state": State.FAILED, "failure": BEYOND}
    citations = [one.model_dump() for one in found.citations]
    return {"state": State.ANSWERED, "answer": found.text, "citations": citations, "dropped": found.dropped}
