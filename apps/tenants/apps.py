"""Companies and communities, each with a schema of its own."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.modules import Permission, Text

MANAGERS = ("owner", "admin")


class TenantsConfig(AppConfig):
    name = "apps.tenants"
    verbose_name = _("Tenants")
    # How members read it.
    rights_title = _("Workspace")
    # Its migrations also run in every tenant's schema, but all its tables are shared.
    tenant_models: ClassVar[frozenset[str]] = frozenset()
    permissions: ClassVar[tuple[Permission, ...]] = (
        Permission("tenants.manage_workspace", _("Change name, look, language and addresses"), roles=MANAGERS),
        Permission("tenants.manage_security", _("Change the security policy"), roles=MANAGERS, in_person=True),
        Permission("tenants.export", _("Export the whole workspace"), ("owner",), owners_only=True, in_person=True),
        Permission("tenants.close", _("Close the workspace"), ("owner",), owners_only=True, in_person=True),
    )
    audit_actions: ClassVar[dict[str, Text]] = {
        "tenant.look-changed": _("Name or look of the workspace changed"),
        "tenant.locale-changed": _("Language of the workspace changed"),
        "tenant.retention-changed": _("Retention changed"),
        "tenant.retention-applied": _("Records deleted by the rule of retention"),
        "tenant.security-changed": _("Security policy changed"),
        "tenant.plan-changed": _("Plan changed"),
        "plan.trial-started": _("Trial of a plan started"),
        "plan.trial-extended": _("Trial of a plan extended"),
        "plan.ended": _("Plan ended"),
        "domain.added": _("Host name added"),
        "domain.verified": _("Host name verified"),
        "domain.lost": _("Host name lost"),
        "domain.removed": _("Host name removed"),
        "domain.made-primary": _("Host name of mails changed"),
        "tenant.status-changed": _("Workspace suspended or opened again"),
        "tenant.closed": _("Workspace closed"),
        "tenant.reopened": _("Workspace opened again"),
        "tenant.erasing": _("Erasing of a workspace began"),
        "tenant.erased": _("Workspace erased"),
        "tenant.restored": _("Workspace restored from a backup"),
        "export.asked": _("Export of the workspace asked for"),
        "export.downloaded": _("Export of the workspace downloaded"),
    }

    def ready(self) -> None:
        from apps.core.storage import when_deleted  # noqa: PLC0415 -- models are loaded only now
        from apps.tenants.storage_use import give_storage_back  # noqa: PLC0415 -- as above

        when_deleted(give_storage_back)
