"""How lists of problems, attempts and assessments are filtered and sorted; problems are filtered in memory."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import Membership
from apps.code_assessment.catalogue import own_problems_for
from apps.code_assessment.content import is_allowed
from apps.code_assessment.library import problems
from apps.code_assessment.models import Assessment, Attempt, Likeness, Problem, ProblemProgress
from apps.code_assessment.queries import Rate, progress_of, rates
from apps.code_assessment.sandbox.languages import LANGUAGES
from apps.code_assessment.wording import CATEGORY_TITLES, DIFFICULTY_TITLES
from apps.core.listing import Column, Filter, Listing
from apps.core.modules import Text

SOLVED, TRIED, NEW = "solved", "tried", "new"
OURS, LIBRARY = "ours", "library"
NO_RATE = Rate(0, 0)
ORDER_OF_DIFFICULTY = {name: place for place, name in enumerate(DIFFICULTY_TITLES)}
MOST_SKILLS = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A problem as the list shows it."""

    key: str
    title: str
    category: str
    difficulty: str
    skills: tuple[str, ...]
    minutes: int
    # Those it can be solved in; none: all but SQL.
    languages: tuple[str, ...] = ()
    is_function: bool = False
    own: Problem | None = None
    progress: ProblemProgress | None = None
    rate: Rate = NO_RATE

    @property
    def category_title(self) -> Text:
        return CATEGORY_TITLES[self.category]

    @property
    def difficulty_title(self) -> Text:
        return DIFFICULTY_TITLES[self.difficulty]

    @property
    def state(self) -> str:
        if self.progress is None or not (self.progress.attempts or self.progress.is_solved):
            return NEW
        return SOLVED if self.progress.is_solved else TRIED

    def allows(self, language: str) -> bool:
        """Whether it can be solved in the language."""
        return is_allowed(language, self.languages, is_function=self.is_function)

    @property
    def words(self) -> str:
        return f"{self.title} {' '.join(self.skills)} {self.category_title}".casefold()

    @property
    def place(self) -> tuple[object, ...]:
        """The workspace's own first, then from what is easy to what is not."""
        return (self.own is None, ORDER_OF_DIFFICULTY[self.difficulty], self.title.casefold())


ORDERS: Mapping[str, Callable[[Line], Any]] = {
    "title": lambda one: one.title.casefold(),
    "category": lambda one: (str(one.category_title), *one.place),
    "difficulty": lambda one: (ORDER_OF_DIFFICULTY[one.difficulty], one.title.casefold()),
    "rate": lambda one: (one.rate.percent or -1, one.title.casefold()),
}


@cache
def skills() -> tuple[str, ...]:
    """The skills that most problems of the library need, by name."""
    counts: dict[str, int] = {}
    for one in problems().values():
        for skill in one.skills:
            counts[skill] = counts.get(skill, 0) + 1
    return tuple(sorted(sorted(counts, key=lambda name: (-counts[name], name))[:MOST_SKILLS]))


def lines_for(membership: Membership) -> list[Line]:
    """Every problem that the member may see, with how they did."""
    done, accepted = progress_of(membership), rates()
    lines = [
        Line(
            slug,
            one.title,
            one.category,
            one.difficulty,
            one.skills,
            one.expected_minutes,
            one.languages,
            is_function=one.signature is not None,
        )
        for slug, one in problems().items()
    ]
    lines += [
        Line(
            str(row.pk),
            row.title,
            row.category,
            row.difficulty,
            tuple(row.content["skills"]),
            int(row.content["expected_minutes"]),
            tuple(row.content.get("languages", ())),
            is_function=bool(row.content.get("signature")),
            own=row,
        )
        for row in own_problems_for(membership)
    ]
    return [replace(one, progress=done.get(one.key), rate=accepted.get(one.key, NO_RATE)) for one in lines]


class ProblemListing(Listing):
    """Problems of the workspace, then those of the library from easy to hard."""

    name = "code_assessment.problems"
    columns = (
        Column("title", _("Problem"), ("title",)),
        Column("category", _("Category"), ("category",), "wide", hidden_below="md"),
        Column("difficulty", _("Difficulty"), ("difficulty",), "medium"),
        Column("minutes", _("Time"), (), "narrow", at_end=True, hidden_below="md"),
        Column("rate", _("Accepted"), ("rate",), "narrow", at_end=True, hidden_below="sm", descending_first=True),
    )
    filters = (
        Filter("category", _("Category"), tuple(CATEGORY_TITLES.items()), lambda _value: Q()),
        Filter("difficulty", _("Difficulty"), tuple(DIFFICULTY_TITLES.items()), lambda _value: Q()),
        Filter(
            "state",
            _("Progress"),
            ((NEW, _("Not tried")), (TRIED, _("Tried")), (SOLVED, _("Solved"))),
            lambda _value: Q(),
        ),
        Filter("from", _("Source"), ((OURS, _("Our own")), (LIBRARY, _("Library"))), lambda _value: Q()),
    )
    search_fields = ("title",)
    # By itself the list has the workspace's own ones first.
    default_sort = ""

    def __init__(self, membership: Membership, params: Mapping[str, str]) -> None:
        self._lines = lines_for(membership)
        skill = Filter("skill", _("Skill"), tuple((one, one) for one in skills()), lambda _value: Q())
        names = tuple((name, one.display_name) for name, one in LANGUAGES.items())
        language = Filter("language", _("Language"), names, lambda _value: Q())
        super().__init__(Problem.objects.none(), params, more=(skill, language))

    def _fits(self, one: Line) -> bool:
        chosen = self.chosen
        source = OURS if one.own else LIBRARY
        return (
            chosen.get("category", one.category) == one.category
            and chosen.get("difficulty", one.difficulty) == one.difficulty
            and chosen.get("state", one.state) == one.state
            and chosen.get("from", source) == source
            and ("skill" not in chosen or chosen["skill"] in one.skills)
            and ("language" not in chosen or one.allows(chosen["language"]))
            and all(word in one.words for word in self.search.casefold().split())
        )

    @cached_property
    def rows(self) -> Any:
        found = [one for one in self._lines if self._fits(one)]
        by = ORDERS.get(self.sort.removeprefix("-"))
        return sorted(found, key=by or (lambda one: one.place), reverse=self.sort.startswith("-"))


class AttemptListing(Listing):
    """Attempts, newest first."""

    name = "code_assessment.attempts"
    columns = (
        Column("title", pgettext_lazy("code", "Assessment"), ("title",)),
        Column("state", _("State"), ("state",), "medium"),
        Column("score", _("Score"), ("score",), "narrow", at_end=True, descending_first=True),
        Column("added", _("Added"), ("created_at",), "medium", at_end=True, hidden_below="sm", descending_first=True),
    )
    filters = (
        Filter("state", _("State"), tuple(Attempt.State.choices), lambda value: Q(state=value)),
        Filter("mode", _("Mode"), tuple(Attempt.Mode.choices), lambda value: Q(mode=value)),
    )
    search_fields = ("title", "member__name", "member__email")
    default_sort = "-added"


class AssessmentListing(Listing):
    """Assessments of the workspace that are offered."""

    name = "code_assessment.assessments"
    columns = (
        Column("title", pgettext_lazy("code", "Assessment"), ("title",)),
        Column("problems", _("Problems"), (), "narrow", at_end=True),
        Column("minutes", _("Time"), ("total_minutes",), "narrow", at_end=True, hidden_below="sm"),
        Column(
            "changed", _("Changed"), ("updated_at",), "medium", at_end=True, hidden_below="md", descending_first=True
        ),
    )
    search_fields = ("title", "description")
    default_sort = "title"


class LikenessListing(Listing):
    """Pairs of like programs, the most unusual first."""

    name = "code_assessment.likenesses"
    columns = (
        Column("problem", _("Problem"), ("problem",)),
        Column("percent", _("In common"), ("percent",), "medium", at_end=True, descending_first=True),
        Column("decision", _("Decision"), ("decision",), "medium", hidden_below="sm"),
        Column("found", _("Found"), ("created_at",), "medium", at_end=True, hidden_below="md", descending_first=True),
    )
    filters = (Filter("decision", _("Decision"), tuple(Likeness.Decision.choices), lambda value: Q(decision=value)),)
    # Not by people: a blind review hides who they are.
    search_fields = ("one__asked__title",)
    default_sort = "-percent"

    def __init__(self, rows: "QuerySet[Likeness]", params: Mapping[str, str]) -> None:
        sat = Assessment.objects.filter(sittings__mode=Attempt.Mode.ASSESSMENT).distinct()
        choices = tuple((str(pk), title) for pk, title in sat.order_by("title").values_list("pk", "title"))
        of = Filter(
            "assessment",
            pgettext_lazy("code", "Assessment"),
            choices,
            lambda value: Q(one__attempt__assessment=value) | Q(other__attempt__assessment=value),
        )
        super().__init__(rows, params, more=(of,))
