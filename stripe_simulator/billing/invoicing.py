"""Invoices: put together, finalized, paid or not."""

import secrets
from typing import Any

from stripe_simulator import JSON, payments
from stripe_simulator.account import Account, listed, random_text
from stripe_simulator.billing import discounts
from stripe_simulator.errors import StripeFaultError, invalid

HOUR, DAY = 3600, 24 * 3600
# After a failed payment of a renewal, the days until each next attempt.
RETRY_DAYS = (3, 5, 7)
COUNTRY, NAME = "DE", "Rostrum (simulated)"


def new_invoice(
    account: Account,
    customer: JSON,
    *,
    currency: str,
    reason: str,
    lines: list[JSON],
    subscription: JSON | None = None,
    **values: Any,
) -> JSON:
    """A draft; not written."""
    now = account.now_of(customer)
    method = (
        values.pop("collection_method", None) or (subscription or {}).get("collection_method") or "charge_automatically"
    )
    days = values.pop("days_until_due", None) or (subscription or {}).get("days_until_due")
    made = account.new(
        "invoice", now=now, customer=customer["id"], currency=currency, billing_reason=reason, status="draft"
    )
    tax_ids = account.store.select("tax_id", customer=customer["id"])
    made |= {
        "account_country": COUNTRY, "account_name": NAME, "collection_method": method, "auto_advance": True,
        "customer_address": customer["address"], "customer_email": customer["email"], "customer_name": customer["name"],
        "customer_phone": customer["phone"], "customer_shipping": customer["shipping"],
        "customer_tax_exempt": customer["tax_exempt"], "metadata": {}, "period_start": now, "period_end": now,
        "customer_tax_ids": [{"type": one["type"], "value": one["value"]} for one in tax_ids],
        "test_clock": customer["test_clock"], "total_taxes": [], "total_pretax_credit_amounts": [],
        "automatically_finalizes_at": now + HOUR, "due_date": now + days * DAY if days else None,
        "starting_balance": customer["balance"],
    }  # fmt: skip
    if subscription:
        made["parent"] = {"type": "subscription_details", "quote_details": None, "subscription_details": {
            "metadata": dict(subscription["metadata"]), "subscription": subscription["id"],
            "subscription_proration_date": None,
        }}  # fmt: skip
        made["default_payment_method"] = None
    made |= values
    return put_lines(account, made, lines)


def put_lines(account: Account, invoice: JSON, lines: list[JSON], *, use_up: bool = False) -> JSON:
    """The lines and all sums that follow from them."""
    for line in lines:
        line["invoice"] = invoice["id"]
    moment = account.now_of(invoice)
    counting = [one for one in invoice["discounts"] if discounts.counts_now(account, one, moment)]
    taken_off = discounts.apply(account, lines, counting, use_up=use_up)
    subtotal = sum(line["amount"] for line in lines)
    total = subtotal - sum(one["amount"] for one in taken_off)
    invoice |= {
        "lines": listed(lines, f"/v1/invoices/{invoice['id']}/lines"), "subtotal": subtotal, "total": total,
        "subtotal_excluding_tax": subtotal, "total_excluding_tax": total, "total_discount_amounts": taken_off,
    }  # fmt: skip
    due = max(total + invoice["starting_balance"], 0) if total > 0 else 0
    invoice |= {"amount_due": due, "amount_remaining": due - invoice["amount_paid"]}
    return invoice


def subscription_of(account: Account, invoice: JSON) -> JSON | None:
    details = (invoice["parent"] or {}).get("subscription_details") or {}
    return account.maybe(details.get("subscription"))


def finalize(account: Account, invoice: JSON) -> JSON:
    """Give it a number, take the customer's balance into account and open it for payment."""
    if invoice["status"] != "draft":
        raise invalid("This invoice is already finalized, you can't re-finalize a non-draft invoice.",
                      code="invoice_already_finalized")  # fmt: skip
    customer = account.find("customer", invoice["customer"], param="customer")
    if customer.get("deleted"):
        raise invalid("The customer of this invoice was deleted.", code="resource_missing")
    now = account.now_of(customer)
    number = f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04}"
    secret = f"{secrets.token_hex(4)}{random_text(16)}"
    account.store.note(invoice["id"], secret=secret)
    balance = customer["balance"]
    invoice["starting_balance"] = balance
    put_lines(account, invoice, invoice["lines"]["data"], use_up=True)
    ending = _ending_balance(invoice["total"], balance)
    page = f"{account.public_url}/invoice/{invoice['id']}/{secret}"
    account.change(customer, {"next_invoice_sequence": customer["next_invoice_sequence"] + 1})
    account.change(invoice, {
        **{name: invoice[name] for name in ("starting_balance", "amount_due", "amount_remaining", "total", "lines",
                                            "total_discount_amounts")},
        "status": "open", "number": number, "effective_at": now, "ending_balance": ending, "hosted_invoice_url": page,
        "invoice_pdf": f"{page}/pdf", "automatically_finalizes_at": None, "next_payment_attempt": None,
        "status_transitions": invoice["status_transitions"] | {"finalized_at": now},
    })  # fmt: skip
    if ending != balance:
        from stripe_simulator.resources.customers import enter  # noqa: PLC0415 -- customers know of invoices

        enter(account, customer, ending - balance, kind="applied_to_invoice", invoice=invoice["id"],
              currency=invoice["currency"])  # fmt: skip
    if invoice["amount_due"] > 0:
        _add_intent(account, invoice)
    account.emit("invoice.finalized", invoice)
    if invoice["amount_due"] == 0:
        mark_paid(account, invoice)
    return invoice


def _ending_balance(total: int, balance: int) -> int:
    """Credit pays invoices, an invoice below zero is credit; what a customer owes is added to the invoice."""
    if total < 0:
        return balance + total
    if balance < 0:
        return min(balance + total, 0)
    return 0 if total > 0 else balance


def _add_intent(account: Account, invoice: JSON) -> JSON:
    intent = payments.new_intent(
        account,
        amount=invoice["amount_due"],
        currency=invoice["currency"],
        customer=invoice["customer"],
        description="Subscription creation"
        if invoice["billing_reason"] == "subscription_create"
        else "Invoice payment",
        setup_future_usage="off_session" if invoice["billing_reason"] == "subscription_create" else None,
        receipt_email=invoice["customer_email"],
        payment_method_types=["card"],
    )
    payment = account.new(
        "invoice_payment", now=account.now_of(invoice), invoice=invoice["id"], amount_requested=invoice["amount_due"],
        currency=invoice["currency"], is_default=True, status="open", livemode=False,
        payment={"type": "payment_intent", "payment_intent": intent["id"]},
    )  # fmt: skip
    account.save(payment)
    return intent


def payment_of(account: Account, invoice: JSON) -> JSON | None:
    """The invoice's own payment, open or done."""
    found = account.store.select("invoice_payment", invoice=invoice["id"])
    return found[-1] if found else None


def intent_of(account: Account, invoice: JSON) -> JSON | None:
    payment = payment_of(account, invoice)
    return account.maybe(payment["payment"]["payment_intent"]) if payment else None


def method_for(account: Account, invoice: JSON) -> JSON | None:
    """How it is paid: the invoice's own way, the subscription's, the customer's."""
    customer = account.find("customer", invoice["customer"], param="customer")
    subscription = subscription_of(account, invoice)
    for name in (
        invoice["default_payment_method"], (subscription or {}).get("default_payment_method"),
        (customer.get("invoice_settings") or {}).get("default_payment_method"),
    ):  # fmt: skip
        if found := account.maybe(name):
            return found
    return None


def attempt(account: Account, invoice: JSON, *, method: JSON | None = None, return_url: str | None = None) -> JSON:
    """Try to pay an open invoice; a payment that does not happen is written, and is a fault for whoever asked."""
    intent = intent_of(account, invoice)
    if intent is None:
        return invoice
    method = method or method_for(account, invoice)
    count = {"attempted": True, "attempt_count": invoice["attempt_count"] + 1}
    account.change(invoice, count)
    if method is None:
        failed(account, invoice)
        raise StripeFaultError(
            400, "invalid_request_error", keep=True, code="missing_payment_method",
            message="This customer has no attached payment source or default payment method.",
        )  # fmt: skip
    payments.confirm(account, intent, method, return_url=return_url)
    return account.find("invoice", invoice["id"])


@payments.on_outcome
def note_outcome(account: Account, intent: JSON, outcome: str) -> None:
    """What became of the payment of an invoice."""
    for payment in account.store.select("invoice_payment", payment__payment_intent=intent["id"]):
        invoice = account.find("invoice", payment["invoice"])
        if outcome == "succeeded":
            now = account.now_of(invoice)
            transitions = payment["status_transitions"] | {"paid_at": now}
            account.change(payment, {"status": "paid", "amount_paid": intent["amount_received"],
                                     "status_transitions": transitions})  # fmt: skip
            account.emit("invoice_payment.paid", payment)
            mark_paid(account, invoice, amount=intent["amount_received"])
        elif outcome == "failed":
            failed(account, invoice)
        elif outcome == "action":
            account.emit("invoice.payment_action_required", invoice)
            _follow(account, invoice, "action")
        elif outcome == "processing":
            _follow(account, invoice, "processing")


def mark_paid(account: Account, invoice: JSON, *, amount: int | None = None) -> JSON:
    if invoice["status"] == "paid":
        return invoice
    now = account.now_of(invoice)
    paid = invoice["amount_due"] if amount is None else amount
    account.change(invoice, {
        "status": "paid", "amount_paid": paid, "amount_remaining": 0, "attempted": True, "next_payment_attempt": None,
        "attempt_count": invoice["attempt_count"] or int(invoice["amount_due"] > 0), "auto_advance": False,
        "status_transitions": invoice["status_transitions"] | {"paid_at": now},
    })  # fmt: skip
    account.emit("invoice.paid", invoice)
    account.emit("invoice.payment_succeeded", invoice)
    customer = account.maybe(invoice["customer"])
    if customer and customer.get("delinquent"):
        account.change(customer, {"delinquent": False}, "customer.updated")
    _follow(account, invoice, "paid")
    return invoice


def failed(account: Account, invoice: JSON) -> None:
    """The next attempt is in some days; after the last one, what the account's settings say."""
    if invoice["status"] != "open":
        return
    now = account.now_of(invoice)
    changes: JSON = {"attempted": True, "attempt_count": max(invoice["attempt_count"], 1), "next_payment_attempt": None}
    retries = invoice["billing_reason"] not in {"subscription_create", "manual"} and invoice["auto_advance"]
    done = changes["attempt_count"] - 1
    over = retries and done >= len(RETRY_DAYS)
    if retries and not over:
        changes["next_payment_attempt"] = now + RETRY_DAYS[done] * DAY
    account.change(invoice, changes)
    account.emit("invoice.payment_failed", invoice)
    customer = account.maybe(invoice["customer"])
    if customer and customer.get("delinquent") is False and invoice["billing_reason"] != "subscription_create":
        account.change(customer, {"delinquent": True}, "customer.updated")
    _follow(account, invoice, "gave up" if over else "failed")


def _follow(account: Account, invoice: JSON, outcome: str) -> None:
    """Tell the subscription."""
    from stripe_simulator.billing.lifecycle import follow_invoice  # noqa: PLC0415 -- it makes invoices itself

    if (subscription := subscription_of(account, invoice)) is not None:
        follow_invoice(account, subscription, invoice, outcome)


def void(account: Account, invoice: JSON) -> JSON:
    if invoice["status"] not in {"open", "uncollectible"}:
        raise invalid("You can only void open or uncollectible invoices.", code="invoice_not_editable")
    now = account.now_of(invoice)
    account.change(invoice, {"status": "void", "auto_advance": False, "next_payment_attempt": None,
                             "status_transitions": invoice["status_transitions"] | {"voided_at": now}})  # fmt: skip
    close_intent(account, invoice, "void_invoice")
    account.emit("invoice.voided", invoice)
    return invoice


def mark_uncollectible(account: Account, invoice: JSON) -> JSON:
    if invoice["status"] not in {"open", "draft"}:
        raise invalid("You can only mark open invoices as uncollectible.", code="invoice_not_editable")
    now = account.now_of(invoice)
    transitions = invoice["status_transitions"] | {"marked_uncollectible_at": now}
    account.change(invoice, {"status": "uncollectible", "auto_advance": False, "next_payment_attempt": None,
                             "status_transitions": transitions})  # fmt: skip
    account.emit("invoice.marked_uncollectible", invoice)
    return invoice


def close_intent(account: Account, invoice: JSON, reason: str) -> None:
    payment = payment_of(account, invoice)
    intent = intent_of(account, invoice)
    if payment and intent and intent["status"] not in {"succeeded", "canceled"}:
        payments.cancel(account, intent, reason)
        transitions = payment["status_transitions"] | {"canceled_at": account.now_of(invoice)}
        account.change(payment, {"status": "canceled", "status_transitions": transitions})
