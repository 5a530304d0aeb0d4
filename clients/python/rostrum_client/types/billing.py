"""What the API says and is told of billing. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

CreditsEnum = Literal[5, 15, 50]


OverviewStateEnum = Literal["none", "ok", "trialing", "incomplete", "past_due", "unpaid", "paused"]


PlanPeriodEnum = Literal["month", "year"]


PricePeriodEnum = Literal["month", "year", "lifetime"]


class AddedModule(TypedDict):
    module: str
    seats: NotRequired[int]
    seat_for_me: NotRequired[bool]


class BillingCreditsListQuery(TypedDict, total=False):
    """What billing/credits/ can be asked with."""

    count: bool
    ordering: str
    page: int
    page_size: int
    search: str


class BillingInvoicesListQuery(TypedDict, total=False):
    """What billing/invoices/ can be asked with."""

    count: bool
    currency: str
    ordering: str
    page: int
    page_size: int
    search: str
    status: str


class BillingPaymentMethodsListQuery(TypedDict, total=False):
    """What billing/payment-methods/ can be asked with."""

    count: bool
    page: int
    page_size: int


class BillingPaymentsListQuery(TypedDict, total=False):
    """What billing/payments/ can be asked with."""

    count: bool
    currency: str
    ordering: str
    page: int
    page_size: int
    search: str
    status: str


class BillingQuoteRetrieveQuery(TypedDict):
    """What billing/quote/ can be asked with."""

    difficulty: str
    kind: str
    module: str


class BillingSubscriptionsListQuery(TypedDict, total=False):
    """What billing/subscriptions/ can be asked with."""

    count: bool
    ordering: str
    page: int
    page_size: int
    search: str
    status: str


class Checkout(TypedDict):
    module: NotRequired[str]
    seats: NotRequired[int]
    modules: NotRequired[list[ModuleSeats]]
    plan: NotRequired[str]
    period: NotRequired[PricePeriodEnum]
    credits: NotRequired[CreditsEnum]
    single: NotRequired[Single]
    seat_for_me: NotRequired[bool]


class CheckoutSession(TypedDict):
    id: str
    url: str
    order: str
    amount: int
    currency: str


class CreditEntry(TypedDict):
    id: str
    kind: str
    note: str
    at: str
    credits: int


class CreditState(TypedDict):
    balance: int
    ledger_sum: int
    held: int


class Invoice(TypedDict):
    id: str
    number: str
    status: str
    currency: str
    subtotal: int
    tax: int
    total: int
    amount_due: int
    amount_paid: int
    refunded: int
    issued_at: str
    due_at: str | None
    paid_at: str | None
    page_url: str
    pdf_url: str
    lines: Any


class Method(TypedDict):
    id: str
    kind: str
    brand: str
    last4: str
    exp_month: int | None
    exp_year: int | None
    is_default: bool


class ModuleSeats(TypedDict):
    module: str
    seats: NotRequired[int]


class NextInvoice(TypedDict):
    at: str
    amount: int
    currency: str
    lines: list[NextInvoiceLine]


class NextInvoiceLine(TypedDict):
    key: str
    quantity: int
    unit_amount: int
    amount: int


class Overview(TypedDict):
    plan: PlanNow
    state: OverviewStateEnum
    licenses: list[OwnedModule]
    next_invoice: NextInvoice | None
    credits: CreditState


class OwnedModule(TypedDict):
    module: str
    kind: str
    state: str
    seats: OwnedSeats
    ends_at: str | None


class OwnedSeats(TypedDict):
    bought: int | None
    used: int


class Payment(TypedDict):
    id: str
    status: str
    amount: int
    received: int
    refunded: int
    currency: str
    method: str
    problem: str
    dispute: str
    paid_at: str


class PaymentIntent(TypedDict):
    id: str
    client_secret: str
    order: str
    amount: int
    currency: str


class PlanChange(TypedDict):
    plan: str
    period: NotRequired[PlanPeriodEnum]


class PlanNow(TypedDict):
    id: str
    title: str
    is_trial: bool
    ends_at: str | None


class Portal(TypedDict):
    url: str


class Quote(TypedDict):
    item: str
    title: str
    amount: int
    currency: str
    credits: int
    included_left: int | None


class Redeem(TypedDict):
    code: str


class Referral(TypedDict):
    code: str
    link: str
    came: int
    bought: int
    credits_earned: int
    redeemed: str
    redeemed_at: str | None
    is_welcomed: bool
    can_redeem: bool


class SeatChange(TypedDict):
    module: str
    seats: int


class SeatQuote(TypedDict):
    due_now: str
    per_period: str
    currency: str
    starts_at: str
    is_now: bool
    would_lose: list[str]
    lines: list[dict[str, Any]]


class Single(TypedDict):
    module: str
    kind: str
    difficulty: str


class Subscription(TypedDict):
    id: str
    stripe_id: str
    status: str
    cancel_at_period_end: bool
    currency: str
    started_at: str
    ended_at: str | None
    trial_end: str | None
    items: list[SubscriptionItem]


class SubscriptionItem(TypedDict):
    id: str
    key: str
    quantity: int
    next_quantity: int | None
    unit_amount: int
    period_start: str
    period_end: str
