"""What of code assessment belongs to a member, to take along: programs, drafts, attempts, progress, own problems."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q

from apps.code_assessment.models import Attempt, Draft, Problem, ProblemProgress, Submission
from apps.hiring.own_data import records_of

PROGRAM = (
    *("problem", "asked", "language", "source", "files", "kind", "own_input", "state", "verdict", "points", "tests"),
    *("compile_output", "cpu_ms", "memory_kib", "created_at", "judged_at"),
)
DRAFT = ("problem", "language", "text", "files", "version", "updated_at")
ATTEMPT = (
    "title",
    "mode",
    "state",
    "created_at",
    "started_at",
    "due_at",
    "ended_at",
    "consented_at",
    "score",
    "report",
)
PROGRESS = ("problem", "attempts", "best", "solved_at", "last_at", "language", "hints", "gave_up_at")
OWN = ("title", "category", "difficulty", "content", "version", "earlier", "state", "is_for_assessments", "created_at")


def files_of(member_id: UUID) -> Iterator[tuple[str, bytes]]:
    """A file for each kind that there is something of; assessments also those of the person's records."""
    of_theirs = Q(member_id=member_id) | Q(candidate__in=records_of(member_id))
    attempts = Attempt.objects.filter(of_theirs).prefetch_related("submissions", "drafts").distinct()
    if told := [_attempt(one) for one in attempts]:
        yield "code-attempts.json", _file(told)
    others: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
        ("code-programs.json", Submission.objects.filter(member_id=member_id, attempt=None), PROGRAM),
        ("code-drafts.json", Draft.objects.filter(member_id=member_id, attempt=None), DRAFT),
        ("code-progress.json", ProblemProgress.objects.filter(member_id=member_id), PROGRESS),
        ("code-problems.json", Problem.objects.filter(made_by_id=member_id), OWN),
    )
    for name, rows, fields in others:
        if known := [_told(row, fields) for row in rows]:
            yield name, _file(known)


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        **_told(attempt, ATTEMPT),
        "setup": attempt.setup,
        "programs": [_told(one, PROGRAM) for one in attempt.submissions.all()],
        "drafts": [_told(one, DRAFT) for one in attempt.drafts.all()],
    }


def _told(row: object, fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in fields}


def _file(known: object) -> bytes:
    return json.dumps(known, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()
