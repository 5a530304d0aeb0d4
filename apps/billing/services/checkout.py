"""Setting out to buy: an order is written down, then the provider is asked for a page at which it is paid.

Nothing is opened here, nor when the browser comes back: only what the provider says of the payment does that.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership
from apps.audit.services import record
from apps.billing.catalogue import LIFETIME, MODULE, ONCE, PERSONAL, PLAN, SINGLE, Item
from apps.billing.models import Account, Order, Subscription
from apps.billing.provider import GoneError, ProviderRefusedError, Thing, provider
from apps.billing.services.accounts import account_of, ensure_customer, forget_customer
from apps.billing.services.beside import close_pages, page_of_the_same
from apps.billing.services.locks import payer_lock
from apps.billing.services.prices import forget_prices, price_id_of
from apps.core.problems import ProblemError
from apps.marketplace.models import License
from apps.marketplace.queries import offer_for
from apps.tenants.models import Tenant

MOST_SEATS = 10_000


class AlreadyBoughtError(ProblemError):
    code = "already-bought"
    title = _("Your workspace has this already.")
    status = 409


class NotForPeopleError(ProblemError):
    code = "not-for-people"
    title = _("This is sold to companies.")
    status = 409


class NotForCompaniesError(ProblemError):
    code = "not-for-companies"
    title = _("This is sold to people who practise for themselves.")
    status = 409


class NotReadyError(ProblemError):
    code = "requirements-missing"
    title = _("This needs something that your workspace does not have.")
    status = 409


@dataclass(frozen=True, slots=True)
class Line:
    """So many of a thing."""

    item: Item
    quantity: int = 1

    @property
    def amount(self) -> int:
        return self.item.total(self.quantity)

    def kept(self) -> dict[str, Any]:
        return {"key": self.item.key, "quantity": self.quantity, "amount": self.amount}


@dataclass(frozen=True, slots=True)
class Return:
    """Where the browser goes on afterwards."""

    success_url: str
    cancel_url: str


def start_checkout(buyer: Membership, *, lines: Sequence[Line], back: Return, seat_buyer: bool = False) -> Order:
    """Order the lines, all of one period, and get a page at which they are paid. Call it outside of transactions.

    Asked again before it is paid, it is the same page; a page for something else of it is closed, so that nobody pays
    twice for one thing.
    """
    account = account_of(buyer)
    with _ordering(account, lines):
        if same := page_of_the_same(account, [line.kept() for line in lines], seat_buyer=seat_buyer):
            return same
        _require_for_sale(account, lines)
        order = _write_order(account, buyer, lines, seat_buyer=seat_buyer)
        session = _with_customer(account, buyer, order, lines, back)
        return _remember_session(order, session)


@contextmanager
def _ordering(account: Account, lines: Sequence[Line]) -> Iterator[None]:
    """Nobody else orders for the account meanwhile, and the lines are for sale."""
    _require_for_sale(account, lines)
    with payer_lock(f"orders of {account.pk}"):
        yield


def _require_for_sale(account: Account, lines: Sequence[Line]) -> None:
    tenant = account.tenant
    for line in lines:
        if line.item.kind == MODULE:
            if account.membership_id is not None:
                raise NotForPeopleError(_("Found a workspace for your company to buy modules."))
            require_module_for_sale(account, tenant, line.item)
        elif line.item.kind == SINGLE and account.membership_id is None:
            raise NotForCompaniesError(_("A company pays for interviews beyond what is included with credits."))
        elif line.item.kind == PLAN and account.membership_id is not None:
            raise NotForPeopleError(_("Found a workspace for your company to choose a plan for it."))
        elif line.item.kind == PERSONAL and account.membership_id is None:
            raise NotForCompaniesError(_("Choose one of the plans for workspaces."))
        elif line.item.kind in {PLAN, PERSONAL} and _live(account, f"{line.item.kind}:"):
            raise AlreadyBoughtError(_("Change the plan of your subscription instead."), what=line.item.key)


def require_module_for_sale(account: Account, tenant: Tenant, item: Item) -> None:
    """Raise unless the company can buy the module: it has what that builds on, and not the module itself."""
    offer = offer_for(tenant, item.name)
    if offer is None or not offer.is_ready:
        raise NotReadyError(_("The module's page in the marketplace says what it needs."), what=item.key)
    if _live(account, f"{MODULE}:{item.name}:"):
        raise AlreadyBoughtError(_("Change the number of seats of your subscription instead."), what=item.key)
    license_ = offer.license
    if license_ is not None and license_.is_on and license_.ends_at is None:
        if license_.kind == License.Kind.PLATFORM:
            raise AlreadyBoughtError(_("The platform granted it, without an end."), what=item.key)
        # A trial always has an end.
        raise AlreadyBoughtError(_("It was bought for good."), what=item.key)


def _live(account: Account, prefix: str) -> bool:
    """Whether a subscription has it that is not over."""
    over = ["canceled", "incomplete", "incomplete_expired"]
    return Subscription.objects.filter(account=account, items__key__startswith=prefix).exclude(status__in=over).exists()


@transaction.atomic
def _write_order(account: Account, buyer: Membership, lines: Sequence[Line], *, seat_buyer: bool) -> Order:
    order = Order.objects.create(
        account=account,
        ordered_by=buyer,
        lines=[line.kept() for line in lines],
        period=lines[0].item.period,
        amount=sum(line.amount for line in lines),
        currency=lines[0].item.currency,
        idempotency_key=uuid4(),
        seat_buyer=seat_buyer,
    )
    record("billing.ordered", target=order, label=str(order))
    return order


def _with_customer(account: Account, buyer: Membership, order: Order, lines: Sequence[Line], back: Return) -> Thing:
    """The session; where the provider forgot our customer or prices, they are made again."""
    try:
        return _create_session(account, buyer, order, lines, back, attempt=1)
    except GoneError:
        forget_customer(account)
        forget_prices()
        return _create_session(account, buyer, order, lines, back, attempt=2)
    except ProviderRefusedError as problem:
        _mark_failed(order, str(problem.detail))
        raise


def _create_session(
    account: Account, buyer: Membership, order: Order, lines: Sequence[Line], back: Return, *, attempt: int
) -> Thing:
    whole = account.membership_id is None
    customer_id = ensure_customer(
        account, email=buyer.user.email, name=account.tenant.name if whole else str(buyer.user)
    )
    metadata = {"order": str(order.pk), "tenant": str(account.tenant_id)}
    params: dict[str, Any] = {
        "customer": customer_id,
        "client_reference_id": str(order.pk),
        "metadata": metadata,
        "line_items": [{"price": price_id_of(line.item), "quantity": _quantity(line)} for line in lines],
        "success_url": back.success_url,
        "cancel_url": back.cancel_url,
        "allow_promotion_codes": True,
        "billing_address_collection": "auto",
        "tax_id_collection": {"enabled": True},
        # Without these the provider refuses to collect a tax id of a customer that it knows.
        "customer_update": {"address": "auto", "name": "auto"},
    }
    if lines[0].item.is_recurring:
        params |= {"mode": "subscription", "subscription_data": {"metadata": metadata}}
    else:
        params |= {
            "mode": "payment",
            "payment_intent_data": {"metadata": metadata},
            "invoice_creation": {"enabled": True, "invoice_data": {"metadata": metadata}},
        }
    return provider().create("checkout.session", params, key=f"{order.idempotency_key}:{attempt}")


def _quantity(line: Line) -> int:
    return line.quantity if line.item.per_seat else 1


@transaction.atomic
def _remember_session(order: Order, session: Thing) -> Order:
    row = Order.objects.select_for_update(of=("self",)).select_related("account").get(pk=order.pk)
    row.session_id, row.url = str(session["id"]), str(session.get("url") or "")
    row.save(update_fields=["session_id", "url", "updated_at"])
    return row


@transaction.atomic
def _mark_failed(order: Order, problem: str) -> None:
    Order.objects.filter(pk=order.pk, state=Order.State.OPEN).update(state=Order.State.FAILED, problem=problem[:300])


def start_payment(buyer: Membership, *, line: Line) -> tuple[Order, Thing]:
    """Order something that is paid at once, by a form of one's own: the order and the payment's intent."""
    account = account_of(buyer)
    if line.item.period not in {ONCE, LIFETIME}:
        raise NotReadyError(_("Subscriptions are bought at the checkout."))
    with _ordering(account, [line]):
        close_pages(account, [line.kept()])
        _require_for_sale(account, [line])
        order = _write_order(account, buyer, [line], seat_buyer=False)
        return order, _create_intent(account, buyer, order, line)


def _create_intent(account: Account, buyer: Membership, order: Order, line: Line) -> Thing:
    whole = account.membership_id is None
    customer_id = ensure_customer(
        account, email=buyer.user.email, name=account.tenant.name if whole else str(buyer.user)
    )
    params = {
        "amount": line.amount,
        "currency": line.item.currency.lower(),
        "customer": customer_id,
        "metadata": {"order": str(order.pk), "tenant": str(account.tenant_id)},
        "automatic_payment_methods": {"enabled": True},
    }
    intent = provider().create("payment_intent", params, key=str(order.idempotency_key))
    with transaction.atomic():
        Order.objects.filter(pk=order.pk).update(payment_intent_id=str(intent["id"]))
    order.payment_intent_id = str(intent["id"])
    return intent
