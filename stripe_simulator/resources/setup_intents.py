"""Setup intents: a payment method is kept for later."""

from typing import Any

from stripe_simulator import JSON
from stripe_simulator.account import Account, merged, plain, random_text
from stripe_simulator.cards import code_of, reason_of
from stripe_simulator.errors import StripeFaultError, declined, invalid
from stripe_simulator.paging import page_of
from stripe_simulator.payments import means_of, needs_authentication
from stripe_simulator.resources.customers import live
from stripe_simulator.resources.payment_methods import attach, method_from, usable
from stripe_simulator.routing import Call, route

OPEN = {"requires_payment_method", "requires_confirmation", "requires_action"}


def new_setup_intent(account: Account, **values: Any) -> JSON:
    made = account.new("setup_intent", now=account.now_of(values), usage="off_session", payment_method_types=["card"])
    made |= {"client_secret": f"{made['id']}_secret_{random_text(24)}"} | values
    return account.create(made, "setup_intent.created")


@route("POST /v1/setup_intents")
def create(call: Call) -> JSON:
    account, sent = call.account, call.params
    customer = live(account, sent["customer"])["id"] if sent.get("customer") else None
    made = new_setup_intent(
        account,
        customer=customer,
        usage=sent.get("usage") or "off_session",
        description=plain(sent.get("description")),
        metadata=merged({}, sent.get("metadata")),
        payment_method_types=sent.get("payment_method_types") or ["card"],
    )
    if sent.get("payment_method"):
        method = usable(account, sent["payment_method"])
        account.change(made, {"payment_method": method["id"], "status": "requires_confirmation"})
    if sent.get("confirm"):
        confirm_setup(account, made, sent)
    return account.find("setup_intent", made["id"])


@route("GET /v1/setup_intents")
def list_all(call: Call) -> JSON:
    return page_of(call, "setup_intent", customer=call.get("customer"), payment_method=call.get("payment_method"))


@route("GET /v1/setup_intents/{intent}")
def retrieve(call: Call) -> JSON:
    return call.account.find("setup_intent", call["intent"])


@route("POST /v1/setup_intents/{intent}")
def update(call: Call) -> JSON:
    account, sent = call.account, call.params
    found = account.find("setup_intent", call["intent"])
    changes: JSON = {name: plain(sent[name]) for name in ("customer", "description") if name in sent}
    if "metadata" in sent:
        changes["metadata"] = merged(found["metadata"], sent["metadata"])
    if sent.get("payment_method"):
        changes |= {"payment_method": usable(account, sent["payment_method"])["id"], "status": "requires_confirmation"}
    return account.change(found, changes)


@route("POST /v1/setup_intents/{intent}/confirm")
def confirm(call: Call) -> JSON:
    found = call.account.find("setup_intent", call["intent"])
    return confirm_setup(call.account, found, call.params)


@route("POST /v1/setup_intents/{intent}/cancel")
def cancel(call: Call) -> JSON:
    found = call.account.find("setup_intent", call["intent"])
    if found["status"] not in OPEN:
        raise invalid(f"You cannot cancel this SetupIntent because it has a status of {found['status']}.",
                      code="setup_intent_unexpected_state")  # fmt: skip
    changes = {"status": "canceled", "cancellation_reason": call.get("cancellation_reason") or "requested_by_customer"}
    call.account.change(found, changes)
    call.account.emit("setup_intent.canceled", found)
    return found


def confirm_setup(account: Account, intent: JSON, sent: JSON) -> JSON:
    if intent["status"] not in OPEN:
        raise invalid(f"You cannot confirm this SetupIntent because it has a status of {intent['status']}.",
                      code="setup_intent_unexpected_state")  # fmt: skip
    if sent.get("payment_method_data"):
        method = method_from(account, sent["payment_method_data"])
    else:
        name = sent.get("payment_method") or intent["payment_method"]
        if not name:
            raise invalid("You must provide a payment method to confirm.", param="payment_method",
                          code="setup_intent_invalid_parameter")  # fmt: skip
        method = usable(account, name)
    account.change(intent, {"payment_method": method["id"], "last_setup_error": None})
    if needs_authentication(account, method, on_setup=True) and intent["usage"] == "off_session":
        address = f"{account.public_url}/authenticate/{intent['id']}"
        action: JSON = {
            "type": "use_stripe_sdk",
            "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": address},
        }
        if sent.get("return_url"):
            action = {"type": "redirect_to_url", "redirect_to_url": {"url": address, "return_url": sent["return_url"]}}
        account.change(intent, {"status": "requires_action", "next_action": action})
        account.emit("setup_intent.requires_action", intent)
        return intent
    return finish(account, intent, method)


def finish(account: Account, intent: JSON, method: JSON) -> JSON:
    """Keep it, unless the bank says no."""
    means = means_of(account, method)
    if means.decline_code and not means.can_be_kept:
        refuse(account, intent, method, code_of(means.decline_code), reason_of(means.decline_code))
        raise declined(reason_of(means.decline_code), code_of(means.decline_code), decline_code=means.decline_code,
                       setup_intent=intent)  # fmt: skip
    if intent["customer"]:
        attach(account, method, intent["customer"])
    account.store.note(method["id"], set_up=True)
    account.change(intent, {"status": "succeeded", "next_action": None, "payment_method": method["id"]})
    account.emit("setup_intent.succeeded", intent)
    return intent


def refuse(account: Account, intent: JSON, method: JSON, code: str, message: str) -> None:
    error = {"type": "card_error", "code": code, "message": message, "payment_method": method}
    account.change(intent, {"status": "requires_payment_method", "payment_method": None, "next_action": None,
                            "last_setup_error": error})  # fmt: skip
    account.emit("setup_intent.setup_failed", intent)


def authenticated(account: Account, intent: JSON, *, agreed: bool) -> JSON:
    """What comes of the page of the bank."""
    method = account.find("payment_method", intent["payment_method"])
    if not agreed:
        refuse(account, intent, method, "setup_intent_authentication_failure",
               "The provided PaymentMethod has failed authentication.")  # fmt: skip
        return intent
    try:
        return finish(account, intent, method)
    except StripeFaultError:
        return intent
