"""Links to a CV of the builder: whoever has one sees the CV until it ends or is taken back."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.audit import services as audit
from apps.core.asking_often import count_request
from apps.core.problems import MissingError, ProblemError
from apps.cv_analysis.models import Resume, ShareLink

TOKEN_BYTES = 24
DAYS = (7, 30, 90)
MOST_LINKS = 20
# What one address may look at in an hour: pages, and PDFs, which cost a second of work each.
MOST_LOOKS, MOST_PDFS = 120, 20


class LinkGoneError(ProblemError):
    code = "link-gone"
    title = _("This link has ended.")
    status = 410
    action_url = "/"
    action_title = _("Go to the start page")

    def __init__(self) -> None:
        super().__init__(_("The CV behind it is safe. Ask whoever sent you the link for a new one."))


class NoSuchLinkError(MissingError):
    title = _("There is no CV behind this link.")
    action_url = "/"
    action_title = _("Go to the start page")


class TooManyLinksError(ProblemError):
    code = "too-many-links"
    title = _("This CV has as many links as it can have.")
    status = 409


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link just made, and its token, which is shown once."""

    link: ShareLink
    token: str


def hash_of(token: str) -> str:
    """The token has 192 random bits, so that it needs no slow hash."""
    return sha256(f"share:{token}".encode()).hexdigest()


@transaction.atomic
def share_resume(resume: Resume, *, name: str, days: int) -> NewLink:
    """Make a link that works for so many days."""
    if days not in DAYS:
        raise ValueError(f"a link works for {DAYS} days")
    if resume.links.count() >= MOST_LINKS:
        raise TooManyLinksError(_("End and remove those that nobody needs any more."))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    until = timezone.now() + timedelta(days=days)
    link = ShareLink.objects.create(resume=resume, name=name, token_hash=hash_of(token), expires_at=until)
    audit.record("cv_analysis.resume-shared", target=link, label=f"{resume.title}: {name}")
    return NewLink(link, token)


@transaction.atomic
def revoke_link(link: ShareLink) -> None:
    """From now on it leads nowhere; ending it twice is no error."""
    ended = ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
    if ended:
        audit.record("cv_analysis.link-ended", target=link, label=f"{link.resume.title}: {link.name}")


def shared_link(token: str) -> ShareLink:
    """The open link of that token with its CV; raises LinkGoneError or NoSuchLinkError."""
    link = ShareLink.objects.select_related("resume").filter(token_hash=hash_of(token)).first()
    if link is None:
        raise NoSuchLinkError(_("Check that the whole address was copied."))
    if not link.is_open:
        raise LinkGoneError
    return link


def count_view(link: ShareLink, *, viewer_id: UUID | None) -> None:
    """One more has looked at it, unless that is its owner."""
    if viewer_id != link.resume.owner_id:
        ShareLink.objects.filter(pk=link.pk).update(views=F("views") + 1, last_viewed_at=timezone.now())


def may_look(address: str, *, as_pdf: bool = False) -> None:
    """Raises TooManyRequestsError when somebody asks more often than people do."""
    if as_pdf:
        count_request("shared-pdf", address, most=MOST_PDFS)
    else:
        count_request("shared-cv", address, most=MOST_LOOKS)
