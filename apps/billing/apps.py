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
        "billing.module-added": _("Module added to a subscription"),
        "billing.module-leaves": _("Module leaves a subscription with its period"),
        "billing.module-stays": _("Module stays on its subscription"),
        "billing.canceled": _("Subscription canceled"),
        "billing.reactivated": _("Cancellation taken back"),
        "billing.referral-redeemed": _("Code of a recommendation redeemed"),
        "billing.method-removed": _("Payment method removed"),
        "billing.method-chosen": _("Payment method chosen"),
    }

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed  # noqa: PLC0415 -- models are loaded only now

        from apps.accounts.arrivals import on_arrival  # noqa: PLC0415 -- as above
        from apps.billing.services.referrals import redeem_on_arrival, welcome_confirmed  # noqa: PLC0415 -- as above

        on_arrival(redeem_on_arrival)
        email_confirmed.connect(welcome_confirmed, dispatch_uid="welcome who came by a recommendation")
