"""What each thing that is sold earned in a month, from the ledger's books of revenue and refunds. Pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from apps.billing.catalogue import CREDITS, MODULE, SINGLE, items
from apps.billing.figures.months import Month, Timeline
from apps.core.modules import all_modules

REVENUE, REFUNDS = "revenue:", "refunds:"
OTHER = "other"


class BookSum(NamedTuple):
    """What one book got in a month; the ledger has what was earned below 0, and what went back above."""

    month: datetime
    book: str
    amount: int


@dataclass(frozen=True, slots=True)
class Earned:
    """One thing in one month, without taxes, in the currency's smallest unit."""

    month: Month
    name: str
    gross: int
    refunded: int

    @property
    def net(self) -> int:
        return self.gross - self.refunded


def name_of(key: str) -> str:
    """Under which name a thing is counted: by module or plan, whatever its period; all credits; all single pieces."""
    kind, name, _period = [*key.split(":"), "", ""][:3]
    if kind == CREDITS or not name:
        return CREDITS if kind == CREDITS else OTHER
    return f"{kind}:{name.partition('.')[0] if kind == SINGLE else name}"


def earned(rows: Iterable[BookSum], timeline: Timeline) -> list[Earned]:
    """Month by month, within each what earned most first; months and things without a sum are not there."""
    sums: dict[tuple[Month, str], list[int]] = {}
    for row in rows:
        at = timeline.place(row.month)
        if at is None:
            continue
        book, _colon, key = row.book.partition(":")
        of_thing = sums.setdefault((timeline.months[at], name_of(key)), [0, 0])
        if f"{book}:" == REVENUE:
            of_thing[0] -= row.amount
        else:
            of_thing[1] += row.amount
    found = [Earned(month, name, gross, back) for (month, name), (gross, back) in sums.items() if gross or back]
    return sorted(found, key=lambda one: (one.month, -one.net, one.name))


def title_of(name: str) -> str:
    """What is read where the name is meant, also of what is not sold any more."""
    if name == CREDITS:
        return _("Credits")
    if name == OTHER:
        return _("Something else")
    kind, _colon, own = name.partition(":")
    if kind in {MODULE, SINGLE}:
        titles = (str(config.title) for config in all_modules() if config.label == own)
        title = next(titles, own.replace("_", " "))
        return _("%(module)s, one by one") % {"module": title} if kind == SINGLE else title
    titles = (str(item.title) for item in items() if (item.kind, item.name) == (kind, own))
    return next(titles, own.replace("_", " "))
