"""Several questions in one statement: what a page shows of different tables costs one way to the database and back.

Each question is an ordinary queryset. Its rows travel as JSON and become again what the queryset would have given
(docs/decisions/0015-questions-asked-together.md has the figures).
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BinaryField, DurationField, JSONField, QuerySet, prefetch_related_objects
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable, get_related_populators

from apps.core.ids import uuid7
from apps.core.scope import tenant_connection

KNOWN = (ModelIterable, ValuesListIterable, FlatValuesListIterable)


def read_together(*querysets: QuerySet[Any]) -> list[list[Any]]:
    """The rows of each, as `list(queryset)` would have given them; one statement, however many there are.

    Instances, with select_related and annotations, and values_list are known; nothing else is.
    """
    asked = PreparedTogether(lambda: querysets)
    asked.is_asked_again = False
    return asked.run()


class PreparedTogether:
    """What `build` asks of values, compiled once; `run` asks the same of others, of the same kinds in the same order.

    Values are ids, words, days and moments, and get into the statement as they are; those at the places `may_lack` need
    not be in it. All else that `build` looks at, the time zone of the moment among it, stays as it was: whoever keeps
    this makes another one when that changes.
    """

    is_asked_again = True

    def __init__(
        self, build: Callable[..., Iterable[QuerySet[Any]]], *like: Any, may_lack: frozenset[int] = frozenset()
    ) -> None:
        self.build = build
        marks = [_mark(value, number) for number, value in enumerate(like)]
        self.questions = [_Question(queryset) for queryset in build(*marks)]
        self.asked = [one for one in self.questions if one.sql]
        self.sql = f"SELECT {', '.join(one.sql for one in self.asked)}"
        self.params = [param for one in self.asked for param in one.params]
        words = {str(mark): number for number, mark in enumerate(marks)}
        params = enumerate(self.params) if words else ()
        self._places = [(place, words[str(param)]) for place, param in params if str(param) in words]
        if {number for _place, number in self._places} | may_lack < set(range(len(like))):
            raise ValueError("each value must be a parameter of the statement")

    def filled(self, *values: Any) -> list[Any]:
        """The parameters, with these values."""
        params = list(self.params)
        for place, number in self._places:
            params[place] = values[number]
        return params

    def run(self, *values: Any) -> list[list[Any]]:
        """The rows of each question."""
        answers: Iterator[str] = iter(())
        if self.asked:
            [found] = tenant_connection.rows_of(self.sql, self.filled(*values), is_asked_again=self.is_asked_again)
            answers = iter(found)
        # Numbers with a point stay text until a field says how exact they are.
        return [one.rows(json.loads(next(answers), parse_float=str)) if one.sql else [] for one in self.questions]


def _mark(like: Any, number: int) -> Any:
    """A value of the same kind that stands for it, and that nobody would ask for."""
    if isinstance(like, UUID):
        return uuid7()
    if isinstance(like, datetime):
        return datetime(1, 1, 2, microsecond=number, tzinfo=UTC)
    if isinstance(like, date):
        return date(1, 2, 1 + number)
    if isinstance(like, str):
        return uuid7().hex
    raise TypeError(f"{like!r} cannot stand in a statement that is compiled once")


class _Question:
    """A queryset as a column of text, and the way back from that text to its rows."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self._kind: type[Any] = queryset._iterable_class
        if self._kind not in KNOWN:
            raise TypeError(f"{self._kind.__name__} cannot be read together with others")
        self._queryset = queryset
        self._compiler = queryset.query.get_compiler(queryset.db)
        self.sql = ""
        self.params: tuple[Any, ...] = ()
        try:
            inner, self.params = self._compiler.as_sql(with_col_aliases=True)
        except EmptyResultSet:
            # That there are none is known without asking.
            return
        self._fields = [expression.output_field for expression, _sql, _alias in self._compiler.select]
        quote = connection.ops.quote_name
        columns = zip(self._compiler.select, self._fields, strict=True)
        row = ", ".join(f"q.{quote(alias)}{_as_text(field)}" for (_expression, _sql, alias), field in columns)
        self.sql = f"(SELECT coalesce(json_agg(json_build_array({row})), '[]')::text FROM ({inner}) q)"  # noqa: S608 -- the ORM's own SQL

    def rows(self, found: Iterable[list[Any]]) -> list[Any]:
        readers = [_reader_of(field) for field in self._fields]
        rows = [
            tuple(value if value is None else read(value) for read, value in zip(readers, row, strict=True))
            for row in found
        ]
        if self._kind is FlatValuesListIterable:
            return [row[0] for row in rows]
        return rows if self._kind is ValuesListIterable else self._instances(rows)

    def _instances(self, rows: Iterable[tuple[Any, ...]]) -> list[Any]:
        """What Django's ModelIterable makes of the rows."""
        db, info = self._queryset.db, self._compiler.klass_info
        model, places = info["model"], info["select_fields"]
        names = [self._compiler.select[place][0].target.attname for place in places]
        # The stubs describe Django 6, where there is one argument more.
        related = get_related_populators(info, self._compiler.select, db)  # type: ignore[call-arg]  # see above
        found = []
        for row in rows:
            instance = model.from_db(db, names, [row[place] for place in places])
            for populator in related:
                populator.populate(row, instance)
            for name, place in self._compiler.annotation_col_map.items():
                setattr(instance, name, row[place])
            found.append(instance)
        lookups: tuple[Any, ...] = self._queryset._prefetch_related_lookups  # type: ignore[attr-defined]  # has no public name
        prefetch_related_objects(found, *lookups)
        return found


def _as_text(field: Any) -> str:
    """JSON within JSON is a text, so that its numbers are read as they are elsewhere."""
    return "::text" if isinstance(field, JSONField) else ""


def _reader_of(field: Any) -> Callable[[Any], Any]:
    """From a value in JSON to what the field gives."""
    if isinstance(field, JSONField):
        return json.loads
    if isinstance(field, ArrayField):
        one = _reader_of(field.base_field)
        return lambda values: [value if value is None else one(value) for value in values]
    if isinstance(field, BinaryField | DurationField) or hasattr(field, "from_db_value"):
        raise TypeError(f"{field} has no form in JSON that it could be read from")
    read: Callable[[Any], Any] = field.to_python
    return read
