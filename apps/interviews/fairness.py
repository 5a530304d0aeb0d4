"""Scoring and selection rates by group, as New York City's Local Law 144 reckons them (6 RCNY 5-300). Values only.

A scoring rate is the share of a group whose score lies above the median of all who were assessed; a selection rate is
the share that was selected. An impact ratio is a group's rate divided by the highest rate of a group.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from statistics import median

# Fewer people than this in a group could be recognised by its figures: it has none.
FEWEST_IN_GROUP = 5
# Groups below this share may be left out of the ratios, and are.
SMALLEST_SHARE = 0.02
UNKNOWN = ""
SEXES = ("female", "male")
HISPANIC = "hispanic"
# The EEO-1 categories of the Equal Employment Opportunity Commission.
ETHNICITIES = (HISPANIC, "white", "black", "pacific", "asian", "native", "two-or-more")
# Which groups a total holds: those with this value in this place of their name, or all.
Held = tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class Assessed:
    """A person who was assessed, without a name; UNKNOWN where they said nothing."""

    score: int
    is_selected: bool
    sex: str = UNKNOWN
    ethnicity: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class Group:
    """A category with its figures; rates are shares of 1, and None where there are too few people to say."""

    name: tuple[str, ...]
    people: int
    above_median: int | None = None
    selected: int | None = None
    is_small: bool = False
    is_withheld: bool = False
    scoring_ratio: float | None = None
    selection_ratio: float | None = None

    @property
    def is_few(self) -> bool:
        return self.people < FEWEST_IN_GROUP

    @property
    def scoring_rate(self) -> float | None:
        return None if self.above_median is None else self.above_median / self.people

    @property
    def selection_rate(self) -> float | None:
        return None if self.selected is None else self.selected / self.people


@dataclass(frozen=True, slots=True)
class Table:
    """All categories of one kind, and how many people said nothing about it."""

    kind: str
    groups: tuple[Group, ...]
    known: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Report:
    people: int
    median: float | None
    tables: tuple[Table, ...]


def report_of(people: Sequence[Assessed]) -> Report:
    """Tables by sex, by ethnicity, and by both; without any figure while fewer than FEWEST_IN_GROUP were assessed."""
    if len(people) < FEWEST_IN_GROUP:
        return Report(len(people), None, ())
    middle = median(one.score for one in people)
    by_sex = _table(people, middle, "sex", [(sex,) for sex in SEXES], lambda one: (one.sex,))
    by_ethnicity = _table(people, middle, "ethnicity", [(one,) for one in ETHNICITIES], lambda one: (one.ethnicity,))
    pairs = list(product(SEXES, ETHNICITIES))
    both = _table(people, middle, "both", pairs, lambda one: (one.sex, one.ethnicity), (by_sex, by_ethnicity))
    return Report(len(people), middle, (by_sex, by_ethnicity, both))


def _table(
    people: Iterable[Assessed],
    middle: float,
    kind: str,
    names: Sequence[tuple[str, ...]],
    name_of: Callable[[Assessed], tuple[str, ...]],
    margins: Sequence[Table] = (),
) -> Table:
    members: dict[tuple[str, ...], list[Assessed]] = {name: [] for name in names}
    unknown = 0
    for one in people:
        if UNKNOWN in name_of(one):
            unknown += 1
        else:
            members[name_of(one)].append(one)
    known = sum(len(found) for found in members.values())
    totals: dict[Held, int] = {
        (place, group.name[0]): group.people
        for place, table in enumerate(margins)
        for group in table.groups
        if not group.is_withheld
    }
    totals[None] = known + unknown
    withheld = _withheld({name: len(found) for name, found in members.items()}, totals)
    groups = []
    for name, found in members.items():
        if not found:
            continue
        group = Group(name, len(found), is_small=len(found) < SMALLEST_SHARE * known, is_withheld=name in withheld)
        if not group.is_withheld:
            above, selected = sum(one.score > middle for one in found), sum(one.is_selected for one in found)
            group = replace(group, above_median=above, selected=selected)
        groups.append(group)
    return Table(kind, tuple(_with_ratios(groups)), known, unknown)


def _withheld(sizes: dict[tuple[str, ...], int], totals: dict[Held, int]) -> set[tuple[str, ...]]:
    """Groups too small to show, and such as would tell their figures when taken from a total that is shown."""
    withheld = {name for name, size in sizes.items() if size < FEWEST_IN_GROUP}
    while True:
        more = {found for held, total in totals.items() if (found := _next_withheld(held, total, sizes, withheld))}
        if not more:
            return withheld
        withheld |= more


def _next_withheld(
    held: Held, total: int, sizes: dict[tuple[str, ...], int], withheld: set[tuple[str, ...]]
) -> tuple[str, ...] | None:
    """The smallest shown group of a total of which too few people are not shown; None when there are enough of them."""
    within = [name for name in sizes if sizes[name] and (held is None or name[held[0]] == held[1])]
    shown = [name for name in within if name not in withheld]
    rest = total - sum(sizes[name] for name in shown)
    if not shown or len(shown) == len(within) or rest >= FEWEST_IN_GROUP:
        return None
    return min(shown, key=lambda name: (sizes[name], name))


def _with_ratios(groups: Sequence[Group]) -> list[Group]:
    """Each rate beside the highest one; groups below SMALLEST_SHARE take no part."""
    counted = [one for one in groups if not one.is_small and not one.is_withheld]
    best_scoring = max((one.scoring_rate or 0.0 for one in counted), default=0.0)
    best_selection = max((one.selection_rate or 0.0 for one in counted), default=0.0)
    return [
        replace(
            one,
            scoring_ratio=_ratio(one.scoring_rate, best_scoring),
            selection_ratio=_ratio(one.selection_rate, best_selection),
        )
        if one in counted
        else one
        for one in groups
    ]


def _ratio(rate: float | None, best: float) -> float | None:
    return rate / best if rate is not None and best else None
