"""Companies and communities, each with a schema of its own."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenantsConfig(AppConfig):
    name = "apps.tenants"
    verbose_name = _("Tenants")
    # Its migrations also run in every tenant's schema, but all its tables are shared.
    tenant_models: ClassVar[frozenset[str]] = frozenset()
