"""Test clocks: customers whose time is moved by hand."""

from stripe_simulator import JSON
from stripe_simulator.account import plain
from stripe_simulator.errors import invalid
from stripe_simulator.paging import page_of
from stripe_simulator.routing import Call, route

DAYS_KEPT, DAY = 30, 24 * 3600


@route("POST /v1/test_helpers/test_clocks")
def create(call: Call) -> JSON:
    account = call.account
    made = account.new("test_helpers.test_clock", now=account.now(), frozen_time=call.params["frozen_time"],
                       name=plain(call.get("name")), status="ready")  # fmt: skip
    made["deletes_after"] = made["created"] + DAYS_KEPT * DAY
    return account.create(made, "test_helpers.test_clock.created")


@route("GET /v1/test_helpers/test_clocks")
def list_all(call: Call) -> JSON:
    return page_of(call, "test_helpers.test_clock")


@route("GET /v1/test_helpers/test_clocks/{clock}")
def retrieve(call: Call) -> JSON:
    return call.account.find("test_helpers.test_clock", call["clock"])


@route("POST /v1/test_helpers/test_clocks/{clock}/advance")
def advance(call: Call) -> JSON:
    """It is under way when this answers; `ready` says that everything has happened."""
    account = call.account
    found = account.find("test_helpers.test_clock", call["clock"])
    target = call.params["frozen_time"]
    if found["status"] != "ready":
        raise invalid("This test clock is not ready to be advanced.", code="test_clock_not_ready")
    if target <= found["frozen_time"]:
        raise invalid("A test clock only moves forward.", param="frozen_time")
    details = {"advancing": {"target_frozen_time": target}}
    account.change(found, {"status": "advancing", "status_details": details})
    account.emit("test_helpers.test_clock.advancing", found)
    return found


@route("DELETE /v1/test_helpers/test_clocks/{clock}")
def delete(call: Call) -> JSON:
    """Its customers go with it."""
    account = call.account
    found = account.find("test_helpers.test_clock", call["clock"])
    for customer in account.store.select("customer", test_clock=found["id"]):
        for subscription in account.store.select("subscription", customer=customer["id"]):
            account.store.remove(subscription["id"])
        account.store.remove(customer["id"])
    account.store.run("DELETE FROM agenda WHERE clock = ?", found["id"])
    account.store.remove(found["id"])
    account.emit("test_helpers.test_clock.deleted", found)
    return {"id": found["id"], "object": "test_helpers.test_clock", "deleted": True}
