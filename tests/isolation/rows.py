"""A row of every model, so that whatever a route names there is something of another's to name."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any
from uuid import UUID
from zlib import crc32

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db import connection, models, transaction
from django.db.utils import Error as DatabaseError
from django.utils import timezone

from apps.accounts.models import Member, Membership, User
from apps.audit.models import AuditEntry
from apps.core.scope import PUBLIC, scope
from apps.tenants.models import SchemaText, Tenant
from tests.isolation.recipes import RECIPES

# Every text of a row begins so, followed by the workspace's slug: no page of ours says it by itself.
MARK = "zq"
# Rows that belong to nobody: what the framework keeps for itself.
NOBODYS_MODELS: tuple[type[models.Model], ...] = (ContentType, Group, Permission, SchemaText, Session)

Rows = dict[type[models.Model], models.Model]


class NoRecipeError(AssertionError):
    """A model that no row can be made of from its fields alone; say in RECIPES what it needs."""


class Filling:
    """Makes the rows of one workspace, each once, whatever they need first."""

    def __init__(self, owner: Membership, mark: str) -> None:
        self.owner, self.tenant, self.mark = owner, owner.tenant, mark
        with scope(self.tenant):
            member = Member.objects.get(pk=owner.pk)
        self.rows: Rows = {Tenant: owner.tenant, User: owner.user, Membership: owner, Member: member}
        self._in_tenant = tables_of(self.tenant.schema_name)
        # Numbers that no other workspace's rows have, so that they too say whose row it is.
        self._next_number = crc32(mark.encode()) % 10**6 * 1000 + 10**9
        self._begun: set[type[models.Model]] = set()

    def everything(self) -> Rows:
        """A row of every model that can be somebody's."""
        for model in somebodys_models():
            self.row(model)
        return self.rows

    def row(self, model: type[models.Model]) -> models.Model:
        """The workspace's row of the model."""
        if model not in self.rows:
            self._begun.add(model)
            own = model._meta.db_table in self._in_tenant
            # Without the tenant's prefix: nothing here makes a link.
            with scope(self.tenant if own else PUBLIC):
                self.rows[model] = self._made(model)
        return self.rows[model]

    def _made(self, model: type[models.Model]) -> models.Model:
        key: Any = model._meta.pk
        if key.remote_field is not None and key.related_model is Tenant:
            # A workspace has one at most, and may have it by what was done before.
            known = model._base_manager.filter(pk=self.tenant.pk).first()
            if known is not None:
                return known
        said = RECIPES[model](self.owner, self.mark) if model in RECIPES else {}
        values = {
            field.name: self._value(field)
            for field in model._meta.concrete_fields
            if field.name not in said and field.attname not in said and self._needs_value(field)
        }
        if isinstance(model._meta.pk, models.IntegerField):
            self._next_number += 1
            values[model._meta.pk.name] = self._next_number
        row = model(**(values | said))
        try:
            with transaction.atomic(), _numbered_by_hand(model):
                # In bulk: whoever listens to what is saved is not meant.
                model._base_manager.bulk_create([row])
        except (DatabaseError, ValueError, TypeError) as error:
            raise NoRecipeError(f"no row of {model._meta.label}: {error}; add it to RECIPES") from error
        return row

    def _needs_value(self, field: "models.Field[Any, Any]") -> bool:
        if isinstance(field, models.ForeignKey):
            target = field.related_model
            assert isinstance(target, type)
            return target not in NOBODYS_MODELS and (not field.null or target not in self._begun)
        if field.auto_created or field.has_default() or field.primary_key or getattr(field, "auto_now_add", False):
            return False
        # What may be left out stays so, but the names by which workspaces are told apart.
        return not (field.null or field.blank) or field.name in {"tenant_id", "schema_name", "membership_id"}

    def _value(self, field: "models.Field[Any, Any]") -> Any:  # noqa: PLR0911 -- one line per kind of field
        names = {"tenant_id": self.tenant.pk, "schema_name": self.tenant.schema_name, "membership_id": self.owner.pk}
        if field.name in names:
            return names[field.name]
        if isinstance(field, models.ForeignKey):
            return self.row(field.related_model)
        if field.choices:
            return next(value for value, _title in field.flatchoices if value)
        if isinstance(field, models.FileField):
            return ContentFile(f"{self.mark} file".encode(), name=f"{self.mark}.pdf")
        if isinstance(field, models.EmailField):
            return f"{self.mark}-{field.model._meta.model_name}@{self.tenant.slug}.example"
        if isinstance(field, models.SlugField):
            return f"{self.mark}-{field.name}"[: field.max_length]
        if isinstance(field, models.CharField | models.TextField):
            return f"{self.mark}-{field.name}"[: field.max_length]
        plain: dict[type[models.Field[Any, Any]], Any] = {
            models.DateTimeField: timezone.now(),
            models.DateField: dt.date(2026, 6, 1),
            models.UUIDField: UUID(int=self.owner.pk.int ^ crc32(field.name.encode())),
            models.JSONField: {},
            models.DecimalField: Decimal(1),
            models.BooleanField: True,
            models.GenericIPAddressField: "192.0.2.1",
            models.BinaryField: self.mark.encode(),
            models.DurationField: dt.timedelta(hours=1),
            models.FloatField: 1.0,
            models.IntegerField: 1,
        }
        for kind, value in plain.items():
            if isinstance(field, kind):
                return value
        raise NoRecipeError(f"no value for {field}; add {field.model._meta.label} to RECIPES")


@contextmanager
def _numbered_by_hand(model: type[models.Model]) -> Iterator[None]:
    """The database numbers the audit log of each workspace from one, so that ids of one would be known in another."""
    if model is not AuditEntry:
        yield
        return
    table, trigger = model._meta.db_table, "audit_auditentry_is_chained"
    with connection.cursor() as cursor:
        # What waits for the end of the transaction would forbid to alter the table.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        yield
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


def tables_of(schema: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        return {name for (name,) in cursor.fetchall()}


def somebodys_models() -> list[type[models.Model]]:
    """Every model whose rows belong to a person or a workspace."""
    return [
        model
        for model in apps.get_models()
        if model not in NOBODYS_MODELS and model._meta.managed and not model._meta.proxy
    ]
