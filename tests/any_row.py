"""Rows of any model, whatever it asks of its fields: for rules that hold for every table."""

import secrets
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import connection, models
from django.utils import timezone

from apps.core.modules import personal_rows

_VALUES: dict[type[Any], Any] = {
    models.BooleanField: False,
    models.DateTimeField: timezone.now,
    models.DateField: lambda: timezone.now().date(),
    models.DecimalField: Decimal(1),
    models.DurationField: timedelta(minutes=1),
    models.EmailField: lambda: f"{uuid4().hex[:12]}@rows.example",
    models.FloatField: 1.0,
    models.GenericIPAddressField: "192.0.2.1",
    models.IntegerField: 1,
    models.JSONField: dict,
    models.TimeField: lambda: timezone.now().time(),
    models.UUIDField: uuid4,
    models.BinaryField: b"x",
    models.Field: lambda: uuid4().hex[:12],
}


def make_rows(model: type[models.Model], count: int) -> None:
    """Fill the table up to so many rows; the test's transaction takes back that nothing refuses them.

    A table is looked at here, not what its rows mean: uniqueness and checks would only stand in the way.
    """
    _drop_rules(model)
    missing = count - model._base_manager.count()
    if missing > 0:
        model._base_manager.bulk_create([_row(model) for _ in range(missing)])


def _drop_rules(model: type[models.Model]) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = to_regclass(%s) AND contype IN ('u', 'c')",
            [f'"{table}"'],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}" CASCADE')
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index"
            " WHERE indrelid = to_regclass(%s) AND indisunique AND NOT indisprimary",
            [f'"{table}"'],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")
        # Checks that wait for the end of a transaction, as that of the ledger.
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgdeferrable AND NOT tgisinternal",
            [f'"{table}"'],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')


def _row(model: type[models.Model]) -> models.Model:
    """Of tables that hold what is one person's own and what is the tenant's, a row that everybody may see."""
    values = {field.attname: _value(field) for field in model._meta.concrete_fields if _is_needed(field)}
    for lookup, value in personal_rows().get(model, {}).items():
        name, _, how = lookup.partition("__")
        field: Any = model._meta.get_field(name)
        if how == "isnull" and not value:
            values[field.attname] = None
        elif not how:
            values[field.attname] = next((one for one, _title in field.choices or () if one != value), not value)
    return model(**values)


def _is_needed(field: Any) -> bool:
    # Relations are filled also where they may be empty: a table that reads them row by row has to be noticed.
    if isinstance(field, models.ForeignKey):
        return field.remote_field.model is not field.model
    if isinstance(field, models.AutoField):
        return False
    return field.primary_key or not (field.has_default() or field.null)


def _value(field: Any) -> Any:
    if isinstance(field, models.ForeignKey):
        others = field.remote_field.model._base_manager
        related = others.first()
        if related is None or field.primary_key:
            # A row that is named after another has one of its own.
            known = set(others.values_list("pk", flat=True))
            make_rows(field.remote_field.model, len(known) + 1)
            related = others.exclude(pk__in=known).get()
        return getattr(related, field.target_field.attname)
    if field.choices:
        return next(value for value, _title in field.flatchoices)
    if field.primary_key and isinstance(field, models.IntegerField):
        return secrets.randbelow(2**30)
    kind = next(kind for kind in type(field).__mro__ if kind in _VALUES)
    value = _VALUES[kind]
    made = value() if callable(value) else value
    return made[: field.max_length] if isinstance(made, str) and field.max_length else made
