"""What the frame shows of code assessment: the overview, search, and what to look at."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import Membership
from apps.accounts.rights import has_right
from apps.code_assessment.attention import (
    found_attempts,
    lately,
    news_for,
)
from apps.code_assessment.listing import Line, lines_for
from apps.code_assessment.models import AssignedAssessment, Attempt
from apps.code_assessment.setups import Setup
from apps.core.formats import day as day_of
from apps.core.modules import Hit, Notice, Overview, Recent, Stat, Waiting
from apps.hiring.blind import called

VIEW, ICON = "code_assessment.view", "square-terminal"
# A day that is nearer than this is a warning.
SOON = timedelta(days=2)
MOST_PROBLEMS = 6


def overview_for(membership: Membership) -> Overview:
    """The assessments that the member was asked for, how many programs were judged lately, and the newest attempts."""
    if not has_right(membership, VIEW):
        return Overview()
    found = lately(membership)
    points = found.judged_per_day
    index = reverse("code_assessment:index")
    title, note = _("Programs judged in 14 days"), _("Programs a day, the last 14 days")
    recent = tuple(_recent(membership, one) for one in found.recent)
    stats = (Stat(title, sum(points), index, tuple(points), note),) if recent or any(points) else ()
    return Overview(stats, recent, tuple(_waiting(one) for one in found.waiting))


def _recent(membership: Membership, attempt: Attempt) -> Recent:
    url = reverse("code_assessment:attempt", args=[attempt.pk])
    return Recent(attempt.title, _note(membership, attempt), url, attempt.created_at, ICON)


def _note(membership: Membership, attempt: Attempt) -> str:
    """Whose it is, where it is somebody else's, or else its mode; and how far it has come."""
    is_own = attempt.member_id == membership.pk
    return f"{attempt.get_mode_display() if is_own else _person(attempt)} · {attempt.get_state_display()}"


def _person(attempt: Attempt) -> str:
    return called(attempt.candidate, attempt.job) if attempt.candidate is not None else str(attempt.member)


def _waiting(assigned: AssignedAssessment) -> Waiting:
    number = len(Setup.from_json(assigned.setup).problems)
    note = ngettext("%(n)s problem to solve", "%(n)s problems to solve", number) % {"n": number}
    return Waiting(_asked_for(assigned), note, _address(assigned), ICON, assigned.assignment.due_at)


def _asked_for(assigned: AssignedAssessment) -> str:
    application = assigned.assignment.application
    return _("Code assessment: %(job)s") % {"job": application.job.title} if application else _("Code assessment")


def _address(assigned: AssignedAssessment) -> str:
    return reverse("code_assessment:assigned", args=[assigned.assignment_id])


def hits_for(membership: Membership, words: str) -> list[Hit]:
    """Attempts by title and person, and problems by title and skill."""
    if not has_right(membership, VIEW):
        return []
    asked = words.casefold().split()
    problems = [one for one in lines_for(membership) if all(word in one.words for word in asked)]
    attempts = [
        Hit(one.title, _note(membership, one), reverse("code_assessment:attempt", args=[one.pk]), ICON)
        for one in found_attempts(membership, words)
    ]
    return attempts + [_problem_hit(one) for one in problems[:MOST_PROBLEMS]]


def _problem_hit(line: Line) -> Hit:
    note = f"{line.category_title} · {line.difficulty_title}"
    return Hit(line.title, note, reverse("code_assessment:problem", args=[line.key]), ICON)


def notices_for(membership: Membership) -> list[Notice]:
    """Assessments to take, and problems to look at."""
    if not has_right(membership, VIEW):
        return []
    news = news_for(membership)
    reviews = [
        Notice(
            _("Waits for review: %(title)s") % {"title": one.title},
            reverse("code_assessment:problem", args=[one.pk]),
            one.updated_at,
        )
        for one in news.in_review
    ]
    return [*(_to_take(one) for one in news.waiting), *reviews]


def _to_take(assigned: AssignedAssessment) -> Notice:
    title, due = _asked_for(assigned), assigned.assignment.due_at
    if due is None:
        said = _("%(assessment)s waits for you") % {"assessment": title}
    else:
        said = _("%(assessment)s waits for you until %(day)s") % {"assessment": title, "day": day_of(due)}
    is_soon = due is not None and due - timezone.now() < SOON
    return Notice(said, _address(assigned), assigned.created_at, "warning" if is_soon else "info")
