"""What pages and API show of an account."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Sum

from apps.accounts.models import Membership
from apps.billing.catalogue import CREDIT_SECONDS
from apps.billing.models import Account, Invoice, LedgerEntry, Order, Payment, Subscription, SubscriptionItem, Ticket
from apps.billing.models.ledger import SECONDS
from apps.tenants.models import Tenant

OVER = ("canceled", "incomplete_expired")
CREDITS, HELD = "credits", "held"


def account_for(membership: Membership) -> Account | None:
    """Whoever the member would buy for, if anything was ever bought."""
    own = membership if membership.tenant.kind == Tenant.Kind.COMMUNITY else None
    return Account.objects.select_related("tenant").filter(tenant_id=membership.tenant_id, membership=own).first()


def subscriptions_of(account: Account | None) -> "QuerySet[Subscription]":
    """With their items, those that go on first."""
    rows = Subscription.objects.filter(account=account) if account else Subscription.objects.none()
    return rows.select_related("account__tenant").prefetch_related("items")


def invoices_of(account: Account | None) -> "QuerySet[Invoice]":
    """Those that were sent; drafts are nobody's yet."""
    rows = Invoice.objects.filter(account=account) if account else Invoice.objects.none()
    return rows.exclude(status="draft")


def payments_of(account: Account | None) -> "QuerySet[Payment]":
    return Payment.objects.filter(account=account) if account else Payment.objects.none()


def orders_of(account: Account | None) -> "QuerySet[Order]":
    return Order.objects.filter(account=account) if account else Order.objects.none()


def tickets_of(account: Account | None) -> "QuerySet[Ticket]":
    """Those that are paid and not used yet."""
    rows = Ticket.objects.filter(account=account) if account else Ticket.objects.none()
    return rows.filter(used_at=None, taken_back_at=None)


def credit_entries_of(account: Account | None) -> "QuerySet[LedgerEntry]":
    """The statement: everything that came to or went from the credits, the newest first."""
    rows = LedgerEntry.objects.filter(transaction__account=account) if account else LedgerEntry.objects.none()
    return rows.filter(unit=SECONDS, book=CREDITS).select_related("transaction").order_by("-transaction__at", "-id")


@dataclass(frozen=True, slots=True)
class CreditState:
    """Whole credits that can be spent, by the account and by the ledger; those two are always the same."""

    balance: int
    ledger_sum: int
    held: int


def credit_state(account: Account | None) -> CreditState:
    if account is None:
        return CreditState(0, 0, 0)
    entries = LedgerEntry.objects.filter(transaction__account=account, unit=SECONDS, book=CREDITS)
    booked = entries.aggregate(sum=Sum("amount"))["sum"] or 0
    return CreditState(
        balance=account.credit_seconds // CREDIT_SECONDS,
        ledger_sum=booked // CREDIT_SECONDS,
        held=account.held_seconds // CREDIT_SECONDS,
    )


@dataclass(frozen=True, slots=True)
class NextLine:
    """So many of a thing of the price list."""

    key: str
    quantity: int
    unit_amount: int
    amount: int


@dataclass(frozen=True, slots=True)
class NextInvoice:
    """What the next invoice will hold as things are, in the smallest unit, before taxes, coupons and credits."""

    at: datetime
    amount: int
    currency: str
    lines: tuple[NextLine, ...]


def next_invoice_of(subscriptions: list[Subscription]) -> NextInvoice | None:
    """Of the subscription that is due first; None where nothing goes on."""
    going_on = [one for one in subscriptions if one.status in {"active", "trialing", "past_due"}]
    renewed = [one for one in going_on if not one.cancel_at_period_end and one.cancel_at is None]
    due = [(min(item.period_end for item in one.items.all()), one) for one in renewed if list(one.items.all())]
    if not due:
        return None
    at, subscription = min(due, key=lambda pair: pair[0])
    lines = tuple(_next_line(item) for item in subscription.items.all() if item.next_quantity != 0)
    return NextInvoice(at, sum(line.amount for line in lines), subscription.currency, lines)


def _next_line(item: SubscriptionItem) -> NextLine:
    quantity = item.quantity if item.next_quantity is None else item.next_quantity
    return NextLine(item.key, quantity, item.unit_amount, item.unit_amount * quantity)


def payment_state(subscriptions: list[Subscription]) -> str:
    """none, ok, past_due, unpaid or trialing: the worst of what goes on."""
    states = {one.status for one in subscriptions if one.status not in OVER}
    for state in ("unpaid", "past_due", "incomplete", "paused", "trialing"):
        if state in states:
            return state
    return "ok" if states else "none"
