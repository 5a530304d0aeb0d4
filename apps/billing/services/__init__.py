"""Deeds of billing, by subject; what changes rows of money or licenses goes through one of these."""

from apps.billing.services.accounts import account_of, account_of_customer, ensure_customer
from apps.billing.services.checkout import AlreadyBoughtError, Line, Return, start_checkout, start_payment
from apps.billing.services.closing import end_of_closed, queue_ends_of_closed
from apps.billing.services.credits import (
    NoCreditsError,
    capture_credits,
    expire_credits,
    grant_credits,
    hold_credits,
    release_credits,
)
from apps.billing.services.inbox import (
    NotAnEventError,
    WrongModeError,
    apply_event,
    receive_event,
    replay_event,
    sweep_events,
)
from apps.billing.services.methods import (
    LastMethodError,
    Method,
    methods_of,
    portal_url,
    remove_method,
    set_default_method,
)
from apps.billing.services.monthly import grant_months
from apps.billing.services.prices import sync_prices
from apps.billing.services.reconciling import counts, drift, mend_of, reconcile, reconcile_later
from apps.billing.services.subscriptions import (
    NothingChangesError,
    Quote,
    SubscriptionOverError,
    cancel_subscription,
    change_plan_item,
    change_seats,
    make_later_changes,
    queue_later_changes,
    quote_seats,
    reactivate_subscription,
    refresh_order,
    subscription_by_id,
)

__all__ = [
    "AlreadyBoughtError",
    "LastMethodError",
    "Line",
    "Method",
    "NoCreditsError",
    "NotAnEventError",
    "NothingChangesError",
    "Quote",
    "Return",
    "SubscriptionOverError",
    "WrongModeError",
    "account_of",
    "account_of_customer",
    "apply_event",
    "cancel_subscription",
    "capture_credits",
    "change_plan_item",
    "change_seats",
    "counts",
    "drift",
    "end_of_closed",
    "ensure_customer",
    "expire_credits",
    "grant_credits",
    "grant_months",
    "hold_credits",
    "make_later_changes",
    "mend_of",
    "methods_of",
    "portal_url",
    "queue_ends_of_closed",
    "queue_later_changes",
    "quote_seats",
    "reactivate_subscription",
    "receive_event",
    "reconcile",
    "reconcile_later",
    "refresh_order",
    "release_credits",
    "remove_method",
    "replay_event",
    "set_default_method",
    "start_checkout",
    "start_payment",
    "subscription_by_id",
    "sweep_events",
    "sync_prices",
]
