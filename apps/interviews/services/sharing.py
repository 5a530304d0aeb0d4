"""Deeds of people who show their own practice report to others: make a link, end it, count who looks."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.core.links import MOST_LINKS, NewLink, count_look, end_link, hash_of, make_link
from apps.interviews.models import ReportLink, Session
from apps.interviews.services.problems import (
    NoReportLinkError,
    NoReportYetError,
    NotAllowedHereError,
    TooManyLinksError,
)

PURPOSE = "interview-report"


@transaction.atomic
def share_report(session: Session, *, name: str, days: int) -> NewLink[ReportLink]:
    """Make a link to the report that works for so many days."""
    if not session.is_practice:
        raise NotAllowedHereError(_("An assessment is between you and the company that asked for it."))
    if session.state != Session.State.COMPLETED or session.score is None:
        raise NoReportYetError(_("It is there once the interview is completed and evaluated."))
    locked = Session.objects.select_for_update().get(pk=session.pk)
    if locked.links.count() >= MOST_LINKS:
        raise TooManyLinksError(_("Practise again and share that report."))
    made = make_link(ReportLink, purpose=PURPOSE, name=name, days=days, session=locked)
    record("interviews.report-shared", target=made.link, label=f"{locked.title}: {name}")
    return made


@transaction.atomic
def revoke_link(link: ReportLink) -> None:
    """From now on it leads nowhere; ending it twice is no error."""
    if end_link(link):
        record("interviews.report-link-ended", target=link, label=f"{link.session.title}: {link.name}")


def shared_link(token: str) -> ReportLink:
    """The open link of that token with its interview; raises NoReportLinkError."""
    link = ReportLink.objects.select_related("session__member").filter(token_hash=hash_of(PURPOSE, token)).first()
    if link is None or not link.is_open:
        raise NoReportLinkError(
            _("It has ended, or the address was not copied whole. Ask whoever sent it to you for a new one.")
        )
    return link


def count_view(link: ReportLink, *, viewer_id: UUID | None) -> None:
    """One more has looked at it, unless that is its owner."""
    if viewer_id != link.session.member_id:
        count_look(link)
