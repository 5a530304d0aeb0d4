"""Invoices, their lines, what waits for them and what pays them."""

from stripe_simulator import JSON
from stripe_simulator.account import Account, listed, merged, plain
from stripe_simulator.billing import discounts, invoicing
from stripe_simulator.billing.amounts import price_of
from stripe_simulator.billing.lifecycle import invoice_for_period, take_waiting
from stripe_simulator.billing.lines import line_of_invoice_item, named, new_invoice_item
from stripe_simulator.billing.previewing import preview
from stripe_simulator.billing.proration import pending_items
from stripe_simulator.errors import declined, invalid
from stripe_simulator.expanding import includable
from stripe_simulator.paging import page_of, page_within
from stripe_simulator.resources.customers import live
from stripe_simulator.resources.payment_methods import usable
from stripe_simulator.routing import Call, route
from stripe_simulator.searching import search

COPIED = (
    "auto_advance",
    "collection_method",
    "description",
    "footer",
    "custom_fields",
    "statement_descriptor",
    "number",
)


@route("POST /v1/invoices")
def create(call: Call) -> JSON:
    account, sent = call.account, call.params
    if sent.get("subscription"):
        subscription = account.find("subscription", sent["subscription"], param="subscription")
        live(account, subscription["customer"])
        return invoice_for_period(account, subscription, "subscription_update")
    if not sent.get("customer"):
        raise invalid("Missing required param: customer.", param="customer", code="parameter_missing")
    customer = live(account, sent["customer"])
    waiting: list[JSON] = []
    if sent.get("pending_invoice_items_behavior") == "include":
        waiting = pending_items(account, customer["id"], None)
    currency = sent.get("currency") or (waiting[0]["currency"] if waiting else customer["currency"]) or "usd"
    made = invoicing.new_invoice(
        account,
        customer,
        currency=currency,
        reason="manual",
        lines=[line_of_invoice_item(account, one) for one in waiting],
        collection_method=sent.get("collection_method"),
        days_until_due=sent.get("days_until_due"),
        discounts=[discounts.redeem(account, one, customer["id"]) for one in plain(sent.get("discounts")) or []],
        metadata=merged({}, sent.get("metadata")),
        auto_advance=bool(sent.get("auto_advance", False)),
        description=plain(sent.get("description")),
        footer=plain(sent.get("footer")),
        default_payment_method=sent.get("default_payment_method"),
    )
    if isinstance(sent.get("due_date"), int):
        made["due_date"] = sent["due_date"]
    if not made["auto_advance"]:
        made["automatically_finalizes_at"] = None
    take_waiting(account, waiting, made)
    return account.create(made, "invoice.created")


@route("POST /v1/invoices/create_preview")
def create_preview(call: Call) -> JSON:
    return preview(call.account, call.params)


@route("GET /v1/invoices")
def list_all(call: Call) -> JSON:
    return page_of(
        call, "invoice", customer=call.get("customer"), status=call.get("status"),
        collection_method=call.get("collection_method"),
        parent__subscription_details__subscription=call.get("subscription"),
    )  # fmt: skip


@route("GET /v1/invoices/search")
def find_some(call: Call) -> JSON:
    return search(call, "invoice")


@route("GET /v1/invoices/{invoice}")
def retrieve(call: Call) -> JSON:
    return call.account.find("invoice", call["invoice"])


@route("POST /v1/invoices/{invoice}")
def update(call: Call) -> JSON:
    account, sent = call.account, call.params
    found = account.find("invoice", call["invoice"])
    changes: JSON = {name: plain(sent[name]) for name in COPIED if name in sent}
    if changes.keys() - {"auto_advance", "description", "number"} and found["status"] != "draft":
        raise invalid("Finalized invoices can't be updated in this way.", code="invoice_not_editable")
    if "metadata" in sent:
        changes["metadata"] = merged(found["metadata"], sent["metadata"])
    if "default_payment_method" in sent:
        changes["default_payment_method"] = plain(sent["default_payment_method"])
    if "discounts" in sent and found["status"] == "draft":
        changes["discounts"] = [
            discounts.redeem(account, one, found["customer"]) for one in plain(sent["discounts"]) or []
        ]
    after = account.change(found, changes, "invoice.updated")
    if "discounts" in changes:
        account.save(invoicing.put_lines(account, after, after["lines"]["data"]))
    return after


@route("DELETE /v1/invoices/{invoice}")
def delete(call: Call) -> JSON:
    found = call.account.find("invoice", call["invoice"])
    if found["status"] != "draft":
        raise invalid("You can only delete draft invoices.", code="invoice_not_editable")
    for item in call.account.store.select("invoiceitem", invoice=found["id"]):
        call.account.change(item, {"invoice": None})
    call.account.store.remove(found["id"])
    call.account.emit("invoice.deleted", found)
    return {"id": found["id"], "object": "invoice", "deleted": True}


@route("POST /v1/invoices/{invoice}/finalize")
def finalize(call: Call) -> JSON:
    found = invoicing.finalize(call.account, call.account.find("invoice", call["invoice"]))
    return call.account.find("invoice", found["id"])


@route("POST /v1/invoices/{invoice}/send")
def send(call: Call) -> JSON:
    found = call.account.find("invoice", call["invoice"])
    if found["status"] == "draft":
        invoicing.finalize(call.account, found)
    call.account.emit("invoice.sent", call.account.find("invoice", found["id"]))
    return call.account.find("invoice", found["id"])


@route("POST /v1/invoices/{invoice}/pay")
def pay(call: Call) -> JSON:
    account = call.account
    found = account.find("invoice", call["invoice"])
    if found["status"] == "draft":
        invoicing.finalize(account, found)
        found = account.find("invoice", found["id"])
    if found["status"] == "paid" and found["amount_due"]:
        raise invalid("Invoice is already paid", code="invoice_already_paid")
    if found["status"] in {"void"}:
        raise invalid("A voided invoice cannot be paid.", code="invoice_not_editable")
    if call.get("paid_out_of_band"):
        invoicing.close_intent(account, found, "abandoned")
        return invoicing.mark_paid(account, found)
    if found["status"] == "uncollectible":
        account.change(found, {"status": "open"})
    method = usable(account, call.get("payment_method")) if call.get("payment_method") else None
    invoicing.attempt(account, found, method=method)
    after = account.find("invoice", found["id"])
    if after["status"] == "open":
        intent = invoicing.intent_of(account, after)
        if intent and intent["status"] == "requires_action":
            raise declined(
                "This payment requires additional user action before it can be completed successfully.",
                "invoice_payment_intent_requires_action", payment_intent=intent,
            )  # fmt: skip
    return after


@route("POST /v1/invoices/{invoice}/void")
def void(call: Call) -> JSON:
    return invoicing.void(call.account, call.account.find("invoice", call["invoice"]))


@route("POST /v1/invoices/{invoice}/mark_uncollectible")
def mark_uncollectible(call: Call) -> JSON:
    return invoicing.mark_uncollectible(call.account, call.account.find("invoice", call["invoice"]))


@route("GET /v1/invoices/{invoice}/lines")
def list_lines(call: Call) -> JSON:
    return page_within(call, call.account.find("invoice", call["invoice"])["lines"]["data"])


@includable("invoice", "payments")
def _payments(account: Account, invoice: JSON) -> JSON:
    found = account.store.select("invoice_payment", invoice=invoice["id"])
    return listed(found, f"/v1/invoice_payments?invoice={invoice['id']}")


@includable("invoice", "confirmation_secret")
def _confirmation_secret(account: Account, invoice: JSON) -> JSON | None:
    intent = invoicing.intent_of(account, invoice)
    return {"client_secret": intent["client_secret"], "type": "payment_intent"} if intent else None


@route("GET /v1/invoice_payments")
def list_payments(call: Call) -> JSON:
    payment = call.get("payment") or {}
    return page_of(call, "invoice_payment", invoice=call.get("invoice"), status=call.get("status"),
                   payment__payment_intent=payment.get("payment_intent"))  # fmt: skip


@route("GET /v1/invoice_payments/{payment}")
def retrieve_payment(call: Call) -> JSON:
    return call.account.find("invoice_payment", call["payment"])


@route("POST /v1/invoiceitems")
def create_item(call: Call) -> JSON:
    """Without an invoice it waits for the next one."""
    account, sent = call.account, call.params
    customer = live(account, sent.get("customer"))
    quantity = int(sent.get("quantity", 1))
    name = (sent.get("pricing") or {}).get("price") or sent.get("price")
    values: JSON = {"quantity": quantity, "metadata": merged({}, sent.get("metadata"))}
    if name:
        price = account.find("price", name, param="pricing[price]")
        currency, amount = price["currency"], price_of(account, price, quantity)
        values |= {"price": price, "description": plain(sent.get("description")) or named(account, price)}
    else:
        currency = sent.get("currency") or customer["currency"] or "usd"
        exact = sent.get("unit_amount_decimal") or (sent.get("price_data") or {}).get("unit_amount")
        amount = sent["amount"] if "amount" in sent else int(float(exact or 0)) * quantity
        values["description"] = plain(sent.get("description"))
    if sent.get("subscription"):
        subscription = account.find("subscription", sent["subscription"], param="subscription")
        values["parent"] = {"type": "subscription_details", "subscription_details": {
            "subscription": subscription["id"], "subscription_item": None}}  # fmt: skip
    if sent.get("period"):
        values["period"] = sent["period"]
    if "discountable" in sent:
        values["discountable"] = sent["discountable"]
    made = new_invoice_item(account, customer=customer["id"], currency=currency, amount=int(amount), **values)
    if sent.get("invoice"):
        invoice = account.find("invoice", sent["invoice"], param="invoice")
        if invoice["status"] != "draft":
            raise invalid("You can only add items to draft invoices.", param="invoice", code="invoice_not_editable")
        account.change(made, {"invoice": invoice["id"]})
        _rebuild(account, invoice, [*invoice["lines"]["data"], line_of_invoice_item(account, made)])
    return made


def _rebuild(account: Account, invoice: JSON, lines: list[JSON]) -> None:
    after = invoicing.put_lines(account, dict(invoice), lines)
    account.change(invoice, after, "invoice.updated")


@route("GET /v1/invoiceitems")
def list_items(call: Call) -> JSON:
    where = []
    if (pending := call.get("pending")) is not None:
        where.append(f"json_extract(body, '$.invoice') IS {'' if pending else 'NOT '}NULL")
    return page_of(call, "invoiceitem", where=where, customer=call.get("customer"), invoice=call.get("invoice"))


@route("GET /v1/invoiceitems/{item}")
def retrieve_item(call: Call) -> JSON:
    return call.account.find("invoiceitem", call["item"])


@route("POST /v1/invoiceitems/{item}")
def update_item(call: Call) -> JSON:
    account, sent = call.account, call.params
    found = account.find("invoiceitem", call["item"])
    changes: JSON = {name: plain(sent[name]) for name in ("description", "discountable", "period") if name in sent}
    if "metadata" in sent:
        changes["metadata"] = merged(found["metadata"], sent["metadata"])
    if "amount" in sent:
        changes |= {"amount": sent["amount"], "net_amount": sent["amount"]}
    after = account.change(found, changes)
    _refresh(account, after, gone=False)
    return after


@route("DELETE /v1/invoiceitems/{item}")
def delete_item(call: Call) -> JSON:
    found = call.account.find("invoiceitem", call["item"])
    _refresh(call.account, found, gone=True)
    call.account.store.remove(found["id"])
    call.account.emit("invoiceitem.deleted", found)
    return {"id": found["id"], "object": "invoiceitem", "deleted": True}


def _refresh(account: Account, item: JSON, *, gone: bool) -> None:
    """A draft that shows the item follows it."""
    invoice = account.maybe(item["invoice"])
    if invoice is None:
        return
    if invoice["status"] != "draft":
        raise invalid(
            "This invoice item can no longer be changed: its invoice is finalized.", code="invoice_not_editable"
        )
    kept = [line for line in invoice["lines"]["data"] if _item_of(line) != item["id"]]
    _rebuild(account, invoice, kept if gone else [*kept, line_of_invoice_item(account, item)])


def _item_of(line: JSON) -> str | None:
    parent = line["parent"] or {}
    details = parent.get("invoice_item_details") or parent.get("subscription_item_details") or {}
    name: str | None = details.get("invoice_item")
    return name
