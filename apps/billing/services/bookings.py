"""What money did, in the ledger: each effect has a key, so that it is booked once however often it is told."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from apps.billing.models import Invoice, LedgerTransaction, Order, Payment
from apps.billing.services.ledger import book

# Money that is at the provider; what was owed to a customer and used up; what the bank took for now.
AT_PROVIDER, BALANCE, TAX, DISPUTED = "stripe", "balance", "tax", "disputes"
UNKNOWN = "other"
OPEN, WON, LOST = "open", "won", "lost"


def shares(total: int, weights: Iterable[tuple[str, int]]) -> dict[str, int]:
    """A sum divided by weights into whole numbers that sum to it: the largest remainders get what is left over."""
    parts = [(key, weight) for key, weight in weights if weight > 0] or [(UNKNOWN, 1)]
    of = sum(weight for _key, weight in parts)
    whole = [abs(total) * weight // of for _key, weight in parts]
    rest = abs(total) - sum(whole)
    by_remainder = sorted(range(len(parts)), key=lambda at: (-(abs(total) * parts[at][1] % of), at))
    for at in by_remainder[:rest]:
        whole[at] += 1
    found: dict[str, int] = {}
    for (key, _weight), part in zip(parts, whole, strict=True):
        found[key] = found.get(key, 0) + (part if total >= 0 else -part)
    return found


def book_invoice(invoice: Invoice) -> None:
    """A paid invoice: what came in, what each thing earned, taxes, and what the customer's balance gave or got."""
    unit = invoice.currency
    entries = {(AT_PROVIDER, unit): invoice.amount_paid, (TAX, unit): -invoice.tax}
    earned = 0
    for line in invoice.lines:
        name = f"revenue:{line['key'] or UNKNOWN}"
        entries[name, unit] = entries.get((name, unit), 0) - line["amount"]
        earned += line["amount"]
    entries[BALANCE, unit] = earned + invoice.tax - invoice.amount_paid
    if any(entries.values()):
        book(
            invoice.account,
            source_key=f"invoice:{invoice.stripe_id}",
            kind="invoice-paid",
            entries=entries,
            happened_at=invoice.paid_at or timezone.now(),
            note=invoice.number,
        )


def book_order_payment(order: Order, payment: Payment) -> None:
    """An order that was paid at once, without a subscription."""
    if payment.invoice_id and LedgerTransaction.objects.filter(source_key=f"invoice:{payment.invoice_id}").exists():
        return
    unit, tax = payment.currency, min(order.tax, payment.received)
    entries = {(AT_PROVIDER, unit): payment.received, (TAX, unit): -tax}
    for key, part in shares(payment.received - tax, _weights(order)).items():
        entries[f"revenue:{key}", unit] = -part
    book(
        order.account,
        source_key=f"payment:{payment.stripe_id}",
        kind="payment",
        entries=entries,
        happened_at=payment.paid_at,
        note=str(order),
    )


def _weights(order: Order) -> list[tuple[str, int]]:
    return [(line["key"], line["amount"]) for line in order.lines]


def book_refunds(payment: Payment, *, so_far: int) -> None:
    """What went back since the last look, or (a refund that failed) came again; its things earn so much less."""
    more, unit = so_far - payment.refunded, payment.currency
    entries = {(AT_PROVIDER, unit): -more} | _taken_from(payment, more)
    # A refund that fails and is made anew passes the same sums again: the number tells them apart.
    before = LedgerTransaction.objects.filter(source_key__startswith=f"refund:{payment.stripe_id}:").count()
    book(
        payment.account,
        source_key=f"refund:{payment.stripe_id}:{before + 1}:{payment.refunded}-{so_far}",
        kind="refund",
        entries=entries,
        happened_at=timezone.now(),
    )


def _taken_from(payment: Payment, amount: int) -> dict[tuple[str, str], int]:
    """By which things a payment is worth less, in proportion to what each cost."""
    found = shares(amount, _weights_of(payment))
    return {(f"refunds:{key}", payment.currency): part for key, part in found.items()}


def _weights_of(payment: Payment) -> list[tuple[str, int]]:
    invoice = Invoice.objects.filter(stripe_id=payment.invoice_id).first() if payment.invoice_id else None
    if invoice is not None:
        return [(line["key"] or UNKNOWN, line["amount"]) for line in invoice.lines]
    order = Order.objects.filter(account_id=payment.account_id, payment_intent_id=payment.stripe_id).first()
    return _weights(order) if order else []


def book_dispute(payment: Payment, *, dispute_id: str, amount: int, state: str) -> None:
    """The bank took the money; it comes back when the dispute is won, and is gone when it is lost."""
    unit = payment.currency
    steps: list[tuple[str, Mapping[Any, int]]] = [
        (OPEN, {(AT_PROVIDER, unit): -amount, (DISPUTED, unit): amount}),
    ]
    if state == WON:
        steps.append((WON, {(AT_PROVIDER, unit): amount, (DISPUTED, unit): -amount}))
    elif state == LOST:
        steps.append((LOST, {(DISPUTED, unit): -amount} | _taken_from(payment, amount)))
    for name, entries in steps:
        book(
            payment.account,
            source_key=f"dispute:{dispute_id}:{name}",
            kind=f"dispute-{name}",
            entries=entries,
            happened_at=timezone.now(),
        )
