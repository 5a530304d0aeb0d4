"""Deeds of the worker: judge a program, once, and put what came of it where it belongs."""

import logging
import time
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.code_assessment import judging, so_far
from apps.code_assessment.catalogue import scope_of
from apps.code_assessment.generating import GeneratorError
from apps.code_assessment.models import ProblemProgress, Submission
from apps.code_assessment.readiness import engine_name
from apps.code_assessment.sandbox.contract import InvalidSubmissionError, SandboxRefusedError, Verdict
from apps.code_assessment.services.sitting import sum_up_when_judged
from apps.code_assessment.services.submitting import SECONDS_UNTIL_ANOTHER_TRY, content_for, enqueue
from apps.core.database_clock import database_now
from apps.core.queue import finish, report_progress

log = logging.getLogger(__name__)
SECONDS_BETWEEN_WORDS = 0.1


def judge_submission(submission_id: str) -> None:
    """Judge one submission, once; what was judged meanwhile stays as it is."""
    submission = Submission.objects.filter(pk=submission_id, state__in=Submission.OPEN).first()
    if submission is None:
        return
    try:
        outcome = _outcome_of(submission)
    except SandboxRefusedError as error:
        log.warning("submission %s waits for a sandbox: %s", submission.pk, error)
        _judge_later(submission)
        return
    except (GeneratorError, InvalidSubmissionError) as error:
        # Tried again it would be the same; who reviews judges it again once the problem is mended.
        log.warning("submission %s could not be judged: %s", submission.pk, error)
        outcome = judging.broken()
    with finish():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        if locked.is_waiting:
            _store(locked, outcome)
    so_far.forget(submission.pk)


def _judge_later(submission: Submission) -> None:
    """Nothing is wrong with the program: it waits on, in its queue, until programs are judged again."""
    with finish():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        if locked.is_waiting:
            enqueue(locked, run_after=database_now() + timedelta(seconds=SECONDS_UNTIL_ANOTHER_TRY))
    so_far.forget(submission.pk)


def _outcome_of(submission: Submission) -> judging.Outcome:
    content, told = content_for(submission), _teller(submission)
    program = judging.program_of(content, submission.language, submission.source, submission.files)
    if not submission.is_run:
        return judging.judge(content, program, told=told, scope_name=scope_of(submission.problem))
    if not submission.own_input:
        return judging.run_samples(content, program, told=told)
    return judging.run_input(content, program, submission.own_input)


def _teller(submission: Submission) -> judging.Told:
    """Lets waiting pages see each test soon after it is done, without a write for each."""
    told_at = 0.0

    def tell(of: int, done: list[dict[str, Any]]) -> None:
        nonlocal told_at
        now = time.monotonic()
        if now - told_at < SECONDS_BETWEEN_WORDS:
            return
        told_at = now
        report_progress(100 * len(done) // of, _("%(done)s of %(all)s tests") % {"done": len(done), "all": of})
        so_far.keep(submission.pk, done)

    return tell


def _store(submission: Submission, outcome: judging.Outcome) -> None:
    submission.state, submission.verdict, submission.points = Submission.State.DONE, outcome.verdict, outcome.points
    submission.tests, submission.compile_output = outcome.tests, outcome.compile_output
    submission.cpu_ms, submission.memory_kib = outcome.cpu_ms, outcome.memory_kib
    submission.engine, submission.judged_at = engine_name(), timezone.now()
    submission.save()
    if submission.is_run:
        return
    if submission.attempt_id is None:
        if submission.verdict != str(Verdict.IE):
            _count_practice(submission)
    else:
        sum_up_when_judged(submission.attempt_id)


def _count_practice(submission: Submission) -> None:
    found, _is_new = ProblemProgress.objects.get_or_create(member_id=submission.member_id, problem=submission.problem)
    row = ProblemProgress.objects.select_for_update().get(pk=found.pk)
    row.attempts += 1
    row.best = max(row.best, submission.points or 0)
    row.language, row.last_at = submission.language, submission.judged_at
    if submission.is_accepted and row.solved_at is None:
        row.solved_at = submission.judged_at
    row.save()
