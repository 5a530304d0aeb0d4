"""Links to a CV of the builder: whoever has one sees the CV until it ends or is taken back."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.audit import services as audit
from apps.core.asking_often import count_request
from apps.core.links import MOST_LINKS, MOST_LOOKS, MOST_PDFS, NewLink, count_look, end_link, hash_of, make_link
from apps.core.problems import MissingError, ProblemError
from apps.cv_analysis.models import Resume, ShareLink

PURPOSE = "share"


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


@transaction.atomic
def share_resume(resume: Resume, *, name: str, days: int) -> NewLink[ShareLink]:
    """Make a link that works for so many days."""
    if resume.links.count() >= MOST_LINKS:
        raise TooManyLinksError(_("End and remove those that nobody needs any more."))
    made = make_link(ShareLink, purpose=PURPOSE, name=name, days=days, resume=resume)
    audit.record("cv_analysis.resume-shared", target=made.link, label=f"{resume.title}: {name}")
    return made


@transaction.atomic
def revoke_link(link: ShareLink) -> None:
    """From now on it leads nowhere; ending it twice is no error."""
    if end_link(link):
        audit.record("cv_analysis.link-ended", target=link, label=f"{link.resume.title}: {link.name}")


def shared_link(token: str) -> ShareLink:
    """The open link of that token with its CV; raises LinkGoneError or NoSuchLinkError."""
    link = ShareLink.objects.select_related("resume").filter(token_hash=hash_of(PURPOSE, token)).first()
    if link is None:
        raise NoSuchLinkError(_("Check that the whole address was copied."))
    if not link.is_open:
        raise LinkGoneError
    return link


def count_view(link: ShareLink, *, viewer_id: UUID | None) -> None:
    """One more has looked at it, unless that is its owner."""
    if viewer_id != link.resume.owner_id:
        count_look(link)


def may_look(address: str, *, as_pdf: bool = False) -> None:
    """Raises TooManyRequestsError when somebody asks more often than people do."""
    if as_pdf:
        count_request("shared-pdf", address, most=MOST_PDFS)
    else:
        count_request("shared-cv", address, most=MOST_LOOKS)
