"""How the questions of the library and the workspace's own are listed together; they are filtered in memory."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership
from apps.core.listing import Column, Export, Filter, Listing
from apps.core.modules import Text
from apps.interviews.bank import NOT_RATED, Rating, bookmarks_of, key_of, own_questions_for, ratings, sees_assessments
from apps.interviews.library import GENERAL, LEVELS, ROLES, all_items
from apps.interviews.models import OwnQuestion
from apps.interviews.shipped import LEVEL_TITLES, QUESTION_TITLES, ROLE_TITLES

ALL_ROLES: dict[str, Text] = {GENERAL: _("Any role"), **ROLE_TITLES}
BOOKMARKED, MINE, OURS, LIBRARY, WAITING, ARCHIVED = "bookmarked", "mine", "ours", "library", "review", "archived"
# A choice of more is no choice any more; the search finds the others, and so do the links of questions.
MOST_SKILLS = 80
_ROLE_PLACE = {role: place for place, role in enumerate(ALL_ROLES)}


@dataclass(frozen=True, slots=True)
class Line:
    """A question as the list shows it."""

    key: str
    text: str
    kind: str
    role: str
    level: str
    skills: tuple[str, ...]
    seconds: int
    words: str
    state: str = ""
    state_title: Text = ""
    is_own: bool = False
    is_shared: bool = False
    is_mine: bool = False
    is_for_assessments: bool = False
    is_archived: bool = False
    is_bookmarked: bool = False
    rating: Rating = NOT_RATED

    @property
    def minutes(self) -> int:
        return max(1, round(self.seconds / 60))

    @property
    def kind_title(self) -> Text:
        return QUESTION_TITLES[self.kind]

    @property
    def role_title(self) -> Text:
        return ALL_ROLES[self.role]

    @property
    def level_title(self) -> Text:
        return LEVEL_TITLES[self.level]

    @property
    def place(self) -> tuple[object, ...]:
        """The workspace's own first, then role by role from what is easy to what is not."""
        return (not self.is_own, _ROLE_PLACE[self.role], LEVELS.index(self.level), self.text)


@cache
def _library() -> tuple[Line, ...]:
    return tuple(
        Line(
            key=item.slug,
            text=item.text,
            kind=item.kind,
            role=item.role,
            level=item.level,
            skills=item.skills,
            seconds=item.seconds,
            words=f"{item.text} {' '.join(item.skills)} {ROLES[item.role]}".casefold(),
        )
        for item in all_items().values()
    )


def _own(row: OwnQuestion, membership: Membership) -> Line:
    words = " ".join((row.text, *row.skills, *row.tags, ROLES[row.role]))
    return Line(
        key=str(row.pk),
        text=row.text,
        kind=row.kind,
        role=row.role,
        level=row.level,
        skills=tuple(row.skills),
        seconds=row.seconds,
        words=words.casefold(),
        state=row.state if row.is_shared else "",
        state_title=row.get_state_display() if row.is_shared else "",
        is_own=True,
        is_shared=row.is_shared,
        is_mine=row.made_by_id == membership.pk,
        is_for_assessments=row.is_for_assessments,
        is_archived=row.is_archived,
    )


def lines_for(membership: Membership) -> list[Line]:
    """Every question that the member may see, with what is thought of it."""
    rows = own_questions_for(membership).defer("points", "answer", "hint", "choices", "earlier")
    thought, kept = ratings(), bookmarks_of(membership)
    lines = [*(_own(row, membership) for row in rows), *_library()]
    return [
        replace(one, rating=thought.get(one.key, one.rating), is_bookmarked=one.key in kept)
        if one.key in thought or one.key in kept
        else one
        for one in lines
    ]


def lines_of(membership: Membership, keys: Sequence[str]) -> list[Line]:
    """The questions of a set in its order, as far as the member may see them."""
    ids = [key for key in map(key_of, keys) if key]
    rows = own_questions_for(membership).filter(pk__in=ids) if ids else OwnQuestion.objects.none()
    known = {one.key: one for one in (*_library(), *(_own(row, membership) for row in rows))}
    return [known[key] for key in keys if key in known]


def _any(_value: str) -> Q:
    """What is in memory is not asked for by conditions."""
    return Q()


BELONGS: Mapping[str, Callable[[Line], bool]] = {
    BOOKMARKED: lambda one: one.is_bookmarked,
    MINE: lambda one: one.is_mine,
    OURS: lambda one: one.is_shared,
    LIBRARY: lambda one: not one.is_own,
    WAITING: lambda one: one.state == OwnQuestion.State.IN_REVIEW,
    ARCHIVED: lambda one: one.is_archived,
}
SOURCES: dict[str, Text] = {
    BOOKMARKED: _("Bookmarked"),
    MINE: _("Written by me"),
    OURS: _("Of the workspace"),
    LIBRARY: _("Of the library"),
    WAITING: _("Waiting for review"),
    ARCHIVED: _("Archived"),
}


class QuestionListing(Listing):
    """Questions of the library and own ones; the workspace's own first."""

    name = "interviews.questions"
    columns = (
        Column("question", _("Question"), ("text",)),
        Column("role", _("Role"), ("place",), "medium", hidden_below="md"),
        Column("level", _("Level"), ("level",), "narrow", hidden_below="md"),
        Column("kind", _("Kind"), ("kind_title",), "medium", hidden_below="sm"),
        Column("time", _("Time"), ("seconds",), "narrow", at_end=True, hidden_below="md"),
        Column("rating", _("Rating"), ("rating",), "narrow", at_end=True, hidden_below="sm", descending_first=True),
    )
    search_fields = ("text",)
    default_sort = "role"

    def __init__(self, membership: Membership, params: Mapping[str, str]) -> None:
        self._lines = lines_for(membership)
        sources = {value: title for value, title in SOURCES.items() if value != WAITING or sees_assessments(membership)}
        self.filters = (
            Filter("role", _("Role"), tuple(ALL_ROLES.items()), _any),
            Filter("level", _("Level"), tuple(LEVEL_TITLES.items()), _any),
            Filter("kind", _("Kind"), tuple(QUESTION_TITLES.items()), _any),
            Filter("skill", _("Skill"), self._skills(params), _any),
            Filter("from", _("Source"), tuple(sources.items()), _any),
        )
        super().__init__(OwnQuestion.objects.none(), params)

    def _skills(self, params: Mapping[str, str]) -> tuple[tuple[str, Text], ...]:
        """Those of the chosen role, the most frequent ones, and the one that the address asks for."""
        counted: dict[str, int] = {}
        for one in self._lines:
            if params.get("role", one.role) in {one.role, ""}:
                for skill in one.skills:
                    counted[skill] = counted.get(skill, 0) + 1
        names = sorted(counted, key=lambda name: (-counted[name], name))[:MOST_SKILLS]
        asked = params.get("skill", "")
        if asked and asked not in names and any(asked in one.skills for one in self._lines):
            names.append(asked)
        return tuple((name, name) for name in sorted(names, key=str.casefold))

    def _fits(self, one: Line) -> bool:
        chosen = self.chosen
        source = chosen.get("from", "")
        return (
            (one.is_archived == (source == ARCHIVED))
            and (not source or BELONGS[source](one))
            and all(chosen.get(name, "") in {"", getattr(one, name)} for name in ("role", "level", "kind"))
            and ("skill" not in chosen or chosen["skill"] in one.skills)
            and all(word in one.words for word in self.search.casefold().split())
        )

    @cached_property
    def rows(self) -> Any:
        found = sorted((one for one in self._lines if self._fits(one)), key=lambda one: one.place)
        by = ORDERS[self.sort.removeprefix("-")]
        return found if self.sort == self.default_sort else sorted(found, key=by, reverse=self.sort.startswith("-"))


ORDERS: Mapping[str, Callable[[Line], Any]] = {
    "question": lambda one: one.text.casefold(),
    "role": lambda one: one.place,
    "level": lambda one: LEVELS.index(one.level),
    "kind": lambda one: str(one.kind_title),
    "time": lambda one: one.seconds,
    "rating": lambda one: (one.rating.mean or 0.0, one.rating.number),
}


class QuestionSetListing(Listing):
    """Sets that a member may choose."""

    name = "interviews.question_sets"
    columns = (
        Column("title", _("Set"), ("title",)),
        Column("questions", _("Questions"), (), "narrow", at_end=True),
        Column("seen", _("Seen by"), ("is_shared",), "medium", hidden_below="sm"),
        Column(
            "changed", _("Changed"), ("updated_at",), "medium", at_end=True, hidden_below="md", descending_first=True
        ),
    )
    filters = (
        Filter(
            "seen",
            _("Seen by"),
            (("shared", _("The workspace")), ("private", _("Only me"))),
            lambda value: Q(is_shared=value == "shared"),
        ),
    )
    search_fields = ("title", "description")
    default_sort = "title"


QUESTION_LIST_EXPORT = Export(
    "interview-questions",
    (_("Question"), _("Kind"), _("Role"), _("Level"), _("Skills"), _("Seconds"), _("Rating"), _("Ratings"), _("Id")),
    lambda one: (
        *(one.text, one.kind_title, one.role_title, one.level_title, ", ".join(one.skills), one.seconds),
        *(one.rating.mean, one.rating.number, one.key),
    ),
)
