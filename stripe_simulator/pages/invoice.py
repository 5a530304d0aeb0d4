"""An invoice as its customer sees it: a page on which it can be paid, and a PDF."""

from typing import Any

from stripe_simulator import JSON
from stripe_simulator.account import Account
from stripe_simulator.api import Response
from stripe_simulator.billing import invoicing
from stripe_simulator.billing.amounts import money
from stripe_simulator.billing.lines import day
from stripe_simulator.cards import EVERY, OFFERED
from stripe_simulator.errors import StripeFaultError, missing
from stripe_simulator.pages.html import Markup, button, form, notice, page, redirect, tag
from stripe_simulator.pages.site import Visit, view
from stripe_simulator.pdf import Sheet
from stripe_simulator.resources.payment_methods import attach, new_method

STATES = {"open": "To be paid", "paid": "Paid", "void": "Void", "uncollectible": "Written off", "draft": "Draft"}


def _found(visit: Visit) -> JSON:
    """Only with the secret that its address carries."""
    invoice = visit.account.find("invoice", visit["invoice"])
    if visit.account.store.notes(invoice["id"]).get("secret") != visit["secret"]:
        raise missing("invoice", invoice["id"])
    return invoice


@view("/invoice/{invoice}/{secret}")
def show(visit: Visit) -> Response:
    account, invoice, trouble = visit.account, _found(visit), ""
    here = f"/invoice/{invoice['id']}/{visit['secret']}"
    if visit.is_post and invoice["status"] == "open":
        try:
            method = new_method(account, EVERY[visit.word("test_card", OFFERED[0])])
            if invoicing.subscription_of(account, invoice):
                attach(account, method, invoice["customer"])
            invoicing.attempt(account, invoice, method=method)
        except StripeFaultError as fault:
            trouble = fault.error["message"]
        invoice = account.find("invoice", invoice["id"])
        intent = invoicing.intent_of(account, invoice)
        if intent and intent["status"] == "requires_action":
            return redirect(f"/authenticate/{intent['id']}")
        if not trouble:
            return redirect(here)
    total = money(invoice["amount_remaining"] if invoice["status"] == "open" else invoice["total"], invoice["currency"])
    return page(
        f"Invoice {invoice['number']}",
        tag("h1", f"Invoice {invoice['number']}"),
        notice(trouble)
        or notice(f"{STATES[invoice['status']]}: {total}", kind="good" if invoice["status"] == "paid" else ""),
        tag("section", tag("h2", "What it is for"), _sums(invoice)),
        _pay(here) if invoice["status"] == "open" else None,
        tag("p", tag("a", "Download as PDF", href=f"{here}/pdf")),
        status=402 if trouble else 200,
    )


def rows_of(invoice: JSON) -> list[tuple[str, str, str]]:
    """Words, period and sum of each line."""
    rows = []
    for line in invoice["lines"]["data"]:
        period = f"{day(line['period']['start'])} to {day(line['period']['end'])}"
        rows.append((line["description"] or "Amount", period, money(line["amount"], invoice["currency"])))
    return rows


def sums_of(invoice: JSON) -> list[tuple[str, int]]:
    off = sum(one["amount"] for one in invoice["total_discount_amounts"] or [])
    credit = invoice["amount_due"] - invoice["total"] if invoice["total"] > 0 else 0
    found = [("Subtotal", invoice["subtotal"])]
    if off:
        found.append(("Discount", -off))
    found.append(("Total", invoice["total"]))
    if credit:
        found.append(("From the customer's balance", credit))
    return [*found, ("Paid", invoice["amount_paid"]), ("Left to pay", invoice["amount_remaining"])]


def _sums(invoice: JSON) -> Markup:
    rows: list[Any] = [
        tag("tr", tag("td", words, tag("p", period, class_="hint")), tag("td", amount))
        for words, period, amount in rows_of(invoice)
    ]
    for words, amount in sums_of(invoice):
        look = "total" if words == "Left to pay" else None
        rows.append(tag("tr", tag("td", words), tag("td", money(amount, invoice["currency"])), class_=look))
    return tag("table", tag("tbody", *rows), class_="sums")


def _pay(here: str) -> Markup:
    options = [
        tag("label", tag("input", type_="radio", name="test_card", value=number, checked=number == OFFERED[0]),
            f"{number[:4]} ···· {number[-4:]}: {EVERY[number].words}", class_="option")
        for number in OFFERED
    ]  # fmt: skip
    choices = tag("fieldset", tag("legend", "Test card"), *options)
    return tag("section", tag("h2", "Pay it"), form(here, choices, button("Pay", look="main")))


@view("/invoice/{invoice}/{secret}/pdf")
def as_pdf(visit: Visit) -> Response:
    invoice = _found(visit)
    name = f"invoice-{invoice['number']}.pdf"
    return Response(200, pdf_of(invoice), "application/pdf", {
        "Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    })  # fmt: skip


def pdf_of(invoice: JSON) -> bytes:
    sheet = Sheet()
    sheet.line("Invoice", size=22, bold=True, gap=12)
    facts = [("Number", invoice["number"]), ("Date", day(invoice["effective_at"] or invoice["created"])),
             ("State", STATES[invoice["status"]]), ("From", invoice["account_name"])]  # fmt: skip
    if invoice["due_date"]:
        facts.append(("Due", day(invoice["due_date"])))
    for name, value in facts:
        sheet.line(f"{name}: {value}")
    sheet.line()
    sheet.line("For", bold=True)
    address = invoice["customer_address"] or {}
    for part in (
        invoice["customer_name"],
        invoice["customer_email"],
        address.get("line1"),
        " ".join(filter(None, (address.get("postal_code"), address.get("city")))),
        address.get("country"),
    ):
        if part:
            sheet.line(str(part))
    for one in invoice["customer_tax_ids"] or []:
        sheet.line(f"Tax id: {one['value']}")
    sheet.line()
    sheet.rule()
    for words, period, amount in rows_of(invoice):
        sheet.line(words, amount)
        sheet.line(period, size=8)
    sheet.rule()
    for words, total in sums_of(invoice):
        sheet.line(words, money(total, invoice["currency"]), bold=words == "Left to pay")
    sheet.line()
    sheet.line("Made by the Stripe simulator: nobody owes or has paid anything.", size=8)
    return sheet.bytes(f"Invoice {invoice['number']}")


@view("/receipt/{charge}")
def receipt(visit: Visit) -> Response:
    charge = visit.account.find("charge", visit["charge"])
    paid = money(charge["amount_captured"], charge["currency"])
    back = money(charge["amount_refunded"], charge["currency"])
    return page("Receipt", tag("h1", "Receipt"), tag("section", tag("p", f"Paid on {day(charge['created'])}: {paid}"),
                tag("p", f"Refunded: {back}") if charge["amount_refunded"] else None))  # fmt: skip


def hosted(account: Account, invoice: JSON) -> Markup:
    """A link to the page, for other pages."""
    return tag(
        "a", invoice["number"] or "Draft", href=(invoice["hosted_invoice_url"] or "").removeprefix(account.public_url)
    )
