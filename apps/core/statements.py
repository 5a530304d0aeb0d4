"""Rows within SQL of our own: for the few places where several writes have to be one statement."""

import json
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import Field, JSONField, Model
from psycopg.types.json import Jsonb

TAKEN_AS_THEY_ARE = frozenset({str, bool, int, UUID})


@cache
def written_fields(model: type[Model]) -> "tuple[Field[Any, Any], ...]":
    """All fields but those that the database fills."""
    return tuple(one for one in model._meta.concrete_fields if not one.has_db_default() or one.name == "request_id")


def insertion(model: type[Model]) -> tuple[str, str]:
    """`INSERT INTO … (…)`, and the placeholders for what `values_of` gives; both are names of our own, quoted."""
    quote, fields = connection.ops.quote_name, written_fields(model)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns})", ", ".join(["%s"] * len(fields))


def values_of(row: Model) -> list[Any]:
    """Of the written fields, as the driver takes them."""
    return [_prepared(field, field.pre_save(row, add=True)) for field in written_fields(type(row))]


def _prepared(field: "Field[Any, Any]", value: Any) -> Any:
    """As `get_db_prep_save` makes it, without the way there for what the driver takes as it is."""
    if isinstance(field, JSONField):
        if field.encoder is None and isinstance(value, dict):
            return Jsonb(value, dumps=_json)
    elif type(value) in TAKEN_AS_THEY_ARE:
        return value
    return field.get_db_prep_save(value, connection)


def _json(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:
        # It knows no numbers of more than 64 bits.
        return json.dumps(value).encode()
