"""What was done, by whom and from where; each tenant has a log of its own, and the platform one."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.modules import Permission, Text
from apps.core.signals import table_exported


class AuditConfig(AppConfig):
    name = "apps.audit"
    verbose_name = _("Audit log")
    permissions: ClassVar[tuple[Permission, ...]] = (
        Permission("audit.view", _("Read and export the audit log"), roles=("owner", "admin"), changes=False),
    )
    audit_actions: ClassVar[dict[str, Text]] = {
        "log.exported": _("Audit log exported"),
        "table.exported": _("Table of the administration exported"),
    }

    def ready(self) -> None:
        from apps.audit.exports import note_export  # noqa: PLC0415 -- models are there only now

        table_exported.connect(note_export)
