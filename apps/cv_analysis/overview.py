"""What the frame shows of CV analysis: the overview, search, and what to look at."""

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.accounts.rights import has_right
from apps.core.formats import day as day_of
from apps.core.modules import Hit, Notice, Overview, Recent, Stat
from apps.cv_analysis.queries import found_cvs, lately, unread_of


def overview_for(membership: Membership) -> Overview:
    """How many CVs came lately, and the newest."""
    points, newest = lately(membership)
    index = reverse("cv_analysis:index")
    stat = Stat(_("CVs added in 14 days"), sum(points), index, tuple(points), _("CVs a day, the last 14 days"))
    recent = [
        Recent(
            cv.candidate_name or cv.file_name,
            cv.status_title,
            reverse("cv_analysis:detail", args=[cv.pk]),
            cv.created_at,
            "file-search",
        )
        for cv in newest
    ]
    return Overview((stat,) if recent else (), tuple(recent))


def hits_for(membership: Membership, words: str) -> list[Hit]:
    """CVs with all these words in the candidate's or the file's name."""
    if not has_right(membership, "cv_analysis.view"):
        return []
    return [
        Hit(
            cv.candidate_name or cv.file_name,
            cv.file_name if cv.candidate_name else day_of(cv.created_at),
            reverse("cv_analysis:detail", args=[cv.pk]),
            "file-text",
        )
        for cv in found_cvs(membership, words)
    ]


def notices_for(membership: Membership) -> list[Notice]:
    """The member's own uploads of the last days that could not be read."""
    return [
        Notice(
            _("“%(file)s” could not be read: %(why)s") % {"file": cv.file_name, "why": cv.get_status_display()},
            reverse("cv_analysis:detail", args=[cv.pk]),
            cv.updated_at,
            "warning",
        )
        for cv in unread_of(membership)
    ]
