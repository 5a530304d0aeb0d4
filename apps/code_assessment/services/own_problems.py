"""Deeds on the workspace's own problems: write, check, hand in, approve, put away."""

import logging
from collections.abc import Callable, Mapping
from copy import copy
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.audit.services import record
from apps.code_assessment import judging
from apps.code_assessment.content import Content
from apps.code_assessment.generating import GeneratorError
from apps.code_assessment.models import Problem
from apps.code_assessment.queries import has_reviewers_beside
from apps.code_assessment.sandbox.contract import InvalidSubmissionError, SandboxRefusedError
from apps.code_assessment.services.refusals import (
    BadProblemError,
    NotCheckedError,
    OwnReviewError,
    ProblemStateError,
)
from apps.code_assessment.services.submitting import SECONDS_UNTIL_ANOTHER_TRY
from apps.code_assessment.writing import faults_of
from apps.core.database_clock import database_now
from apps.core.queue import finish, later, report_progress
from apps.core.scope import current_schema

log = logging.getLogger(__name__)
MOST_VERSIONS = 50
WAITING, PASSED, FAILED = "waiting", "passed", "failed"


@transaction.atomic
def write_problem(
    membership: Membership, content: Content, *, is_for_assessments: bool = False, problem: Problem | None = None
) -> Problem:
    """A new one, or the next version of one; its reference solution is checked in the sandbox."""
    if faults := faults_of(content):
        raise BadProblemError(" ".join(faults))
    said = content.to_json()
    row = Problem.objects.select_for_update().get(pk=problem.pk) if problem else Problem(made_by_id=membership.pk)
    before = copy(row)
    if problem is None or row.content != said:
        row.written_by_id = membership.pk
    if problem is not None and row.content != said:
        row.earlier = [*row.earlier, _version(before)][-MOST_VERSIONS:]
        row.version += 1
        # What others read before is no longer what stands there.
        row.state, row.reviewed_by, row.reviewed_at = Problem.State.DRAFT, None, None
    row.title, row.category, row.difficulty = content.title, content.category, content.difficulty
    row.content, row.is_for_assessments = said, is_for_assessments
    row.save()
    _let_check(row)
    return row


def _version(row: Problem) -> dict[str, Any]:
    """What stood there until now, and who wrote it."""
    by = str(row.written_by_id or row.made_by_id or "")
    return {"version": row.version, "at": timezone.now().isoformat(), "by": by, "content": row.content}


@transaction.atomic
def check_again(problem: Problem) -> Problem:
    """Run the reference solution once more, as after a failure of the sandbox."""
    locked = Problem.objects.select_for_update().get(pk=problem.pk)
    _let_check(locked)
    return locked


def _let_check(row: Problem) -> None:
    row.check_state, row.check_report = WAITING, {}
    row.task_id = later("code_assessment.check_problem", problem_id=row.pk, version=row.version).pk
    row.save(update_fields=["check_state", "check_report", "task_id", "updated_at"])


def check_problem(problem_id: str, version: int) -> None:
    """Run the reference solution on all tests, in the sandbox; it must pass each."""
    problem = Problem.objects.filter(pk=problem_id, version=version).first()
    if problem is None:
        return
    try:
        state, report = _checked(Content.from_json(problem.content))
    except SandboxRefusedError as error:
        log.warning("problem %s waits for a sandbox: %s", problem.pk, error)
        _check_later(problem)
        return
    with finish():
        Problem.objects.filter(pk=problem_id, version=version).update(
            check_state=state, check_report=report, updated_at=timezone.now()
        )


def _check_later(problem: Problem) -> None:
    """Nothing is wrong with the problem: its check waits until programs are judged again."""
    with finish():
        task = later(
            "code_assessment.check_problem",
            run_after=database_now() + timedelta(seconds=SECONDS_UNTIL_ANOTHER_TRY),
            problem_id=problem.pk,
            version=problem.version,
        )
        Problem.objects.filter(pk=problem.pk, version=problem.version).update(task_id=task.pk)


def _checked(content: Content) -> tuple[str, dict[str, Any]]:
    try:
        program = judging.program_of(content, content.reference_language, content.reference)
        outcome = judging.judge(content, program, told=_tell, scope_name=current_schema())
    except (GeneratorError, InvalidSubmissionError) as error:
        return FAILED, {"why": str(error)}
    report = {
        "verdict": outcome.verdict,
        "compile_output": outcome.compile_output,
        "tests": [{name: row[name] for name in ("number", "verdict")} for row in outcome.tests],
        "cpu_ms": outcome.cpu_ms,
        "memory_kib": outcome.memory_kib,
    }
    return (PASSED if outcome.verdict == "AC" else FAILED), report


def _tell(of: int, done: list[dict[str, Any]]) -> None:
    report_progress(100 * len(done) // of)


def _held(problem: Problem, *states: str) -> Problem:
    locked = Problem.objects.select_for_update().get(pk=problem.pk)
    if locked.state not in states:
        raise ProblemStateError(_("Load the page again to see where it is."), state=locked.state)
    return locked


@transaction.atomic
def hand_in_problem(problem: Problem) -> Problem:
    """Ask somebody to look at it; only what passed its check can be handed in."""
    locked = _held(problem, Problem.State.DRAFT)
    if locked.check_state != PASSED:
        raise NotCheckedError(_("See what the check says, and mend it first."))
    locked.state = Problem.State.IN_REVIEW
    locked.save(update_fields=["state", "updated_at"])
    return locked


@transaction.atomic
def approve_problem(problem: Problem, *, by: Membership) -> Problem:
    """From now on it can be asked. Who wrote it leaves this to somebody else, where there is anybody else."""
    locked = _held(problem, Problem.State.IN_REVIEW)
    if locked.written_by_id == by.pk and has_reviewers_beside(by):
        raise OwnReviewError(_("Ask somebody else who may change problems."))
    locked.state, locked.reviewed_by_id, locked.reviewed_at = Problem.State.APPROVED, by.pk, timezone.now()
    locked.save(update_fields=["state", "reviewed_by", "reviewed_at", "updated_at"])
    record("code_assessment.problem-approved", target=locked, label=locked.title)
    return locked


@transaction.atomic
def send_back_problem(problem: Problem) -> Problem:
    """Let its writer work on it once more."""
    locked = _held(problem, Problem.State.IN_REVIEW)
    locked.state = Problem.State.DRAFT
    locked.save(update_fields=["state", "updated_at"])
    record("code_assessment.problem-sent-back", target=locked, label=locked.title)
    return locked


@transaction.atomic
def archive_problem(problem: Problem) -> Problem:
    """Ask it no more; assessments that were begun with it go on."""
    locked = _held(problem, Problem.State.DRAFT, Problem.State.IN_REVIEW, Problem.State.APPROVED)
    locked.state = Problem.State.ARCHIVED
    locked.save(update_fields=["state", "updated_at"])
    record("code_assessment.problem-archived", target=locked, label=locked.title)
    return locked


# What can be done to an own problem, by name.
PROBLEM_DEEDS: Mapping[str, Callable[[Problem, Membership], Problem]] = {
    "check": lambda problem, _by: check_again(problem),
    "hand-in": lambda problem, _by: hand_in_problem(problem),
    "approve": lambda problem, by: approve_problem(problem, by=by),
    "send-back": lambda problem, _by: send_back_problem(problem),
    "archive": lambda problem, _by: archive_problem(problem),
}
