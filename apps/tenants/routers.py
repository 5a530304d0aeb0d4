"""Says which table is made in which schema."""

from typing import Any, cast

from django.apps import apps
from django.db import connections
from django_tenants.routers import TenantSyncRouter

from apps.core.scope import PUBLIC_SCHEMA, TenantConnection


class PlacementRouter(TenantSyncRouter):
    """An app that stands in both lists names its tenant tables in `tenant_models` of its AppConfig."""

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        allowed: bool | None = super().allow_migrate(db, app_label, model_name, **hints)
        tenant_models: frozenset[str] | None = getattr(apps.get_app_config(app_label), "tenant_models", None)
        if allowed is False or tenant_models is None or model_name is None:
            return allowed
        in_tenant = cast("TenantConnection", connections[db]).schema_name != PUBLIC_SCHEMA
        return None if (model_name.lower() in tenant_models) == in_tenant else False
