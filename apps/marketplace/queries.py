"""What there is to license, and what a tenant has."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone

from apps.core.modules import Meter, ModuleConfig, Permission, Price, Text, all_modules
from apps.marketplace.models import License, Usage
from apps.tenants.models import Tenant

AVAILABLE = "available"


@dataclass(frozen=True, slots=True)
class Offer:
    """A module as a tenant (or a visitor) sees it in the catalogue."""

    config: ModuleConfig
    license: License | None

    @property
    def label(self) -> str:
        return self.config.label

    @property
    def slug(self) -> str:
        return self.config.slug

    @property
    def title(self) -> Text:
        return self.config.title

    @property
    def description(self) -> Text:
        return self.config.description

    @property
    def icon(self) -> str:
        return self.config.icon

    @property
    def prices(self) -> tuple[Price, ...]:
        return self.config.prices

    @property
    def meters(self) -> tuple[Meter, ...]:
        return self.config.meters

    @property
    def permissions(self) -> tuple[Permission, ...]:
        return self.config.permissions

    @property
    def trial_days(self) -> int:
        return self.config.trial_days

    @property
    def index_url_name(self) -> str:
        """Where the module's own pages begin."""
        return self.config.nav[0].url_name if self.config.nav else ""

    @property
    def state(self) -> str:
        return self.license.state_now if self.license else AVAILABLE

    @property
    def ends_at(self) -> datetime | None:
        return self.license.ends_at if self.license else None

    @property
    def can_start_trial(self) -> bool:
        return self.license is None

    @property
    def is_on(self) -> bool:
        return self.state in {License.State.TRIALING, License.State.ACTIVE}

    @property
    def can_reactivate(self) -> bool:
        return self.state == License.State.DEACTIVATED and self.license is not None and not self.license.has_ended


def catalogue_for(tenant: Tenant | None) -> list[Offer]:
    """Every installed module with the tenant's license, in one statement; none for a visitor."""
    licenses = {row.module: row for row in License.objects.filter(tenant=tenant)} if tenant else {}
    return [Offer(config, licenses.get(config.label)) for config in all_modules()]


def offer_for(tenant: Tenant | None, module: str) -> Offer | None:
    """One module of the catalogue, or None when there is no such module."""
    return next((offer for offer in catalogue_for(tenant) if offer.label == module), None)


def licenses_of(tenant: Tenant) -> list[License]:
    """The tenant's licenses of modules that are still installed, with `seats_used`."""
    labels = [config.label for config in all_modules()]
    return list(License.objects.filter(tenant=tenant, module__in=labels).annotate(seats_used=Count("seats")))


def usage_this_month(tenant: Tenant) -> dict[tuple[str, str], int]:
    """How much of each (module, meter) was used since the first of the month."""
    month = timezone.now().date().replace(day=1)
    rows = Usage.objects.filter(tenant=tenant, month=month).values_list("module", "meter", "used")
    return {(module, meter): used for module, meter, used in rows}


def my_modules(tenant: Tenant) -> list[dict[str, Any]]:
    """Licenses with seats and this month's usage, as pages and API show them."""
    usage = usage_this_month(tenant)
    configs = {config.label: config for config in all_modules()}
    return [
        {
            "module": license_.module,
            "title": configs[license_.module].title,
            "kind": license_.kind,
            "state": license_.state_now,
            "seats": {"bought": license_.seat_limit, "used": license_.seats_used},  # type: ignore[attr-defined]  # annotated
            "ends_at": license_.ends_at,
            "usage": [
                {"meter": meter.name, "title": meter.title, "included": meter.included}
                | {"used": usage.get((license_.module, meter.name), 0)}
                for meter in configs[license_.module].meters
            ],
        }
        for license_ in licenses_of(tenant)
    ]
