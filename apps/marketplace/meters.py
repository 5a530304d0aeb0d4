"""How much of a meter a tenant may use in a month, from what its license includes."""

from dataclasses import dataclass, replace

from apps.core.modules import Meter, Text
from apps.marketplace.models import License
from apps.tenants.models import Tenant

# From this share of the limit on, pages say that it comes near.
NEAR_PERCENT = 80


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is allowed of a meter; `most` of None is everything. A personal one is each member's own."""

    meter: Meter
    most: int | None
    is_personal: bool = False

    def with_more(self, granted: int) -> "Allowance":
        return self if self.most is None else replace(self, most=self.most + granted)


@dataclass(frozen=True, slots=True)
class MeterUse:
    """A meter as pages and API show it: what is used, and how much may be."""

    meter: Meter
    used: int
    reserved: int
    most: int | None

    @property
    def percent(self) -> int:
        """How much of the limit is taken, 0 to 100; 0 where there is none."""
        if self.most is None:
            return 0
        return 100 if self.taken >= self.most else self.taken * 100 // self.most

    @property
    def is_near(self) -> bool:
        return self.percent >= NEAR_PERCENT

    @property
    def is_reached(self) -> bool:
        return self.percent == 100  # noqa: PLR2004 -- percent

    @property
    def title(self) -> Text:
        return self.meter.title

    @property
    def taken(self) -> int:
        """Used, or set aside for what is under way."""
        return self.used + self.reserved


def allowance(tenant: Tenant, license_: License | None, meter: Meter) -> Allowance:
    """From the license to the limit; nothing else decides."""
    if tenant.kind == Tenant.Kind.COMMUNITY:
        return Allowance(meter, meter.per_person, is_personal=True)
    if license_ is not None and license_.kind == License.Kind.PLATFORM:
        return Allowance(meter, None)
    seats = (license_.seat_limit if license_ else None) or 1
    return Allowance(meter, meter.included * (seats if meter.per_seat else 1))


def allowance_of(tenant: Tenant, module: str, meter: Meter) -> Allowance:
    """The same, with the license looked up."""
    return allowance(tenant, License.objects.filter(tenant=tenant, module=module).first(), meter)
