"""What there is to license, and what a tenant has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, F, FilteredRelation, Q, QuerySet
from django.utils import timezone

from apps.accounts.models import Membership, MembershipQuerySet
from apps.accounts.roles import Role
from apps.core.ids import uuid7
from apps.core.modules import Meter, ModuleConfig, Permission, Price, Release, Screenshot, Text, all_modules, get_module
from apps.core.prepared import PreparedQuery
from apps.core.together import PreparedTogether
from apps.marketplace.meters import MeterUse, allowance
from apps.marketplace.models import License, Usage
from apps.marketplace.states import LicenseState
from apps.tenants.models import Tenant
from apps.tenants.plans import PLANS, plan_of

AVAILABLE = "available"
# Roles that take no seat: candidates see what was found out about themselves.
SEATLESS = frozenset({Role.CANDIDATE})
SEATED_ROLES = [(role.value, role.label) for role in Role if role not in SEATLESS]


@dataclass(frozen=True, slots=True)
class NeededModule:
    """Another module that one builds on, and whether the tenant has it."""

    label: str
    title: Text
    is_met: bool


@dataclass(frozen=True, slots=True)
class NeededPlan:
    """The smallest plan that a module is sold with, and whether the tenant's is as large."""

    name: str
    title: Text
    is_met: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A module as a tenant (or a visitor) sees it in the catalogue."""

    config: ModuleConfig
    license: License | None
    modules: tuple[NeededModule, ...] = ()
    plan: NeededPlan | None = None

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
    def screenshots(self) -> tuple[Screenshot, ...]:
        return self.config.screenshots

    @property
    def changelog(self) -> tuple[Release, ...]:
        return self.config.changelog

    @property
    def version(self) -> str:
        return self.config.version

    @property
    def is_ready(self) -> bool:
        """Whether the tenant has everything that the module needs."""
        return all(one.is_met for one in self.modules) and (self.plan is None or self.plan.is_met)

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
        """Whether everything can be done in it."""
        return self.license is not None and self.license.is_on

    @property
    def is_visible(self) -> bool:
        """Whether its pages can at least be looked at."""
        return self.is_on or self.state == LicenseState.READ_ONLY

    @property
    def is_bought(self) -> bool:
        """Whether it was paid for, or is there for good."""
        license_ = self.license
        return license_ is not None and (
            license_.is_bought
            or (license_.kind == License.Kind.PLATFORM and license_.is_on and license_.ends_at is None)
        )

    @property
    def can_reactivate(self) -> bool:
        return self.license is not None and self.license.can_come_back


def catalogue_for(tenant: Tenant | None) -> list[Offer]:
    """Every installed module with the tenant's license, in one statement; none for a visitor."""
    licenses = {row.module: row for row in License.objects.filter(tenant=tenant)} if tenant else {}
    return [
        Offer(
            config,
            licenses.get(config.label),
            tuple(_needed(label, licenses) for label in config.requires),
            needed_plan(config, tenant),
        )
        for config in all_modules()
    ]


def _needed(label: str, licenses: Mapping[str, License]) -> NeededModule:
    license_ = licenses.get(label)
    return NeededModule(label, get_module(label).title, license_ is not None and license_.is_on)


def needed_plan(config: ModuleConfig, tenant: Tenant | None) -> NeededPlan | None:
    """The plan that the module asks for, if it asks for one; the community has them all."""
    if not config.plan:
        return None
    names = [plan.name for plan in PLANS]
    has = tenant is not None and (
        tenant.kind == Tenant.Kind.COMMUNITY or names.index(tenant.plan_now.name) >= names.index(config.plan)
    )
    return NeededPlan(config.plan, plan_of(config.plan).title, has)


def offer_for(tenant: Tenant | None, module: str) -> Offer | None:
    """One module of the catalogue, or None when there is no such module."""
    return next((offer for offer in catalogue_for(tenant) if offer.label == module), None)


def licenses_of(tenant: Tenant) -> list[License]:
    """The tenant's licenses of modules that are still installed, with `seats_used`."""
    return list(_licenses_of(tenant.pk))


def _licenses_of(tenant_id: UUID) -> "QuerySet[License]":
    labels = [config.label for config in all_modules()]
    return License.objects.filter(tenant_id=tenant_id, module__in=labels).annotate(seats_used=Count("seats"))


def usage_this_month(tenant: Tenant, *, module: str = "") -> dict[tuple[str, str], Usage]:
    """What the tenant as a whole used of each (module, meter) since the first of the month."""
    month = _month()
    rows = _usage_query(month).run(tenant.pk, module) if module else _usage_of(tenant.pk, month)
    return {(row.module, row.meter): row for row in rows}


def _month() -> date:
    return timezone.now().date().replace(day=1)


def _usage_of(tenant_id: UUID, month: date) -> "QuerySet[Usage]":
    return Usage.objects.filter(tenant_id=tenant_id, month=month, membership=None)


@lru_cache(maxsize=2)
def _usage_query(month: date) -> PreparedQuery[Usage]:
    """Of one module, as every page of it shows."""

    def build(tenant_id: UUID, module: UUID | str) -> "QuerySet[Usage]":
        return _usage_of(tenant_id, month).filter(module=module)

    return PreparedQuery(build, ids=2)


@cache
def _licenses_and_usage() -> PreparedTogether:
    return PreparedTogether(
        lambda tenant_id, month: (_licenses_of(tenant_id), _usage_of(tenant_id, month)), uuid7(), date.min
    )


def licenses_with_usage(tenant: Tenant) -> tuple[list[License], dict[tuple[str, str], Usage]]:
    """What `licenses_of` and `usage_this_month` say, in one statement."""
    licenses, usage = _licenses_and_usage().run(tenant.pk, _month())
    return licenses, {(row.module, row.meter): row for row in usage}


def meters_of(tenant: Tenant, license_: License | None, usage: Mapping[tuple[str, str], Usage]) -> list[MeterUse]:
    """The meters of the license's module with what is used of them and how much may be."""
    found = []
    for meter in get_module(license_.module).meters if license_ else ():
        row = usage.get((license_.module, meter.name)) if license_ else None
        most = allowance(tenant, license_, meter).with_more(row.granted if row else 0).most
        found.append(MeterUse(meter, row.used if row else 0, row.reserved if row else 0, most))
    return found


def used_this_month(tenant: Tenant, meter: str) -> int:
    """How much of a meter's name all modules together have counted, or set aside, since the first of the month."""
    return sum(row.used + row.reserved for (_module, name), row in usage_this_month(tenant).items() if name == meter)


def my_modules(tenant: Tenant) -> list[dict[str, Any]]:
    """Licenses with seats and this month's usage, as pages and API show them."""
    licenses, usage = licenses_with_usage(tenant)
    configs = {config.label: config for config in all_modules()}
    return [
        {
            "module": license_.module,
            "title": configs[license_.module].title,
            "kind": license_.kind,
            "state": license_.state_now,
            "seats": {"bought": license_.seat_limit, "used": license_.seats_used},  # type: ignore[attr-defined]  # annotated
            "ends_at": license_.ends_at,
            "until": license_.until,
            "renews": license_.renews,
            "is_over_allocated": license_.over_allocated_since is not None,
            "is_bought": license_.is_bought,
            "can_be_bought": license_.kind != License.Kind.PLATFORM and bool(configs[license_.module].prices),
            "usage": meters_of(tenant, license_, usage),
        }
        for license_ in licenses
    ]


def seatable() -> MembershipQuerySet:
    """Memberships of those who may come in today and whose role takes a seat."""
    return Membership.objects.usable().exclude(role__in=SEATLESS)


def who_could_have_a_seat(license_: License) -> MembershipQuerySet:
    """The members of the license's tenant who are among them."""
    return seatable().filter(tenant_id=license_.tenant_id)


def with_seats(license_: License) -> MembershipQuerySet:
    """Those, each with the id and the beginning of their seat in the license (`seat_id`, `seat_since`), if any."""
    seat = FilteredRelation("seats", condition=Q(seats__license=license_))
    members = who_could_have_a_seat(license_).select_related("user").annotate(seat=seat)
    return members.annotate(seat_id=F("seat__pk"), seat_since=F("seat__created_at"))


def license_of(tenant: Tenant, module: str) -> License | None:
    """The tenant's license of an installed module, with `seats_used`."""
    return next((license_ for license_ in licenses_of(tenant) if license_.module == module), None)
