"""Billing meters: events of use, counted once for each identifier."""

import json
from decimal import Decimal, InvalidOperation

from stripe_simulator import JSON
from stripe_simulator.account import Account, random_text
from stripe_simulator.billing.usage import counted
from stripe_simulator.errors import invalid
from stripe_simulator.paging import page_of, page_within
from stripe_simulator.routing import Call, route

DAY = 24 * 3600
DAYS_BACK, SECONDS_AHEAD = 35, 300
WINDOWS = {"hour": 3600, "day": DAY}


@route("POST /v1/billing/meters")
def create(call: Call) -> JSON:
    account, sent = call.account, call.params
    for other in account.store.select("billing.meter", event_name=sent["event_name"]):
        if other["status"] == "active":
            raise invalid(
                f"There is already an active meter with the event name {sent['event_name']}.",
                param="event_name",
                code="resource_already_exists",
            )
    made = account.new(
        "billing.meter", now=account.now(), display_name=sent["display_name"], event_name=sent["event_name"],
        default_aggregation=sent["default_aggregation"], event_time_window=sent.get("event_time_window"),
        customer_mapping=sent.get("customer_mapping") or {"event_payload_key": "stripe_customer_id", "type": "by_id"},
        value_settings=sent.get("value_settings") or {"event_payload_key": "value"},
    )  # fmt: skip
    made["updated"] = made["created"]
    return account.create(made, "billing.meter.created")


@route("GET /v1/billing/meters")
def list_all(call: Call) -> JSON:
    return page_of(call, "billing.meter", status=call.get("status"))


@route("GET /v1/billing/meters/{meter}")
def retrieve(call: Call) -> JSON:
    return call.account.find("billing.meter", call["meter"])


@route("POST /v1/billing/meters/{meter}")
def update(call: Call) -> JSON:
    found = call.account.find("billing.meter", call["meter"])
    changes = (
        {"display_name": call.params["display_name"], "updated": call.account.now()} if call.get("display_name") else {}
    )
    return call.account.change(found, changes, "billing.meter.updated")


@route("POST /v1/billing/meters/{meter}/deactivate")
def deactivate(call: Call) -> JSON:
    return _switch(call, "inactive", "billing.meter.deactivated")


@route("POST /v1/billing/meters/{meter}/reactivate")
def reactivate(call: Call) -> JSON:
    return _switch(call, "active", "billing.meter.reactivated")


def _switch(call: Call, status: str, event: str) -> JSON:
    account = call.account
    found = account.find("billing.meter", call["meter"])
    moment = account.now()
    off = moment if status == "inactive" else None
    account.change(found, {"status": status, "updated": moment, "status_transitions": {"deactivated_at": off}})
    account.emit(event, found)
    return found


@route("POST /v1/billing/meter_events")
def report(call: Call) -> JSON:
    """Use is counted once, however often it is reported with the same identifier."""
    account, sent = call.account, call.params
    meters = account.store.select("billing.meter", event_name=sent["event_name"], status="active")
    if not meters:
        raise invalid(f"No active meter found for event_name {sent['event_name']}.", param="event_name",
                      code="resource_missing")  # fmt: skip
    meter, payload = meters[0], {name: str(value) for name, value in sent["payload"].items()}
    customer = payload.get(meter["customer_mapping"]["event_payload_key"])
    if customer is None:
        key = meter["customer_mapping"]["event_payload_key"]
        raise invalid(f"The payload lacks the customer: {key}.", param=f"payload[{key}]", code="parameter_missing")
    account.find("customer", customer, param="payload")
    _check_value(meter, payload)
    identifier = sent.get("identifier") or random_text(32)
    # An identifier is known for a day at least; here for ever.
    name = f"mevt_{sent['event_name']}_{identifier}"
    if account.store.find(name):
        raise invalid(f"An event already exists with identifier {identifier}.", param="identifier",
                      code="resource_already_exists")  # fmt: skip
    now = account.now_of({"customer": customer})
    moment = int(sent.get("timestamp", now))
    if not now - DAYS_BACK * DAY <= moment <= now + SECONDS_AHEAD:
        raise invalid(
            "The timestamp must be within the past 35 calendar days or up to 5 minutes in the future.",
            param="timestamp",
            code="timestamp_too_far_in_past" if moment < now else "timestamp_in_future",
        )
    made = account.new("billing.meter_event", now=now, event_name=sent["event_name"], identifier=identifier,
                       payload=payload, timestamp=moment)  # fmt: skip
    _write(account, name, made)
    return made


def _check_value(meter: JSON, payload: JSON) -> None:
    key = meter["value_settings"]["event_payload_key"]
    if meter["default_aggregation"]["formula"] == "count":
        return
    try:
        Decimal(payload[key])
    except (KeyError, InvalidOperation):
        raise invalid(
            f"The payload lacks a number: {key}.", param=f"payload[{key}]", code="parameter_missing"
        ) from None


def _write(account: Account, name: str, event: JSON) -> None:
    """It has no id of its own in the API."""
    account.store.run(
        "INSERT INTO objects (id, kind, created, body) VALUES (?, ?, ?, ?)",
        name, "billing.meter_event", event["created"], json.dumps(event),
    )  # fmt: skip


@route("POST /v1/billing/meter_event_adjustments")
def adjust(call: Call) -> JSON:
    """An event that was reported by mistake counts no more."""
    account, sent = call.account, call.params
    identifier = (sent.get("cancel") or {}).get("identifier")
    name = f"mevt_{sent['event_name']}_{identifier}"
    found = account.store.find(name)
    if found is None:
        raise invalid(f"No event with identifier {identifier}.", param="cancel[identifier]", code="resource_missing")
    account.store.run("UPDATE objects SET body = json_set(body, '$.payload.canceled', 'true') WHERE id = ?", name)
    return {"object": "billing.meter_event_adjustment", "cancel": {"identifier": identifier}, "livemode": False,
            "event_name": sent["event_name"], "status": "complete", "type": "cancel"}  # fmt: skip


@route("GET /v1/billing/meters/{meter}/event_summaries")
def summaries(call: Call) -> JSON:
    """Sums of a customer: one, or one for each hour or day in which there was something."""
    account, sent = call.account, call.params
    meter = account.find("billing.meter", call["meter"])
    account.find("customer", sent["customer"], param="customer")
    start, end = sent["start_time"], sent["end_time"]
    if start >= end or start % 60 or end % 60:
        raise invalid("Times are whole minutes, and the start is before the end.", param="start_time")
    step = WINDOWS.get(sent.get("value_grouping_window", ""), end - start)
    found = []
    for moment in range(start, end, step):
        until = min(moment + step, end)
        value = counted(account, meter, sent["customer"], moment, until)
        if value or step == end - start:
            found.append(account.new(
                "billing.meter_event_summary", id=f"mtrusg_{meter['id'][-8:]}_{moment}", aggregated_value=float(value),
                start_time=moment, end_time=until, meter=meter["id"],
            ))  # fmt: skip
    return page_within(call, found[::-1])
