"""Payment intents: one payment, from the wish to the money."""

from stripe_simulator import JSON, payments
from stripe_simulator.account import merged, plain
from stripe_simulator.errors import invalid
from stripe_simulator.paging import page_of
from stripe_simulator.resources.customers import live
from stripe_simulator.resources.payment_methods import attach, method_from, usable
from stripe_simulator.routing import Call, route
from stripe_simulator.searching import search

SMALLEST = {"eur": 50, "usd": 50, "gbp": 30, "chf": 50}
COPIED = ("description", "receipt_email", "setup_future_usage", "statement_descriptor", "statement_descriptor_suffix",
          "transfer_group", "shipping")  # fmt: skip
CONFIRMABLE = {"requires_payment_method", "requires_confirmation", "requires_action"}
CANCELABLE = {*CONFIRMABLE, "requires_capture", "processing"}
TYPES_BY_CURRENCY = {"eur": ["card", "sepa_debit"], "usd": ["card", "us_bank_account"]}


def check_amount(amount: int, currency: str) -> None:
    if amount < SMALLEST.get(currency, 1):
        raise invalid(
            "Amount must convert to at least 50 cents."
            if amount >= 1
            else "This value must be greater than or equal to 1.",
            param="amount",
            code="amount_too_small" if amount >= 1 else "parameter_invalid_integer",
        )


@route("POST /v1/payment_intents")
def create(call: Call) -> JSON:
    account, sent = call.account, call.params
    currency = str(sent["currency"]).lower()
    check_amount(sent["amount"], currency)
    customer = live(account, sent["customer"])["id"] if sent.get("customer") else None
    automatic = sent.get("automatic_payment_methods")
    types = sent.get("payment_method_types")
    made = payments.new_intent(
        account, amount=sent["amount"], currency=currency, customer=customer, metadata=merged({}, sent.get("metadata")),
        capture_method=sent.get("capture_method") or "automatic_async",
        confirmation_method=sent.get("confirmation_method") or "automatic",
        automatic_payment_methods=None if types else {"enabled": True} | (automatic or {}),
        payment_method_types=types or TYPES_BY_CURRENCY.get(currency, ["card"]),
        **{name: plain(sent[name]) for name in COPIED if name in sent},
    )  # fmt: skip
    if sent.get("payment_method"):
        method = usable(account, sent["payment_method"])
        account.change(made, {"payment_method": method["id"], "status": "requires_confirmation"})
    if sent.get("confirm"):
        return confirmed(call, made)
    return account.find("payment_intent", made["id"])


@route("GET /v1/payment_intents")
def list_all(call: Call) -> JSON:
    return page_of(call, "payment_intent", customer=call.get("customer"))


@route("GET /v1/payment_intents/search")
def find_some(call: Call) -> JSON:
    return search(call, "payment_intent")


@route("GET /v1/payment_intents/{intent}")
def retrieve(call: Call) -> JSON:
    return call.account.find("payment_intent", call["intent"])


@route("POST /v1/payment_intents/{intent}")
def update(call: Call) -> JSON:
    account, sent = call.account, call.params
    found = account.find("payment_intent", call["intent"])
    changes: JSON = {name: plain(sent[name]) for name in (*COPIED, "customer", "currency") if name in sent}
    if "amount" in sent:
        if found["status"] not in CONFIRMABLE:
            raise _unexpected(found, "update")
        check_amount(sent["amount"], found["currency"])
        changes["amount"] = sent["amount"]
    if "metadata" in sent:
        changes["metadata"] = merged(found["metadata"], sent["metadata"])
    if sent.get("payment_method"):
        changes |= {"payment_method": usable(account, sent["payment_method"])["id"], "status": "requires_confirmation"}
    return account.change(found, changes)


@route("POST /v1/payment_intents/{intent}/confirm")
def confirm(call: Call) -> JSON:
    return confirmed(call, call.account.find("payment_intent", call["intent"]))


@route("POST /v1/payment_intents/{intent}/cancel")
def cancel(call: Call) -> JSON:
    found = call.account.find("payment_intent", call["intent"])
    if found["status"] not in CANCELABLE:
        raise _unexpected(found, "cancel")
    return payments.cancel(call.account, found, call.get("cancellation_reason"))


@route("POST /v1/payment_intents/{intent}/capture")
def capture(call: Call) -> JSON:
    account = call.account
    found = account.find("payment_intent", call["intent"])
    if found["status"] != "requires_capture":
        raise _unexpected(found, "capture")
    amount = int(call.get("amount_to_capture", found["amount"]))
    if not 0 < amount <= found["amount"]:
        raise invalid("The amount to capture is not between 1 and the amount.", param="amount_to_capture",
                      code="amount_too_large")  # fmt: skip
    taken = account.find("charge", found["latest_charge"])
    account.change(taken, {"captured": True, "amount_captured": amount, "amount_refunded": taken["amount"] - amount})
    account.change(taken, {"balance_transaction": payments.enter_balance(account, taken, amount=amount)})
    account.emit("charge.captured", taken)
    method = account.find("payment_method", found["payment_method"])
    return payments.succeed(account, found, taken, method)


def _unexpected(intent: JSON, deed: str) -> Exception:
    fault = invalid(f"You cannot {deed} this PaymentIntent because it has a status of {intent['status']}.",
                    code="payment_intent_unexpected_state")  # fmt: skip
    fault.error["payment_intent"] = intent
    return fault


def confirmed(call: Call, intent: JSON) -> JSON:
    account, sent = call.account, call.params
    if intent["status"] not in CONFIRMABLE:
        raise _unexpected(intent, "confirm")
    if data := sent.get("payment_method_data"):
        method = method_from(account, data)
    else:
        name = sent.get("payment_method") or intent["payment_method"]
        if not name:
            raise invalid(
                "You cannot confirm this PaymentIntent because it's missing a payment method.",
                code="payment_intent_unexpected_state",
            )
        method = usable(account, name)
    if method["customer"] and method["customer"] != intent["customer"]:
        raise invalid("The payment method belongs to another customer.", param="payment_method")
    if sent.get("setup_future_usage"):
        account.change(intent, {"setup_future_usage": plain(sent["setup_future_usage"])})
    off_session = sent.get("off_session") in {True, "true", "one_off", "recurring"}
    payments.confirm(account, intent, method, off_session=off_session, return_url=plain(sent.get("return_url")))
    keeps = intent["setup_future_usage"] or sent.get("save_payment_method")
    if keeps and intent["customer"] and intent["status"] in {"succeeded", "processing", "requires_capture"}:
        attach(account, account.find("payment_method", method["id"]), intent["customer"])
    return account.find("payment_intent", intent["id"])
