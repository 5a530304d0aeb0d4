"""Payment methods: cards and bank accounts, kept by a customer or not."""

import hashlib
from typing import Any

from stripe_simulator import JSON
from stripe_simulator.account import Account, merged, plain
from stripe_simulator.cards import BY_NAME, EVERY, Means, code_of, digits_are_right, reason_of
from stripe_simulator.errors import declined, invalid, missing
from stripe_simulator.paging import page_of
from stripe_simulator.payments import means_of
from stripe_simulator.routing import Call, route

EMPTY_ADDRESS = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
KINDS = {"card", "sepa_debit", "us_bank_account"}
EXPIRES_MONTH, YEARS_LEFT = 12, 4
SECONDS_OF_YEAR = 31556952
BRANDS = (("4", "visa"), ("34", "amex"), ("37", "amex"), ("6", "discover"), ("35", "jcb"), ("3", "diners"))
SHORTEST, LONGEST = 13, 19


def usable(account: Account, name: Any, *, param: str = "payment_method") -> JSON:
    """The payment method of this name; each use of a well-known name makes a new one, as with Stripe."""
    if str(name) in BY_NAME:
        return new_method(account, BY_NAME[str(name)])
    return account.find("payment_method", name, param=param)


def brand_of(number: str) -> str:
    return next((brand for start, brand in BRANDS if number.startswith(start)), "mastercard")


def means_by_number(number: str) -> Means:
    """A card of this number; what Stripe does not document pays."""
    if not (number.isdecimal() and SHORTEST <= len(number) <= LONGEST and digits_are_right(number)):
        raise declined("Your card number is incorrect.", "incorrect_number", param="number")
    return EVERY.get(number) or Means(number, (), "Pays", brand_of(number))


def new_method(account: Account, means: Means, **values: Any) -> JSON:
    """Written; nobody keeps it yet, and no event tells of it."""
    expiry = {"exp_month": values.pop("exp_month", EXPIRES_MONTH),
              "exp_year": values.pop("exp_year", 1970 + account.now() // SECONDS_OF_YEAR + YEARS_LEFT)}  # fmt: skip
    fingerprint = hashlib.sha256(means.number.encode()).hexdigest()[:16]
    made = account.new("payment_method", type=means.kind, allow_redisplay="unspecified")
    made["billing_details"] = {
        "address": dict(EMPTY_ADDRESS),
        "email": None,
        "name": None,
        "phone": None,
        "tax_id": None,
    }
    if means.kind == "card":
        made["card"] = {
            "brand": means.brand, "country": means.country, "display_brand": means.brand, "fingerprint": fingerprint,
            "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
            "funding": means.funding, "generated_from": None, "last4": means.last4, "regulated_status": "unregulated",
            "networks": {"available": [means.brand], "preferred": None}, "wallet": None,
            "three_d_secure_usage": {"supported": True}, **expiry,
        }  # fmt: skip
    else:
        del made["card"]
        made[means.kind] = BANKS[means.kind] | {"fingerprint": fingerprint, "last4": means.last4}
        if means.kind == "sepa_debit":
            made[means.kind] |= {"country": means.country, "bank_code": means.number[4:12]}
    made |= values
    account.save(made)
    account.store.note(made["id"], number=means.number)
    return made


BANKS: dict[str, JSON] = {
    "sepa_debit": {"branch_code": "", "generated_from": {"charge": None, "setup_attempt": None}},
    "us_bank_account": {
        "account_holder_type": "individual", "account_type": "checking", "bank_name": "STRIPE TEST BANK",
        "financial_connections_account": None, "networks": {"preferred": "ach", "supported": ["ach"]},
        "routing_number": "110000000", "status_details": {},
    },
}  # fmt: skip


def method_from(account: Account, sent: JSON) -> JSON:
    """A payment method from the details that a form asks for."""
    kind = sent.get("type", "card")
    if kind not in KINDS:
        raise invalid(f"The simulator knows no payment method of type {kind}.", param="type")
    details = sent.get(kind) or {}
    values: JSON = {"metadata": merged({}, sent.get("metadata"))}
    if sent.get("allow_redisplay"):
        values["allow_redisplay"] = sent["allow_redisplay"]
    if kind == "card":
        if not isinstance(details, dict):
            raise invalid("Invalid object: card", param="card")
        if token := details.get("token"):
            if token not in BY_NAME:
                raise missing("token", str(token), param="card[token]")
            means = BY_NAME[token]
        else:
            means = means_by_number(str(_needed(details, "number")).replace(" ", ""))
            values |= expiry_of(str(_needed(details, "exp_month")), str(_needed(details, "exp_year")))
    else:
        number = str(details.get("iban") or details.get("account_number") or "").replace(" ", "")
        if not number:
            raise invalid(f"Missing required param: {kind}.", param=kind, code="parameter_missing")
        means = EVERY.get(number) or Means(number, (), "Settles later", kind=kind, country=number[:2])
    made = new_method(account, means, **values)
    if billing := sent.get("billing_details"):
        made["billing_details"] |= {name: plain(value) for name, value in billing.items()}
        if address := made["billing_details"].get("address"):
            made["billing_details"]["address"] = EMPTY_ADDRESS | {k: plain(v) for k, v in address.items()}
        account.save(made)
    return made


def _needed(details: JSON, name: str) -> Any:
    if not details.get(name):
        raise invalid(f"Missing required param: card[{name}].", param=f"card[{name}]", code="parameter_missing")
    return details[name]


def expiry_of(month: str, year: str) -> JSON:
    """Month and year, which may have two digits; a card of the past does not pay."""
    if not (month.isdecimal() and 1 <= int(month) <= EXPIRES_MONTH):
        raise declined("Your card's expiration month is invalid.", "invalid_expiry_month", param="exp_month")
    whole = int(year) + 2000 * (len(year) < 3) if year.isdecimal() else 0  # noqa: PLR2004 -- of two digits
    if not 2000 < whole < 2100:  # noqa: PLR2004 -- the century of all cards
        raise declined("Your card's expiration year is invalid.", "invalid_expiry_year", param="exp_year")
    return {"exp_month": int(month), "exp_year": whole}


def attach(account: Account, method: JSON, customer: str) -> JSON:
    """Have a customer keep it; a card that Stripe documents as declined is refused here already."""
    if method["customer"] == customer:
        return method
    if method["customer"]:
        raise invalid("The payment method you provided has already been attached to a customer.")
    means = means_of(account, method)
    if means.decline_code and not means.can_be_kept:
        code = means.decline_code
        raise declined(reason_of(code), code_of(code), decline_code=code)
    account.change(method, {"customer": customer})
    account.emit("payment_method.attached", method)
    return method


@route("POST /v1/payment_methods")
def create(call: Call) -> JSON:
    return method_from(call.account, call.params)


@route("GET /v1/payment_methods")
def list_all(call: Call) -> JSON:
    where = [] if call.get("customer") else ["json_extract(body, '$.customer') IS NULL"]
    return page_of(call, "payment_method", where=where, customer=call.get("customer"), type=call.get("type"))


@route("GET /v1/payment_methods/{payment_method}")
def retrieve(call: Call) -> JSON:
    return usable(call.account, call["payment_method"], param="id")


@route("POST /v1/payment_methods/{payment_method}")
def update(call: Call) -> JSON:
    found = call.account.find("payment_method", call["payment_method"])
    changes: JSON = {}
    if "metadata" in call.params:
        changes["metadata"] = merged(found["metadata"], call.params["metadata"])
    if "allow_redisplay" in call.params:
        changes["allow_redisplay"] = call.params["allow_redisplay"]
    if billing := call.get("billing_details"):
        changes["billing_details"] = found["billing_details"] | {name: plain(value) for name, value in billing.items()}
    if card := call.get("card"):
        changes["card"] = found["card"] | {name: int(card[name]) for name in ("exp_month", "exp_year") if name in card}
    return call.account.change(found, changes, "payment_method.updated")


@route("POST /v1/payment_methods/{payment_method}/attach")
def attach_to_customer(call: Call) -> JSON:
    account = call.account
    customer = account.find("customer", call.params["customer"], param="customer")
    return attach(account, usable(account, call["payment_method"], param="id"), customer["id"])


@route("POST /v1/payment_methods/{payment_method}/detach")
def detach(call: Call) -> JSON:
    """Whoever paid by it has no default any more."""
    account = call.account
    found = account.find("payment_method", call["payment_method"])
    customer = account.maybe(found["customer"])
    if customer is None:
        raise invalid("The payment method you provided is not attached to a customer so detachment is impossible.")
    account.change(found, {"customer": None})
    account.emit("payment_method.detached", found, {"customer": customer["id"]})
    settings = customer.get("invoice_settings") or {}
    if settings.get("default_payment_method") == found["id"]:
        account.change(customer, {"invoice_settings": settings | {"default_payment_method": None}}, "customer.updated")
    for subscription in account.store.select("subscription", default_payment_method=found["id"]):
        account.change(subscription, {"default_payment_method": None}, "customer.subscription.updated")
    return found
