"""What people who practise for themselves can subscribe to: plans with their prices and what they include, as data."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.tenants.plans import MONTHS_PAID_OF_A_YEAR


@dataclass(frozen=True, slots=True)
class PersonalPlan:
    """A plan of a person of the community.

    Whatever modules include for a person is there `times` as often; `monthly_credits` come each month and end with it.
    """

    name: str
    title: Promise
    description: Promise
    monthly_price: Decimal
    times: int
    monthly_credits: int
    currency: str = "USD"

    @property
    def yearly_price(self) -> Decimal:
        """Of a year that is paid at once: two months are free."""
        return self.monthly_price * MONTHS_PAID_OF_A_YEAR


PERSONAL_PLANS = (
    PersonalPlan(
        "practice",
        pgettext_lazy("personal plan", "Practice"),
        _("For a season of applications: twice as much of everything that a month includes."),
        Decimal(12),
        times=2,
        monthly_credits=1,
    ),
    PersonalPlan(
        "practice-plus",
        _("Practice Plus"),
        _("For whoever practises every day: five times as much of everything that a month includes."),
        Decimal(29),
        times=5,
        monthly_credits=4,
    ),
)
_by_name = {plan.name: plan for plan in PERSONAL_PLANS}


def personal_plan(name: str) -> PersonalPlan | None:
    """The plan of that name, if there is one."""
    return _by_name.get(name)
