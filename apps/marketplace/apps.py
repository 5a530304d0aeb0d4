"""Modules for sale: who has a license, who has a seat, what was used."""

from django.apps import AppConfig


class MarketplaceConfig(AppConfig):
    name = "apps.marketplace"
    verbose_name = "Marketplace"

    def ready(self) -> None:
        from apps.accounts.queries import extend_membership  # noqa: PLC0415 -- models are loaded only now
        from apps.marketplace.access import with_license  # noqa: PLC0415 -- models are loaded only now

        extend_membership(with_license)
