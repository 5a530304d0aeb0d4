"""The life of a subscription: begun, renewed, unpaid, paused, ended."""

from typing import Any

from stripe_simulator import JSON
from stripe_simulator.account import Account
from stripe_simulator.billing import invoicing, usage
from stripe_simulator.billing.lines import line_of_invoice_item, line_of_item
from stripe_simulator.billing.periods import following
from stripe_simulator.billing.proration import pending_items
from stripe_simulator.errors import StripeFaultError

DAY = 24 * 3600
ENDED = {"canceled", "incomplete_expired"}
# What happens to a subscription when all attempts have failed; the control page can choose another.
GIVE_UP = "canceled"


def items_of(subscription: JSON) -> list[JSON]:
    items: list[JSON] = subscription["items"]["data"]
    return items


def period_end(subscription: JSON) -> int:
    return min(int(item["current_period_end"]) for item in items_of(subscription))


def period_start(subscription: JSON) -> int:
    return max(int(item["current_period_start"]) for item in items_of(subscription))


def update(account: Account, subscription: JSON, changes: JSON, event: str = "customer.subscription.updated") -> JSON:
    return account.change(subscription, changes, event)


def with_periods(subscription: JSON, start: int, *, end: int | None = None) -> JSON:
    """The items with the period that begins at a moment, as a change."""
    items = [dict(item) for item in items_of(subscription)]
    for item in items:
        recurring = item["price"]["recurring"]
        item["current_period_start"] = start
        item["current_period_end"] = end or following(
            subscription["billing_cycle_anchor"], recurring["interval"], recurring["interval_count"], start
        )
    return {"items": subscription["items"] | {"data": items}}


def invoice_for_period(account: Account, subscription: JSON, reason: str, *, write: bool = True, **values: Any) -> JSON:
    """A draft with every item for its period now, metered use of the period before, and whatever waited."""
    customer = account.find("customer", subscription["customer"], param="customer")
    lines = []
    waiting = pending_items(account, customer["id"], subscription["id"])
    lines += [line_of_invoice_item(account, item) for item in waiting]
    for item in items_of(subscription):
        start, end = item["current_period_start"], item["current_period_end"]
        if item["price"]["recurring"]["usage_type"] == "metered":
            if reason in {"subscription_cycle", "upcoming"} and (line := usage.line_for(account, subscription, item)):
                lines.append(line)
            continue
        free = subscription["status"] == "trialing"
        words = f"Trial period for {item['quantity']} × {product_name(account, item)}" if free else ""
        lines.append(line_of_item(account, item, start=start, end=end, amount=0 if free else None, words=words))
    invoice = invoicing.new_invoice(
        account, customer, currency=subscription["currency"], reason=reason, lines=lines, subscription=subscription,
        discounts=discounts_of(customer, subscription), period_start=period_start(subscription),
        period_end=period_start(subscription) if reason == "subscription_cycle" else period_end(subscription), **values,
    )  # fmt: skip
    if write:
        take_waiting(account, waiting, invoice)
        account.create(invoice, "invoice.created")
    return invoice


def discounts_of(customer: JSON, subscription: JSON) -> list[str]:
    """The subscription's own, else the customer's."""
    whole = [customer["discount"]["id"]] if customer["discount"] else []
    return list(subscription["discounts"]) or whole


def take_waiting(account: Account, waiting: list[JSON], invoice: JSON) -> None:
    for item in waiting:
        account.change(item, {"invoice": invoice["id"]})


def product_name(account: Account, item: JSON) -> str:
    product = account.maybe(item["price"]["product"])
    return str(product["name"]) if product else "Product"


def invoice_waiting(account: Account, subscription: JSON, *, write: bool = True) -> JSON | None:
    """An invoice of what waits, at once; none when nothing does."""
    waiting = [item for item in pending_items(account, subscription["customer"], subscription["id"]) if item["parent"]]
    if not waiting:
        return None
    customer = account.find("customer", subscription["customer"], param="customer")
    invoice = invoicing.new_invoice(
        account, customer, currency=subscription["currency"], reason="subscription_update", subscription=subscription,
        lines=[line_of_invoice_item(account, item) for item in waiting], discounts=discounts_of(customer, subscription),
    )  # fmt: skip
    if write:
        take_waiting(account, waiting, invoice)
        account.create(invoice, "invoice.created")
    return invoice


def collect(account: Account, subscription: JSON, invoice: JSON, *, method: JSON | None = None) -> JSON:
    """Finalize and try to pay at once; the fault is the caller's to swallow or to pass on."""
    invoicing.finalize(account, invoice)
    if account.find("invoice", invoice["id"])["status"] != "open":
        return invoice
    if invoice["collection_method"] == "send_invoice":
        account.emit("invoice.sent", invoice)
        follow_invoice(account, account.find("subscription", subscription["id"]), invoice, "sent")
        return invoice
    return invoicing.attempt(account, invoice, method=method)


def collect_quietly(account: Account, subscription: JSON, invoice: JSON) -> None:
    """As above, where nobody waits for the answer."""
    try:
        collect(account, subscription, invoice)
    except StripeFaultError:
        return


def follow_invoice(account: Account, subscription: JSON, invoice: JSON, outcome: str) -> None:
    """What the fate of an invoice does to its subscription."""
    subscription = account.find("subscription", subscription["id"])
    status = subscription["status"]
    if status in ENDED:
        return
    wanted = status
    latest = subscription["latest_invoice"] == invoice["id"]
    if outcome in {"paid", "processing", "sent"}:
        if status == "incomplete" or (status in {"past_due", "unpaid"} and latest):
            wanted = "active"
    elif outcome == "failed" and status in {"active", "trialing", "past_due"} and invoice["billing_reason"] != "manual":
        wanted = "past_due" if latest else status
    elif outcome == "action" and status == "active" and latest:
        wanted = "past_due"
    elif outcome == "gave up":
        wanted = account.store.setting("give_up", GIVE_UP)
        if wanted == "canceled":
            cancel_now(account, subscription, reason="payment_failed")
            return
    if outcome == "paid" and invoice["billing_reason"] == "subscription_create":
        _keep_method(account, subscription, invoice)
    if wanted != status:
        update(account, subscription, {"status": wanted})


def _keep_method(account: Account, subscription: JSON, invoice: JSON) -> None:
    """What paid the first invoice pays the next ones, where that was asked for."""
    settings = subscription["payment_settings"] or {}
    intent = invoicing.intent_of(account, invoice)
    if settings.get("save_default_payment_method") == "on_subscription" and intent and intent["payment_method"]:
        account.change(subscription, {"default_payment_method": intent["payment_method"]})


def cancel_now(
    account: Account, subscription: JSON, *, reason: str, prorate: bool = False, invoice_now: bool = False,
    details: JSON | None = None,
) -> JSON:  # fmt: skip
    """End it at this moment."""
    from stripe_simulator.billing.proration import prorate as prorate_item  # noqa: PLC0415 -- named like the argument

    now = account.now_of(subscription)
    if prorate:
        for item in items_of(subscription):
            prorate_item(account, subscription, item, None, now)
    if invoice_now and (invoice := invoice_waiting(account, subscription)):
        account.change(subscription, {"latest_invoice": invoice["id"]})
        collect_quietly(account, subscription, invoice)
    subscription = account.find("subscription", subscription["id"])
    expired = subscription["status"] == "incomplete" and reason == "payment_failed"
    changes = {
        "status": "incomplete_expired" if expired else "canceled", "ended_at": now,
        "canceled_at": subscription["canceled_at"] or now,
        "cancellation_details": (subscription["cancellation_details"] or {}) | {"reason": reason} | (details or {}),
    }  # fmt: skip
    account.change(subscription, changes)
    if expired:
        account.emit("customer.subscription.updated", subscription, {"status": "incomplete"})
    else:
        account.emit("customer.subscription.deleted", subscription)
    latest = account.maybe(subscription["latest_invoice"])
    if latest and latest["status"] == "open" and expired:
        invoicing.void(account, latest)
    elif latest and latest["status"] in {"open", "draft"}:
        account.change(latest, {"auto_advance": False, "next_payment_attempt": None}, "invoice.updated")
    if (schedule := account.maybe(subscription["schedule"])) and schedule["status"] == "active":
        account.change(schedule, {"status": "canceled", "canceled_at": now}, "subscription_schedule.canceled")
    return subscription


def renew(account: Account, subscription: JSON) -> None:
    """A new period begins: its draft waits an hour before it is finalized."""
    boundary = period_end(subscription)
    before = [dict(item) for item in items_of(subscription)]
    trial_ends = subscription["status"] == "trialing"
    changes: JSON = with_periods(subscription, boundary)
    if trial_ends:
        if ended_without_method(account, subscription):
            return
        changes["status"] = "active"
    usage.close_period(account, subscription, before)
    paused = subscription["pause_collection"]
    account.change(subscription, changes)
    invoice = invoice_for_period(account, subscription, "subscription_cycle", auto_advance=not paused)
    previous = {"items": {"data": before}, "latest_invoice": subscription["latest_invoice"]}
    if trial_ends:
        previous["status"] = "trialing"
    account.change(subscription, {"latest_invoice": invoice["id"]})
    previous["items"] = subscription["items"] | {"data": before}
    account.emit("customer.subscription.updated", subscription, previous)
    if paused:
        _as_paused(account, invoice, paused["behavior"])
    elif subscription["status"] == "unpaid":
        account.change(invoice, {"auto_advance": False}, "invoice.updated")


def _as_paused(account: Account, invoice: JSON, behavior: str) -> None:
    if behavior == "keep_as_draft":
        account.change(invoice, {"automatically_finalizes_at": None})
    elif behavior == "mark_uncollectible":
        invoicing.finalize(account, invoice)
        if account.find("invoice", invoice["id"])["status"] == "open":
            invoicing.mark_uncollectible(account, invoice)
    else:
        invoicing.finalize(account, invoice)
        if account.find("invoice", invoice["id"])["status"] == "open":
            invoicing.void(account, invoice)


def ended_without_method(account: Account, subscription: JSON) -> bool:
    """What a trial's end does where nobody has said how to pay; whether that is all that happens."""
    behavior = (subscription["trial_settings"] or {}).get("end_behavior", {}).get("missing_payment_method")
    if behavior not in {"cancel", "pause"} or _can_pay(account, subscription):
        return False
    if behavior == "cancel":
        cancel_now(account, subscription, reason="cancellation_requested")
    else:
        account.change(subscription, {"status": "paused"})
        account.emit("customer.subscription.paused", subscription)
    return True


def _can_pay(account: Account, subscription: JSON) -> bool:
    customer = account.find("customer", subscription["customer"], param="customer")
    settings = customer.get("invoice_settings") or {}
    return bool(subscription["default_payment_method"] or settings.get("default_payment_method"))


def new_setup_intent_for(account: Account, subscription: JSON) -> JSON:
    """A trial asks for a payment method before there is anything to pay."""
    from stripe_simulator.resources.setup_intents import new_setup_intent  # noqa: PLC0415 -- a resource

    return new_setup_intent(account, customer=subscription["customer"], usage="off_session")
