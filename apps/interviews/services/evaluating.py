"""Deeds after an answer: evaluate it, sum the interview up, put what was found where it belongs."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.queue import finish
from apps.core.scope import current_tenant
from apps.hiring.exchange import Finding
from apps.hiring.services import finish_assignment, record_result
from apps.interviews.adaptivity import WEAK_BELOW, next_pause, updated
from apps.interviews.configuration import Setup
from apps.interviews.evaluation.model import Asked, Evaluation
from apps.interviews.evaluation.provider import evaluate
from apps.interviews.models import Event, Question, Session, SkillProgress
from apps.interviews.queries import answers_of
from apps.interviews.reporting import VERSION, Answered, report_of
from apps.interviews.selection import Pick

MODULE, KIND = "interviews", "interview"
MOST_RECENT = 20
MOST_WEAK = 10


def asked_of(question: Question, setup: Setup) -> Asked:
    """The question as an evaluation wants it; a follow-up with the one it follows, whose words are asked as well."""
    pick = Pick.from_json(question.asked)
    return Asked(
        question=f"{question.follows.text} {pick.text}" if question.follows else pick.text,
        kind=pick.kind,
        points=tuple(text for text, _follow_up in pick.points),
        follow_ups=tuple(follow_up for _text, follow_up in pick.points),
        skills=pick.skills,
        job_skills=setup.job_skills,
        is_star=pick.is_star,
        model_answer=pick.answer,
        choices=pick.choices,
        weights=setup.weights,
    )


def evaluate_answer(question_id: str) -> None:
    """Evaluate one answer, once, by a provider or here; the last one of an ended interview sums it up."""
    question = Question.objects.select_related("session", "follows").filter(pk=question_id).first()
    if question is None or not question.awaits_evaluation:
        return
    found = evaluate(
        asked_of(question, Setup.from_json(question.session.setup)),
        question.answer,
        tenant=current_tenant(),
        seconds=settings.AI_DEADLINE_SECONDS,
        is_private=question.session.is_practice,
    )
    with finish():
        session = Session.objects.select_for_update().get(pk=question.session_id)
        if not _store(question, found):
            return
        Event.objects.create(session=session, question=question, kind=Event.Kind.EVALUATED, data={"score": found.score})
        if session.state == Session.State.EVALUATING:
            _sum_up(session)


def _store(question: Question, found: Evaluation) -> bool:
    """Whether it was the first evaluation that came."""
    now = timezone.now()
    return bool(
        Question.objects.filter(pk=question.pk, evaluation__isnull=True).update(
            evaluation=found.to_json(), score=found.score, evaluated_at=now, updated_at=now
        )
    )


@transaction.atomic
def finish_session(session_id: str) -> None:
    """Sum the interview up, unless answers still wait for their evaluation: the last of those does it then."""
    session = Session.objects.select_for_update().filter(pk=session_id).first()
    if session is not None and session.state == Session.State.EVALUATING:
        _sum_up(session)


def _sum_up(session: Session) -> None:
    questions = list(session.questions.order_by("position"))
    if any(one.awaits_evaluation for one in questions):
        return
    answers = answers_of(questions)
    write_report(session, answers)
    session.state = Session.State.COMPLETED
    session.save(update_fields=["state", "score", "report", "report_version", "updated_at"])
    if session.is_practice:
        _practised(session, answers)
    else:
        publish_result(session, questions)


def write_report(session: Session, answers: list[Answered]) -> None:
    """Set the report and the score on the session, which the caller saves."""
    session.report = report_of(answers, role=session.role, counts_unreached=not session.is_practice)
    session.score, session.report_version = session.report["overall"], VERSION


def _practised(session: Session, answers: list[Answered]) -> None:
    """Move the member's practice areas by what was answered."""
    now = timezone.now()
    rows = {
        one.skill: one
        for one in SkillProgress.objects.select_for_update().filter(member_id=session.member_id).order_by("skill")
    }
    for answer in answers:
        if answer.points is None:
            continue
        for skill in answer.skills:
            row = rows.get(skill)
            if row is None:
                row = SkillProgress(member_id=session.member_id, skill=skill[:80])
                rows[skill] = row
            _count(row, answer, answer.points)
            row.last_at, row.due_at = now, now + timedelta(days=row.interval_days)
    changed = [row for row in rows.values() if row.last_at == now]
    SkillProgress.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["member", "skill"],
        update_fields=[
            *("ability", "attempts", "best", "total", "seconds", "recent"),
            *("interval_days", "due_at", "last_at", "weak_items", "updated_at"),
        ],
    )


def _count(row: SkillProgress, answer: Answered, points: int) -> None:
    row.ability = updated(row.ability, answer.rating, points, row.attempts)
    row.attempts += 1
    row.best = max(row.best, points)
    row.total += points
    row.seconds += answer.seconds
    row.recent = [*row.recent, points][-MOST_RECENT:]
    row.interval_days = next_pause(row.interval_days, points)
    others = [slug for slug in row.weak_items if slug != answer.slug]
    row.weak_items = [*others, answer.slug][-MOST_WEAK:] if points < WEAK_BELOW else others


def link_of(session: Session) -> str:
    """Where the interview is, as a path in its workspace."""
    return f"/interviews/{session.pk}/"


def publish_result(session: Session, questions: list[Question]) -> None:
    """Put an assessment on the candidate's record, and end what asked for it."""
    if session.candidate is None:
        return
    application = session.assignment.application if session.assignment else None
    finding = Finding(
        module=MODULE,
        kind=KIND,
        score=session.score,
        summary=_summary(session),
        evidence=_evidence(session, questions),
        link=link_of(session),
        algorithm=session.report_version,
    )
    result = record_result(session.candidate, finding, application=application)
    if session.assignment is not None and session.assignment.state in session.assignment.PENDING:
        finish_assignment(session.assignment, result=result)


def _summary(session: Session) -> str:
    said = _("%(title)s: automatic estimate, to be read with its evidence.")
    return said % {"title": session.title}


def _evidence(session: Session, questions: list[Question]) -> dict[str, Any]:
    """Each question with its score and the words of the answer that it rests on."""
    return {
        "parts": session.report.get("parts", {}),
        "answers": [
            {
                "question": one.text,
                "score": one.final_score,
                "quotes": [
                    finding["quote"] for finding in (one.evaluation or {}).get("findings", ()) if finding["quote"]
                ],
            }
            for one in questions
            if one.state != Question.State.UNREACHED
        ],
    }
