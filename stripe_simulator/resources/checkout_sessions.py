"""Checkout sessions, and what Stripe's command line does on their page."""

from stripe_simulator import JSON, checkout, selling
from stripe_simulator.account import Account, merged
from stripe_simulator.errors import invalid
from stripe_simulator.expanding import includable
from stripe_simulator.paging import page_of, page_within
from stripe_simulator.resources.payment_methods import usable
from stripe_simulator.routing import Call, route


@route("POST /v1/checkout/sessions")
def create(call: Call) -> JSON:
    return selling.new_session(call.account, call.params)


@route("GET /v1/checkout/sessions")
def list_all(call: Call) -> JSON:
    details = call.get("customer_details") or {}
    return page_of(
        call, "checkout.session", customer=call.get("customer"), payment_intent=call.get("payment_intent"),
        subscription=call.get("subscription"), status=call.get("status"), customer_details__email=details.get("email"),
    )  # fmt: skip


@route("GET /v1/checkout/sessions/{session}")
def retrieve(call: Call) -> JSON:
    return call.account.find("checkout.session", call["session"])


@route("POST /v1/checkout/sessions/{session}")
def update(call: Call) -> JSON:
    found = call.account.find("checkout.session", call["session"])
    if "metadata" not in call.params:
        return found
    return call.account.change(found, {"metadata": merged(found["metadata"], call.params["metadata"])})


@route("POST /v1/checkout/sessions/{session}/expire")
def expire(call: Call) -> JSON:
    account = call.account
    found = account.find("checkout.session", call["session"])
    if found["status"] != "open":
        raise invalid(
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of '
            f"{found['status']}."
        )
    account.change(found, {"status": "expired", "url": None})
    account.emit("checkout.session.expired", found)
    return found


@route("GET /v1/checkout/sessions/{session}/line_items")
def line_items(call: Call) -> JSON:
    return page_within(call, _line_items(call.account, call.account.find("checkout.session", call["session"]))["data"])


@includable("checkout.session", "line_items")
def _line_items(account: Account, session: JSON) -> JSON:
    return selling.lines_of(account, session)


@route("GET /v1/payment_pages/{session}")
def page(call: Call) -> JSON:
    """Not in the published API: the command line looks at the page's sums before it pays."""
    found = call.account.find("checkout.session", call["session"])
    return found | {"line_item_group": {"due": found["amount_total"], "total": found["amount_total"]},
                    "invoice": found["invoice"], "id": found["id"]}  # fmt: skip


@route("POST /v1/payment_pages/{session}/confirm")
def confirm(call: Call) -> JSON:
    account = call.account
    found = account.find("checkout.session", call["session"])
    expected = call.params.get("expected_amount")
    if expected not in {None, ""} and int(expected) != found["amount_total"]:
        raise invalid("The amount is not the one that the page shows.", param="expected_amount")
    method = usable(account, call.params["payment_method"]) if call.params.get("payment_method") else None
    details: JSON = {"email": (method or {}).get("billing_details", {}).get("email") or "stripe@example.com"}
    checkout.complete(account, found, method, details)
    return account.find("checkout.session", found["id"])
