"""What an invoice would be: everything is done as if it were meant, and taken back."""

from stripe_simulator import JSON
from stripe_simulator.account import Account, plain, random_text
from stripe_simulator.billing import invoicing, usage
from stripe_simulator.billing.beginning import new_subscription
from stripe_simulator.billing.changing import changed
from stripe_simulator.billing.lifecycle import invoice_for_period, items_of, period_end, with_periods
from stripe_simulator.billing.lines import line_of_invoice_item, new_invoice_item
from stripe_simulator.billing.proration import pending_items
from stripe_simulator.errors import StripeFaultError, invalid
from stripe_simulator.resources.customers import live, new_customer

OF_THE_CHANGE = ("items", "proration_behavior", "proration_date", "trial_end", "billing_cycle_anchor",
                 "cancel_at", "cancel_at_period_end")  # fmt: skip


class _SeenError(Exception):
    """Carries the invoice out of what is taken back."""

    def __init__(self, invoice: JSON) -> None:
        super().__init__()
        self.invoice = invoice


def preview(account: Account, sent: JSON) -> JSON:
    muted, account.muted = account.muted, True
    try:
        with account.store.savepoint():
            raise _SeenError(_invoice(account, sent))
    except _SeenError as seen:
        return seen.invoice
    finally:
        account.muted = muted


def _invoice(account: Account, sent: JSON) -> JSON:
    details = sent.get("subscription_details") or {}
    subscription = (
        account.find("subscription", sent["subscription"], param="subscription") if sent.get("subscription") else None
    )
    if subscription is not None:
        customer = live(account, subscription["customer"])
    elif sent.get("customer"):
        customer = live(account, sent["customer"])
    elif details.get("items"):
        customer = account.save(new_customer(account) | (sent.get("customer_details") or {}))
    else:
        raise invalid("Missing required param: customer.", param="customer", code="parameter_missing")
    for item in sent.get("invoice_items") or []:
        _add_item(account, customer, item)
    if subscription is not None:
        made = _of_running(account, subscription, details, sent)
    elif details.get("items"):
        wanted = {
            "items": details["items"],
            "discounts": plain(sent.get("discounts")),
            "trial_end": details.get("trial_end"),
            "billing_cycle_anchor": details.get("billing_cycle_anchor"),
        }
        made = invoice_for_period(
            account, new_subscription(account, customer, wanted), "subscription_create", write=False
        )
    else:
        made = _of_waiting(account, customer)
    name = f"upcoming_in_{random_text(24)}"
    for line in made["lines"]["data"]:
        line["invoice"] = name
    made["lines"]["url"] = f"/v1/invoices/{name}/lines"
    return made | {"id": name, "status": "draft", "automatically_finalizes_at": None,
                   "next_payment_attempt": made["created"] + invoicing.HOUR}  # fmt: skip


def _of_running(account: Account, subscription: JSON, details: JSON, sent: JSON) -> JSON:
    """The invoice that a change makes at once, or else the next one."""
    if subscription["status"] in {"canceled", "incomplete_expired"}:
        raise StripeFaultError(404, "invalid_request_error", "No upcoming invoices for this subscription.",
                               code="invoice_upcoming_none")  # fmt: skip
    change = {name: details[name] for name in OF_THE_CHANGE if name in details}
    if "discounts" in sent:
        change["discounts"] = sent["discounts"]
    latest = subscription["latest_invoice"]
    if change:
        subscription = changed(account, subscription, change, collects=False)
        if subscription["latest_invoice"] != latest:
            return account.find("invoice", subscription["latest_invoice"])
    if subscription["cancel_at"] and subscription["cancel_at"] <= period_end(subscription):
        if not pending_items(account, subscription["customer"], subscription["id"]):
            raise StripeFaultError(404, "invalid_request_error", "No upcoming invoices: the subscription ends.",
                                   code="invoice_upcoming_none")  # fmt: skip
        return _of_waiting(account, account.find("customer", subscription["customer"]), subscription)
    boundary = period_end(subscription)
    usage.close_period(account, subscription, items_of(subscription))
    ahead = account.change(subscription, with_periods(subscription, boundary) | {"status": "active"})
    made = invoice_for_period(account, ahead, "upcoming", write=False)
    return made | {"created": boundary, "period_end": boundary}


def _of_waiting(account: Account, customer: JSON, subscription: JSON | None = None) -> JSON:
    waiting = pending_items(account, customer["id"], subscription["id"] if subscription else None)
    if not waiting:
        raise StripeFaultError(404, "invalid_request_error", "No upcoming invoices for customer: " + customer["id"],
                               code="invoice_upcoming_none")  # fmt: skip
    return invoicing.new_invoice(
        account, customer, currency=waiting[0]["currency"], reason="upcoming", subscription=subscription,
        lines=[line_of_invoice_item(account, item) for item in waiting],
    )  # fmt: skip


def _add_item(account: Account, customer: JSON, sent: JSON) -> None:
    price = account.find("price", sent["price"], param="invoice_items[0][price]") if sent.get("price") else None
    quantity = int(sent.get("quantity", 1))
    amount = sent.get("amount")
    if amount is None:
        amount = int(price["unit_amount"] or 0) * quantity if price else int(sent.get("unit_amount", 0)) * quantity
    currency = price["currency"] if price else sent.get("currency") or "usd"
    new_invoice_item(account, customer=customer["id"], currency=currency, amount=amount, quantity=quantity, price=price,
                     description=plain(sent.get("description")))  # fmt: skip
