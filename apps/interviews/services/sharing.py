"""Deeds of people who show their own practice report to others: make a link, end it, count who looks."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.interviews.models import ReportLink, Session
from apps.interviews.services.problems import (
    NoReportLinkError,
    NoReportYetError,
    NotAllowedHereError,
    TooManyLinksError,
)

TOKEN_BYTES = 24
DAYS = (7, 30, 90)
MOST_LINKS = 20


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link just made, and its token, which is shown once."""

    link: ReportLink
    token: str


def _hash_of(token: str) -> str:
    """The token has 192 random bits, so that it needs no slow hash."""
    return sha256(f"interview-report:{token}".encode()).hexdigest()


@transaction.atomic
def share_report(session: Session, *, name: str, days: int) -> NewLink:
    """Make a link to the report that works for so many days."""
    if days not in DAYS:
        raise ValueError(f"a link works for {DAYS} days")
    if not session.is_practice:
        raise NotAllowedHereError(_("An assessment is between you and the company that asked for it."))
    if session.state != Session.State.COMPLETED or session.score is None:
        raise NoReportYetError(_("It is there once the interview is completed and evaluated."))
    locked = Session.objects.select_for_update().get(pk=session.pk)
    if locked.links.count() >= MOST_LINKS:
        raise TooManyLinksError(_("Practise again and share that report."))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    until = timezone.now() + timedelta(days=days)
    link = ReportLink.objects.create(session=locked, name=name, token_hash=_hash_of(token), expires_at=until)
    record("interviews.report-shared", target=link, label=f"{locked.title}: {name}")
    return NewLink(link, token)


@transaction.atomic
def revoke_link(link: ReportLink) -> None:
    """From now on it leads nowhere; ending it twice is no error."""
    if ReportLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record("interviews.report-link-ended", target=link, label=f"{link.session.title}: {link.name}")


def shared_link(token: str) -> ReportLink:
    """The open link of that token with its interview; raises NoReportLinkError."""
    link = ReportLink.objects.select_related("session__member").filter(token_hash=_hash_of(token)).first()
    if link is None or not link.is_open:
        raise NoReportLinkError(
            _("It has ended, or the address was not copied whole. Ask whoever sent it to you for a new one.")
        )
    return link


def count_view(link: ReportLink, *, viewer_id: UUID | None) -> None:
    """One more has looked at it, unless that is its owner."""
    if viewer_id != link.session.member_id:
        ReportLink.objects.filter(pk=link.pk).update(views=F("views") + 1, last_viewed_at=timezone.now())
