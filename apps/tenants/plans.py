"""What a workspace can subscribe to: plans with their prices and limits, as data."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Raised with every change of a price or a limit, so that an invoice can say which list it went by.
PLANS_VERSION = 3
MONTHS_PAID_OF_A_YEAR = 10
TRIAL_PLAN, TRIAL_DAYS = "professional", 14
# From this share of a limit on, pages say that it comes near.
NEAR_PERCENT = 80
GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that a plan limits; `monthly` ones begin anew with each calendar month (UTC)."""

    name: str
    title: Promise
    monthly: bool = False


MEMBERS, STORAGE, INTERVIEWS, ANALYSES, API_CALLS = "members", "storage", "interviews", "analyses", "api_calls"
LIMITS = (
    Limit(MEMBERS, _("Members")),
    Limit(STORAGE, _("Storage")),
    Limit(INTERVIEWS, _("Interviews"), monthly=True),
    Limit(ANALYSES, _("CV analyses"), monthly=True),
    Limit(API_CALLS, _("API calls"), monthly=True),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan; a limit of None is none. `monthly_credits` are hours of live time, which come and end with each month."""

    name: str
    title: Promise
    description: Promise
    monthly_price: Decimal
    members: int | None
    storage: int | None
    interviews: int | None
    analyses: int | None
    api_calls: int | None
    currency: str = "USD"
    monthly_credits: int = 0

    @property
    def yearly_price(self) -> Decimal:
        """Of a year that is paid at once: two months are free."""
        return self.monthly_price * MONTHS_PAID_OF_A_YEAR

    def limit(self, name: str) -> int | None:
        """The named limit; LookupError for one that no plan has."""
        if name not in {one.name for one in LIMITS}:
            raise LookupError(f"no plan limits {name!r}")
        found: int | None = getattr(self, name)
        return found


PLANS = (
    Plan(
        "free",
        _("Free"),
        _("To look around, and for the odd opening."),
        Decimal(0),
        members=3,
        storage=GIB // 2,
        interviews=5,
        analyses=25,
        api_calls=1_000,
    ),
    Plan(
        "starter",
        _("Starter"),
        _("For a company that hires now and then."),
        Decimal(29),
        members=10,
        storage=5 * GIB,
        interviews=50,
        analyses=250,
        api_calls=20_000,
    ),
    Plan(
        "professional",
        _("Professional"),
        _("For teams that always have something open."),
        Decimal(79),
        members=50,
        storage=50 * GIB,
        interviews=500,
        analyses=2_500,
        api_calls=200_000,
        monthly_credits=5,
    ),
    Plan(
        "enterprise",
        _("Enterprise"),
        _("For many teams, with as many members as you like."),
        Decimal(299),
        members=None,
        storage=500 * GIB,
        interviews=5_000,
        analyses=25_000,
        api_calls=2_000_000,
        monthly_credits=15,
    ),
)
FREE = PLANS[0].name
PLAN_CHOICES = [(plan.name, plan.title) for plan in PLANS]
_by_name = {plan.name: plan for plan in PLANS}


def plan_of(name: str) -> Plan:
    """The plan of that name; LookupError when there is none."""
    return _by_name[name]
