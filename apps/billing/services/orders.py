"""An order's way: open, paid or not, paid back; moved only by what the provider says of its payment."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from apps.billing import reading
from apps.billing.catalogue import CREDITS, Item, item_named
from apps.billing.models import Account, Order
from apps.billing.provider import Thing
from apps.billing.services.credits import give_credits_again, grant_credits, take_credits_back
from apps.billing.services.tickets import give_tickets, take_tickets_back
from apps.core.ids import is_uuid

PAID_OR_BACK = frozenset({Order.State.PAID, Order.State.REFUNDED})


def order_of(account: Account, order_id: str) -> Order | None:
    """The account's own order of that id; what an object of somebody else's says is not believed."""
    if not is_uuid(order_id):
        return None
    return Order.objects.select_for_update().filter(account=account, pk=order_id).first()


def follow_session(account: Account, session: Thing, intent: Thing | None) -> None:
    """A checkout that was paid, is being paid, failed or was left; that it is complete says nothing of money."""
    order = Order.objects.select_for_update().filter(account=account, session_id=session["id"]).first()
    order = order or order_of(account, reading.order_in(session))
    if order is None:
        return
    order.session_id = session["id"]
    order.subscription_id = reading.id_of(session.get("subscription")) or order.subscription_id
    order.payment_intent_id = reading.id_of(session.get("payment_intent")) or order.payment_intent_id
    order.invoice_id = reading.id_of(session.get("invoice")) or order.invoice_id
    order.tax = int((session.get("total_details") or {}).get("amount_tax") or 0)
    named = ("session_id", "subscription_id", "payment_intent_id", "invoice_id", "tax", "updated_at")
    order.save(update_fields=named)
    if session.get("status") == "complete" and reading.is_settled(session):
        settle_order(order, paid_at=timezone.now())
    elif session.get("status") == "complete":
        _follow_payment(order, intent)
    elif session.get("status") == "expired":
        _move(order, Order.State.EXPIRED)


def _follow_payment(order: Order, intent: Thing | None) -> None:
    """The money is on its way, or did not come; what failed stays so while nothing is known of another try."""
    if intent is not None and intent["status"] in {"requires_payment_method", "canceled"}:
        _move(order, Order.State.FAILED)
    elif intent is not None or order.state == Order.State.OPEN:
        _move(order, Order.State.PENDING)


def _move(order: Order, state: str) -> None:
    """What was paid stays paid, whatever is heard later of how it came to be."""
    if order.state not in PAID_OR_BACK and order.state != state:
        order.state = state
        order.save(update_fields=["state", "updated_at"])


@transaction.atomic
def expire_order(order: Order) -> None:
    """Its page is closed, and it was not paid before."""
    _move(Order.objects.select_for_update().get(pk=order.pk), Order.State.EXPIRED)


def settle_order(order: Order, *, paid_at: datetime) -> None:
    """It is paid: give its credits and tickets. Modules and plans follow from the order itself."""
    if order.state in PAID_OR_BACK:
        return
    order.state, order.paid_at, order.problem = Order.State.PAID, paid_at, ""
    order.save(update_fields=["state", "paid_at", "problem", "updated_at"])
    _grant(order)


def _packs_of(order: Order) -> list[Item]:
    found = (item_named(line["key"]) for line in order.lines)
    return [item for item in found if item is not None and item.kind == CREDITS]


def _grant(order: Order) -> None:
    if packs := _packs_of(order):
        number, note = sum(item.credits for item in packs), ", ".join(item.key for item in packs)
        grant_credits(order.account, number=number, source_key=order.source_key, note=note)
    give_tickets(order)


def fail_order(order: Order, *, problem: str) -> None:
    """A payment was refused; another try may pay it, but where the page is closed already, which stays what it is."""
    if order.state not in {*PAID_OR_BACK, Order.State.EXPIRED}:
        order.state, order.problem = Order.State.FAILED, problem[:300]
        order.save(update_fields=["state", "problem", "updated_at"])


def reverse_order(order: Order, *, is_reversed: bool) -> None:
    """All its money went back, and with it what is left of what it gave; if it comes again, the order counts."""
    if is_reversed and order.state == Order.State.PAID:
        order.state = Order.State.REFUNDED
        order.save(update_fields=["state", "updated_at"])
        take_credits_back(order.account, source_key=order.source_key)
        take_tickets_back(order)
    elif not is_reversed and order.state == Order.State.REFUNDED:
        order.state = Order.State.PAID
        order.save(update_fields=["state", "updated_at"])
        give_credits_again(order.account, source_key=order.source_key)
        give_tickets(order)
