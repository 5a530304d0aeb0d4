"""A list as its page shows it: filters, search, order, density and page, all of it read from the address."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from typing import Any, ClassVar, Literal
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Page, PageNotAnInteger
from django.db.models import Q, QuerySet

from apps.core.modules import Text
from apps.core.pagination import OneStatementPaginator
from apps.core.prepared import PreparedList

DENSITIES = ("roomy", "dense")
Width = Literal["", "narrow", "medium", "wide"]
Breakpoint = Literal["", "sm", "md"]
LONGEST_SEARCH = 100
# What belongs to the view somebody looks at; the page, and what asks for an export, do not.
PAGE, SORT, SEARCH, DENSITY = "page", "sort", "q", "density"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table; `order_by` are the fields that sort it, none where it cannot be sorted.

    Without a width it shares what the others leave; `hidden_below` takes it away on a phone (sm) or a tablet (md).
    """

    name: str
    title: Text
    order_by: tuple[str, ...] = ()
    width: Width = ""
    at_end: bool = False
    hidden_below: Breakpoint = ""
    # Whether the first press shows the largest, or the newest, first.
    descending_first: bool = False

    @property
    def css(self) -> str:
        """Classes of the head; static/src/tables.css has the widths."""
        classes = {
            f"column-{self.width}": self.width,
            "text-end": self.at_end,
            f"max-{self.hidden_below}:hidden": self.hidden_below,
        }
        return " ".join(name for name, is_meant in classes.items() if is_meant)


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice above the table. `choices` are (value, title); `condition` turns a value into a condition."""

    name: str
    title: Text
    choices: Iterable[tuple[str, Text]]
    condition: Callable[[str], Q]


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a filter as the form shows it."""

    value: str
    title: Text
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FilterField:
    """A filter with its entries, ready to be shown."""

    name: str
    title: Text
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: where pressing it leads, and how the list is sorted by it now."""

    column: Column
    query: str
    direction: str

    @property
    def aria_sort(self) -> str:
        return {"up": "ascending", "down": "descending"}.get(self.direction, "")


class Listing:
    """Derive one for each list; `params` is the query of the request. A value that is not known counts as not given."""

    name: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    filters: tuple[Filter, ...] = ()
    search_fields: ClassVar[tuple[str, ...]] = ()
    default_sort: ClassVar[str]
    per_page: ClassVar[int] = 25

    def __init__(
        self,
        rows: "QuerySet[Any]",
        params: Mapping[str, str],
        *,
        more: tuple[Filter, ...] = (),
        usual: PreparedList[Any] | None = None,
    ) -> None:
        """`more` are filters whose choices the workspace makes, such as its tags.

        `usual` are all rows in the order that nobody has to ask for, compiled before: what is shown most of the time.
        """
        self._all, self._usual = rows, usual
        self.filters = (*self.filters, *more)
        self.search = " ".join(params.get(SEARCH, "").replace("\0", "").split())[:LONGEST_SEARCH]
        self.density = params.get(DENSITY, "") if params.get(DENSITY, "") in DENSITIES else DENSITIES[0]
        self.sort = params.get(SORT, "") if self._column_of(params.get(SORT, "")) else self.default_sort
        self.chosen = {
            one.name: params[one.name]
            for one in self.filters
            if params.get(one.name) in {value for value, _title in one.choices}
        }
        self._page = params.get(PAGE, "1")

    def _column_of(self, sort: str) -> Column | None:
        wanted = sort.removeprefix("-")
        return next((one for one in self.columns if one.name == wanted and one.order_by), None)

    @cached_property
    def rows(self) -> "QuerySet[Any]":
        """All that fit, in order; the primary key decides between equals, so that pages neither repeat nor lose one."""
        found = self._all
        for one in self.filters:
            if one.name in self.chosen:
                found = found.filter(one.condition(self.chosen[one.name]))
        for word in self.search.split():
            found = found.filter(self.holds(word))
        column, back = self._column_of(self.sort), self.sort.startswith("-")
        fields = column.order_by if column else ()
        order = [f"-{name.removeprefix('-')}" if back != name.startswith("-") else name.lstrip("-") for name in fields]
        return found.order_by(*order, "-pk" if back else "pk")

    @cached_property
    def page(self) -> "Page[Any]":
        """The page asked for, or the nearest that there is; counted in the statement that reads it."""
        is_usual = self.sort == self.default_sort and not self.is_narrowed
        # The stubs know no list but a queryset.
        listed: Any = self._usual if self._usual is not None and is_usual else self.rows
        paginator = OneStatementPaginator(listed, self.per_page)
        try:
            return paginator.page(self._page)
        except PageNotAnInteger:
            return paginator.page(1)
        except EmptyPage:
            return paginator.page(paginator.num_pages)

    def holds(self, word: str) -> Q:
        """What a row has to be to be found by the word."""
        return reduce(or_, (Q(**{f"{name}__icontains": word}) for name in self.search_fields))

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter or a search leaves something out."""
        return bool(self.search or self.chosen)

    @property
    def query(self) -> str:
        """What the address says of this view: filters, search, order and density, but no page."""
        return self.query_with()

    def query_with(self, **changes: str) -> str:
        """The same with some values changed; what stands for the default is left out."""
        said = {SEARCH: self.search, **self.chosen, SORT: self.sort, DENSITY: self.density} | changes
        usual = {SORT: self.default_sort, DENSITY: DENSITIES[0]}
        return urlencode({name: value for name, value in said.items() if value and value != usual.get(name)})

    @cached_property
    def heads(self) -> list[Head]:
        """The columns with the addresses that sort by them."""
        return [self._head(column) for column in self.columns]

    def _head(self, column: Column) -> Head:
        if not column.order_by:
            return Head(column, "", "")
        if self.sort.removeprefix("-") != column.name:
            first = f"-{column.name}" if column.descending_first else column.name
            return Head(column, self.query_with(sort=first), "")
        other, direction = (column.name, "down") if self.sort.startswith("-") else (f"-{column.name}", "up")
        return Head(column, self.query_with(sort=other), direction)

    @cached_property
    def fields(self) -> list[FilterField]:
        """The filters as the form shows them."""
        return [
            FilterField(
                one.name,
                one.title,
                [Option(value, title, self.chosen.get(one.name) == value) for value, title in one.choices],
            )
            for one in self.filters
        ]

    @property
    def other_density(self) -> str:
        return DENSITIES[1 - DENSITIES.index(self.density)]

    @property
    def density_query(self) -> str:
        return self.query_with(density=self.other_density)

    @property
    def first_query(self) -> str:
        """The same view before the current page; ends in what the pager adds its page to."""
        return f"{self.query}&" if self.query else ""


@dataclass(frozen=True, slots=True)
class Export:
    """A file made of a list: the heads of its columns and what stands in a row."""

    name: str
    heads: tuple[Text, ...]
    row: Callable[[Any], tuple[object, ...]] = field(repr=False)
