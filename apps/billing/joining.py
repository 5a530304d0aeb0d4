"""Which subscriptions another module can be put on."""

from apps.billing.catalogue import MODULE, RECURRING, find_item
from apps.billing.models import Account, Subscription
from apps.billing.queries import subscriptions_of

GOES_ON = frozenset({"active", "trialing"})


def period_of(subscription: Subscription) -> str:
    """How often it is paid: month or year, and empty where it is nothing of ours."""
    periods = {item.key.rpartition(":")[2] for item in subscription.items.all()}
    return periods.pop() if len(periods) == 1 and periods <= RECURRING else ""


def is_extendable(subscription: Subscription) -> bool:
    """Whether something can be put on it as it is now: what ends, or is not paid, takes nothing."""
    is_ending = subscription.cancel_at_period_end or subscription.cancel_at is not None
    return subscription.status in GOES_ON and not is_ending and bool(period_of(subscription))


def joinable(account: Account | None, module: str) -> list[Subscription]:
    """The account's subscriptions of a period and a currency in which the module is sold."""
    found = []
    for row in subscriptions_of(account):
        item = find_item(MODULE, module, period_of(row))
        if item is not None and item.currency == row.currency and is_extendable(row):
            found.append(row)
    return found
