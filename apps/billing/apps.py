"""Billing: what companies and people buy, how it is paid, and what that opens."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.modules import NotificationKind, Permission, Text


class BillingConfig(AppConfig):
    name = "apps.billing"
    verbose_name = _("Billing")
    # Its rows outlive a workspace: they name it by its id alone.
    keeps_books: ClassVar[bool] = True
    permissions: ClassVar[tuple[Permission, ...]] = (
        Permission(*("billing.manage", _("Buy, cancel and see invoices"), ("owner",)), in_person=True),
    )
    notification_kinds: ClassVar[tuple[NotificationKind, ...]] = (
        NotificationKind("billing.payments", _("Payments that failed, for owners"), roles=("owner",)),
    )
    audit_actions: ClassVar[dict[str, Text]] = {
        "billing.ordered": _("Something was ordered"),
        "billing.seats-changed": _("Number of bought seats changed"),
        "billing.canceled": _("Subscription canceled"),
        "billing.reactivated": _("Cancellation taken back"),
        "billing.method-removed": _("Payment method removed"),
        "billing.method-chosen": _("Payment method chosen"),
    }
