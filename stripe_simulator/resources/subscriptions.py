"""Subscriptions and their items."""

from stripe_simulator import JSON
from stripe_simulator.account import Account, plain
from stripe_simulator.billing import scheduling
from stripe_simulator.billing.beginning import begin
from stripe_simulator.billing.changing import changed
from stripe_simulator.billing.lifecycle import (
    ENDED,
    cancel_now,
    collect_quietly,
    invoice_for_period,
    items_of,
    with_periods,
)
from stripe_simulator.errors import invalid, missing
from stripe_simulator.paging import page_of, page_within
from stripe_simulator.resources.customers import live
from stripe_simulator.routing import Call, route
from stripe_simulator.searching import search


@route("POST /v1/subscriptions")
def create(call: Call) -> JSON:
    if not call.get("customer"):
        raise invalid("Missing required param: customer.", param="customer", code="parameter_missing")
    return begin(call.account, live(call.account, call.params["customer"]), call.params)


@route("GET /v1/subscriptions")
def list_all(call: Call) -> JSON:
    """Without a word about the state, those that have not ended."""
    where, values = [], []
    status = call.get("status")
    if status == "ended":
        where.append("json_extract(body, '$.status') IN ('canceled', 'incomplete_expired')")
    elif status is None:
        where.append("json_extract(body, '$.status') <> 'canceled'")
    elif status != "all":
        where.append("json_extract(body, '$.status') = ?")
        values.append(status)
    if price := call.get("price"):
        where.append("EXISTS (SELECT 1 FROM json_each(body, '$.items.data') AS item"
                     " WHERE json_extract(item.value, '$.price.id') = ?)")  # fmt: skip
        values.append(price)
    return page_of(call, "subscription", where=where, values=values, customer=call.get("customer"),
                   collection_method=call.get("collection_method"), test_clock=call.get("test_clock"))  # fmt: skip


@route("GET /v1/subscriptions/search")
def find_some(call: Call) -> JSON:
    return search(call, "subscription")


@route("GET /v1/subscriptions/{subscription}")
def retrieve(call: Call) -> JSON:
    return call.account.find("subscription", call["subscription"])


@route("POST /v1/subscriptions/{subscription}")
def update(call: Call) -> JSON:
    found = call.account.find("subscription", call["subscription"])
    after = changed(call.account, found, call.params)
    scheduling.follow(call.account, after)
    return after


@route("DELETE /v1/subscriptions/{subscription}")
def cancel(call: Call) -> JSON:
    found = call.account.find("subscription", call["subscription"])
    if found["status"] in ENDED:
        raise missing("subscription", found["id"])
    details = {name: plain(value) for name, value in (call.get("cancellation_details") or {}).items()}
    return cancel_now(call.account, found, reason="cancellation_requested", prorate=bool(call.get("prorate")),
                      invoice_now=bool(call.get("invoice_now")), details=details)  # fmt: skip


@route("POST /v1/subscriptions/{subscription}/pause")
def pause(call: Call) -> JSON:
    found = call.account.find("subscription", call["subscription"])
    if found["status"] not in {"active", "trialing"}:
        raise invalid("Only an active subscription can be paused.")
    call.account.change(found, {"status": "paused"})
    call.account.emit("customer.subscription.paused", found)
    return found


@route("POST /v1/subscriptions/{subscription}/resume")
def resume(call: Call) -> JSON:
    """A new period begins with an invoice, as Stripe's default is."""
    account = call.account
    found = account.find("subscription", call["subscription"])
    if found["status"] != "paused":
        raise invalid("Only a paused subscription can be resumed.")
    now = account.now_of(found)
    anchored = found if call.get("billing_cycle_anchor") == "unchanged" else found | {"billing_cycle_anchor": now}
    account.change(found, {"status": "active", "billing_cycle_anchor": anchored["billing_cycle_anchor"]}
                   | with_periods(anchored, now))  # fmt: skip
    invoice = invoice_for_period(account, found, "subscription_update")
    account.change(found, {"latest_invoice": invoice["id"]})
    account.emit("customer.subscription.resumed", found)
    collect_quietly(account, found, invoice)
    return account.find("subscription", found["id"])


@route("DELETE /v1/subscriptions/{subscription}/discount")
def delete_discount(call: Call) -> JSON:
    account = call.account
    found = account.find("subscription", call["subscription"])
    if not found["discounts"]:
        raise invalid("This subscription has no discount.", code="resource_missing")
    gone = account.find("discount", found["discounts"][-1]) | {"deleted": True}
    account.change(found, {"discounts": found["discounts"][:-1]}, "customer.subscription.updated")
    account.emit("customer.discount.deleted", gone)
    return gone


def owner_of(account: Account, item: str) -> JSON:
    """The subscription that has this item now."""
    known = account.find("subscription_item", item)
    subscription = account.find("subscription", known["subscription"], param="subscription")
    if item not in [one["id"] for one in items_of(subscription)]:
        raise missing("subscription_item", item)
    return subscription


def item_of(subscription: JSON, name: str) -> JSON:
    return next(item for item in items_of(subscription) if item["id"] == name)


@route("GET /v1/subscription_items")
def list_items(call: Call) -> JSON:
    subscription = call.account.find("subscription", call.params["subscription"], param="subscription")
    return page_within(call, items_of(subscription))


@route("POST /v1/subscription_items")
def create_item(call: Call) -> JSON:
    subscription = call.account.find("subscription", call.params["subscription"], param="subscription")
    before = {item["id"] for item in items_of(subscription)}
    after = changed(call.account, subscription, _as_update(call, {}))
    return next(item for item in items_of(after) if item["id"] not in before)


@route("GET /v1/subscription_items/{item}")
def retrieve_item(call: Call) -> JSON:
    return item_of(owner_of(call.account, call["item"]), call["item"])


@route("POST /v1/subscription_items/{item}")
def update_item(call: Call) -> JSON:
    subscription = owner_of(call.account, call["item"])
    return item_of(changed(call.account, subscription, _as_update(call, {"id": call["item"]})), call["item"])


@route("DELETE /v1/subscription_items/{item}")
def delete_item(call: Call) -> JSON:
    subscription = owner_of(call.account, call["item"])
    changed(call.account, subscription, _as_update(call, {"id": call["item"], "deleted": True}))
    return {"id": call["item"], "object": "subscription_item", "deleted": True}


def _as_update(call: Call, item: JSON) -> JSON:
    """A request about one item as one about its subscription."""
    of_item = {
        name: call.params[name] for name in ("price", "price_data", "quantity", "metadata") if name in call.params
    }
    names = ("proration_behavior", "proration_date", "payment_behavior")
    return {"items": [item | of_item]} | {name: call.params[name] for name in names if name in call.params}
