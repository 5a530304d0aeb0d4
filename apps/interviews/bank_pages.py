"""What the page of a question shows, whether it is one of the library or the workspace's own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from apps.accounts.models import Member, Membership
from apps.core.modules import Text
from apps.core.problems import MissingError
from apps.interviews.adaptivity import MIDDLE_DIFFICULTY, RATINGS, STEP_OF_DIFFICULTY
from apps.interviews.bank import NOT_RATED, Rating, key_of, mark_of, own_questions_for, ratings
from apps.interviews.bank_listing import ALL_ROLES
from apps.interviews.library import item_of
from apps.interviews.models import OwnQuestion
from apps.interviews.own_items import OwnItem
from apps.interviews.selection import Pick
from apps.interviews.shipped import LEVEL_TITLES, QUESTION_TITLES


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version before the one that is asked."""

    number: int
    at: datetime | None
    by: str
    item: OwnItem


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A question and what the member who looks thinks of it."""

    key: str
    role: str
    pick: Pick
    rating: Rating
    my_rating: int
    is_bookmarked: bool
    own: OwnQuestion | None = None

    @property
    def role_title(self) -> Text:
        return ALL_ROLES[self.role]

    @property
    def level_title(self) -> Text:
        return LEVEL_TITLES[self.pick.level]

    @property
    def kind_title(self) -> Text:
        return QUESTION_TITLES[self.pick.kind]

    @property
    def minutes(self) -> int:
        return max(1, round(self.pick.seconds / 60))

    @property
    def difficulty(self) -> int:
        return MIDDLE_DIFFICULTY + (self.pick.rating - RATINGS[self.pick.level]) // STEP_OF_DIFFICULTY

    @property
    def practise_query(self) -> str:
        """What the page for a new interview is told; a question for everybody fits the role chosen there."""
        role = "" if self.role == "general" else f"&role={self.role}"
        return f"own={self.key}&number=1&level={self.pick.level}{role}"

    @property
    def earlier(self) -> list[Earlier]:
        """The newest first."""
        rows: list[dict[str, Any]] = list(reversed(self.own.earlier)) if self.own else []
        people = (
            {str(one.pk): str(one) for one in Member.objects.filter(pk__in={row["by"] for row in rows})} if rows else {}
        )
        return [
            Earlier(row["version"], parse_datetime(row["at"]), people.get(row["by"], ""), OwnItem.of(row))
            for row in rows
        ]


def page_of(membership: Membership, key: str) -> QuestionPage:
    """By a slug of the library or the id of an own one; MissingError where the member may not see it."""
    item, pk = item_of(key), key_of(key)
    own = _own(membership, pk) if item is None and pk else None
    if item is None and own is None:
        raise MissingError(_("Look for the question in the library."))
    mark = mark_of(membership, key)
    return QuestionPage(
        key=key,
        role=item.role if item else own.role,  # type: ignore[union-attr]  # one of the two is there
        pick=Pick.of(item) if item else OwnItem.of(own).pick(key),
        rating=ratings(key).get(key, NOT_RATED),
        my_rating=(mark.rating or 0) if mark else 0,
        is_bookmarked=mark is not None and mark.is_bookmarked,
        own=own,
    )


def _own(membership: Membership, pk: UUID) -> OwnQuestion | None:
    return own_questions_for(membership).select_related("made_by", "reviewed_by").filter(pk=pk).first()


def sent_to(request: HttpRequest, name: str, *args: str) -> str:
    """Where a deed leads back to: the page that asked for it, if it is one of ours."""
    back = request.POST.get("back", "")
    return back if url_has_allowed_host_and_scheme(back, None) and back.startswith("/") else reverse(name, args=args)
