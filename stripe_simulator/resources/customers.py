"""Customers, with their tax ids and their balance."""

from typing import Any

from stripe_simulator import JSON
from stripe_simulator.account import Account, differences, listed, merged, plain, random_text
from stripe_simulator.billing.discounts import redeem
from stripe_simulator.errors import invalid
from stripe_simulator.expanding import includable
from stripe_simulator.paging import page_of, page_within
from stripe_simulator.resources.payment_methods import attach, usable
from stripe_simulator.routing import Call, route
from stripe_simulator.searching import search

PLAIN = ("address", "description", "email", "name", "phone", "shipping", "tax_exempt")
ADDRESS = ("city", "country", "line1", "line2", "postal_code", "state")


def live(account: Account, name: Any, *, param: str = "customer") -> JSON:
    """A customer that was not deleted."""
    found = account.find("customer", name, param=param)
    if found.get("deleted"):
        raise invalid(f"No such customer: '{name}'; it was deleted.", param=param, code="resource_missing")
    return found


def full_address(sent: Any) -> JSON | None:
    return {name: plain(sent.get(name)) for name in ADDRESS} if isinstance(sent, dict) else None


def _changes(call: Call, before: JSON) -> JSON:
    changes: JSON = {name: plain(call.params[name]) for name in PLAIN if name in call.params}
    if "address" in changes:
        changes["address"] = full_address(changes["address"])
    if changes.get("shipping"):
        sent = changes["shipping"]
        changes["shipping"] = {"address": full_address(sent.get("address")), "name": sent.get("name"),
                               "phone": sent.get("phone")}  # fmt: skip
    if "balance" in call.params:
        changes["balance"] = call.params["balance"]
    if "preferred_locales" in call.params:
        changes["preferred_locales"] = call.params["preferred_locales"]
    if "metadata" in call.params:
        changes["metadata"] = merged(before["metadata"], call.params["metadata"])
    if "invoice_prefix" in call.params:
        changes["invoice_prefix"] = call.params["invoice_prefix"]
    sent = call.get("invoice_settings") or {}
    if sent:
        settings = dict(before["invoice_settings"])
        settings |= {name: plain(value) for name, value in sent.items()}
        if default := settings.get("default_payment_method"):
            method = account_method(call.account, default, before["id"])
            settings["default_payment_method"] = method["id"]
        changes["invoice_settings"] = settings
    return changes


def account_method(account: Account, name: str, customer: str) -> JSON:
    """A payment method that this customer keeps."""
    method = account.find("payment_method", name, param="invoice_settings[default_payment_method]")
    if method["customer"] != customer:
        raise invalid(
            "The customer does not have a payment method with the ID "
            f"{name}. The payment method must be attached to the customer.",
            param="invoice_settings[default_payment_method]", code="resource_missing",
        )  # fmt: skip
    return method


def new_customer(account: Account, *, clock: str | None = None, **values: Any) -> JSON:
    made = account.new(
        "customer",
        now=account.now(clock),
        balance=0,
        currency=None,
        delinquent=False,
        discount=None,
        invoice_prefix=random_text(8).upper(),
        next_invoice_sequence=1,
        preferred_locales=[],
        tax_exempt="none",
        test_clock=clock,
        metadata={},
        invoice_settings={
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
    )
    return made | values


@route("POST /v1/customers")
def create(call: Call) -> JSON:
    account = call.account
    clock = call.get("test_clock")
    if clock:
        account.find("test_helpers.test_clock", clock, param="test_clock")
    made = new_customer(account, clock=clock)
    settings = call.params.pop("invoice_settings", None)
    made |= _changes(call, made)
    account.create(made, "customer.created")
    kept = None
    if name := call.get("payment_method") or call.get("source"):
        kept = attach(account, usable(account, name), made["id"])
    if settings:
        # A well-known name says the same payment method twice.
        if kept and settings.get("default_payment_method") == call.get("payment_method"):
            settings["default_payment_method"] = kept["id"]
        call.params["invoice_settings"] = settings
        account.change(made, _changes(call, made))
    elif kept and call.get("source"):
        account.change(made, {"invoice_settings": made["invoice_settings"] | {"default_payment_method": kept["id"]}})
    _take_coupon(call, made)
    for sent in call.get("tax_id_data", []):
        new_tax_id(account, made["id"], sent["type"], sent["value"])
    return made


def _take_coupon(call: Call, customer: JSON) -> None:
    """The discount of a whole customer, as earlier versions of the API have it."""
    account, wanted, known = call.account, call.params.get("coupon"), customer["discount"]
    if wanted is None:
        return
    made = account.find("discount", redeem(account, {"coupon": wanted}, customer["id"])) if wanted else None
    account.change(customer, {"discount": made}, "customer.updated")
    if made and known:
        account.emit("customer.discount.updated", made, differences(known, made))
    elif made:
        account.emit("customer.discount.created", made)
    elif known:
        account.emit("customer.discount.deleted", known | {"deleted": True})


@route("GET /v1/customers")
def list_all(call: Call) -> JSON:
    where = ["json_extract(body, '$.deleted') IS NULL"]
    return page_of(call, "customer", where=where, email=call.get("email"), test_clock=call.get("test_clock"))


@route("GET /v1/customers/search")
def find_some(call: Call) -> JSON:
    return search(call, "customer")


@route("GET /v1/customers/{customer}")
def retrieve(call: Call) -> JSON:
    return call.account.find("customer", call["customer"])


@route("POST /v1/customers/{customer}")
def update(call: Call) -> JSON:
    found = live(call.account, call["customer"], param="id")
    before = found["balance"]
    _take_coupon(call, found)
    call.account.change(found, _changes(call, found), "customer.updated")
    if found["balance"] != before:
        enter(call.account, found, found["balance"] - before, kind="adjustment", balance_is_written=True)
    return found


@route("DELETE /v1/customers/{customer}")
def delete(call: Call) -> JSON:
    """Whatever was running for the customer ends, too."""
    from stripe_simulator.billing.lifecycle import cancel_now  # noqa: PLC0415 -- these know customers

    account = call.account
    found = live(account, call["customer"], param="id")
    for subscription in account.store.select("subscription", customer=found["id"]):
        if subscription["status"] not in {"canceled", "incomplete_expired"}:
            cancel_now(account, subscription, reason="cancellation_requested")
    account.emit("customer.deleted", found)
    gone = {"id": found["id"], "object": "customer", "deleted": True}
    account.save(gone)
    return gone


@route("DELETE /v1/customers/{customer}/discount")
def delete_discount(call: Call) -> JSON:
    found = live(call.account, call["customer"], param="id")
    if found["discount"] is None:
        raise invalid("No active discount for customer: " + found["id"], code="resource_missing")
    gone: JSON = found["discount"] | {"deleted": True}
    call.account.change(found, {"discount": None})
    call.account.emit("customer.discount.deleted", gone)
    return gone


def new_tax_id(account: Account, customer: str, kind: str, value: str) -> JSON:
    """Its shape is looked at; whether somebody has it, no one can say here."""
    country = value[:2].upper() if kind == "eu_vat" else kind.partition("_")[0].upper()
    if kind == "eu_vat" and not value[:2].isalpha():
        raise invalid("Invalid value for eu_vat.", param="value", code="tax_id_invalid")
    made = account.new(
        "tax_id",
        now=account.now_of({"customer": customer}),
        customer=customer,
        type=kind,
        value=value,
        country=country,
        owner={"type": "customer", "customer": customer, "account": None, "application": None},
        verification={
            "status": "pending" if kind == "eu_vat" else "unavailable",
            "verified_address": None,
            "verified_name": None,
        },
    )
    return account.create(made, "customer.tax_id.created")


def tax_ids_of(account: Account, customer: str | None) -> list[JSON]:
    return account.store.select("tax_id", customer=customer) if customer else []


@route("POST /v1/customers/{customer}/tax_ids")
def create_tax_id(call: Call) -> JSON:
    live(call.account, call["customer"], param="id")
    return new_tax_id(call.account, call["customer"], call.params["type"], call.params["value"])


@route("GET /v1/customers/{customer}/tax_ids")
def list_tax_ids(call: Call) -> JSON:
    live(call.account, call["customer"], param="id")
    return page_of(call, "tax_id", customer=call["customer"])


@route("GET /v1/customers/{customer}/tax_ids/{tax_id}")
def retrieve_tax_id(call: Call) -> JSON:
    return call.account.find("tax_id", call["tax_id"])


@route("DELETE /v1/customers/{customer}/tax_ids/{tax_id}")
def delete_tax_id(call: Call) -> JSON:
    found = call.account.find("tax_id", call["tax_id"])
    call.account.store.remove(found["id"])
    call.account.emit("customer.tax_id.deleted", found)
    return {"id": found["id"], "object": "tax_id", "deleted": True}


def enter(
    account: Account, customer: JSON, amount: int, *, kind: str, balance_is_written: bool = False, **values: Any
) -> JSON:
    """An entry of the customer's balance; below zero is credit."""
    if not balance_is_written:
        account.change(customer, {"balance": customer["balance"] + amount}, "customer.updated")
    made = account.new(
        "customer_balance_transaction", now=account.now_of(customer), customer=customer["id"], amount=amount,
        type=kind, ending_balance=customer["balance"], metadata={},
    )  # fmt: skip
    made |= {"currency": customer["currency"] or "usd"} | values
    return account.save(made)


@route("POST /v1/customers/{customer}/balance_transactions")
def create_balance_transaction(call: Call) -> JSON:
    customer = live(call.account, call["customer"], param="id")
    return enter(
        call.account, customer, call.params["amount"], kind="adjustment", currency=call.params["currency"],
        description=plain(call.get("description")), metadata=merged({}, call.get("metadata")),
    )  # fmt: skip


@route("GET /v1/customers/{customer}/balance_transactions")
def list_balance_transactions(call: Call) -> JSON:
    live(call.account, call["customer"], param="id")
    return page_of(call, "customer_balance_transaction", customer=call["customer"])


@route("GET /v1/customers/{customer}/balance_transactions/{transaction}")
def retrieve_balance_transaction(call: Call) -> JSON:
    return call.account.find("customer_balance_transaction", call["transaction"])


@route("GET /v1/customers/{customer}/payment_methods")
def list_payment_methods(call: Call) -> JSON:
    live(call.account, call["customer"], param="id")
    return page_of(call, "payment_method", customer=call["customer"], type=call.get("type"))


@route("GET /v1/customers/{customer}/payment_methods/{payment_method}")
def retrieve_payment_method(call: Call) -> JSON:
    found = call.account.find("payment_method", call["payment_method"])
    if found["customer"] != call["customer"]:
        raise invalid("This customer does not keep that payment method.", code="resource_missing")
    return found


@includable("customer", "subscriptions")
def _subscriptions(account: Account, customer: JSON) -> JSON:
    running = [
        one for one in account.store.select("subscription", customer=customer["id"]) if one["status"] != "canceled"
    ]
    return listed(running[::-1], f"/v1/customers/{customer['id']}/subscriptions")


@includable("customer", "tax_ids")
def _tax_ids(account: Account, customer: JSON) -> JSON:
    return listed(tax_ids_of(account, customer["id"])[::-1], f"/v1/customers/{customer['id']}/tax_ids")


@includable("customer", "sources")
def _sources(account: Account, customer: JSON) -> JSON:
    return listed([], f"/v1/customers/{customer['id']}/sources")


@route("GET /v1/customers/{customer}/subscriptions")
def list_subscriptions(call: Call) -> JSON:
    customer = live(call.account, call["customer"], param="id")
    return page_within(call, _subscriptions(call.account, customer)["data"])
