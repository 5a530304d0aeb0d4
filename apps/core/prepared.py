"""ORM queries that are turned into SQL once and run many times: what every request asks must cost little.

Building and compiling a query with three joins takes the ORM longer than the database takes to answer it
(docs/decisions/0001-prepared-queries.md has the figures).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import F, Func, IntegerField, Model, QuerySet, Subquery, prefetch_related_objects
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators

from apps.core.ids import uuid7
from apps.core.scope import tenant_connection

# How Django asks for one of a list, and how one statement asks for any of a list of whatever length.
ONE_OF_A_LIST, ANY_OF_A_LIST = " IN (%s)", " = ANY(%s)"

Row = TypeVar("Row", bound=Model)
Rows = TypeVar("Rows", bound=QuerySet[Any])


class PreparedQuery(Generic[Row]):
    """The query that `build` makes of ids, compiled once; `run` takes other ids in the same order.

    `build` must put each id into the statement as it is; select_related, prefetch_related and annotations work as
    always. An id may also be a word that a text field is compared with. Where `build` asks for `in=[id]` and they
    `are_many`, `run` takes a list of ids in its place.
    """

    def __init__(self, build: Callable[..., QuerySet[Row]], *, ids: int, are_many: bool = False) -> None:
        marks = [uuid7() for _number in range(ids)]
        queryset = build(*marks)
        compiler = queryset.query.get_compiler(queryset.db)
        sql, params = compiler.as_sql()
        if are_many and sql.count(ONE_OF_A_LIST) != ids:
            raise ValueError("each id must be the only one of a list")
        self._sql = sql.replace(ONE_OF_A_LIST, ANY_OF_A_LIST) if are_many else sql
        self._params = list(params)
        numbers = {str(mark): number for number, mark in enumerate(marks)}
        self._places = [(place, numbers[str(value)]) for place, value in enumerate(params) if str(value) in numbers]
        if {number for _place, number in self._places} != set(range(ids)):
            raise ValueError("each id must be a parameter of the statement")
        kinds = {expression.output_field.get_internal_type() for expression, _sql, _alias in compiler.select}
        if "GenericIPAddressField" in kinds:
            raise ValueError("network addresses are text for Django and something else in a binary answer")
        self._db = queryset.db
        info: dict[str, Any] = compiler.klass_info
        self._model: type[Row] = info["model"]
        # The model's own columns come first, those of related models and annotations after them.
        self._names = [compiler.select[place][0].target.attname for place in info["select_fields"]]
        # The stubs describe Django 6, where there is one argument more.
        self._related = get_related_populators(info, compiler.select, self._db)  # type: ignore[call-arg]  # see above
        self._annotations: dict[str, int] = compiler.annotation_col_map
        if [*self._annotations.values()] == [len(self._names) + number for number in range(len(self._annotations))]:
            # They stand right behind the model's own columns, and are read with them.
            self._names, self._annotations = [*self._names, *self._annotations], {}
        self._compiler = compiler
        self._prefetched: tuple[Any, ...] = queryset._prefetch_related_lookups  # type: ignore[attr-defined]  # has no public name
        self._converters = compiler.get_converters([expression for expression, _sql, _alias in compiler.select])

    def run(self, *ids: UUID | str | list[UUID], limit: int | None = None, offset: int = 0) -> list[Row]:
        """The rows for these ids, each a model instance; `build` must not have sliced what `limit` cuts."""
        params: list[Any] = list(self._params)
        for place, number in self._places:
            params[place] = ids[number]
        sql = self._sql
        if offset:
            sql, params = f"{sql} LIMIT %s OFFSET %s", [*params, limit, offset]
        elif limit is not None:
            # In the statement itself: of a parameter PostgreSQL does not know how few rows it will ask for, and so
            # plans anew each time.
            sql = f"{sql} LIMIT {limit:d}"
        rows: Any = tenant_connection.rows_of(sql, params)
        if self._converters:
            rows = self._compiler.apply_converters(rows, self._converters)
        found = [self._instance(row) for row in rows]
        prefetch_related_objects(found, *self._prefetched)
        return found

    def _instance(self, row: Any) -> Row:
        # Model.from_db without its signals, which nobody here listens to: a list makes one of these a row.
        instance: Row = self._model.__new__(self._model)
        values = instance.__dict__
        values.update(zip(self._names, row, strict=False))
        values["_state"] = state = ModelState()
        state.adding, state.db = False, self._db
        for populator in self._related:
            populator.populate(row, instance)
        for name, place in self._annotations.items():
            setattr(instance, name, row[place])
        return instance


@dataclass(frozen=True, slots=True)
class PreparedList(Generic[Row]):
    """All rows of a prepared query for some ids, to be paged; `query` is annotated by `counting`, the other is not."""

    query: PreparedQuery[Row]
    uncounted: PreparedQuery[Row]
    ids: tuple[UUID | str, ...] = ()


class PreparedRows(Generic[Row]):
    """The rows that `build` makes of ids, in its order, compiled to be paged with their count and without."""

    def __init__(self, build: Callable[..., QuerySet[Row]], *, ids: int = 0) -> None:
        self._counted = PreparedQuery(lambda *marks: counting(build(*marks)), ids=ids)
        self._uncounted = PreparedQuery(build, ids=ids)

    def of(self, *ids: UUID | str) -> PreparedList[Row]:
        return PreparedList(self._counted, self._uncounted, ids)


def counting(queryset: Rows) -> Rows:
    """Each row also tells how many there are in all, as `count_of_all`.

    A subquery is counted once, where a window function would carry all rows along.
    """
    counted = queryset.order_by().values(rows_in_all=Func(F("pk"), function="COUNT", output_field=IntegerField()))
    counted_rows: Rows = queryset.annotate(count_of_all=Subquery(counted))
    return counted_rows
