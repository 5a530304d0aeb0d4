"""Whether money moves: charges on cards and bank accounts, and what they do to a payment intent."""

from collections.abc import Callable

from stripe_simulator import JSON
from stripe_simulator.account import Account, random_text
from stripe_simulator.cards import EVERY, Means, code_of, reason_of
from stripe_simulator.errors import StripeFaultError, declined

# Called with an intent whose state has changed: "succeeded", "failed", "processing", "action", "disputed".
Listener = Callable[[Account, JSON, str], None]
LISTENERS: list[Listener] = []
DAYS_TO_SETTLE = 3
DAY = 24 * 3600
FEE_SHARE, FEE_FIXED = 29, 30
LATER = {"sepa_debit", "us_bank_account"}


def on_outcome(function: Listener) -> Listener:
    LISTENERS.append(function)
    return function


def tell(account: Account, intent: JSON, outcome: str) -> None:
    for listener in LISTENERS:
        listener(account, intent, outcome)


def means_of(account: Account, method: JSON) -> Means:
    """What a payment method does; any card that Stripe does not document simply pays."""
    return EVERY.get(account.store.notes(method["id"]).get("number", ""), EVERY["4242424242424242"])


def needs_authentication(account: Account, method: JSON, *, on_setup: bool = False) -> bool:
    means = means_of(account, method)
    if means.authentication == "always":
        return True
    is_set_up = account.store.notes(method["id"]).get("set_up", False)
    return means.authentication == "unless set up" and (on_setup or not is_set_up)


def decline_code_of(account: Account, method: JSON, customer: str | None) -> str:
    """Why it does not pay now; empty when it does. The control page lets the next payments of a customer fail."""
    if customer and (left := account.store.notes(customer).get("failing_payments", 0)):
        account.store.note(customer, failing_payments=left - 1)
        return str(account.store.notes(customer).get("failing_code", "generic_decline"))
    return means_of(account, method).decline_code


def confirm(
    account: Account, intent: JSON, method: JSON, *, off_session: bool = False, return_url: str | None = None
) -> JSON:
    """Try to pay an intent with a payment method; a card that does not pay is a fault that keeps its traces."""
    account.change(intent, {"payment_method": method["id"], "last_payment_error": None, "next_action": None})
    if needs_authentication(account, method):
        if off_session:
            fail(account, intent, method, "authentication_required")
            raise fault_of(intent)
        return ask_for_authentication(account, intent, return_url)
    return charge(account, intent, method)


def ask_for_authentication(account: Account, intent: JSON, return_url: str | None) -> JSON:
    """3-D Secure: the customer has to say yes on a page of the bank."""
    address = f"{account.public_url}/authenticate/{intent['id']}"
    if return_url:
        action: JSON = {"type": "redirect_to_url", "redirect_to_url": {"url": address, "return_url": return_url}}
    else:
        action = {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": address}}
    account.change(intent, {"status": "requires_action", "next_action": action})
    account.emit(f"{intent['object']}.requires_action", intent)
    tell(account, intent, "action")
    return intent


def authenticated(account: Account, intent: JSON, *, agreed: bool) -> JSON:
    """What comes of the page of the bank."""
    method = account.find("payment_method", intent["payment_method"])
    if agreed:
        account.store.note(method["id"], set_up=True)
        try:
            return charge(account, intent, method)
        except StripeFaultError:
            return intent
    fail(account, intent, method, "authentication_failed")
    return intent


def charge(account: Account, intent: JSON, method: JSON) -> JSON:
    """Take the money, or say why not."""
    if method["type"] in LATER:
        return start_settling(account, intent, method)
    if code := decline_code_of(account, method, intent["customer"]):
        fail(account, intent, method, code)
        raise fault_of(intent)
    manual = intent["capture_method"] == "manual"
    taken = new_charge(account, intent, method, status="succeeded", captured=not manual)
    account.emit("charge.succeeded", taken)
    if manual:
        account.change(intent, {"status": "requires_capture", "latest_charge": taken["id"],
                                "amount_capturable": intent["amount"], "next_action": None})  # fmt: skip
        account.emit("payment_intent.amount_capturable_updated", intent)
        return intent
    return succeed(account, intent, taken, method)


def succeed(account: Account, intent: JSON, taken: JSON, method: JSON) -> JSON:
    account.change(intent, {
        "status": "succeeded", "latest_charge": taken["id"], "amount_received": taken["amount_captured"],
        "next_action": None, "amount_capturable": 0, "last_payment_error": None, "processing": None,
    })  # fmt: skip
    if intent["setup_future_usage"]:
        account.store.note(method["id"], set_up=True)
    account.emit("payment_intent.succeeded", intent)
    tell(account, intent, "succeeded")
    if means_of(account, method).dispute:
        tell(account, intent, "disputed")
    return intent


def start_settling(account: Account, intent: JSON, method: JSON) -> JSON:
    """A bank takes days; the intent waits, until time moves on or the control page says how it ends."""
    pending = new_charge(account, intent, method, status="pending", captured=True)
    account.change(intent, {"status": "processing", "latest_charge": pending["id"], "next_action": None})
    code = decline_code_of(account, method, intent["customer"])
    account.note(intent, settles_at=account.now_of(intent) + DAYS_TO_SETTLE * DAY, settles_with=code)
    account.emit("charge.pending", pending)
    account.emit("payment_intent.processing", intent)
    tell(account, intent, "processing")
    return intent


def settle(account: Account, intent: JSON, decline_code: str | None = None) -> JSON:
    """The bank has answered; without a code as the account itself would."""
    notes = account.store.notes(intent["id"])
    code = notes.get("settles_with", "") if decline_code is None else decline_code
    account.note(intent, settles_at=None)
    method = account.find("payment_method", intent["payment_method"])
    pending = account.find("charge", intent["latest_charge"])
    if code:
        account.change(pending, {"status": "failed", "paid": False, "captured": False, "amount_captured": 0,
                                 "failure_code": code, "failure_message": reason_of(code)})  # fmt: skip
        fail(account, intent, method, code, failed=pending)
        return intent
    account.change(
        pending, {"status": "succeeded", "paid": True, "balance_transaction": enter_balance(account, pending)}
    )
    account.emit("charge.succeeded", pending)
    return succeed(account, intent, pending, method)


def fail(account: Account, intent: JSON, method: JSON, decline_code: str, *, failed: JSON | None = None) -> None:
    """Leave the traces of a payment that did not happen."""
    error: JSON = {
        "type": "card_error",
        "code": code_of(decline_code),
        "message": reason_of(decline_code),
        "payment_method": method,
    }
    if decline_code == "authentication_failed":
        error = {
            "type": "invalid_request_error", "code": "payment_intent_authentication_failure", "payment_method": method,
            "message": "The provided PaymentMethod has failed authentication.",
        }  # fmt: skip
    else:
        error["decline_code"] = decline_code
        if failed is None:
            failed = new_charge(account, intent, method, status="failed", captured=False, decline_code=decline_code)
        error["charge"] = failed["id"]
    account.change(intent, {
        "status": "requires_payment_method", "payment_method": None, "next_action": None, "last_payment_error": error,
        "processing": None, **({"latest_charge": failed["id"]} if failed else {}),
    })  # fmt: skip
    if failed:
        account.emit("charge.failed", failed)
    account.emit("payment_intent.payment_failed", intent)
    tell(account, intent, "failed")


def fault_of(intent: JSON) -> StripeFaultError:
    """The answer to a request whose payment did not happen."""
    error = intent["last_payment_error"]
    return declined(
        error["message"],
        error["code"],
        decline_code=error.get("decline_code"),
        charge=error.get("charge"),
        payment_intent=intent,
        payment_method=error["payment_method"],
    )


def new_charge(
    account: Account, intent: JSON, method: JSON, *, status: str, captured: bool, decline_code: str = ""
) -> JSON:
    """What stands in the books for one attempt."""
    amount = intent["amount"]
    risk = {"advice_code": None, "network_advice_code": None, "network_decline_code": None, "reason": None}
    good = {"network_status": "approved_by_network", "seller_message": "Payment complete.", "type": "authorized"}
    bad = {
        "network_status": "declined_by_network",
        "seller_message": reason_of(decline_code),
        "type": "issuer_declined",
    }
    made = account.new(
        "charge", now=account.now_of(intent), amount=amount, currency=intent["currency"], status=status,
        customer=intent["customer"], payment_intent=intent["id"], payment_method=method["id"],
        billing_details=method["billing_details"], description=intent["description"], metadata=dict(intent["metadata"]),
        captured=captured, amount_captured=amount if captured else 0, paid=status == "succeeded",
        receipt_email=intent["receipt_email"], payment_method_details=details_of(method, amount),
        outcome=risk | (bad if status == "failed" else good), fraud_details={},
    )  # fmt: skip
    made["receipt_url"] = f"{account.public_url}/receipt/{made['id']}"
    if status == "failed":
        made["failure_code"] = code_of(decline_code)
        made["failure_message"] = reason_of(decline_code)
    account.save(made)
    if status == "succeeded" and captured:
        made["balance_transaction"] = enter_balance(account, made)
        account.save(made)
    return made


def details_of(method: JSON, amount: int) -> JSON:
    """The payment method as it was at that moment."""
    if method["type"] != "card":
        inner = {key: value for key, value in method[method["type"]].items() if key in DETAILS[method["type"]]}
        return {"type": method["type"], method["type"]: {**dict.fromkeys(DETAILS[method["type"]]), **inner}}
    card = method["card"]
    same = ("brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4", "wallet")
    return {"type": "card", "card": {
        **{name: card[name] for name in same}, "amount_authorized": amount, "authorization_code": "123456",
        "installments": None, "mandate": None, "network": card["brand"], "network_token": {"used": False},
        "regulated_status": "unregulated", "three_d_secure": None,
    }}  # fmt: skip


DETAILS: dict[str, tuple[str, ...]] = {
    "sepa_debit": ("bank_code", "branch_code", "country", "fingerprint", "last4", "mandate"),
    "us_bank_account": ("account_holder_type", "account_type", "bank_name", "fingerprint", "last4", "routing_number",
                        "payment_reference"),
}  # fmt: skip


def enter_balance(
    account: Account, source: JSON, *, amount: int | None = None, kind: str = "charge", category: str = "charge"
) -> str:
    """An entry of the account's balance; Stripe keeps a fee of every payment."""
    total = source["amount"] if amount is None else amount
    fee = (total * FEE_SHARE + 500) // 1000 + FEE_FIXED if kind == "charge" else 0
    now = account.now_of(source)
    details = [{"amount": fee, "application": None, "currency": source["currency"],
                "description": "Stripe processing fees", "type": "stripe_fee"}] if fee else []  # fmt: skip
    entry = account.new(
        "balance_transaction", now=now, amount=total, fee=fee, net=total - fee, currency=source["currency"],
        source=source["id"], type=kind, reporting_category=category, available_on=now + 2 * DAY, fee_details=details,
        status="pending",
    )  # fmt: skip
    account.save(entry)
    return str(entry["id"])


def new_intent(account: Account, *, amount: int, currency: str, **values: object) -> JSON:
    """A payment intent, written and told of."""
    made = account.new("payment_intent", amount=amount, currency=currency)
    made |= {"payment_method_types": ["card"], "client_secret": f"{made['id']}_secret_{random_text(24)}", **values}
    made["created"] = account.now_of(made)
    return account.create(made, "payment_intent.created")


def cancel(account: Account, intent: JSON, reason: str | None) -> JSON:
    now = account.now_of(intent)
    account.change(intent, {"status": "canceled", "canceled_at": now, "cancellation_reason": reason,
                            "next_action": None, "amount_capturable": 0})  # fmt: skip
    account.emit("payment_intent.canceled", intent)
    return intent
