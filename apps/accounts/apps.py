"""People, what they may do where, and how they sign in."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "apps.accounts"
    verbose_name = _("People")
    # Made in every tenant's schema; all other tables of this app are shared.
    tenant_models: ClassVar[frozenset[str]] = frozenset({"member", "savedview"})

    def ready(self) -> None:
        from apps.accounts import openapi  # noqa: F401, PLC0415 -- tells the API schema how tokens are sent
