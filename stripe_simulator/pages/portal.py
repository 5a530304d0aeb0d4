"""The page of a billing portal session."""

from typing import Any

from stripe_simulator import JSON
from stripe_simulator.api import Response
from stripe_simulator.billing.amounts import money
from stripe_simulator.billing.changing import changed
from stripe_simulator.billing.lifecycle import ENDED, items_of, period_end
from stripe_simulator.billing.lines import day
from stripe_simulator.cards import EVERY, OFFERED
from stripe_simulator.errors import StripeFaultError, invalid, missing
from stripe_simulator.pages.html import Markup, button, choice, form, notice, page, redirect, table, tag
from stripe_simulator.pages.invoice import STATES, hosted
from stripe_simulator.pages.site import Visit, view
from stripe_simulator.resources.payment_methods import attach, new_method


@view("/portal/{session}/{secret}")
def show(visit: Visit) -> Response:
    account = visit.account
    session = account.find("billing_portal.session", visit["session"])
    if account.store.notes(session["id"]).get("secret") != visit["secret"]:
        raise missing("billing_portal.session", session["id"])
    customer = account.find("customer", session["customer"])
    features = account.find("billing_portal.configuration", session["configuration"])["features"]
    trouble = ""
    if visit.is_post:
        try:
            _do(visit, customer, features)
            return redirect(visit.request.path)
        except StripeFaultError as fault:
            trouble = fault.error["message"]
    subscriptions = account.store.select("subscription", customer=customer["id"])[::-1]
    return page(
        "Billing portal",
        tag("h1", "Your billing"),
        notice(trouble),
        *[_subscription(visit, one, features) for one in subscriptions],
        None if subscriptions else tag("section", tag("p", "You have no subscription.")),
        _methods(visit, customer, features),
        _invoices(visit, customer) if features["invoice_history"]["enabled"] else None,
        tag("p", tag("a", "Back to where you came from", href=session["return_url"]))
        if session["return_url"]
        else None,
        status=402 if trouble else 200,
    )


def _do(visit: Visit, customer: JSON, features: JSON) -> None:
    """What the buttons ask for, as far as the configuration lets customers do it."""
    account, deed, name = visit.account, visit.word("deed"), visit.word("id")
    if deed in {"cancel", "keep"} and features["subscription_cancel"]["enabled"]:
        subscription = account.find("subscription", name)
        if subscription["customer"] != customer["id"]:
            raise missing("subscription", name)
        changed(account, subscription, {"cancel_at_period_end": deed == "cancel"})
    elif deed in {"add", "default", "remove"} and features["payment_method_update"]["enabled"]:
        if deed == "add":
            method = attach(account, new_method(account, EVERY[visit.word("test_card", OFFERED[0])]), customer["id"])
        else:
            method = account.find("payment_method", name)
            if method["customer"] != customer["id"]:
                raise missing("payment_method", name)
        if deed == "remove":
            account.change(method, {"customer": None})
            account.emit("payment_method.detached", method, {"customer": customer["id"]})
            return
        settings = customer["invoice_settings"] | {"default_payment_method": method["id"]}
        account.change(customer, {"invoice_settings": settings}, "customer.updated")
    else:
        raise invalid("This portal does not offer that.")


def _subscription(visit: Visit, subscription: JSON, features: JSON) -> Markup:
    items = [f"{item.get('quantity', 1)} × {_product(visit, item)}" for item in items_of(subscription)]
    end = day(period_end(subscription))
    if subscription["status"] in ENDED:
        words, deed = "Has ended.", None
    elif subscription["cancel_at_period_end"]:
        words, deed = f"Ends on {end}.", ("keep", "Keep it after all")
    else:
        words, deed = (
            f"State: {subscription['status']}. The period ends on {end}.",
            ("cancel", "Cancel at the end of the period"),
        )
    offer = None
    if deed and features["subscription_cancel"]["enabled"]:
        offer = _deed(visit, deed[0], subscription["id"], deed[1])
    return tag("section", tag("h2", ", ".join(items)), tag("p", words), offer)


def _product(visit: Visit, item: JSON) -> str:
    product = visit.account.maybe(item["price"]["product"])
    return str(product["name"]) if product else "Product"


def _deed(visit: Visit, deed: str, name: str, words: str) -> Markup:
    hidden = tag("input", type_="hidden", name="id", value=name)
    return form(visit.request.path, hidden, button(words, name="deed", value=deed), look="inline")


def _methods(visit: Visit, customer: JSON, features: JSON) -> Markup:
    default = (customer["invoice_settings"] or {}).get("default_payment_method")
    rows: list[list[Any]] = []
    for method in visit.account.store.select("payment_method", customer=customer["id"]):
        last4 = method[method["type"]].get("last4", "")
        words = f"{method.get('card', {}).get('brand', 'bank account').capitalize()} ···· {last4}"
        deeds = [_deed(visit, "remove", method["id"], "Remove")]
        if method["id"] != default:
            deeds.insert(0, _deed(visit, "default", method["id"], "Make it the default"))
        rows.append([words, "Default" if method["id"] == default else "", deeds])
    offered = [(number, f"{number[-4:]}: {EVERY[number].words}") for number in OFFERED]
    add = form(visit.request.path, tag("div", choice("Test card", "test_card", offered),
               button("Add card", name="deed", value="add"), class_="row"))  # fmt: skip
    known = table(["Method", "State", "What you can do"], rows, empty="No payment method is kept.")
    return tag(
        "section", tag("h2", "Payment methods"), known, add if features["payment_method_update"]["enabled"] else None
    )


def _invoices(visit: Visit, customer: JSON) -> Markup:
    rows = [
        [day(one["created"]), hosted(visit.account, one), money(one["total"], one["currency"]), STATES[one["status"]]]
        for one in visit.account.store.select("invoice", customer=customer["id"])[::-1]
        if one["status"] != "draft"
    ]
    return tag(
        "section", tag("h2", "Invoices"), table(["Date", "Number", "Sum", "State"], rows, empty="No invoices yet.")
    )
