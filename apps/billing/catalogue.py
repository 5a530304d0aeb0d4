"""What can be bought and for how much: made of the modules' declarations, the plans and the packs of credits."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from apps.billing.personal import PERSONAL_PLANS
from apps.core.modules import Text, all_modules
from apps.core.problems import MissingError
from apps.tenants.plans import FREE, PLANS

MODULE, PLAN, PERSONAL, CREDITS, SINGLE = "module", "plan", "personal", "credits", "single"
MONTH, YEAR, LIFETIME, ONCE = "month", "year", "lifetime", "once"
RECURRING = frozenset({MONTH, YEAR})
# A credit is an hour of live time.
CREDIT_SECONDS = 3600
# Credits of a pack, and what it costs.
PACKS = ((5, Decimal(49)), (15, Decimal(129)), (50, Decimal(389)))
CURRENCY = "USD"


@dataclass(frozen=True, slots=True)
class Item:
    """Something with a price; `unit_amount` is in the currency's smallest unit, `name` a module, a plan or a number."""

    kind: str
    name: str
    period: str
    unit_amount: int
    currency: str
    per_seat: bool
    title: Text

    @property
    def key(self) -> str:
        """How it is called in the price list, here and at the provider."""
        return f"{self.kind}:{self.name}:{self.period}"

    @property
    def is_recurring(self) -> bool:
        return self.period in RECURRING

    @property
    def credits(self) -> int:
        return int(self.name) if self.kind == CREDITS else 0

    @property
    def amount(self) -> Decimal:
        """In the currency's main unit."""
        return main_unit(self.unit_amount, self.currency)

    def total(self, quantity: int) -> int:
        """Of so many, in the smallest unit."""
        return self.unit_amount * (quantity if self.per_seat else 1)


def _digits(currency: str) -> int:
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


def smallest_unit(amount: Decimal, currency: str) -> int:
    """An amount in the currency's main unit as a whole number of its smallest; ValueError for parts of one."""
    scaled = amount.scaleb(_digits(currency))
    if scaled != int(scaled):
        raise ValueError(f"{amount} {currency} is no whole number of the smallest unit")
    return int(scaled)


def main_unit(amount: int, currency: str) -> Decimal:
    return Decimal(amount).scaleb(-_digits(currency))


def items() -> list[Item]:
    """Everything that is for sale."""
    return [*_modules(), *_plans(), *_personal_plans(), *_packs(), *_singles()]


def _modules() -> Iterator[Item]:
    for config in all_modules():
        for price in config.prices:
            amount = smallest_unit(price.amount, price.currency)
            yield Item(MODULE, config.label, price.period, amount, price.currency, price.per_seat, config.title)


def _plans() -> Iterator[Item]:
    for plan in PLANS:
        if plan.name == FREE:
            continue
        for period, price in ((MONTH, plan.monthly_price), (YEAR, plan.yearly_price)):
            amount = smallest_unit(price, plan.currency)
            yield Item(PLAN, plan.name, period, amount, plan.currency, per_seat=False, title=plan.title)


def _personal_plans() -> Iterator[Item]:
    """Plans of people of the community."""
    for plan in PERSONAL_PLANS:
        for period, price in ((MONTH, plan.monthly_price), (YEAR, plan.yearly_price)):
            amount = smallest_unit(price, plan.currency)
            yield Item(PERSONAL, plan.name, period, amount, plan.currency, per_seat=False, title=plan.title)


def monthly_credits(key: str) -> int:
    """How many credits the plan that the price list calls so gives each month."""
    kind, name, _period = [*key.split(":"), "", ""][:3]
    plans: dict[str, int] = {}
    if kind == PLAN:
        plans = {plan.name: plan.monthly_credits for plan in PLANS}
    elif kind == PERSONAL:
        plans = {plan.name: plan.monthly_credits for plan in PERSONAL_PLANS}
    return plans.get(name, 0)


def _packs() -> Iterator[Item]:
    for number, price in PACKS:
        amount, title = smallest_unit(price, CURRENCY), _("%(n)d credits") % {"n": number}
        yield Item(CREDITS, str(number), ONCE, amount, CURRENCY, per_seat=False, title=title)


def _singles() -> Iterator[Item]:
    """Pieces of live work, sold by themselves to people of the community."""
    for config in all_modules():
        for one in config.singles:
            amount, name = smallest_unit(one.amount, one.currency), f"{config.label}.{one.name}"
            yield Item(SINGLE, name, ONCE, amount, one.currency, per_seat=False, title=one.title)


def find_single(module: str, name: str) -> Item | None:
    """The module's piece of live work of that name, such as technical-hard."""
    return find_item(SINGLE, f"{module}.{name}", ONCE)


def find_item(kind: str, name: str, period: str) -> Item | None:
    return next((one for one in items() if (one.kind, one.name, one.period) == (kind, name, period)), None)


def item_of(kind: str, name: str, period: str) -> Item:
    """The thing with this price; MissingError when it is not for sale."""
    found = find_item(kind, name, period)
    if found is None:
        raise MissingError(_("This is not for sale. The marketplace shows what is, with its prices."))
    return found


def plan_named(name: str, period: str) -> Item:
    """A workspace's plan or a personal one; no two are called the same."""
    found = find_item(PERSONAL, name, period)
    return found or item_of(PLAN, name, period)


def item_named(key: str) -> Item | None:
    """The thing that the price list calls so, if it is still sold."""
    return next((one for one in items() if one.key == key), None)
