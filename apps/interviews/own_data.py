"""What of interviews belongs to a member, to take along: interviews, practice areas, own questions, sets and marks."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from apps.hiring.own_data import records_of
from apps.interviews.models import (
    OwnQuestion,
    Question,
    QuestionMark,
    QuestionSet,
    SelfDescription,
    Session,
    SkillProgress,
)
from apps.interviews.voluntary import keys_of

SESSION = ("title", "mode", "state", "role", "level", "kind", "created_at", "started_at", "ended_at", "consented_at")
QUESTION = (
    *("position", "state", "opened_at", "answered_at", "seconds_spent", "hints", "draft", "answer", "confidence"),
    *("evaluation", "score", "reviewed_score", "review_reason", "reviewed_at"),
)
AREA = ("skill", "attempts", "average", "best", "seconds", "recent", "interval_days", "due_at", "last_at")
OWN = (
    *("text", "kind", "role", "level", "skills", "seconds", "difficulty", "hint", "points", "answer", "choices"),
    *("tags", "language", "version", "earlier", "state", "review_reason", "is_shared", "is_archived", "created_at"),
)
SET = ("title", "description", "questions", "is_shared", "created_at")
SAID = ("sex", "ethnicity")
TURN = (
    *("question", "state", "asked_at", "answered_at", "answer", "citations", "left_out", "failure"),
    *("engine", "prompt", "cost"),
)
MARK = ("question", "is_bookmarked", "rating", "updated_at")


def files_of(member_id: UUID) -> Iterator[tuple[str, bytes]]:
    """A file for each interview, and one each for what there is besides."""
    sessions = Session.objects.filter(member_id=member_id).order_by("created_at")
    for number, session in enumerate(sessions.prefetch_related("questions", "events", "coach_turns"), 1):
        yield f"{number}-interview.json", _file(_session(session))
    keys = [key for one in records_of(member_id) for key in keys_of(one.pk)]
    others = (
        ("practice-areas.json", SkillProgress.objects.filter(member_id=member_id), AREA),
        ("questions.json", OwnQuestion.objects.filter(made_by_id=member_id).order_by("created_at"), OWN),
        ("question-sets.json", QuestionSet.objects.filter(made_by_id=member_id).order_by("created_at"), SET),
        ("question-marks.json", QuestionMark.objects.filter(member_id=member_id).order_by("question"), MARK),
        ("voluntary-statement.json", SelfDescription.objects.filter(pk__in=keys), SAID),
    )
    for name, rows, fields in others:
        if known := [_told(row, fields) for row in rows]:
            yield name, _file(known)


def _session(session: Session) -> dict[str, Any]:
    """With what was asked and answered, and what came of it; not what a good answer would have held."""
    return {
        **_told(session, SESSION),
        "setup": session.setup,
        "score": session.score,
        "report": session.report,
        "questions": [_question(one) for one in session.questions.all()],
        "events": [{"kind": one.kind, "at": one.at} for one in session.events.all()],
        "coach": [_told(one, TURN) for one in session.coach_turns.all()],
    }


def _question(question: Question) -> dict[str, Any]:
    asked = {name: question.asked.get(name) for name in ("text", "kind", "skills", "choices")}
    return {**asked, **_told(question, QUESTION)}


def _told(row: object, fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in fields}


def _file(known: object) -> bytes:
    return json.dumps(known, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()
