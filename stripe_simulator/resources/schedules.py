"""Subscription schedules."""

from stripe_simulator import JSON
from stripe_simulator.account import merged
from stripe_simulator.billing import lifecycle, scheduling
from stripe_simulator.errors import invalid
from stripe_simulator.paging import page_of
from stripe_simulator.resources.customers import live
from stripe_simulator.routing import Call, route


@route("POST /v1/subscription_schedules")
def create(call: Call) -> JSON:
    account, sent = call.account, call.params
    if sent.get("from_subscription"):
        subscription = account.find("subscription", sent["from_subscription"], param="from_subscription")
        return scheduling.from_subscription(account, subscription)
    customer = live(account, sent.get("customer"))
    now = account.now_of(customer)
    start = sent.get("start_date")
    first = start if isinstance(start, int) else now
    phases = scheduling.phases_from(account, sent.get("phases") or [], first)
    made = scheduling.new_schedule(
        account, customer["id"], phases, end_behavior=sent.get("end_behavior") or "release",
        metadata=merged({}, sent.get("metadata")),
    )  # fmt: skip
    account.create(made, "subscription_schedule.created")
    if first <= now:
        scheduling.start(account, made)
    return account.find("subscription_schedule", made["id"])


@route("GET /v1/subscription_schedules")
def list_all(call: Call) -> JSON:
    return page_of(call, "subscription_schedule", customer=call.get("customer"))


@route("GET /v1/subscription_schedules/{schedule}")
def retrieve(call: Call) -> JSON:
    return call.account.find("subscription_schedule", call["schedule"])


@route("POST /v1/subscription_schedules/{schedule}")
def update(call: Call) -> JSON:
    """The phase that runs stays; others come after it. One whose items change now changes the subscription now."""
    account, sent = call.account, call.params
    found = account.find("subscription_schedule", call["schedule"])
    if found["status"] in scheduling.DONE:
        raise invalid("You cannot update a subscription schedule that has ended.")
    changes: JSON = {}
    if "metadata" in sent:
        changes["metadata"] = merged(found["metadata"], sent["metadata"])
    if "end_behavior" in sent:
        changes["end_behavior"] = sent["end_behavior"]
    if wanted := sent.get("phases"):
        start = (found["current_phase"] or found["phases"][0])["start_date"]
        first = wanted[0].get("start_date")
        if isinstance(first, int) and first != start and found["status"] == "active":
            raise invalid("You can not modify the start date of the current phase.", param="phases[0][start_date]")
        changes["phases"] = scheduling.phases_from(account, wanted, start)
        if found["status"] == "active":
            phase = changes["phases"][0]
            changes["current_phase"] = {"start_date": phase["start_date"], "end_date": phase["end_date"]}
    after = account.change(found, changes, "subscription_schedule.updated")
    if "phases" in changes and after["status"] == "active":
        subscription = account.find("subscription", after["subscription"], param="subscription")
        now = {item["price"]["id"]: item.get("quantity", 1) for item in lifecycle.items_of(subscription)}
        phase = after["phases"][0]
        if now != {item["price"]: item["quantity"] for item in phase["items"]}:
            scheduling.enter(account, after, subscription, phase)
    return account.find("subscription_schedule", found["id"])


@route("POST /v1/subscription_schedules/{schedule}/release")
def release(call: Call) -> JSON:
    return scheduling.release(call.account, call.account.find("subscription_schedule", call["schedule"]))


@route("POST /v1/subscription_schedules/{schedule}/cancel")
def cancel(call: Call) -> JSON:
    account = call.account
    found = account.find("subscription_schedule", call["schedule"])
    if found["status"] in scheduling.DONE:
        raise invalid("This schedule has ended.")
    now = account.now_of(found)
    account.change(found, {"status": "canceled", "canceled_at": now, "current_phase": None})
    account.emit("subscription_schedule.canceled", found)
    if (subscription := account.maybe(found["subscription"])) and subscription["status"] not in lifecycle.ENDED:
        lifecycle.cancel_now(account, subscription, reason="cancellation_requested", prorate=call.get("prorate", True),
                             invoice_now=call.get("invoice_now", True))  # fmt: skip
    return account.find("subscription_schedule", found["id"])
