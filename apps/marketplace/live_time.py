"""Live time beyond what is included: whoever sells it is found by its path, LIVE_TIME, so that no module knows it.

A module asks here before a piece of live work begins, says how far its clock went, and when the work is over.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Protocol, cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from apps.core.problems import ProblemError

# What a piece of live work was paid by.
INCLUDED, CREDITS, TICKET = "included", "credits", "ticket"


class PaymentRequiredError(ProblemError):
    code = "payment-required"
    title = _("This has to be paid for before it begins.")
    status = 402
    action_title = _("See what it costs")


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of live work: whose it is, and what its module calls it. The same work is paid for once."""

    tenant_id: UUID
    member_id: UUID
    module: str
    key: str

    @property
    def name(self) -> str:
        return f"{self.module}:{self.key}"


@dataclass(frozen=True, slots=True)
class LivePrice:
    """What a piece of live work costs: by itself, where it is sold so, or in whole credits; and what is there."""

    # Of the price list; empty where it is not sold by itself.
    item: str
    # In the currency's smallest unit, and in its main unit.
    amount: int
    sum: Decimal
    currency: str
    credits: int
    balance: int
    # Paid already, and waiting to be used.
    has_ticket: bool
    # Where the one and the other is bought; empty where nothing can be, or not by whoever does the work.
    buy_url: str
    credits_url: str

    @property
    def is_sold_alone(self) -> bool:
        return bool(self.item)

    @property
    def has_credits(self) -> bool:
        return self.balance >= self.credits

    @property
    def is_covered(self) -> bool:
        """Whether it can begin without another payment."""
        return self.has_ticket or self.has_credits


class TimeSeller(Protocol):
    """What modules ask of whoever sells live time. `seconds` are those of an open clock; a pause has none."""

    def price(self, work: Work, *, seconds: int, single: str) -> LivePrice:
        """What it costs, if it takes so long at most; `single` is the name of one of the module's singles."""

    def begin(self, work: Work, *, seconds: int, single: str, title: str) -> str:
        """Pay with a ticket, else set credits aside for the longest time: TICKET or CREDITS; empty: neither is there.

        Call it in the transaction in which the work begins. The same work is paid for once.
        """

    def go_on(self, work: Work, *, seconds: int, used: int, title: str) -> bool:
        """It goes on, for so long at most: what was given back is set aside again; False: there is too little."""

    def note(self, work: Work, *, used: int) -> None:
        """So much of its time is used so far, which counts if nobody comes back."""

    def end(self, work: Work, *, used: int) -> None:
        """It is over: spend what was used, begun hours as whole ones, and give the rest back. Twice spends once."""

    def times_included(self, tenant_id: UUID, member_id: UUID) -> int:
        """How many times what is included for a person of the community this one has; 1 without a plan of their own."""


@lru_cache(maxsize=1)
def _loaded(path: str) -> TimeSeller:
    return cast("TimeSeller", import_string(path)())


def live_time() -> TimeSeller:
    """The one that is set."""
    return _loaded(settings.LIVE_TIME)
