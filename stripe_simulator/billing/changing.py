"""How a running subscription changes: seats, prices, discounts, trial, end."""

from copy import deepcopy

from stripe_simulator import JSON
from stripe_simulator.account import Account, merged, plain
from stripe_simulator.billing import discounts
from stripe_simulator.billing.beginning import (
    ACCEPTED,
    add_once,
    check_once,
    method_of,
    new_item,
    price_for,
    quantity_of,
    settings_of,
    trial_settings_of,
)
from stripe_simulator.billing.lifecycle import (
    ENDED,
    collect,
    ended_without_method,
    invoice_for_period,
    invoice_waiting,
    items_of,
    period_end,
    with_periods,
)
from stripe_simulator.billing.proration import prorate
from stripe_simulator.errors import StripeFaultError, invalid
from stripe_simulator.resources.catalogue import plan_of

OF_AN_ENDED_ONE = {"metadata", "cancellation_details", "expand"}
COPIED = ("days_until_due", "collection_method", "description")


def changed(account: Account, subscription: JSON, sent: JSON, *, collects: bool = True) -> JSON:
    """Change it, tell of it, and invoice what `proration_behavior` wants at once."""
    behavior = _checked(subscription, sent)
    before = deepcopy(subscription)
    moment = int(sent.get("proration_date") or account.now_of(subscription))
    proration = sent.get("proration_behavior") or "create_prorations"
    changes = _plain_changes(account, subscription, sent)
    starts_anew = False
    if sent.get("items"):
        item_changes, starts_anew = _items_changed(account, subscription, sent["items"], proration, moment)
        changes |= item_changes
    for extra in sent.get("add_invoice_items") or []:
        add_once(account, subscription, extra)
    ends_trial = subscription["status"] == "trialing" and sent.get("trial_end") == "now"
    if ends_trial and ended_without_method(account, subscription):
        return account.find("subscription", subscription["id"])
    if starts_anew or ends_trial or sent.get("billing_cycle_anchor") == "now":
        changes |= _anew(account, subscription | changes, proration, moment, prorated=starts_anew)
        starts_anew = subscription["status"] != "trialing" or ends_trial
    if ends_trial:
        changes |= {"status": "active", "trial_end": moment}
    account.change(subscription, changes)
    for item in items_of(subscription):
        account.save(item)
    invoice = None
    if starts_anew:
        invoice = invoice_for_period(account, subscription, "subscription_update")
    elif proration == "always_invoice" and subscription["status"] != "trialing":
        invoice = invoice_waiting(account, subscription)
    if invoice:
        account.change(subscription, {"latest_invoice": invoice["id"]})
    _tell(account, before, subscription)
    if invoice and collects:
        _collect(account, subscription, invoice, behavior)
    return account.find("subscription", subscription["id"])


def _checked(subscription: JSON, sent: JSON) -> str:
    """What becomes of a payment that fails; a subscription that has ended hardly changes."""
    if subscription["status"] in ENDED and set(sent) - OF_AN_ENDED_ONE:
        raise invalid("A canceled subscription can only update its cancellation_details and metadata.",
                      code="resource_missing")  # fmt: skip
    if subscription["schedule"] and {"cancel_at_period_end", "cancel_at"} & set(sent):
        raise invalid(
            "The subscription is managed by the subscription schedule "
            f"`{subscription['schedule']}`, so how it ends is not changed directly."
        )
    behavior: str = sent.get("payment_behavior") or "allow_incomplete"
    if behavior not in ACCEPTED:
        raise invalid(f"Only {', '.join(sorted(ACCEPTED))} can be simulated here.", param="payment_behavior")
    return behavior


def _tell(account: Account, before: JSON, subscription: JSON) -> None:
    previous = {name: before[name] for name in before if before[name] != subscription[name]}
    if previous:
        account.emit("customer.subscription.updated", subscription, previous)


def _collect(account: Account, subscription: JSON, invoice: JSON, behavior: str) -> None:
    """A payment that fails leaves the change in place, unless that is not wanted."""
    try:
        collect(account, subscription, invoice)
    except StripeFaultError as fault:
        if behavior == "error_if_incomplete":
            fault.keep = False
            raise
    if behavior == "error_if_incomplete" and account.find("invoice", invoice["id"])["status"] == "open":
        raise StripeFaultError(402, "card_error", "The card asks for authentication, which nobody can give now.",
                               code="subscription_payment_intent_requires_action")  # fmt: skip


def _plain_changes(account: Account, subscription: JSON, sent: JSON) -> JSON:
    """Everything that says itself what it becomes."""
    customer = account.find("customer", subscription["customer"], param="customer")
    changes: JSON = {name: plain(sent[name]) for name in COPIED if name in sent}
    if "metadata" in sent:
        changes["metadata"] = merged(subscription["metadata"], sent["metadata"])
    if "default_payment_method" in sent:
        changes["default_payment_method"] = method_of(account, sent, customer)
    if "discounts" in sent:
        changes["discounts"] = [
            discounts.redeem(account, one, customer["id"], subscription=subscription["id"])
            for one in plain(sent["discounts"]) or []
        ]
    if "payment_settings" in sent:
        changes["payment_settings"] = settings_of(subscription["payment_settings"], sent["payment_settings"])
    if "trial_settings" in sent:
        changes["trial_settings"] = trial_settings_of(plain(sent["trial_settings"]) or {})
    if "pause_collection" in sent:
        pause = plain(sent["pause_collection"])
        changes["pause_collection"] = {"resumes_at": None} | pause if pause else None
    if isinstance(sent.get("trial_end"), int):
        changes |= {"trial_end": sent["trial_end"], "status": "trialing", "billing_cycle_anchor": sent["trial_end"],
                    "trial_start": subscription["trial_start"] or account.now_of(subscription)}  # fmt: skip
        changes |= with_periods(subscription | changes, account.now_of(subscription), end=sent["trial_end"])
    return changes | _end_changes(account, subscription, sent)


def _end_changes(account: Account, subscription: JSON, sent: JSON) -> JSON:
    """When it shall end, or that it shall go on after all."""
    details = dict(subscription["cancellation_details"] or {})
    details |= {name: plain(value) for name, value in (sent.get("cancellation_details") or {}).items()}
    changes: JSON = {"cancellation_details": details} if sent.get("cancellation_details") else {}
    end: int | None
    if "cancel_at_period_end" in sent:
        at_end = sent["cancel_at_period_end"]
        if at_end == subscription["cancel_at_period_end"]:
            return changes
        end = period_end(subscription) if at_end else None
        changes["cancel_at_period_end"] = at_end
    elif "cancel_at" in sent:
        at = plain(sent["cancel_at"])
        end = period_end(subscription) if isinstance(at, str) else at
        changes["cancel_at_period_end"] = False
    else:
        return changes
    requested = details | {"reason": "cancellation_requested" if end else None}
    now = account.now_of(subscription)
    return changes | {"cancel_at": end, "canceled_at": now if end else None, "cancellation_details": requested}


def _items_changed(
    account: Account, subscription: JSON, wanted: list[JSON], proration: str, moment: int
) -> tuple[JSON, bool]:
    """The items as they become, with prorations written; whether a new period begins."""
    items = [deepcopy(item) for item in items_of(subscription)]
    by_id = {item["id"]: item for item in items}
    starts_anew = False
    for number, sent in enumerate(wanted):
        param = f"items[{number}]"
        old = by_id.get(sent["id"]) if sent.get("id") else None
        if sent.get("id") and old is None:
            raise invalid(f"No such subscription item: '{sent['id']}'", param=f"{param}[id]", code="resource_missing")
        new = _changed_item(account, subscription, old, sent, param)
        same_rhythm = old is None or new is None or _rhythm(old) == _rhythm(new)
        starts_anew = starts_anew or not same_rhythm
        if old is not None:
            items.remove(old)
        if new is not None:
            items.append(new)
            _give_period(new, old, items_of(subscription), moment)
        if proration != "none" and _costs(old) != _costs(new):
            # In a new rhythm the new period is invoiced whole.
            prorate(account, subscription, old, new if same_rhythm else None, moment)
    if not items:
        raise invalid("A subscription must have at least one active plan.", param="items")
    check_once(items)
    order = [item["id"] for item in items_of(subscription)]
    items.sort(key=lambda item: order.index(item["id"]) if item["id"] in order else len(order))
    return {"items": subscription["items"] | {"data": items}}, starts_anew


def _changed_item(account: Account, subscription: JSON, old: JSON | None, sent: JSON, param: str) -> JSON | None:
    if old is None:
        return new_item(account, subscription, sent, param)
    if sent.get("deleted"):
        return None
    new = deepcopy(old)
    if sent.get("price") or sent.get("price_data"):
        price = price_for(account, sent, param)
        if price["recurring"] is None:
            raise invalid("Only recurring prices fit a subscription.", param=f"{param}[price]")
        new |= {"price": price, "plan": plan_of(account, price)}
    if "quantity" in sent:
        new["quantity"] = quantity_of(sent, param)
    if "metadata" in sent:
        new["metadata"] = merged(old["metadata"], sent["metadata"])
    return new


def _give_period(new: JSON, old: JSON | None, others: list[JSON], moment: int) -> None:
    """An item that comes later shares the period of those that are there."""
    model = old or others[0]
    new |= {"current_period_start": model["current_period_start"] if old else moment,
            "current_period_end": model["current_period_end"]}  # fmt: skip
    if old is None:
        # Whole periods are what prices are for.
        new["current_period_start"] = model["current_period_start"]


def _rhythm(item: JSON) -> tuple[str, int]:
    return item["price"]["recurring"]["interval"], item["price"]["recurring"]["interval_count"]


def _costs(item: JSON | None) -> tuple[str, int] | None:
    return (item["price"]["id"], item.get("quantity", 0)) if item else None


def _anew(account: Account, subscription: JSON, proration: str, moment: int, *, prorated: bool) -> JSON:
    """A new period that begins now; what is not used of the old one is credit."""
    if proration != "none" and not prorated and subscription["status"] != "trialing":
        for item in items_of(subscription):
            prorate(account, subscription, item, None, moment)
    anchored = subscription | {"billing_cycle_anchor": moment}
    return {"billing_cycle_anchor": moment} | with_periods(anchored, moment)
