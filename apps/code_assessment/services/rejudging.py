"""Deeds that let programs be judged again by the problem as it is today: one of them, or all of a problem."""

from collections import Counter
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from apps.accounts.models import Membership
from apps.audit.services import record
from apps.code_assessment.catalogue import content_of
from apps.code_assessment.content import Content
from apps.code_assessment.models import ProblemProgress, Submission
from apps.code_assessment.queries import handed_in_for, with_progress
from apps.code_assessment.sandbox.contract import Verdict
from apps.code_assessment.services.submitting import TASK, asked_of, enqueue, require_sandbox
from apps.core.queue import later_many

UNCOUNTED = ("", str(Verdict.IE))


def rejudge(submission: Submission, *, by: Membership) -> Submission:
    """Judge it again by the problem as it is today; the verdict before stands in the audit log."""
    require_sandbox()
    return _forget_verdict(submission)


@transaction.atomic
def _forget_verdict(submission: Submission) -> Submission:
    locked = with_progress([Submission.objects.select_for_update().get(pk=submission.pk)])[0]
    if locked.is_working:
        return locked
    content = content_of(locked.problem)
    _note(locked)
    if locked.attempt_id is None and not locked.is_run and locked.verdict not in UNCOUNTED:
        _count_less(locked.member_id, locked.problem, 1)
    for name, value in _as_new(content, locked.language).items():
        setattr(locked, name, value)
    locked.save()
    enqueue(locked)
    return locked


def rejudge_problem(key: str) -> int:
    """Judge every program that was handed in for the problem again, and say how many they are.

    What is being judged anyway is left alone: it is judged by today's problem, or was handed in for it.
    """
    require_sandbox()
    return _forget_verdicts(key)


@transaction.atomic
def _forget_verdicts(key: str) -> int:
    content = content_of(key)
    judged = handed_in_for(key).filter(state=Submission.State.DONE)
    rows = list(judged.select_for_update().defer("source", "files", "tests", "asked").order_by("created_at"))
    if not rows:
        return 0
    for one in rows:
        if one.attempt_id is not None:
            _note(one)
    before = Counter(one.verdict for one in rows)
    note = ", ".join(f"{verdict} {count}" for verdict, count in sorted(before.items()))
    record("code_assessment.problem-rejudged", label=content.title, note=note)
    counted = Counter(one.member_id for one in rows if one.attempt_id is None and one.verdict not in UNCOUNTED)
    for member_id, count in counted.items():
        _count_less(member_id, key, count)
    tasks = later_many(TASK, [{"submission_id": one.pk} for one in rows])
    for one, task in zip(rows, tasks, strict=True):
        one.task_id = task.pk
    Submission.objects.bulk_update(rows, ["task_id"], batch_size=500)
    for language in {one.language for one in rows}:
        of_language = [one.pk for one in rows if one.language == language]
        Submission.objects.filter(pk__in=of_language).update(**_as_new(content, language), updated_at=timezone.now())
    return len(rows)


def _as_new(content: Content, language: str) -> dict[str, Any]:
    """A submission without its verdict, asked for today's problem."""
    return {
        "state": Submission.State.QUEUED,
        "verdict": "",
        "points": None,
        "tests": [],
        "compile_output": "",
        "judged_at": None,
        "rejudged_at": timezone.now(),
        "problem_version": content.version,
        "asked": asked_of(content, language),
    }


def _note(submission: Submission) -> None:
    points = "" if submission.points is None else submission.points
    title = submission.problem if "asked" in submission.get_deferred_fields() else submission.title
    record("code_assessment.rejudged", target=submission, label=title, note=f"{submission.verdict} {points}".strip())


def _count_less(member_id: Any, problem: str, count: int) -> None:
    """Of what is counted again once it is judged."""
    rows: QuerySet[ProblemProgress] = ProblemProgress.objects.filter(member_id=member_id, problem=problem)
    rows.filter(attempts__gte=count).update(attempts=F("attempts") - count)
