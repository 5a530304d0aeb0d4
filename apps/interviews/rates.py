"""Rates by group in words: for the page, and as a file for an auditor."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from apps.core.listing import Export
from apps.interviews.fairness import FEWEST_IN_GROUP, Group, Report, Table
from apps.interviews.models.describing import ETHNICITY_TITLES, SEX_TITLES
from apps.interviews.presenting import Text

TITLES: dict[str, Text] = {
    "sex": gettext_lazy("By sex"),
    "ethnicity": gettext_lazy("By race or ethnicity"),
    "both": gettext_lazy("By sex and race or ethnicity"),
}
NAMES: dict[str, Text] = {**SEX_TITLES, **ETHNICITY_TITLES}


@dataclass(frozen=True, slots=True)
class Line:
    """A group as the page shows it."""

    title: str
    group: Group
    people: str
    note: str


def title_of(group: Group) -> str:
    return " · ".join(str(NAMES[one]) for one in group.name)


def note_of(group: Group) -> str:
    """Why a group has no figures, or no ratio."""
    if group.is_few:
        return _("Fewer than %(n)s people: no figures, which could tell who they are.") % {"n": FEWEST_IN_GROUP}
    if group.is_withheld:
        return _("Withheld: with the totals it would tell the figures of a smaller group.")
    if group.is_small:
        return _("Under 2 percent of the people: left out of the ratios.")
    return ""


def tables_of(report: Report) -> list[tuple[Text, Table, list[Line]]]:
    """(title, table, its lines)."""
    return [(TITLES[one.kind], one, [_line(group) for group in one.groups]) for one in report.tables]


def _line(group: Group) -> Line:
    few = pgettext("people", "fewer than %(n)s") % {"n": FEWEST_IN_GROUP}
    return Line(title_of(group), group, few if group.is_few else str(group.people), note_of(group))


RATES_EXPORT = Export(
    "interview-rates",
    (
        gettext_lazy("Day"),
        gettext_lazy("Categories"),
        gettext_lazy("Group"),
        gettext_lazy("People"),
        gettext_lazy("Above the median"),
        gettext_lazy("Scoring rate"),
        gettext_lazy("Impact ratio of scoring"),
        gettext_lazy("Selected"),
        gettext_lazy("Selection rate"),
        gettext_lazy("Impact ratio of selection"),
        gettext_lazy("Note"),
    ),
    lambda row: row,
)
Row = tuple[object, ...]


def lines_of(report: Report, day: date) -> Iterator[Row]:
    """Every group with its figures, and how many people are unknown; rates as shares of 1 with four places."""
    for title, table, lines in tables_of(report):
        for line in lines:
            one = line.group
            yield (
                *(day.isoformat(), title, line.title, line.people),
                *(_plain(one.above_median), _share(one.scoring_rate), _share(one.scoring_ratio)),
                *(_plain(one.selected), _share(one.selection_rate), _share(one.selection_ratio), line.note),
            )
        yield (day.isoformat(), title, _("Unknown"), str(table.unknown), *[""] * 6, _("Said nothing about it."))
    if report.median is None:
        yield (day.isoformat(), "", "", "", *[""] * 6, _("Too few people were assessed for any figure."))
    else:
        note = _("Median of all scores: %(median)s. Rates are shares of 1.") % {"median": report.median}
        yield (day.isoformat(), _("All"), "", str(report.people), *[""] * 6, note)


def _plain(value: int | None) -> str:
    return "" if value is None else str(value)


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
