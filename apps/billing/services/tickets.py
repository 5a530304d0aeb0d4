"""Tickets: single pieces of live work, paid for before they begin, each used once."""

from django.db import transaction
from django.utils import timezone

from apps.billing.catalogue import SINGLE
from apps.billing.models import Account, Order, Ticket
from apps.billing.services.credits import locked


@transaction.atomic
def give_tickets(order: Order) -> None:
    """The order is paid: a ticket for each of its lines that is one, however often it is told."""
    for place, line in enumerate(order.lines):
        if line["key"].startswith(f"{SINGLE}:"):
            made = {"account": order.account, "key": line["key"]}
            Ticket.objects.get_or_create(order=order, line=place, defaults=made)
    Ticket.objects.filter(order=order).update(taken_back_at=None, updated_at=timezone.now())


@transaction.atomic
def take_tickets_back(order: Order) -> int:
    """The order is paid back: those that are not used open nothing any more; says how many."""
    locked(order.account)
    now = timezone.now()
    return Ticket.objects.filter(order=order, used_at=None).update(taken_back_at=now, updated_at=now)


@transaction.atomic
def use_ticket(account: Account, *, key: str, work: str) -> bool:
    """Let a ticket of this key pay for the work; the same work takes one. False where there is none."""
    payer = locked(account)
    if Ticket.objects.filter(account=payer, used_for=work).exists():
        return True
    found = Ticket.objects.filter(account=payer, key=key, used_at=None, taken_back_at=None).first()
    if found is None:
        return False
    found.used_for, found.used_at = work, timezone.now()
    found.save(update_fields=["used_for", "used_at", "updated_at"])
    return True
