"""What of code assessment wants somebody's attention; every question starts from a member."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from apps.accounts.alike import read_for
from apps.accounts.models import Membership
from apps.accounts.rights import has_right
from apps.code_assessment.models import AssignedAssessment, Attempt, Problem, Submission
from apps.code_assessment.queries import assigned_for, attempts_for, submissions_for
from apps.hiring.models import Assignment

MOST = 10
# What the start page shows.
DAYS, MOST_RECENT = 14, 5


def programs_handed_in_by(member_id: UUID) -> "QuerySet[Submission]":
    """What the member ever handed in and is still there."""
    return Submission.objects.filter(member_id=member_id, kind=Submission.Kind.SUBMIT)


@dataclass(frozen=True, slots=True)
class Lately:
    """What of code assessment stands on the member's start page."""

    # How many programs that the member may see were judged on each of the last days, today last.
    judged_per_day: list[int]
    recent: list[Attempt]
    waiting: list[AssignedAssessment]


def lately(membership: Membership) -> Lately:
    """All of it in one statement."""
    first = timezone.localdate() - timedelta(days=DAYS - 1)
    found, recent, waiting = read_for(membership, _lately, first, timezone.now())
    counts = dict(found)
    return Lately([counts.get(first + timedelta(days=number), 0) for number in range(DAYS)], recent, waiting)


def _lately(membership: Membership, first: date, now: datetime) -> "tuple[QuerySet[Any], ...]":
    judged = submissions_for(membership).filter(kind=Submission.Kind.SUBMIT, judged_at__date__gte=first).order_by()
    return (
        judged.values_list("judged_at__date").annotate(Count("pk")),
        attempts_for(membership).order_by("-created_at", "-pk")[:MOST_RECENT],
        waiting_for(membership, now),
    )


def waiting_for(membership: Membership, now: datetime) -> "QuerySet[AssignedAssessment]":
    """Assessments that the member was asked for and can begin or go on with, the most urgent first."""
    in_time = Q(assignment__due_at=None) | Q(assignment__due_at__gt=now)
    taken = ~Q(assignment__code_attempts__state=Attempt.State.READY)
    rows = (
        assigned_for(membership)
        .filter(in_time, assignment__candidate__merged_into=None, assignment__state__in=Assignment.PENDING)
        .annotate(
            begun=Count("assignment__code_attempts", filter=taken),
            running=Count(
                "assignment__code_attempts", filter=Q(assignment__code_attempts__state=Attempt.State.RUNNING)
            ),
        )
    )
    rows = rows.filter(Q(begun__lt=F("attempts")) | Q(running__gt=0))
    return rows.order_by(F("assignment__due_at").asc(nulls_last=True), "created_at")[:MOST]


@dataclass(frozen=True, slots=True)
class News:
    """What of code assessment the bell tells the member."""

    waiting: list[AssignedAssessment]
    # Problems that somebody should look at, for those who write them.
    in_review: list[Problem]


def news_for(membership: Membership) -> News:
    """All of it in one statement."""
    return News(*read_for(membership, _news, timezone.now()))


def _news(membership: Membership, now: datetime) -> "tuple[QuerySet[Any], ...]":
    problems = Problem.objects.filter(state=Problem.State.IN_REVIEW).order_by("updated_at")[:MOST]
    is_writer = has_right(membership, "code_assessment.edit")
    return waiting_for(membership, now), problems if is_writer else Problem.objects.none()


def found_attempts(membership: Membership, words: str, *, most: int = 6) -> list[Attempt]:
    """The newest attempts with each of the words in the title or the person's name.

    A blind review hides who the person is, so its attempts are not found by the name.
    """
    rows = attempts_for(membership)
    named = Q(job=None) | Q(job__is_blind=False) | Q(member_id=membership.pk)
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | named & Q(member__name__icontains=word))
    return list(rows.order_by("-created_at", "-pk")[:most])
