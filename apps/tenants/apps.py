"""Companies and communities, each with a schema of its own."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.modules import Permission, Text

MANAGERS = ("owner", "admin")


class TenantsConfig(AppConfig):
    name = "apps.tenants"
    verbose_name = _("Tenants")
    # Its migrations also run in every tenant's schema, but all its tables are shared.
    tenant_models: ClassVar[frozenset[str]] = frozenset()
    audit_actions: ClassVar[dict[str, Text]] = {
        "tenant.status-changed": _("Workspace suspended or opened again"),
        "tenant.plan-changed": _("Plan changed"),
    }
    permissions: ClassVar[tuple[Permission, ...]] = (
        Permission("tenants.manage_workspace", _("Change name, look, language and addresses"), roles=MANAGERS),
        Permission("tenants.manage_security", _("Change the security policy"), roles=MANAGERS, in_person=True),
        Permission("tenants.export", _("Export the whole workspace"), ("owner",), owners_only=True, in_person=True),
        Permission("tenants.close", _("Close the workspace"), ("owner",), owners_only=True, in_person=True),
    )
