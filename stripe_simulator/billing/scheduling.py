"""Subscription schedules: what a subscription becomes at moments that are known before."""

from typing import Any

from stripe_simulator import JSON
from stripe_simulator.account import Account, merged
from stripe_simulator.billing import lifecycle
from stripe_simulator.billing.beginning import begin
from stripe_simulator.billing.changing import changed
from stripe_simulator.billing.periods import moved
from stripe_simulator.errors import StripeFaultError, invalid

DONE = {"canceled", "completed", "released"}


def phase_of(sent: JSON, start: int) -> JSON:
    """A phase as it is shown."""
    if isinstance(sent.get("end_date"), int):
        end = sent["end_date"]
    elif duration := sent.get("duration"):
        end = moved(start, duration["interval"], int(duration.get("interval_count", 1)))
    else:
        end = moved(start, "month", int(sent.get("iterations", 1)))
    if end <= start:
        raise invalid("The end date of a phase is after its start.", param="phases")
    items = [
        {"billing_thresholds": None, "discounts": [], "metadata": item.get("metadata") or {}, "plan": item["price"],
         "price": item["price"], "quantity": int(item.get("quantity", 1)), "tax_rates": []}
        for item in sent["items"]
    ]  # fmt: skip
    return {
        "add_invoice_items": [], "application_fee_percent": None, "automatic_tax": {"enabled": False, "liability": None,
        "disabled_reason": None}, "billing_cycle_anchor": None, "billing_thresholds": None, "collection_method": None,
        "currency": sent.get("currency") or "eur", "default_payment_method": None, "default_tax_rates": [],
        "description": None, "discounts": [], "end_date": end, "invoice_settings": None, "items": items,
        "metadata": merged({}, sent.get("metadata")), "on_behalf_of": None, "start_date": start, "transfer_data": None,
        "proration_behavior": sent.get("proration_behavior") or "create_prorations", "trial_end": None,
    }  # fmt: skip


def phases_from(account: Account, sent: list[JSON], start: int) -> list[JSON]:
    """Each begins where the one before it ends."""
    phases: list[JSON] = []
    for one in sent:
        for item in one["items"]:
            price = account.find("price", item.get("price"), param="phases[items][price]")
            one = one | {"currency": price["currency"]}  # noqa: PLW2901 -- the phase with what its prices say
        begin_at = phases[-1]["end_date"] if phases else start
        if phases and isinstance(one.get("start_date"), int) and one["start_date"] != begin_at:
            raise invalid("Phases follow each other without a gap.", param="phases")
        phases.append(phase_of(one, begin_at))
    if not phases:
        raise invalid("Missing required param: phases.", param="phases", code="parameter_missing")
    return phases


def from_subscription(account: Account, subscription: JSON) -> JSON:
    """A schedule whose only phase is the period that runs."""
    if subscription["schedule"]:
        raise invalid("This subscription already has a schedule.", param="from_subscription")
    items = [
        {"price": item["price"]["id"], "quantity": item.get("quantity", 1)} for item in lifecycle.items_of(subscription)
    ]
    start, end = lifecycle.period_start(subscription), lifecycle.period_end(subscription)
    phase = phase_of({"items": items, "end_date": end, "currency": subscription["currency"]}, start)
    made = new_schedule(
        account,
        subscription["customer"],
        [phase],
        end_behavior="release",
        status="active",
        subscription=subscription["id"],
        current_phase={"start_date": start, "end_date": end},
    )
    account.create(made, "subscription_schedule.created")
    account.change(subscription, {"schedule": made["id"]}, "customer.subscription.updated")
    return made


def new_schedule(account: Account, customer: str, phases: list[JSON], **values: Any) -> JSON:
    made = account.new(
        "subscription_schedule",
        now=account.now_of({"customer": customer}),
        customer=customer,
        phases=phases,
        test_clock=account.clock_of({"customer": customer}),
        metadata={},
    )
    made["billing_mode"] = {"type": "flexible", "flexible": {"proration_discounts": "included"}}
    return made | values


def due_of_schedule(account: Account, schedule: JSON) -> int | None:
    if schedule["status"] == "not_started":
        start: int = schedule["phases"][0]["start_date"]
        return start
    if schedule["status"] != "active" or not schedule["current_phase"]:
        return None
    end: int = schedule["current_phase"]["end_date"]
    return end


def do_schedule(account: Account, schedule: JSON) -> None:
    """The next phase begins, or the schedule has done its work."""
    if schedule["status"] == "not_started":
        start(account, schedule)
        return
    now = schedule["current_phase"]["end_date"]
    following = next((phase for phase in schedule["phases"] if phase["start_date"] >= now), None)
    subscription = account.find("subscription", schedule["subscription"], param="subscription")
    if following is None:
        if schedule["end_behavior"] == "cancel":
            lifecycle.cancel_now(account, subscription, reason="cancellation_requested")
            account.change(schedule, {"status": "completed", "completed_at": now, "current_phase": None})
            account.emit("subscription_schedule.completed", schedule)
        else:
            release(account, schedule)
        return
    enter(account, schedule, subscription, following)


def start(account: Account, schedule: JSON) -> None:
    phase = schedule["phases"][0]
    customer = account.find("customer", schedule["customer"], param="customer")
    items = [{"price": item["price"], "quantity": item["quantity"]} for item in phase["items"]]
    try:
        subscription = begin(account, customer, {"items": items, "metadata": phase["metadata"]})
    except StripeFaultError:
        account.change(schedule, {"status": "canceled", "canceled_at": account.now_of(schedule)})
        account.emit("subscription_schedule.canceled", schedule)
        return
    account.change(subscription, {"schedule": schedule["id"]})
    current = {"start_date": phase["start_date"], "end_date": phase["end_date"]}
    account.change(schedule, {"status": "active", "subscription": subscription["id"], "current_phase": current},
                   "subscription_schedule.updated")  # fmt: skip


def enter(account: Account, schedule: JSON, subscription: JSON, phase: JSON) -> None:
    """The subscription becomes what the phase says; at the end of a period there is nothing to prorate."""
    at_boundary = phase["start_date"] == lifecycle.period_end(subscription)
    running = {item["price"]["id"]: item for item in lifecycle.items_of(subscription)}
    wanted = {item["price"]: item for item in phase["items"]}
    items: list[JSON] = [
        {"price": price, "quantity": item["quantity"]} | ({"id": running[price]["id"]} if price in running else {})
        for price, item in wanted.items()
    ]
    items += [{"id": item["id"], "deleted": True} for price, item in running.items() if price not in wanted]
    sent: JSON = {"items": items, "proration_behavior": "none" if at_boundary else phase["proration_behavior"]}
    if phase["metadata"]:
        sent["metadata"] = phase["metadata"]
    changed(account, subscription, sent)
    current = {"start_date": phase["start_date"], "end_date": phase["end_date"]}
    account.change(schedule, {"current_phase": current}, "subscription_schedule.updated")


def follow(account: Account, subscription: JSON) -> None:
    """The phase that runs shows what the subscription has become by hand."""
    schedule = account.maybe(subscription["schedule"])
    if schedule is None or schedule["status"] != "active" or not schedule["current_phase"]:
        return
    items = [
        {"billing_thresholds": None, "discounts": [], "metadata": {}, "plan": item["price"]["id"],
         "price": item["price"]["id"], "quantity": item.get("quantity", 1), "tax_rates": []}
        for item in lifecycle.items_of(subscription)
    ]  # fmt: skip
    start = schedule["current_phase"]["start_date"]
    phases = [one | {"items": items} if one["start_date"] == start else one for one in schedule["phases"]]
    account.change(schedule, {"phases": phases}, "subscription_schedule.updated")


def release(account: Account, schedule: JSON) -> JSON:
    """The subscription goes on alone."""
    if schedule["status"] in DONE:
        raise invalid("This schedule has ended.")
    name = schedule["subscription"]
    changes = {"status": "released", "released_at": account.now_of(schedule), "released_subscription": name,
               "subscription": None, "current_phase": None}  # fmt: skip
    account.change(schedule, changes)
    account.emit("subscription_schedule.released", schedule)
    if subscription := account.maybe(name):
        account.change(subscription, {"schedule": None}, "customer.subscription.updated")
    return schedule
