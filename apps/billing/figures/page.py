"""What the page of figures shows above its tables: tiles with the change to the month before, and charts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from apps.billing.figures.months import Month
from apps.billing.figures.report import Report
from apps.billing.figures.tables import Kind, Table, in_words, tables_of
from apps.core import charts
from apps.core.modules import Text

# Of a chart that shows losses below the line: one half for each side.
BASELINE = 100
ONE_SIDED, TWO_SIDED = "0 0 100 100", "0 0 100 200"


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure, of when it is, and what it was before."""

    title: str
    value: str
    when: str
    change: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Columns over months: what grows stands above the line, what was lost hangs below it."""

    title: Text
    view_box: str
    gains: tuple[charts.Column, ...]
    losses: tuple[charts.Column, ...]
    # What the highest column would have to be to fill its side.
    top: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Section:
    """A table with its charts; empty where nothing happened in any month."""

    table: Table
    drawings: tuple[Drawing, ...]

    @property
    def is_empty(self) -> bool:
        return not any(drawing.gains or drawing.losses for drawing in self.drawings)


def tiles_of(report: Report) -> list[Tile]:
    """What is in force as it is now; what happens in a month, of the last one that is over."""
    now, last, before = report.movements[-1], report.movements[-2], report.movements[-3]
    is_now = _("now")

    def money(value: int | None) -> str:
        return in_words(value, Kind.MONEY, report.currency)

    def month_tile(title: str, values: Sequence[Any], kind: Kind) -> Tile:
        value, earlier = values
        change = _("%(month)s: %(value)s") % {
            "month": before.month.title,
            "value": in_words(earlier, kind, report.currency),
        }
        return Tile(title, in_words(value, kind, report.currency), last.month.title, change)

    def since(change: str) -> str:
        return _("%(change)s since the end of %(month)s") % {"change": change, "month": last.month.title}

    earned = [sum(one.net for one in report.earned if one.month == row.month) for row in (last, before)]
    trials = [one.conversion for one in (report.trials[-2], report.trials[-3])]
    failed, earlier = report.failures[-2], report.failures[-3]
    customers = now.customers - now.customers_before
    return [
        Tile(_("MRR"), money(now.closing), is_now, since(_signed(money(now.net_new), now.net_new))),
        Tile(
            _("Customers"),
            in_words(now.customers, Kind.COUNT, ""),
            is_now,
            since(_signed(in_words(customers, Kind.COUNT, ""), customers)),
        ),
        month_tile(_("Net revenue"), earned, Kind.MONEY),
        month_tile(_("Customer churn"), (last.customer_churn, before.customer_churn), Kind.SHARE),
        month_tile(_("Revenue churn"), (last.revenue_churn, before.revenue_churn), Kind.SHARE),
        month_tile(_("Trial conversion"), trials, Kind.SHARE),
        month_tile(_("Lifetime value"), (last.lifetime_value, before.lifetime_value), Kind.MONEY),
        month_tile(_("Failed payments"), (failed.amount, earlier.amount), Kind.MONEY),
    ]


def _signed(text: str, value: int) -> str:
    return f"+{text}" if value > 0 else text


def sections_of(report: Report) -> list[Section]:
    """Each table with what is drawn of it."""
    tables = tables_of(report)
    net = [(month, sum(one.net for one in report.earned if one.month == month)) for month in report.timeline.months]
    moves, currency = report.movements, report.currency

    def drawn(title: Text, rows: Sequence[Any], value: Callable[[Any], float | None], kind: Kind) -> Drawing:
        return _drawing(title, [(row.month, value(row) or 0) for row in rows], kind, currency)

    gained = [(row.month, row.new + row.returned + row.expansion) for row in moves]
    lost = [(row.month, row.contraction + row.churned) for row in moves]
    return [
        Section(
            tables["recurring"],
            (
                drawn(_("MRR at the end"), moves, lambda row: row.closing, Kind.MONEY),
                _two_sided(_("Gained and lost"), gained, lost, currency),
            ),
        ),
        Section(
            tables["customers"],
            (
                drawn(_("Customers at the end"), moves, lambda row: row.customers, Kind.COUNT),
                drawn(_("Customer churn"), moves, lambda row: row.customer_churn, Kind.SHARE),
            ),
        ),
        Section(tables["revenue"], (_drawing(_("Net revenue"), net, Kind.MONEY, currency),)),
        Section(tables["trials"], (drawn(_("Conversion"), report.trials, lambda row: row.conversion, Kind.SHARE),)),
        Section(tables["failures"], (drawn(_("Sum"), report.failures, lambda row: row.amount, Kind.MONEY),)),
    ]


def _two_sided(title: Text, gained: list[tuple[Month, int]], lost: list[tuple[Month, int]], currency: str) -> Drawing:
    """Gains above the line and losses below it, by the same measure."""
    top = charts.round_top(max(abs(value) for _month, value in [*gained, *lost]))
    above, below = (_columns(pairs, Kind.MONEY, currency, top) for pairs in (gained, lost))
    return Drawing(title, TWO_SIDED, above, _hanging(below), *_ends(gained, top, Kind.MONEY, currency))


def _drawing(title: Text, pairs: Sequence[tuple[Month, float]], kind: Kind, currency: str) -> Drawing:
    """One column for each month; a month that is below 0 hangs."""
    top = charts.round_top(max(abs(value) for _month, value in pairs))
    above = _columns([(month, max(value, 0)) for month, value in pairs], kind, currency, top)
    below = _columns([(month, min(value, 0)) for month, value in pairs], kind, currency, top)
    return Drawing(title, TWO_SIDED if below else ONE_SIDED, above, _hanging(below), *_ends(pairs, top, kind, currency))


def _columns(pairs: Sequence[tuple[Month, float]], kind: Kind, currency: str, top: float) -> tuple[charts.Column, ...]:
    """Those that are not 0; each says what it is."""
    items = [(f"{month.title}: {in_words(value, kind, currency)}", abs(value)) for month, value in pairs]
    return tuple(one for one in charts.columns(items, top=top).columns if one.value)


def _hanging(columns: tuple[charts.Column, ...]) -> tuple[charts.Column, ...]:
    return tuple(replace(one, y=charts.number(BASELINE)) for one in columns)


def _ends(pairs: Sequence[tuple[Month, float]], top: float, kind: Kind, currency: str) -> tuple[str, str, str]:
    highest = int(top) if kind is not Kind.SHARE else top
    return in_words(highest, kind, currency), pairs[0][0].title, pairs[-1][0].title
