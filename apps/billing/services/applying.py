"""What the provider says now becomes what we keep: subscription, invoice, payment, order, and then what they open.

Called with everything that was fetched, inside one transaction, while the payer's lock is held. Run twice it changes
nothing the second time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from apps.billing import reading
from apps.billing.models import Account, Invoice, Order, Payment, Subscription, SubscriptionItem
from apps.billing.provider import Thing
from apps.billing.services.bookings import book_dispute, book_invoice, book_order_payment, book_refunds
from apps.billing.services.opening import open_what_was_bought
from apps.billing.services.orders import fail_order, follow_session, order_of, reverse_order, settle_order
from apps.billing.services.prices import key_of_price
from apps.billing.services.referrals import settle_referral


@dataclass(slots=True)
class Found:
    """Objects as they are at the provider now, by id."""

    sessions: dict[str, Thing] = field(default_factory=dict)
    subscriptions: dict[str, Thing] = field(default_factory=dict)
    invoices: dict[str, Thing] = field(default_factory=dict)
    intents: dict[str, Thing] = field(default_factory=dict)
    charges: dict[str, Thing] = field(default_factory=dict)
    disputes: dict[str, Thing] = field(default_factory=dict)
    # What the provider does not know any more.
    gone_subscriptions: set[str] = field(default_factory=set)

    def keep_of(self, customer_id: str) -> None:
        """Forget whatever names another customer: nothing of it is this account's to change."""
        for things in (self.sessions, self.subscriptions, self.invoices, self.intents, self.charges):
            for object_id, thing in list(things.items()):
                if reading.customer_of(thing) not in {"", customer_id}:
                    del things[object_id]

    def payment_of(self, session: Thing) -> Thing | None:
        """The last try to pay for it: its own payment, or one of the invoice with which its subscription began."""
        invoice = self.invoices.get(reading.id_of(session.get("invoice")), {})
        tried = [reading.id_of(session.get("payment_intent")), *reading.payment_intents_of_invoice(invoice)[::-1]]
        return next((self.intents[one] for one in tried if one in self.intents), None)

    def has(self, kind: str, object_id: str) -> bool:
        """Whether the object is among them."""
        kinds: dict[str, Mapping[str, Thing]] = {
            "checkout.session": self.sessions,
            "subscription": self.subscriptions,
            "invoice": self.invoices,
            "payment_intent": self.intents,
            "charge": self.charges,
            "dispute": self.disputes,
        }
        return object_id in kinds.get(kind, {})


def apply_found(account: Account, found: Found) -> None:
    """Write it all down, in the order in which one needs the other, and settle what the account may use."""
    found.keep_of(str(account.customer_id))
    for session in found.sessions.values():
        follow_session(account, session, found.payment_of(session))
    for subscription in found.subscriptions.values():
        keep_subscription(account, subscription)
    for stripe_id in found.gone_subscriptions:
        Subscription.objects.filter(account=account, stripe_id=stripe_id).exclude(status="canceled").update(
            status="canceled", ended_at=timezone.now(), updated_at=timezone.now()
        )
    for intent in found.intents.values():
        charge = found.charges.get(reading.id_of(intent.get("latest_charge")))
        keep_payment(account, intent, charge)
    for invoice in found.invoices.values():
        keep_invoice(account, invoice, intents=found.intents)
    for charge in found.charges.values():
        keep_refunds(account, charge)
    for dispute in found.disputes.values():
        keep_dispute(account, dispute)
    open_what_was_bought(account)
    settle_referral(account)


def keep_subscription(account: Account, thing: Thing) -> Subscription:
    """The subscription with its items; those that are gone there go here."""
    status = str(thing["status"])
    known = Subscription.objects.filter(stripe_id=thing["id"]).first()
    missed = known.past_due_since if known else None
    is_missed = status in {"past_due", "unpaid"}
    row, _is_new = Subscription.objects.update_or_create(
        stripe_id=thing["id"],
        defaults={
            "account": account,
            "status": status,
            "cancel_at_period_end": bool(thing.get("cancel_at_period_end")),
            "cancel_at": reading.moment(thing.get("cancel_at")),
            "ended_at": reading.moment(thing.get("ended_at")),
            "trial_end": reading.moment(thing.get("trial_end")),
            "started_at": reading.known_moment(thing.get("start_date") or thing["created"]),
            "past_due_since": (missed or timezone.now()) if is_missed else None,
            "currency": str(thing.get("currency") or "usd").upper(),
            "latest_invoice_id": reading.id_of(thing.get("latest_invoice")),
        },
    )
    there = []
    for item in reading.subscription_items(thing):
        there.append(item.stripe_id)
        SubscriptionItem.objects.update_or_create(
            stripe_id=item.stripe_id,
            defaults={
                "subscription": row,
                "price_id": item.price_id,
                "key": key_of_price(item.price_id),
                "unit_amount": item.unit_amount,
                "quantity": item.quantity,
                "period_start": item.period_start,
                "period_end": item.period_end,
            },
        )
    row.items.exclude(stripe_id__in=there).delete()
    if (order := order_of(account, reading.order_in(thing))) and order.subscription_id != row.stripe_id:
        order.subscription_id = row.stripe_id
        order.save(update_fields=["subscription_id", "updated_at"])
    return row


def keep_invoice(account: Account, thing: Thing, *, intents: Mapping[str, Thing]) -> Invoice:
    """The invoice, and what was paid by it in the ledger."""
    lines = [
        {
            "key": key_of_price(line.price_id),
            "description": line.description,
            "quantity": line.quantity,
            "amount": line.amount,
            "period_start": line.period_start.isoformat(),
            "period_end": line.period_end.isoformat(),
        }
        for line in reading.invoice_lines(thing)
    ]
    total = int(thing.get("total") or 0)
    row, _is_new = Invoice.objects.update_or_create(
        stripe_id=thing["id"],
        defaults={
            "account": account,
            "number": str(thing.get("number") or ""),
            "status": str(thing.get("status") or "draft"),
            "currency": str(thing.get("currency") or "usd").upper(),
            "subtotal": int(thing.get("subtotal") or 0),
            "tax": reading.tax_of_invoice(thing),
            "total": total,
            "amount_due": int(thing.get("amount_due") or 0),
            "amount_paid": int(thing.get("amount_paid") or 0),
            "subscription_id": reading.subscription_of_invoice(thing),
            "issued_at": reading.known_moment(thing["created"]),
            "due_at": reading.moment(thing.get("due_date")),
            "paid_at": reading.paid_moment(thing),
            "next_attempt_at": reading.moment(thing.get("next_payment_attempt")),
            "attempts": int(thing.get("attempt_count") or 0),
            "page_url": str(thing.get("hosted_invoice_url") or ""),
            "pdf_url": str(thing.get("invoice_pdf") or ""),
            "lines": lines,
        },
    )
    paid_by = reading.payment_intents_of_invoice(thing)
    Payment.objects.filter(account=account, stripe_id__in=paid_by).update(invoice_id=row.stripe_id)
    _count_reversed(row)
    if row.is_paid and not _is_of_order(account, thing, [intents[one] for one in paid_by if one in intents]):
        book_invoice(row)
    return row


def _is_of_order(account: Account, invoice: Thing, intents: Sequence[Thing]) -> bool:
    """Whether it was made for an order that is paid at once: such money is booked with the payment."""
    if reading.subscription_of_invoice(invoice):
        return False
    paid_by = reading.payment_intents_of_invoice(invoice)
    known = Order.objects.filter(account=account)
    return (
        known.filter(Q(invoice_id=invoice["id"]) | Q(payment_intent_id__in=paid_by)).exists()
        or order_of(account, reading.order_in(invoice)) is not None
        or any(order_of(account, reading.order_in(intent)) for intent in intents)
    )


def _count_reversed(invoice: Invoice) -> None:
    """How much of it went back, by its payments."""
    payments = Payment.objects.filter(invoice_id=invoice.stripe_id)
    refunded = sum(payments.values_list("refunded", flat=True))
    lost = payments.filter(dispute="lost").exists()
    if (refunded, lost) != (invoice.refunded, invoice.dispute_lost):
        invoice.refunded, invoice.dispute_lost = refunded, lost
        invoice.save(update_fields=["refunded", "dispute_lost", "updated_at"])


def keep_payment(account: Account, intent: Thing, charge: Thing | None) -> Payment:
    """The payment, and in the ledger what an order was paid with."""
    error = intent.get("last_payment_error") or {}
    order = (
        order_of(account, reading.order_in(intent))
        or Order.objects.filter(account=account, payment_intent_id=intent["id"]).first()
    )
    defaults = {
        "account": account,
        "status": str(intent["status"]),
        "amount": int(intent["amount"]),
        "received": int(intent.get("amount_received") or 0),
        "currency": str(intent["currency"]).upper(),
        "charge_id": reading.id_of(intent.get("latest_charge")),
        "problem": str(error.get("message") or "")[:300],
        "paid_at": reading.known_moment((charge or intent)["created"]),
    }
    if charge is not None:
        defaults["method"] = reading.method_words(charge)
    row, _is_new = Payment.objects.update_or_create(stripe_id=intent["id"], defaults=defaults)
    if order is not None:
        _follow_intent(order, row)
    return row


def _follow_intent(order: Order, payment: Payment) -> None:
    """An order that is paid by this payment alone."""
    if order.payment_intent_id is None:
        order.payment_intent_id = payment.stripe_id
        order.save(update_fields=["payment_intent_id", "updated_at"])
    if payment.status == "succeeded":
        book_order_payment(order, payment)
        settle_order(order, paid_at=payment.paid_at)
    elif payment.status in {"requires_payment_method", "canceled"} and payment.problem:
        fail_order(order, problem=payment.problem)


def keep_refunds(account: Account, charge: Thing) -> None:
    """What went back of a charge so far, and in the ledger what went back since the last look."""
    payment = Payment.objects.filter(account=account, charge_id=charge["id"]).first()
    if payment is None:
        intent_id = reading.id_of(charge.get("payment_intent"))
        payment = Payment.objects.filter(account=account, stripe_id=intent_id).first()
    if payment is None:
        return
    so_far = int(charge.get("amount_refunded") or 0)
    if so_far != payment.refunded:
        book_refunds(payment, so_far=so_far)
        payment.refunded = so_far
        payment.save(update_fields=["refunded", "updated_at"])
    _reverse(payment)


def keep_dispute(account: Account, dispute: Thing) -> None:
    """A customer's bank took the money back, for now or for good."""
    charge_id, intent_id = reading.id_of(dispute.get("charge")), reading.id_of(dispute.get("payment_intent"))
    payments = Payment.objects.filter(account=account)
    payment = (
        payments.filter(stripe_id=intent_id).first() if intent_id else payments.filter(charge_id=charge_id).first()
    )
    state = reading.dispute_state(dispute)
    if payment is None or not state:
        return
    book_dispute(payment, dispute_id=str(dispute["id"]), amount=int(dispute["amount"]), state=state)
    if payment.dispute != state:
        payment.dispute = state
        payment.save(update_fields=["dispute", "updated_at"])
    _reverse(payment)


def _reverse(payment: Payment) -> None:
    """Take back what was paid for with money that went back, and give it again if the bank did."""
    if payment.invoice_id and (invoice := Invoice.objects.filter(stripe_id=payment.invoice_id).first()):
        _count_reversed(invoice)
    order = Order.objects.filter(account_id=payment.account_id, payment_intent_id=payment.stripe_id).first()
    if order is not None:
        reverse_order(order, is_reversed=payment.is_reversed)
