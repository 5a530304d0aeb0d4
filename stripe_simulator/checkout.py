"""How buying ends: paid, waiting for a bank, refused."""

import json
from typing import Any

from stripe_simulator import JSON, payments
from stripe_simulator.account import Account, merged
from stripe_simulator.billing import discounts, invoicing
from stripe_simulator.billing.beginning import begin
from stripe_simulator.billing.lifecycle import cancel_now
from stripe_simulator.billing.lines import line_of_invoice_item, new_invoice_item
from stripe_simulator.errors import invalid
from stripe_simulator.resources.customers import live, new_customer, new_tax_id
from stripe_simulator.resources.payment_methods import attach
from stripe_simulator.resources.setup_intents import confirm_setup, new_setup_intent
from stripe_simulator.selling import details_of, items_of


def complete(account: Account, session: JSON, method: JSON | None, details: JSON) -> JSON:
    """The buyer says yes. Afterwards the session is complete, or waits for 3-D Secure; a fault leaves it open."""
    if session["status"] != "open":
        raise invalid(f"This Checkout Session is {session['status']}.")
    if session["mode"] != "subscription":
        # A payment that fails leaves its traces; the next attempt goes on with them.
        return _completed(account, session, method, details)
    with account.store.savepoint():
        return _completed(account, session, method, details)


def _completed(account: Account, session: JSON, method: JSON | None, details: JSON) -> JSON:
    customer = _buyer(account, session, details)
    if customer and details.get("tax_id"):
        new_tax_id(account, customer["id"], details["tax_id_type"], details["tax_id"])
    _note_details(account, session, customer, details)
    if session["mode"] == "setup":
        return _set_up(account, session, customer, method)
    if session["mode"] == "subscription":
        return _subscribe(account, session, customer, method)
    return _pay(account, session, customer, method)


def _buyer(account: Account, session: JSON, details: JSON) -> JSON | None:
    if session["customer"]:
        return live(account, session["customer"])
    if session["customer_creation"] != "always" and not (session["invoice_creation"] or {}).get("enabled"):
        future = account.store.notes(session["id"])["payment_intent_data"].get("setup_future_usage")
        if session["mode"] == "payment" and not future:
            return None
    made = new_customer(account, email=details.get("email"), name=details.get("name"), address=details.get("address"))
    return account.create(made, "customer.created")


def _note_details(account: Account, session: JSON, customer: JSON | None, details: JSON) -> None:
    shown = dict(session["customer_details"] or details_of(customer, details.get("email")) or {})
    shown |= {name: details[name] for name in ("email", "name", "address") if details.get(name)}
    if details.get("tax_id"):
        shown["tax_ids"] = [{"type": details["tax_id_type"], "value": details["tax_id"]}]
    account.change(session, {"customer_details": shown or None, "customer": customer["id"] if customer else None})


def _set_up(account: Account, session: JSON, customer: JSON | None, method: JSON | None) -> JSON:
    data = account.store.notes(session["id"])["setup_intent_data"]
    if method is None:
        raise invalid("A payment method is needed.")
    intent = new_setup_intent(account, customer=customer["id"] if customer else None,
                              metadata=merged({}, data.get("metadata")))  # fmt: skip
    account.change(session, {"setup_intent": intent["id"]})
    confirm_setup(account, intent, {"payment_method": method["id"]})
    if account.find("setup_intent", intent["id"])["status"] == "succeeded":
        finish(account, session, "no_payment_required")
    return session


def _subscribe(account: Account, session: JSON, customer: JSON | None, method: JSON | None) -> JSON:
    assert customer is not None  # noqa: S101 -- a subscription session always makes or has one
    notes = account.store.notes(session["id"])
    sent: JSON = {name: value for name, value in notes["subscription_data"].items() if value is not None}
    sold = [(account.find("price", one["price"]), one) for one in notes["sold"]]
    sent["items"] = [
        {"price": price["id"]}
        | ({} if price["recurring"]["usage_type"] == "metered" else {"quantity": one["quantity"]})
        for price, one in sold
        if price["recurring"]
    ]
    sent["add_invoice_items"] = [
        {"price": p["id"], "quantity": one["quantity"]} for p, one in sold if not p["recurring"]
    ]
    sent["discounts"] = [notes["discount"]] if notes.get("discount") else []
    if method:
        sent["default_payment_method"] = attach(account, method, customer["id"])["id"]
    sent["currency"] = session["currency"]
    made = begin(account, customer, sent, method=method)
    account.change(session, {"subscription": made["id"], "invoice": made["latest_invoice"]})
    invoice = account.find("invoice", made["latest_invoice"])
    intent = invoicing.intent_of(account, invoice)
    if intent and intent["status"] == "requires_action":
        account.note(session, pending=intent["id"])
        return session
    if intent and intent["status"] == "processing":
        account.note(session, pending=intent["id"])
        return finish(account, session, "unpaid")
    return finish(account, session, "paid" if invoice["amount_due"] else "no_payment_required")


def _pay(account: Account, session: JSON, customer: JSON | None, method: JSON | None) -> JSON:
    if session["amount_total"] == 0:
        return finish(account, session, "no_payment_required")
    if method is None:
        raise invalid("A payment method is needed.")
    data = account.store.notes(session["id"])["payment_intent_data"]
    intent = account.maybe(session["payment_intent"])
    if (session["invoice_creation"] or {}).get("enabled") and customer and intent is None:
        intent = _invoiced(account, session, customer)
    if intent is None:
        values = {name: data[name] for name in ("description", "setup_future_usage", "receipt_email") if data.get(name)}
        intent = payments.new_intent(
            account, amount=session["amount_total"], currency=session["currency"],
            customer=customer["id"] if customer else None, metadata=merged({}, data.get("metadata")),
            capture_method=data.get("capture_method") or "automatic_async", **values,
        )  # fmt: skip
    account.change(session, {"payment_intent": intent["id"]})
    payments.confirm(account, intent, method, return_url=f"{account.public_url}/pay/{session['id']}")
    if data.get("setup_future_usage") and customer and intent["status"] in {"succeeded", "processing"}:
        attach(account, account.find("payment_method", method["id"]), customer["id"])
    return account.find("checkout.session", session["id"])


def _invoiced(account: Account, session: JSON, customer: JSON) -> JSON | None:
    """An invoice for a payment that happens once."""
    lines = []
    for item in items_of(account, session):
        waiting = new_invoice_item(
            account, customer=customer["id"], currency=item["currency"], amount=item["amount_subtotal"],
            quantity=item["quantity"], price=item["price"], description=item["description"],
        )  # fmt: skip
        lines.append((waiting, line_of_invoice_item(account, waiting)))
    sent = account.store.notes(session["id"]).get("discount")
    taken = [discounts.redeem(account, sent, customer["id"])] if sent else []
    invoice = invoicing.new_invoice(account, customer, currency=session["currency"], reason="manual", discounts=taken,
                                    lines=[line for _, line in lines], auto_advance=False)  # fmt: skip
    for waiting, _line in lines:
        account.change(waiting, {"invoice": invoice["id"]})
    account.create(invoice, "invoice.created")
    invoicing.finalize(account, invoice)
    account.change(session, {"invoice": invoice["id"]})
    return invoicing.intent_of(account, invoice)


def finish(account: Account, session: JSON, payment_status: str) -> JSON:
    account.change(session, {"status": "complete", "payment_status": payment_status, "url": None})
    sent = account.store.notes(session["id"]).get("discount")
    if sent and session["mode"] == "payment" and not session["invoice"]:
        discounts.redeem(account, sent, session["customer"], checkout_session=session["id"])
    account.emit("checkout.session.completed", session)
    return session


@payments.on_outcome
def note_outcome(account: Account, intent: JSON, outcome: str) -> None:
    """A payment that a session waits for."""
    rows = account.store.rows(
        "SELECT body FROM objects WHERE kind = 'checkout.session' AND (json_extract(body, '$.payment_intent') = ?"
        " OR json_extract(notes, '$.pending') = ?)",
        intent["id"], intent["id"],
    )  # fmt: skip
    for session in (json.loads(row["body"]) for row in rows):
        _follow(account, session, outcome)


def _follow(account: Account, session: JSON, outcome: str) -> None:
    is_open = session["status"] == "open"
    if outcome == "succeeded" and is_open:
        finish(account, session, "paid")
    elif outcome == "processing" and is_open:
        finish(account, session, "unpaid")
    elif outcome == "succeeded" and session["payment_status"] == "unpaid":
        account.change(session, {"payment_status": "paid"})
        account.emit("checkout.session.async_payment_succeeded", session)
    elif outcome == "failed" and session["status"] == "complete" and session["payment_status"] == "unpaid":
        account.emit("checkout.session.async_payment_failed", session)
    elif outcome == "failed" and is_open and session["subscription"]:
        # The bank said no: the buyer may try again, with a subscription anew.
        cancel_now(account, account.find("subscription", session["subscription"]), reason="payment_failed")
        account.change(session, {"subscription": None, "invoice": None})
        account.note(session, pending=None)


def waits_for(account: Account, session: JSON) -> str | None:
    """The intent whose 3-D Secure page comes next."""
    names: list[Any] = [
        session["payment_intent"],
        session["setup_intent"],
        account.store.notes(session["id"]).get("pending"),
    ]
    for name in names:
        intent = account.maybe(name)
        if intent and intent["status"] == "requires_action":
            return str(intent["id"])
    return None
