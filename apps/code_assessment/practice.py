"""How somebody does when practising: by category, by difficulty, and day by day."""

from collections.abc import Iterable
from dataclasses import dataclass

from apps.accounts.models import Membership
from apps.code_assessment.listing import SOLVED, Line, lines_for
from apps.code_assessment.queries import days_of, streak
from apps.code_assessment.wording import CATEGORY_TITLES, DIFFICULTY_TITLES
from apps.core.modules import Text

MOST_RECENT = 10


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some problems are solved."""

    name: str
    title: Text
    solved: int
    of: int


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """What the page of one's own progress shows."""

    categories: list[Share]
    difficulties: list[Share]
    recent: list[Line]
    solved: int
    of: int
    streak: int
    days: int


def progress_page(membership: Membership) -> ProgressPage:
    lines = lines_for(membership)
    days = days_of(membership)
    tried = [(one.progress.last_at, one) for one in lines if one.progress and one.progress.last_at]
    recent = [one for _at, one in sorted(tried, key=lambda pair: pair[0], reverse=True)[:MOST_RECENT]]
    return ProgressPage(
        categories=[
            _share(name, title, (one for one in lines if one.category == name))
            for name, title in CATEGORY_TITLES.items()
        ],
        difficulties=[
            _share(name, title, (one for one in lines if one.difficulty == name))
            for name, title in DIFFICULTY_TITLES.items()
        ],
        recent=recent,
        solved=sum(one.state == SOLVED for one in lines),
        of=len(lines),
        streak=streak(days),
        days=len(days),
    )


def _share(name: str, title: Text, lines: Iterable[Line]) -> Share:
    found = list(lines)
    return Share(name, title, sum(one.state == SOLVED for one in found), len(found))
