"""Deeds that take programs away for good, with everything that was found out by them."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from apps.code_assessment.models import Attempt, Draft, ProblemProgress, Submission
from apps.code_assessment.services.sitting import MODULE, link_of
from apps.hiring.models import Candidate
from apps.hiring.services import withdraw_results


@transaction.atomic
def delete_attempts(attempts: Iterable[Attempt]) -> None:
    """Delete several with their programs, all or none; what candidates' records say because of them goes too."""
    found = list(attempts)
    for attempt in found:
        if attempt.candidate is not None:
            withdraw_results(attempt.candidate, module=MODULE, link=link_of(attempt))
    Attempt.objects.filter(pk__in=[one.pk for one in found]).delete()


@transaction.atomic
def delete_submissions(submissions: Iterable[Submission]) -> None:
    """Forget programs that somebody wrote to practise."""
    Submission.objects.filter(pk__in=[one.pk for one in submissions]).delete()


@transaction.atomic
def delete_drafts(drafts: Iterable[Draft]) -> None:
    """Forget what stood in editors."""
    Draft.objects.filter(pk__in=[one.pk for one in drafts]).delete()


@transaction.atomic
def delete_progress(rows: Iterable[ProblemProgress]) -> None:
    """Forget how somebody did in problems that were not practised for long."""
    ProblemProgress.objects.filter(pk__in=[one.pk for one in rows]).delete()


@transaction.atomic
def erase_attempts_of(candidate: Candidate) -> None:
    """The candidate is about to be erased: the assessments go with their programs."""
    of_theirs = Q(candidate=candidate) | Q(assignment__candidate=candidate)
    rows = Attempt.objects.filter(of_theirs, mode=Attempt.Mode.ASSESSMENT)
    delete_attempts(rows.select_related("candidate"))


@transaction.atomic
def erase_practice_of(member_id: UUID) -> None:
    """The person deletes the account: programs, drafts, progress and trials go.

    Assessments belong to the candidate's record and go with it; problems that were written stay the workspace's.
    """
    Submission.objects.filter(member_id=member_id, attempt=None).delete()
    Draft.objects.filter(member_id=member_id, attempt=None).delete()
    ProblemProgress.objects.filter(member_id=member_id).delete()
    delete_attempts(Attempt.objects.filter(member_id=member_id, mode=Attempt.Mode.TRIAL).select_related("candidate"))
