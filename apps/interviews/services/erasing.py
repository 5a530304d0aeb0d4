"""Deeds that take interviews away for good, with everything that was said in them or found out by them."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from apps.hiring.models import Candidate
from apps.hiring.services import withdraw_results
from apps.interviews.models import CoachTurn, SelfDescription, Session, SkillProgress
from apps.interviews.services.bank import forget_private
from apps.interviews.services.evaluating import MODULE, link_of
from apps.interviews.services.paying import settle_payment
from apps.interviews.voluntary import keys_of


@transaction.atomic
def delete_sessions(sessions: Iterable[Session]) -> None:
    """Delete several, all or none; what candidates' records say because of them goes too."""
    found = list(sessions)
    for session in found:
        settle_payment(session)
        if session.candidate is not None:
            withdraw_results(session.candidate, module=MODULE, link=link_of(session))
    Session.objects.filter(pk__in=[session.pk for session in found]).delete()


@transaction.atomic
def erase_interviews_of(candidate: Candidate) -> None:
    """The candidate is about to be erased: the assessments go, and what they said of themselves."""
    of_theirs = Q(candidate=candidate) | Q(assignment__candidate=candidate)
    delete_sessions(Session.objects.assessments().filter(of_theirs).select_related("candidate"))
    SelfDescription.objects.filter(pk__in=list(keys_of(candidate.pk))).delete()


@transaction.atomic
def erase_practice_of(member_id: UUID) -> None:
    """The person deletes the account: practice with its drafts, practice areas, private questions and marks go.

    What they asked the coach goes too, even about assessments. These belong to the candidate's record and go with it;
    shared questions stay the workspace's.
    """
    delete_sessions(Session.objects.practice().filter(member_id=member_id).select_related("candidate"))
    SkillProgress.objects.filter(member_id=member_id).delete()
    CoachTurn.objects.filter(session__member_id=member_id).delete()
    forget_private(member_id)


@transaction.atomic
def delete_progress(rows: Iterable[SkillProgress]) -> None:
    """Forget how somebody did in skills that were not practised for long."""
    SkillProgress.objects.filter(pk__in=[row.pk for row in rows]).delete()
