"""Questions about programs and attempts; each starts from the member who asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from apps.accounts.models import Membership
from apps.accounts.rights import has_right
from apps.accounts.roles import Role
from apps.code_assessment import so_far
from apps.code_assessment.models import AssignedAssessment, Attempt, Draft, Likeness, ProblemProgress, Submission
from apps.core.ids import uuid7
from apps.core.models import QueuedTask
from apps.core.together import PreparedTogether

REVIEW, EDIT = "code_assessment.review", "code_assessment.edit"
# From so many submissions on a rate of acceptance says something.
FEWEST_FOR_RATE = 5
# Of what was handed in for one problem.
MOST_SHOWN = 20


def has_reviewers_beside(membership: Membership) -> bool:
    """Whether anybody else of the workspace may change problems, and so review one."""
    others = Membership.objects.usable().filter(tenant_id=membership.tenant_id).exclude(pk=membership.pk)
    return any(has_right(one, EDIT) for one in others.exclude(role=Role.CANDIDATE).select_related("tenant"))


def submissions_of(membership: Membership) -> "QuerySet[Submission]":
    """The member's own."""
    return Submission.objects.filter(member_id=membership.pk)


def submissions_for(membership: Membership) -> "QuerySet[Submission]":
    """The member's own, and what candidates handed in for those who review; practice is nobody else's to see."""
    own = Q(member_id=membership.pk)
    if has_right(membership, REVIEW):
        own |= Q(attempt__mode=Attempt.Mode.ASSESSMENT, kind=Submission.Kind.SUBMIT)
    return Submission.objects.filter(own).select_related("attempt__member", "attempt__candidate", "attempt__job")


def attempts_of(membership: Membership) -> "QuerySet[Attempt]":
    """The member's own."""
    return Attempt.objects.filter(member_id=membership.pk)


def attempts_for(membership: Membership) -> "QuerySet[Attempt]":
    """The member's own, and the assessments of candidates for those who review."""
    own = Q(member_id=membership.pk)
    if has_right(membership, REVIEW):
        own |= Q(mode=Attempt.Mode.ASSESSMENT) & ~Q(state=Attempt.State.READY)
    return Attempt.objects.filter(own).select_related("member", "candidate", "job")


def asked_of(membership: Membership) -> Q:
    """Of assigned assessments those the member is asked for: by the record, or by its address while nobody owns it."""
    mine = Q(assignment__candidate__member_id=membership.pk)
    if not membership.is_candidate:
        return mine
    unclaimed = Q(assignment__candidate__member_id=None, assignment__candidate__merged_into=None)
    return mine | unclaimed & Q(assignment__candidate__email__iexact=membership.user.email)


def assigned_for(membership: Membership) -> "QuerySet[AssignedAssessment]":
    """What the member is asked for."""
    rows = AssignedAssessment.objects.select_related("assignment__candidate", "assignment__application__job")
    return rows.filter(asked_of(membership))


def handed_in_for(problem: str) -> "QuerySet[Submission]":
    """All that anybody handed in for a problem, to practise or in an attempt."""
    return Submission.objects.filter(problem=problem, kind=Submission.Kind.SUBMIT)


@dataclass(frozen=True, slots=True)
class Judging:
    """How many programs were handed in for a problem, and how many of them have no verdict yet."""

    programs: int
    waiting: int

    @property
    def percent(self) -> int:
        return 100 * (self.programs - self.waiting) // self.programs if self.programs else 100


def judging_of(problem: str) -> Judging:
    counts = handed_in_for(problem).aggregate(
        programs=Count("pk"), waiting=Count("pk", filter=Q(state__in=Submission.OPEN))
    )
    return Judging(**counts)


def progress_of(membership: Membership) -> dict[str, ProblemProgress]:
    """The member's progress by problem."""
    return {row.problem: row for row in ProblemProgress.objects.filter(member_id=membership.pk)}


def history_of(membership: Membership, problem: str, attempt: Attempt | None = None) -> "QuerySet[Submission]":
    """What the member handed in for a problem, the newest first; the attempt's, or what was practised."""
    rows = submissions_of(membership).filter(problem=problem, attempt=attempt, kind=Submission.Kind.SUBMIT)
    return rows.order_by("-created_at", "-pk")


def comparable_with(submission: Submission, membership: Membership) -> "QuerySet[Submission]":
    """What the same person handed in for the same problem on the same occasion, as far as the member may see it."""
    rows = submissions_for(membership).filter(member_id=submission.member_id, problem=submission.problem)
    rows = rows.filter(attempt=submission.attempt_id, kind=Submission.Kind.SUBMIT)
    return rows.exclude(pk=submission.pk).order_by("-created_at", "-pk")


def draft_of(membership: Membership, problem: str, language: str = "", attempt: Attempt | None = None) -> Draft | None:
    """What stands in the editor: of that language, or what was written last."""
    rows = Draft.objects.filter(member_id=membership.pk, problem=problem, attempt=attempt)
    return (rows.filter(language=language) if language else rows).order_by("-updated_at").first()


@dataclass(frozen=True, slots=True)
class Practised:
    """What a member has of a problem that is practised."""

    drafts: list[Draft]
    progress: ProblemProgress | None
    # The newest first, what was handed in and what was only run.
    history: list[Submission]
    last: Submission | None

    def draft_in(self, language: str = "") -> Draft | None:
        """What stands in the editor: of that language, or what was written last."""
        return next((one for one in self.drafts if language in {"", one.language}), None)


def practised(membership: Membership, problem: str) -> Practised:
    """All of it in one statement; tasks and places of programs that wait are not among it."""
    drafts, progress, history, last = _practised().run(membership.pk, problem)
    return Practised(drafts, progress[0] if progress else None, history, last[0] if last else None)


@cache
def _practised() -> PreparedTogether:
    def build(member_id: UUID, problem: str) -> tuple["QuerySet[Any]", ...]:
        drafts = Draft.objects.filter(member_id=member_id, problem=problem, attempt=None)
        programs = Submission.objects.filter(member_id=member_id, problem=problem, attempt=None)
        newest = programs.order_by("-created_at", "-pk")
        return (
            drafts.order_by("-updated_at"),
            ProblemProgress.objects.filter(member_id=member_id, problem=problem),
            newest.filter(kind=Submission.Kind.SUBMIT)[:MOST_SHOWN],
            newest[:1],
        )

    return PreparedTogether(build, uuid7(), "a problem")


def with_progress(submissions: Iterable[Submission]) -> list[Submission]:
    """The same, each with its task and the tests that are done by now."""
    found = list(submissions)
    wanted = {one.task_id for one in found if one.is_waiting and one.task_id}
    tasks: dict[UUID, QueuedTask] = {}
    if wanted:
        rows = QueuedTask.objects.filter(pk__in=wanted).defer("kwargs", "problem_trace")
        tasks = {row.pk: row for row in rows}
    known = so_far.kept(one.pk for one in found if one.is_waiting)
    for one in found:
        one.tests = known.get(one.pk, one.tests)
        one.task = tasks.get(one.task_id) if one.task_id else None
    return found


def with_place(submission: Submission) -> Submission:
    """The same with its task and its place among the programs of all workspaces that wait.

    By when they came: which workspace is served next is decided fairly, so it may be judged earlier or later.
    """
    [found] = with_progress([submission])
    task = found.task
    if task is not None and task.state == QueuedTask.State.QUEUED:
        waiting = QueuedTask.objects.filter(queue=task.queue, state=QueuedTask.State.QUEUED, name=task.name)
        found.position = waiting.filter(created_at__lt=task.created_at).count() + 1
    return found


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of the programs that were handed in to practise were accepted."""

    accepted: int
    of: int

    @property
    def percent(self) -> int | None:
        """None while there are too few."""
        return round(100 * self.accepted / self.of) if self.of >= FEWEST_FOR_RATE else None


def rates() -> dict[str, Rate]:
    """By problem, of everybody in the workspace."""
    rows = (
        Submission.objects.filter(attempt=None, kind=Submission.Kind.SUBMIT, state=Submission.State.DONE)
        .order_by()
        .values_list("problem")
        .annotate(all=Count("pk"), accepted=Count("pk", filter=Q(verdict="AC")))
    )
    return {problem: Rate(accepted, of) for problem, of, accepted in rows}


def days_of(membership: Membership) -> list[date]:
    """The days on which the member handed something in to practise, the newest first."""
    rows = submissions_of(membership).filter(attempt=None, kind=Submission.Kind.SUBMIT).order_by()
    return sorted(set(rows.values_list("created_at__date", flat=True).distinct()), reverse=True)


def streak(days: Iterable[date], today: date | None = None) -> int:
    """How many days in a row up to today, or up to yesterday while today's is still to come."""
    today = today or timezone.localdate()
    found = set(days)
    day = today if today in found else today - timedelta(days=1)
    count = 0
    while day in found:
        count, day = count + 1, day - timedelta(days=1)
    return count


def likenesses_for(membership: Membership) -> "QuerySet[Likeness]":
    """Pairs of candidates' programs, for those who review; nobody judges a pair that has a program of their own."""
    if not has_right(membership, REVIEW):
        return Likeness.objects.none()
    rows = Likeness.objects.filter(
        one__attempt__mode=Attempt.Mode.ASSESSMENT, other__attempt__mode=Attempt.Mode.ASSESSMENT
    )
    for side in ("one", "other"):
        own = Q(**{f"{side}__member_id": membership.pk})
        own |= Q(**{f"{side}__attempt__candidate__member_id": membership.pk})
        rows = rows.exclude(own)
    sides = [
        f"{side}__{path}"
        for side in ("one", "other")
        for path in ("attempt__member", "attempt__candidate", "attempt__job")
    ]
    return rows.select_related(*sides, "decided_by")


def likenesses_of(membership: Membership, submissions: Iterable[UUID]) -> dict[UUID, list[Likeness]]:
    """By program the pairs that it is in, as far as the member may see them."""
    wanted = set(submissions)
    found: dict[UUID, list[Likeness]] = {}
    for one in likenesses_for(membership).filter(Q(one__in=wanted) | Q(other__in=wanted)):
        for pk in wanted & {one.one_id, one.other_id}:
            found.setdefault(pk, []).append(one)
    return found
