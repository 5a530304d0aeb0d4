"""How lists of interviews can be filtered, sorted and exported."""

from functools import cache
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.listing import Column, Export, Filter, Listing
from apps.core.prepared import PreparedRows
from apps.interviews.models import Session
from apps.interviews.queries import sessions_of_member
from apps.interviews.shipped import LEVEL_TITLES, ROLE_TITLES


class SessionListing(Listing):
    """Interviews, newest first."""

    name = "interviews.sessions"
    columns = (
        Column("title", _("Interview"), ("title",)),
        Column("state", _("State"), ("state",), "medium"),
        Column("mode", _("Mode"), ("mode",), "medium", hidden_below="md"),
        Column("score", _("Score"), ("score",), "narrow", at_end=True, descending_first=True),
        Column("added", _("Added"), ("created_at",), "medium", at_end=True, hidden_below="sm", descending_first=True),
    )
    filters = (
        Filter("state", _("State"), tuple(Session.State.choices), lambda value: Q(state=value)),
        Filter("mode", _("Mode"), tuple(Session.Mode.choices), lambda value: Q(mode=value)),
        Filter("role", _("Role"), tuple(ROLE_TITLES.items()), lambda value: Q(role=value)),
        Filter("level", _("Level"), tuple(LEVEL_TITLES.items()), lambda value: Q(level=value)),
    )
    search_fields = ("title", "member__name", "member__email")
    default_sort = "-added"


# What a row says beside the interview itself.
SHOWN = ("member", "candidate", "job")


@cache
def usual_sessions(*, reviews: bool) -> PreparedRows[Session]:
    """What a member of some id sees, who may review or may not, as the list shows it when nothing was chosen."""

    def build(member_id: UUID) -> "QuerySet[Session]":
        return SessionListing(sessions_of_member(member_id, reviews=reviews).select_related(*SHOWN), {}).rows

    return PreparedRows(build, ids=1)


SESSION_EXPORT = Export(
    "interviews",
    (_("Interview"), _("Person"), _("Mode"), _("State"), _("Score (automatic estimate)"), _("Added")),
    lambda one: (
        one.title,
        one.person,
        one.get_mode_display(),
        one.get_state_display(),
        one.score,
        one.created_at.isoformat(),
    ),
)


class PracticeListing(Listing):
    """Practice areas, those due first."""

    name = "interviews.practice"
    columns = (
        Column("skill", _("Skill"), ("skill",)),
        Column("average", _("Average"), ("average_score",), "narrow", at_end=True, descending_first=True),
        Column("best", _("Best"), ("best",), "narrow", at_end=True, descending_first=True, hidden_below="sm"),
        Column(
            "attempts", _("Answers"), ("attempts",), "narrow", at_end=True, descending_first=True, hidden_below="sm"
        ),
        Column("trend", _("Trend"), (), "medium", hidden_below="md"),
        Column("due", _("Due"), ("due_at",), "medium", at_end=True),
    )
    search_fields = ("skill",)
    default_sort = "due"
