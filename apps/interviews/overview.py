"""What the frame shows of interviews: the overview, search, and what to look at."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import Membership
from apps.accounts.rights import has_right
from apps.core.formats import day as day_of
from apps.core.modules import Hit, Notice, Overview, Recent, Stat, Waiting
from apps.hiring.blind import called
from apps.interviews.attention import (
    found_questions,
    found_sessions,
    lately,
    news_for,
)
from apps.interviews.library import Item
from apps.interviews.models import AssignedInterview, OwnQuestion, Session

VIEW, ICON = "interviews.view", "messages-square"
# A day that is nearer than this is a warning.
SOON = timedelta(days=2)


def overview_for(membership: Membership) -> Overview:
    """The interviews that the member was asked for, how many were held lately, and the newest."""
    if not has_right(membership, VIEW):
        return Overview()
    found = lately(membership)
    index = reverse("interviews:index")
    title, note = _("Interviews held in 14 days"), _("Interviews a day, the last 14 days")
    recent = tuple(_recent(membership, one) for one in found.recent)
    stat = Stat(title, sum(found.ended_per_day), index, tuple(found.ended_per_day), note)
    return Overview((stat,) if recent else (), recent, tuple(_waiting(one) for one in found.waiting))


def _recent(membership: Membership, session: Session) -> Recent:
    url = reverse("interviews:session", args=[session.pk])
    return Recent(session.title, _note(membership, session), url, session.created_at, ICON)


def _note(membership: Membership, session: Session) -> str:
    """Whose it is, where it is somebody else's, or else its mode; and how far it has come."""
    is_own = session.member_id == membership.pk
    return f"{session.get_mode_display() if is_own else _person(session)} · {session.get_state_display()}"


def _person(session: Session) -> str:
    if session.candidate is not None:
        return called(session.candidate, session.job)
    return str(session.member)


def _waiting(assigned: AssignedInterview) -> Waiting:
    number = int(assigned.setup["number"])
    note = ngettext("%(n)s question in writing", "%(n)s questions in writing", number) % {"n": number}
    return Waiting(_asked_for(assigned), note, _address(assigned), ICON, assigned.assignment.due_at)


def _asked_for(assigned: AssignedInterview) -> str:
    application = assigned.assignment.application
    return _("Interview: %(job)s") % {"job": application.job.title} if application else _("Interview")


def _address(assigned: AssignedInterview) -> str:
    return reverse("interviews:assigned", args=[assigned.assignment_id])


def hits_for(membership: Membership, words: str) -> list[Hit]:
    """Interviews by title and person, and questions by what they ask."""
    if not has_right(membership, VIEW):
        return []
    sessions = [
        Hit(one.title, _note(membership, one), reverse("interviews:session", args=[one.pk]), ICON)
        for one in found_sessions(membership, words)
    ]
    return sessions + [_question_hit(one) for one in found_questions(membership, words)]


def _question_hit(question: OwnQuestion | Item) -> Hit:
    is_own = isinstance(question, OwnQuestion)
    key = str(question.pk) if isinstance(question, OwnQuestion) else question.slug
    note = _("Question of the workspace") if is_own else _("Question of the library")
    return Hit(question.text, note, reverse("interviews:bank_question", args=[key]), "library")


def notices_for(membership: Membership) -> list[Notice]:
    """Interviews to hold, own ones that a person looked at, and who asked for another way."""
    if not has_right(membership, VIEW):
        return []
    news = news_for(membership)
    return [
        *(_to_hold(one) for one in news.waiting),
        *(_reviewed(session) for session in news.reviewed),
        *(_other_way(one) for one in news.other_ways),
    ]


def _to_hold(assigned: AssignedInterview) -> Notice:
    assignment = assigned.assignment
    title, due = _asked_for(assigned), assignment.due_at
    if due is None:
        said = _("%(interview)s waits for you") % {"interview": title}
    else:
        said = _("%(interview)s waits for you until %(day)s") % {"interview": title, "day": day_of(due)}
    is_soon = due is not None and due - timezone.now() < SOON
    return Notice(said, _address(assigned), assigned.created_at, "warning" if is_soon else "info")


def _reviewed(session: Session) -> Notice:
    said = _("A person reviewed your answers: %(interview)s") % {"interview": session.title}
    return Notice(said, reverse("interviews:session", args=[session.pk]), session.reviewed_at)  # type: ignore[attr-defined]  # annotated


def _other_way(assigned: AssignedInterview) -> Notice:
    """A blind review leads to the application, which does not say who it is."""
    application, candidate = assigned.assignment.application, assigned.assignment.candidate
    job = application.job if application else None
    said = _("%(name)s asked for another way than an automatic interview") % {"name": called(candidate, job)}
    if application is not None and application.job.is_blind:
        url = reverse("hiring:application", args=[application.pk])
    else:
        url = reverse("hiring:candidate", args=[candidate.pk])
    return Notice(said, url, assigned.alternative_asked_at or assigned.updated_at, "warning")
