"""Deeds that hand a program in, or try it; each is counted once, and nothing is where nobody could judge it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.code_assessment.beside import Rows
from apps.code_assessment.catalogue import content_of
from apps.code_assessment.content import Content
from apps.code_assessment.models import Attempt, Submission
from apps.code_assessment.readiness import Readiness, readiness
from apps.code_assessment.sandbox.languages import LANGUAGES
from apps.code_assessment.services.clock import open_attempt
from apps.code_assessment.services.drafting import checked_files, checked_text
from apps.code_assessment.services.refusals import (
    BadLanguageError,
    EmptyProgramError,
    NoSandboxError,
    TooManyOpenError,
)
from apps.code_assessment.setups import Setup
from apps.core.queue import later
from apps.core.scope import current_tenant
from apps.marketplace.services import spend

METER: dict[str, Any] = {"module": "code_assessment", "meter": "submissions"}
TASK = "code_assessment.judge_submission"
MOST_OPEN = 3
# Of each editor so many tries are kept.
MOST_RUNS = 20
LONGEST_INPUT = 20_000
# What the sandbox refused waits so long.
SECONDS_UNTIL_ANOTHER_TRY = 15


@dataclass(frozen=True, slots=True)
class Program:
    """What is handed in; the key says that it is the same one when it comes again."""

    language: str
    source: str
    key: str = ""
    kind: str = Submission.Kind.SUBMIT
    own_input: str = ""
    # Name and text of each file beside it.
    files: Rows = ()


def require_sandbox() -> Readiness:
    """NoSandboxError (503) with the doctor's words where nothing can be judged."""
    found = readiness()
    if not found.is_ready:
        said = _("Nothing was counted. The doctor says: %(why)s") % {"why": found.refusal}
        raise NoSandboxError(said)
    return found


def languages_for(content: Content, found: Readiness, attempt: Attempt | None = None) -> dict[str, str]:
    """Name -> title of the languages that the problem can be solved in here, the library's own ones first.

    While nothing is judged nobody knows which work: programs can be written, and are kept, in all that it allows.
    """
    known = found.languages if found.is_ready else LANGUAGES
    allowed = Setup.from_json(attempt.setup).languages if attempt else ()
    names = [name for name in LANGUAGES if name in known and content.allows(name) and (not allowed or name in allowed)]
    return {name: LANGUAGES[name].display_name for name in names}


def submit(
    membership: Membership, problem: str, program: Program, *, content: Content, attempt: Attempt | None = None
) -> Submission:
    """Queue the program to be judged; sent twice with one key it is the same submission."""
    found = require_sandbox()
    if program.language not in languages_for(content, found, attempt):
        raise BadLanguageError(
            _("It can be solved in: %(names)s.") % {"names": ", ".join(languages_for(content, found, attempt).values())}
        )
    if not program.source.strip():
        raise EmptyProgramError(_("Write it in the editor first."))
    checked_files(content, program.language, program.files, program.source)
    return _queue(membership, problem, program, content, attempt)


def _queue(
    membership: Membership, problem: str, program: Program, content: Content, attempt: Attempt | None
) -> Submission:
    key = program.key or str(uuid4())
    mine = Submission.objects.filter(member_id=membership.pk)
    if known := mine.filter(key=key).first():
        return known
    made = Submission(member_id=membership.pk, key=key, **_fields(problem, program, content, attempt))
    try:
        _keep(made, mine)
    except IntegrityError:
        # Of two that come at once with one key the database let the other one in.
        if (first := mine.filter(key=key).first()) is None:
            raise
        return first
    return made


@transaction.atomic
def _keep(made: Submission, mine: QuerySet[Submission]) -> None:
    if made.attempt is not None:
        made.attempt = open_attempt(made.attempt)
    # What is judged again is nothing that they wait for.
    if mine.filter(state__in=Submission.OPEN, rejudged_at=None).count() >= MOST_OPEN:
        raise TooManyOpenError(_("Up to %(n)s can wait at a time.") % {"n": MOST_OPEN}, retry_after=2)
    if made.attempt is None and made.kind == Submission.Kind.SUBMIT:
        spend(current_tenant(), **METER, key=f"{made.member_id}:{made.key}", member_id=made.member_id)
    _queue_judging(made)
    made.save(force_insert=True)
    _forget_old_runs(made)


def _fields(problem: str, program: Program, content: Content, attempt: Attempt | None) -> dict[str, Any]:
    own_input = program.own_input if program.kind == Submission.Kind.RUN else ""
    return {
        "attempt": attempt,
        "problem": problem,
        "problem_version": content.version,
        "asked": asked_of(content, program.language),
        "language": program.language,
        "source": checked_text(program.source),
        "files": checked_files(content, program.language, program.files),
        "kind": program.kind,
        "own_input": checked_text(own_input)[:LONGEST_INPUT],
    }


def asked_of(content: Content, language: str) -> Mapping[str, Any]:
    """What was asked of a program in that language, without anything that hidden tests read or expect."""
    limits = content.limits_for(language)
    return {
        "title": content.title,
        "statement": content.statement,
        "checker": content.checker,
        "limits": {"cpu_ms": limits.cpu_ms, "wall_ms": limits.wall_ms, "memory_mib": limits.memory_mib},
        "tests": [
            {"number": number, "group": one.group, "points": one.points}
            for number, one in enumerate(content.everything, 1)
        ],
        "partial_groups": list(content.partial_groups),
    }


def enqueue(submission: Submission, *, run_after: datetime | None = None) -> None:
    """Let it be judged, in the transaction that made it or forgot its verdict."""
    _queue_judging(submission, run_after=run_after)
    submission.save(update_fields=["task_id", "updated_at"])


def _queue_judging(submission: Submission, *, run_after: datetime | None = None) -> None:
    task = later(TASK, run_after=run_after, submission_id=submission.pk)
    submission.task, submission.task_id = task, task.pk


def _forget_old_runs(submission: Submission) -> None:
    if not submission.is_run:
        return
    runs = Submission.objects.filter(
        member_id=submission.member_id,
        attempt=submission.attempt,
        problem=submission.problem,
        kind=Submission.Kind.RUN,
    ).exclude(state__in=Submission.OPEN)
    old = list(runs.order_by("-created_at").values_list("pk", flat=True)[MOST_RUNS:])
    Submission.objects.filter(pk__in=old).delete()


def content_for(submission: Submission) -> Content:
    """The problem in the version that was asked, where that is still known."""
    return content_of(submission.problem, submission.problem_version)
