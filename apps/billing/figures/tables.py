"""The figures as tables: the same rows for the page, for its charts and for a file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.billing.catalogue import main_unit
from apps.billing.figures.months import Month
from apps.billing.figures.report import Report
from apps.billing.figures.revenue import title_of
from apps.core import formats
from apps.core.listing import Export
from apps.core.modules import Text

NOTHING = "-"
PERCENT = 100


class Kind(Enum):
    """What a figure is, which decides how it is written."""

    MONTH = "month"
    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Column:
    """What stands in a column, and what kind of figure it is; `value` takes it out of a row."""

    title: Text
    kind: Kind
    value: Callable[[Any], Any] = field(repr=False)

    @property
    def is_figure(self) -> bool:
        return self.kind in {Kind.COUNT, Kind.MONEY, Kind.SHARE}


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in words."""

    text: str
    is_figure: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind, in a currency."""

    name: str
    title: Text
    about: Text
    columns: tuple[Column, ...]
    rows: tuple[Any, ...]
    currency: str

    @property
    def shown(self) -> list[list[Cell]]:
        """For people, the newest month first."""
        return [
            [Cell(in_words(one.value(row), one.kind, self.currency), one.is_figure) for one in self.columns]
            for row in reversed(self.rows)
        ]

    @property
    def export(self) -> Export:
        """For programs: months as 2026-11, sums with a point, shares in percent, and the currency beside them."""
        heads = (*(one.title for one in self.columns), _("Currency"))
        name = f"figures-{self.name}-{self.currency.lower()}"
        return Export(name, heads, self._exported)

    def _exported(self, row: Any) -> tuple[object, ...]:
        return (*(_plain(one.value(row), one.kind, self.currency) for one in self.columns), self.currency)


def in_words(value: Any, kind: Kind, currency: str) -> str:
    """As the reader writes it; what cannot be said is a dash."""
    if value is None:
        return NOTHING
    written: dict[Kind, Callable[[], str]] = {
        Kind.MONTH: lambda: value.title,
        Kind.TEXT: lambda: str(value),
        Kind.COUNT: lambda: formats.number(value),
        Kind.MONEY: lambda: formats.money(main_unit(value, currency), currency),
        Kind.SHARE: lambda: formats.percent(round(value * PERCENT, 1)),
        Kind.YES: lambda: str(_("yes") if value else _("no")),
    }
    return written[kind]()


def _plain(value: Any, kind: Kind, currency: str) -> object:
    if value is None:
        return ""
    if kind is Kind.MONEY:
        return main_unit(value, currency)
    if kind is Kind.SHARE:
        return round(value * PERCENT, 2)
    return str(value) if isinstance(value, Month) else in_words(value, kind, currency) if kind is Kind.YES else value


def _of(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, name)


MONTH = Column(_("Month"), Kind.MONTH, _of("month"))
RECURRING = (
    MONTH,
    Column(_("At the beginning"), Kind.MONEY, _of("opening")),
    Column(_("New"), Kind.MONEY, _of("new")),
    Column(_("Returned"), Kind.MONEY, _of("returned")),
    Column(_("Expansion"), Kind.MONEY, _of("expansion")),
    Column(_("Contraction"), Kind.MONEY, _of("contraction")),
    Column(_("Churned"), Kind.MONEY, _of("churned")),
    Column(_("Net new"), Kind.MONEY, _of("net_new")),
    Column(_("MRR at the end"), Kind.MONEY, _of("closing")),
)
CUSTOMERS = (
    MONTH,
    Column(_("At the beginning"), Kind.COUNT, _of("customers_before")),
    Column(_("New"), Kind.COUNT, _of("customers_new")),
    Column(_("Returned"), Kind.COUNT, _of("customers_returned")),
    Column(_("Lost"), Kind.COUNT, _of("customers_lost")),
    Column(_("Customers at the end"), Kind.COUNT, _of("customers")),
    Column(_("Customer churn"), Kind.SHARE, _of("customer_churn")),
    Column(_("Revenue churn"), Kind.SHARE, _of("revenue_churn")),
    Column(_("MRR per customer"), Kind.MONEY, _of("per_customer")),
    Column(_("Lifetime value"), Kind.MONEY, _of("lifetime_value")),
)
REVENUE = (
    MONTH,
    Column(_("What was sold"), Kind.TEXT, lambda row: title_of(row.name)),
    Column(_("Earned"), Kind.MONEY, _of("gross")),
    Column(_("Paid back"), Kind.MONEY, _of("refunded")),
    Column(_("Net revenue"), Kind.MONEY, _of("net")),
)
TRIALS = (
    MONTH,
    Column(_("Own trials that ended"), Kind.COUNT, _of("ended")),
    Column(_("Paid for"), Kind.COUNT, _of("paid")),
    Column(_("Trials of subscriptions that ended"), Kind.COUNT, _of("of_provider")),
    Column(_("Subscriptions paid for"), Kind.COUNT, _of("paid_of_provider")),
    Column(_("Conversion"), Kind.SHARE, _of("conversion")),
    Column(_("Final"), Kind.YES, _of("is_final")),
)
FAILURES = (
    MONTH,
    Column(_("Failed payments"), Kind.COUNT, _of("count")),
    Column(_("Sum"), Kind.MONEY, _of("amount")),
    Column(_("Recovered"), Kind.COUNT, _of("recovered")),
    Column(_("Recovered sum"), Kind.MONEY, _of("recovered_amount")),
    Column(_("Recovery"), Kind.SHARE, _of("recovery")),
)


def tables_of(report: Report) -> dict[str, Table]:
    """By their names, in the order of the page."""
    made = (
        Table(
            "recurring",
            _("Monthly recurring revenue (MRR)"),
            _("What customers pay by the month, yearly prices divided by twelve, without taxes and after discounts."),
            RECURRING,
            report.movements,
            report.currency,
        ),
        Table(
            "customers",
            _("Customers and churn"),
            _("Whoever pays something that recurs. Lifetime value: MRR per customer divided by customer churn."),
            CUSTOMERS,
            report.movements,
            report.currency,
        ),
        Table(
            "revenue",
            _("Revenue by what was sold"),
            _("By the ledger, in the month in which it happened, without taxes."),
            REVENUE,
            report.earned,
            report.currency,
        ),
        Table(
            "trials",
            _("Trial conversion"),
            _("Trials of a module in all currencies, and those of subscriptions, that were paid for within 14 days."),
            TRIALS,
            report.trials,
            report.currency,
        ),
        Table(
            "failures",
            _("Failed payments"),
            _("What was due in a month and failed at least once, and how much of it came in all the same."),
            FAILURES,
            report.failures,
            report.currency,
        ),
    )
    return {table.name: table for table in made}
