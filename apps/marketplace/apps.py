"""Modules for sale: who has a license, who has a seat, what was used."""

from functools import partial
from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.modules import NotificationKind, Permission, Text

MANAGERS = ("owner", "admin")


class MarketplaceConfig(AppConfig):
    name = "apps.marketplace"
    verbose_name = _("Marketplace")
    permissions: ClassVar[tuple[Permission, ...]] = (
        Permission("marketplace.manage_modules", _("Start modules and switch them off"), roles=MANAGERS),
        Permission("marketplace.assign_seats", _("Give seats and take them back"), roles=MANAGERS),
    )
    notification_kinds: ClassVar[tuple[NotificationKind, ...]] = (
        NotificationKind("marketplace.licenses", _("Licenses that end soon or have ended, for owners")),
    )
    audit_actions: ClassVar[dict[str, Text]] = {
        "license.state-changed": _("State of a license changed"),
        "license.extended": _("End of a license changed"),
        "license.seats-changed": _("Number of seats changed"),
        "license.auto-assign-changed": _("Roles that get a seat by themselves changed"),
        "seat.assigned": _("Seat given"),
        "seat.taken-back": _("Seat taken back"),
        "meter.granted": _("More of a meter granted for the month"),
    }

    def ready(self) -> None:
        from apps.accounts.queries import extend_membership  # noqa: PLC0415 -- models are loaded only now
        from apps.accounts.services import on_member_change  # noqa: PLC0415 -- models are loaded only now
        from apps.marketplace import checks  # noqa: F401, PLC0415 -- registers itself
        from apps.marketplace.access import with_license  # noqa: PLC0415 -- models are loaded only now
        from apps.marketplace.queries import used_this_month  # noqa: PLC0415 -- models are loaded only now
        from apps.marketplace.services import follow_member  # noqa: PLC0415 -- models are loaded only now
        from apps.tenants.plan_use import counted_by  # noqa: PLC0415 -- models are loaded only now
        from apps.tenants.plans import ANALYSES, INTERVIEWS  # noqa: PLC0415 -- models are loaded only now

        extend_membership(with_license)
        on_member_change(follow_member)
        for name in (ANALYSES, INTERVIEWS):
            counted_by(name, partial(used_this_month, meter=name))
