"""Modules for sale: who has a license, who has a seat, what was used."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.modules import Permission

MANAGERS = ("owner", "admin")


class MarketplaceConfig(AppConfig):
    name = "apps.marketplace"
    verbose_name = _("Marketplace")
    permissions: ClassVar[tuple[Permission, ...]] = (
        Permission("marketplace.manage_modules", _("Start modules and switch them off"), roles=MANAGERS),
        Permission("marketplace.assign_seats", _("Give seats and take them back"), roles=MANAGERS),
    )

    def ready(self) -> None:
        from apps.accounts.queries import extend_membership  # noqa: PLC0415 -- models are loaded only now
        from apps.marketplace.access import with_license  # noqa: PLC0415 -- models are loaded only now

        extend_membership(with_license)
