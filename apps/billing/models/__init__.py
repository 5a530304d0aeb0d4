"""Tables of billing, all of them public: whoever pays, what was ordered, what the provider says, and the ledger."""

from apps.billing.models.accounts import Account, KnownPrice
from apps.billing.models.adding import Addition
from apps.billing.models.inbox import WebhookEvent
from apps.billing.models.ledger import CreditHold, CreditLot, LedgerEntry, LedgerTransaction
from apps.billing.models.metering import MeterReport
from apps.billing.models.mirror import Invoice, Payment, Subscription, SubscriptionItem
from apps.billing.models.orders import Order
from apps.billing.models.reconciling import Reconciliation
from apps.billing.models.referrals import Referral, ReferralCode
from apps.billing.models.tickets import Ticket

__all__ = [
    "Account",
    "Addition",
    "CreditHold",
    "CreditLot",
    "Invoice",
    "KnownPrice",
    "LedgerEntry",
    "LedgerTransaction",
    "MeterReport",
    "Order",
    "Payment",
    "Reconciliation",
    "Referral",
    "ReferralCode",
    "Subscription",
    "SubscriptionItem",
    "Ticket",
    "WebhookEvent",
]
