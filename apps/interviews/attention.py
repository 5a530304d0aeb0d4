"""What of interviews wants somebody's attention, and what search finds; every question starts from a member."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone

from apps.accounts.alike import read_for
from apps.accounts.models import Membership
from apps.accounts.rights import has_right
from apps.hiring.contact import plain_email
from apps.hiring.models import Assignment
from apps.interviews.bank import own_questions_for
from apps.interviews.library import Item, all_items
from apps.interviews.models import AssignedInterview, OwnQuestion, Session
from apps.interviews.queries import REVIEW, sessions_for, sessions_of

# So long news is news.
NEWS_DAYS = 7
MOST = 10
# What the start page shows.
DAYS, MOST_RECENT = 14, 5


def interviews_begun_by(member_id: UUID) -> "QuerySet[Session]":
    """What the member ever began and is still there."""
    return Session.objects.filter(member_id=member_id).exclude(state=Session.State.DRAFT)


@dataclass(frozen=True, slots=True)
class Lately:
    """What of interviews stands on the member's start page."""

    # How many that the member may see were completed on each of the last days, today last.
    ended_per_day: list[int]
    recent: list[Session]
    waiting: list[AssignedInterview]


def lately(membership: Membership) -> Lately:
    """All of it in one statement."""
    first = timezone.localdate() - timedelta(days=DAYS - 1)
    found, recent, waiting = read_for(membership, _lately, first, timezone.now())
    counts = dict(found)
    return Lately([counts.get(first + timedelta(days=number), 0) for number in range(DAYS)], recent, waiting)


def _lately(membership: Membership, first: date, now: datetime) -> "tuple[QuerySet[Any], ...]":
    ended = sessions_for(membership).filter(state=Session.State.COMPLETED, ended_at__date__gte=first).order_by()
    return (
        ended.values_list("ended_at__date").annotate(Count("pk")),
        _shown_to(membership).order_by("-created_at", "-pk")[:MOST_RECENT],
        waiting_for(membership, now),
    )


def waiting_for(membership: Membership, now: datetime) -> "QuerySet[AssignedInterview]":
    """Interviews that the member was asked for and can begin or go on with, the most urgent first.

    A record without an account is the member's if it has their address: opening the interview brings them together.
    """
    mine = Q(assignment__candidate__member_id=membership.pk)
    address = plain_email(membership.user.email)
    if membership.is_candidate and address:
        mine |= Q(assignment__candidate__member=None, assignment__candidate__email=address)
    in_time = Q(assignment__due_at=None) | Q(assignment__due_at__gt=now)
    taken = ~Q(assignment__interviews__state=Session.State.DRAFT)
    rows = AssignedInterview.objects.filter(
        mine, in_time, assignment__candidate__merged_into=None, assignment__state__in=Assignment.PENDING
    ).annotate(
        begun=Count("assignment__interviews", filter=taken),
        live=Count("assignment__interviews", filter=Q(assignment__interviews__state__in=Session.LIVE)),
    )
    rows = rows.filter(Q(begun__lt=F("attempts")) | Q(live__gt=0)).select_related("assignment__application__job")
    return rows.order_by(F("assignment__due_at").asc(nulls_last=True), "created_at")[:MOST]


@dataclass(frozen=True, slots=True)
class News:
    """What of interviews the bell tells the member."""

    waiting: list[AssignedInterview]
    # Their own interviews that a person looked at lately, each with `reviewed_at`.
    reviewed: list[Session]
    # Candidates who lately asked to be interviewed in another way, for those who decide about it.
    other_ways: list[AssignedInterview]


def news_for(membership: Membership) -> News:
    """All of it in one statement."""
    now = timezone.now()
    return News(*read_for(membership, _news, now, now - timedelta(days=NEWS_DAYS)))


def _news(membership: Membership, now: datetime, since: datetime) -> "tuple[QuerySet[Any], ...]":
    return waiting_for(membership, now), _reviewed_of(membership, since), _other_ways_for(membership, since)


def _reviewed_of(membership: Membership, since: datetime) -> "QuerySet[Session]":
    rows = sessions_of(membership).annotate(reviewed_at=Max("questions__reviewed_at"))
    return rows.filter(reviewed_at__gte=since).order_by("-reviewed_at")[:MOST]


def _other_ways_for(membership: Membership, since: datetime) -> "QuerySet[AssignedInterview]":
    if membership.is_candidate or not has_right(membership, REVIEW):
        return AssignedInterview.objects.none()
    rows = AssignedInterview.objects.filter(
        alternative_asked_at__gte=since, assignment__state__in=Assignment.PENDING
    ).select_related("assignment__candidate", "assignment__application__job")
    return rows.order_by("-alternative_asked_at")[:MOST]


def _shown_to(membership: Membership) -> "QuerySet[Session]":
    """Their own, and those of others that were begun."""
    rows = sessions_for(membership).filter(Q(member_id=membership.pk) | ~Q(state=Session.State.DRAFT))
    return rows.select_related("member", "candidate", "job")


def found_sessions(membership: Membership, words: str, *, most: int = 8) -> list[Session]:
    """The newest interviews with each of the words in the title or the person's name.

    A blind review hides who the person is, so its interviews are not found by the name.
    """
    rows = _shown_to(membership)
    named = Q(job=None) | Q(job__is_blind=False) | Q(member_id=membership.pk)
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | named & Q(member__name__icontains=word))
    return list(rows.order_by("-created_at", "-pk")[:most])


def found_questions(membership: Membership, words: str, *, most: int = 6) -> list[OwnQuestion | Item]:
    """Questions with each of the words, also in the skills of the library's, which come after the workspace's."""
    asked = words.casefold().split()
    rows = own_questions_for(membership).filter(is_archived=False)
    for word in asked:
        rows = rows.filter(text__icontains=word)
    found: list[OwnQuestion | Item] = list(rows[:most])
    for item in all_items().values():
        if len(found) == most:
            break
        text = " ".join((item.text, *item.skills)).casefold()
        if all(word in text for word in asked):
            found.append(item)
    return found
