"""Modules for sale: who has a license, who has a seat, what was used."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarketplaceConfig(AppConfig):
    name = "apps.marketplace"
    verbose_name = _("Marketplace")

    def ready(self) -> None:
        from apps.accounts.queries import extend_membership  # noqa: PLC0415 -- models are loaded only now
        from apps.marketplace.access import with_license  # noqa: PLC0415 -- models are loaded only now

        extend_membership(with_license)
