"""Which rows belong to a tenant: all tables of its own schema, and what points to it in the shared one."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet

from apps.tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Belonging:
    """A shared table, and the way from its rows to the tenant; `keeps_row` where only the mention goes."""

    model: type[Model]
    lookup: str
    keeps_row: bool

    def rows_of(self, tenant: Tenant) -> "QuerySet[Any]":
        rows: QuerySet[Any] = self.model._base_manager.filter(**{self.lookup: tenant})
        return rows


@cache
def tenant_tables() -> tuple[type[Model], ...]:
    """The models that lie in every tenant's schema, by their names."""
    found = []
    for config in apps.get_app_configs():
        if config.name not in settings.TENANT_APPS:
            continue
        names: frozenset[str] | None = getattr(config, "tenant_models", None)
        models = config.get_models(include_auto_created=True)
        found += [model for model in models if names is None or (model._meta.model_name or "") in names]
    managed = (model for model in found if model._meta.managed and not model._meta.proxy)
    return tuple(sorted(managed, key=lambda model: model._meta.label_lower))


@cache
def shared_belongings() -> tuple[Belonging, ...]:
    """Whatever points to a tenant in the shared schema, the farthest first: in this order nothing is left hanging."""
    return tuple(_pointing_to(Tenant, "", (Tenant,)))


def _is_kept(model: type[Model]) -> bool:
    """Whether its app keeps books, which the law wants to be kept longer than a tenant may stay."""
    return getattr(apps.get_app_config(model._meta.app_label), "keeps_books", False) is True


def _pointing_to(model: type[Model], way: str, before: tuple[type[Model], ...]) -> Iterator[Belonging]:
    of_tenants = set(tenant_tables())
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.concrete or not relation.auto_created or not (relation.one_to_many or relation.one_to_one):
            continue
        pointing: Any = relation.related_model
        if pointing in before or pointing in of_tenants or pointing._meta.proxy or _is_kept(pointing):
            continue
        field: Any = getattr(relation, "field")  # noqa: B009 -- not every kind of field declares it
        lookup = f"{field.name}__{way}" if way else str(field.name)
        # People are nobody's: they only remember where they worked.
        keeps_row = issubclass(pointing, get_user_model())
        if not keeps_row:
            yield from _pointing_to(pointing, lookup, (*before, pointing))
        yield Belonging(pointing, lookup, keeps_row)
