"""Which rows make up one tenant, table by table, in an order in which each refers only to those before it."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import reduce
from graphlib import TopologicalSorter
from operator import or_
from typing import Any, Literal

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Model, Q, QuerySet, UUIDField

from apps.tenants.belongings import shared_belongings
from apps.tenants.models import Tenant

Part = Literal["tenant", "people", "shared", "books", "own"]
# Of people who are not at the target yet: by these they sign in there as they did.
OF_PEOPLE = (
    *("account.EmailAddress", "accounts.PasswordRecord", "mfa.Authenticator", "socialaccount.SocialAccount"),
    # Those to texts that the target has not are left out there: nobody agreed to that operator's.
    "accounts.Agreement",
)
# Mails on their way, and files to fetch within a day.
LEFT_OUT = ("accounts.mail", "tenants.tenantexport")
NOTES = "django_migrations"
COLUMNS = """
SELECT relation.relname, array_agg(attribute.attname::text ORDER BY attribute.attnum)
FROM pg_class relation
JOIN pg_namespace space ON space.oid = relation.relnamespace
JOIN pg_attribute attribute ON attribute.attrelid = relation.oid
WHERE space.nspname = %s AND relation.relkind = 'r' AND relation.relname <> %s
  AND attribute.attnum > 0 AND NOT attribute.attisdropped AND attribute.attgenerated = ''
GROUP BY relation.relname ORDER BY relation.relname
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the archive: the columns in the order of its lines, the key first where it is a shared one."""

    part: Part
    table: str
    model: str
    columns: list[str]

    def said(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SharedRows:
    """The rows of one model that belong to the tenant."""

    part: Part
    model: type[Model]
    rows: "QuerySet[Any]"

    def table(self) -> Table:
        key = _key_of(self.model)
        # Numbers that nothing refers to are given anew.
        is_counted = self.part == "people" and not _is_uuid(self.model)
        rest = [name for name in _columns_of(self.model) if name != key]
        columns = rest if is_counted else [key, *rest]
        return Table(self.part, self.model._meta.db_table, self.model._meta.label_lower, columns)


def _is_uuid(model: type[Model]) -> bool:
    return isinstance(model._meta.pk, UUIDField)


def _key_of(model: type[Model]) -> str:
    return str(model._meta.pk.column)


def _columns_of(model: type[Model]) -> list[str]:
    return [str(one.column) for one in model._meta.local_concrete_fields if not getattr(one, "generated", False)]


def books_of_tenants() -> dict[type[Model], str]:
    """Models of apps that keep books, each with the shortest way to its tenant."""
    kept = [
        model
        for config in apps.get_app_configs()
        if getattr(config, "keeps_books", False) is True
        for model in config.get_models()
    ]
    found: dict[type[Model], str] = {}
    reached: dict[type[Model], str] = {Tenant: ""}
    while reached:
        following: dict[type[Model], str] = {}
        for model in kept:
            for field in model._meta.local_concrete_fields:
                if field.related_model in reached and model not in found and model not in following:
                    way = reached[field.related_model]
                    following[model] = f"{field.name}__{way}" if way else field.name
        found |= following
        reached = following
    return found


def shared_models() -> dict[type[Model], list[str]]:
    """Models of the shared schema whose rows belong to a tenant, each with the ways to it."""
    ways: dict[type[Model], list[str]] = {}
    for belonging in shared_belongings():
        if not belonging.keeps_row and belonging.model._meta.label_lower not in LEFT_OUT:
            ways.setdefault(belonging.model, []).append(belonging.lookup)
    return ways


def in_order(models: dict[type[Model], Any]) -> Iterable[type[Model]]:
    """Each after those that it refers to."""
    sorter: TopologicalSorter[type[Model]] = TopologicalSorter()
    for model in sorted(models, key=lambda one: one._meta.label_lower):
        targets = {field.related_model for field in model._meta.local_concrete_fields if field.is_relation}
        sorter.add(model, *(one for one in models if one in targets and one is not model))
    return sorter.static_order()


def shared_rows(tenant: Tenant) -> Iterator[SharedRows]:
    """All that the shared schema holds of the tenant, itself first."""
    yield SharedRows("tenant", Tenant, Tenant._base_manager.filter(pk=tenant.pk))
    ways, books = shared_models(), books_of_tenants()
    people = get_user_model()._base_manager.filter(memberships__tenant=tenant)
    yield SharedRows("people", get_user_model(), people)
    for label in OF_PEOPLE:
        model = apps.get_model(label)
        yield SharedRows("people", model, model._base_manager.filter(user__in=people.values("pk")))
    for model in in_order(ways):
        condition = reduce(or_, (Q(**{way: tenant}) for way in ways[model]))
        yield SharedRows("shared", model, model._base_manager.filter(condition))
    for model in in_order(books):
        yield SharedRows("books", model, model._base_manager.filter(**{books[model]: tenant}))


def own_tables(schema_name: str) -> list[Table]:
    """The tables of a tenant's own schema, as they are in the database."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [schema_name, NOTES])
        return [Table("own", table, "", columns) for table, columns in cursor.fetchall()]
