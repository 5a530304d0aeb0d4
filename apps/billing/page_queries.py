"""What the pages of billing show: subscriptions in words, what is owed, what was ordered and what it opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import Membership
from apps.billing.catalogue import CREDITS, LIFETIME, MODULE, ONCE, PERSONAL, PLAN, SINGLE, item_named, main_unit
from apps.billing.models import Account, Invoice, Order, Subscription, SubscriptionItem
from apps.billing.provider import BillingOffError, provider
from apps.billing.queries import OVER, NextInvoice, invoices_of, orders_of, payment_state, subscriptions_of
from apps.core.modules import Text, all_modules
from apps.marketplace.models import License
from apps.marketplace.queries import seatable
from apps.marketplace.states import GRACE
from apps.tenants.models import Tenant

PAST_DUE, UNPAID, INCOMPLETE = "past_due", "unpaid", "incomplete"
OWING = (PAST_DUE, UNPAID)
MOST_ORDERS = 20
STATUS_TITLES: dict[str, Text] = {
    "active": gettext_lazy("Active"),
    "trialing": gettext_lazy("On trial"),
    PAST_DUE: gettext_lazy("Payment missing"),
    UNPAID: gettext_lazy("Not paid"),
    INCOMPLETE: gettext_lazy("Waits for the first payment"),
    "incomplete_expired": gettext_lazy("Never paid"),
    "paused": gettext_lazy("Paused"),
    "canceled": gettext_lazy("Over"),
}


def is_set_up() -> bool:
    """Whether the operator of the platform takes payments at all."""
    try:
        provider()
    except BillingOffError:
        return False
    return True


def parts_of(key: str) -> tuple[str, str, str]:
    """Kind, name and period that a key of the price list is made of."""
    kind, name, period = [*key.split(":"), "", ""][:3]
    return kind, name, period


def title_of(key: str) -> str:
    """What the thing is called, also when it is not sold any more."""
    found = item_named(key)
    return str(found.title) if found else parts_of(key)[1].replace("_", " ") or _("Something that is not sold any more")


@dataclass(frozen=True, slots=True)
class OwnItem:
    """One thing of a subscription, with its price and what can be done with it."""

    item: SubscriptionItem
    currency: str
    kind: str
    name: str
    period: str
    title: str
    is_per_seat: bool

    @property
    def unit(self) -> Decimal:
        return main_unit(self.item.unit_amount, self.currency)

    @property
    def amount(self) -> Decimal:
        return main_unit(self.item.unit_amount * self.item.quantity, self.currency)

    @property
    def is_module(self) -> bool:
        return self.kind == MODULE

    @property
    def is_leaving(self) -> bool:
        """Whether it is taken off with the end of what is paid for."""
        return self.item.next_quantity == 0

    @property
    def is_plan(self) -> bool:
        return self.kind in {PLAN, PERSONAL}


@dataclass(frozen=True, slots=True)
class OwnSubscription:
    """A subscription as its page shows it."""

    row: Subscription
    items: tuple[OwnItem, ...]
    # Its first payment takes days, as with a bank transfer; nothing is open before.
    is_pending: bool = False

    @property
    def title(self) -> str:
        return ", ".join(one.title for one in self.items) or self.row.stripe_id

    @property
    def status_title(self) -> Text:
        return STATUS_TITLES.get(self.row.status, self.row.status)

    @property
    def period_end(self) -> datetime | None:
        return min((one.item.period_end for one in self.items), default=None)

    @property
    def ends_at(self) -> datetime | None:
        """When it ends by itself; None where it goes on."""
        if self.row.is_over:
            return self.row.ended_at
        return self.row.cancel_at or (self.period_end if self.row.cancel_at_period_end else None)

    @property
    def goes_on(self) -> bool:
        return not self.row.is_over and self.ends_at is None

    @property
    def can_be_changed(self) -> bool:
        return self.row.status in {"active", "trialing", PAST_DUE} and self.goes_on

    @property
    def has_several(self) -> bool:
        """Whether something would be left if one thing were taken off."""
        return sum(not one.is_leaving for one in self.items) > 1

    @property
    def can_come_back(self) -> bool:
        return not self.row.is_over and self.row.cancel_at_period_end

    @property
    def amount(self) -> Decimal:
        return sum((one.amount for one in self.items), Decimal(0))

    @property
    def period(self) -> str:
        return self.items[0].period if self.items else ""


def own_item(item: SubscriptionItem, currency: str) -> OwnItem:
    kind, name, period = parts_of(item.key)
    known = item_named(item.key)
    is_per_seat = known.per_seat if known else kind == MODULE
    return OwnItem(item, currency, kind, name, period, title_of(item.key), is_per_seat)


def own_subscription(row: Subscription, *, is_pending: bool = False) -> OwnSubscription:
    return OwnSubscription(row, tuple(own_item(item, row.currency) for item in row.items.all()), is_pending)


def orders_shown(account: Account | None) -> list[Order]:
    """Those that wait for their money, and what was paid once; the newest first."""
    once = Q(period__in=[ONCE, LIFETIME], state__in=[Order.State.PAID, Order.State.REFUNDED])
    return list(orders_of(account).filter(once | Q(state=Order.State.PENDING))[:MOST_ORDERS])


def own_subscriptions(account: Account | None, orders: Sequence[Order]) -> list[OwnSubscription]:
    """Those that go on first, then those that are over; none that was never paid."""
    rows = [row for row in subscriptions_of(account) if row.status != "incomplete_expired"]
    pending = {order.subscription_id for order in orders if order.state == Order.State.PENDING}
    ordered = sorted(rows, key=lambda row: row.is_over)
    return [own_subscription(row, is_pending=row.stripe_id in pending) for row in ordered]


def bought_once(orders: Sequence[Order]) -> list[tuple[Order, str]]:
    """What is no subscription, each with its words."""
    found = [order for order in orders if order.period in {ONCE, LIFETIME}]
    return [(order, ", ".join(title_of(line["key"]) for line in order.lines)) for order in found]


def live_item(account: Account | None, kind: str, name: str = "") -> SubscriptionItem | None:
    """The item of a subscription that is not over and has the module, or a plan."""
    if account is None:
        return None
    prefix = f"{kind}:{name}:" if name else f"{kind}:"
    items = SubscriptionItem.objects.filter(subscription__account=account, key__startswith=prefix)
    live = items.exclude(subscription__status__in=[*OVER, INCOMPLETE])
    return live.select_related("subscription__account__tenant").first()


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is not paid: how bad it is, the invoice it is about, and until when work goes on."""

    state: str
    invoice: Invoice | None
    open_until: datetime | None


def trouble_of(account: Account | None, subscriptions: Sequence[Subscription]) -> Trouble | None:
    """The worst of what is owed; None while everything is paid."""
    state = payment_state(list(subscriptions))
    if state not in {*OWING, INCOMPLETE}:
        return None
    owing_ones = [row for row in subscriptions if row.status == state]
    invoices = invoices_of(account).filter(status="open", subscription_id__in=[row.stripe_id for row in owing_ones])
    invoice = invoices.order_by("issued_at").first()
    missed = [row.past_due_since for row in owing_ones if row.past_due_since]
    open_until = min(missed) + GRACE if missed and state == PAST_DUE else None
    return Trouble(state, invoice, open_until)


def owing(tenant_id: UUID) -> Subscription | None:
    """The company's subscription that is not paid, if there is one."""
    rows = Subscription.objects.filter(account__tenant_id=tenant_id, account__membership=None, status__in=OWING)
    return rows.order_by("status").last()


@dataclass(frozen=True, slots=True)
class SumLine:
    """So many of a thing and what they come to."""

    title: str
    quantity: int
    unit: Decimal
    amount: Decimal
    currency: str
    is_per_seat: bool


def lines_of(invoice: NextInvoice | None) -> list[SumLine]:
    """The lines of the next invoice in words."""
    found = []
    for line in invoice.lines if invoice else ():
        item = item_named(line.key)
        currency = invoice.currency if invoice else ""
        unit, amount = main_unit(line.unit_amount, currency), main_unit(line.amount, currency)
        is_per_seat = item.per_seat if item else line.quantity > 1
        found.append(SumLine(title_of(line.key), line.quantity, unit, amount, currency, is_per_seat))
    return found


@dataclass(frozen=True, slots=True)
class Ordered:
    """A line of an order: what it is, and where it is when it is open."""

    kind: str
    name: str
    title: str
    quantity: int
    is_open: bool
    index_url_name: str = ""


def ordered_lines(order: Order) -> list[Ordered]:
    """What was ordered, each with whether it can be used now; two statements."""
    tenant = Tenant.objects.get(pk=order.account.tenant_id)
    licenses = {row.module: row for row in License.objects.filter(tenant_id=tenant.pk)}
    configs = {config.label: config for config in all_modules()}
    is_paid = order.state == Order.State.PAID
    found = []
    for line in order.lines:
        kind, name, _period = parts_of(line["key"])
        license_, config = licenses.get(name), configs.get(name)
        is_open = {
            MODULE: license_ is not None and license_.kind == License.Kind.PURCHASE and license_.is_on,
            PLAN: tenant.plan_now.name == name and not tenant.plan_is_trial,
            CREDITS: True,
        }.get(kind, True)
        if kind == SINGLE:
            config = configs.get(name.partition(".")[0])
        url_name = config.nav[0].url_name if kind in {MODULE, SINGLE} and config and config.nav else ""
        found.append(Ordered(kind, name, title_of(line["key"]), line["quantity"], is_paid and is_open, url_name))
    return found


def order_by_session(account: Account | None, session_id: str) -> Order | None:
    """The account's own order of that checkout; of anybody else's nothing is known."""
    if not session_id:
        return None
    return orders_of(account).filter(session_id=session_id).select_related("account__tenant").first()


def seats_needed(tenant: Tenant) -> int:
    """How many members would need a seat; at least one."""
    return max(seatable().filter(tenant=tenant).count(), 1)


def is_a_person(membership: Membership) -> bool:
    """Whether the member buys for themselves, as in the community."""
    return bool(membership.tenant.kind == Tenant.Kind.COMMUNITY)
