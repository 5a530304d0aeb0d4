"""The payment page of a checkout session."""

from urllib.parse import quote

from stripe_simulator import JSON, checkout, selling
from stripe_simulator.account import Account
from stripe_simulator.api import Response
from stripe_simulator.billing.amounts import money
from stripe_simulator.cards import BANK_ACCOUNTS, EVERY, OFFERED
from stripe_simulator.errors import StripeFaultError, invalid
from stripe_simulator.pages.html import Markup, button, choice, field, form, notice, page, redirect, tag
from stripe_simulator.pages.site import Visit, view
from stripe_simulator.resources.payment_methods import method_from, new_method

TAX_IDS = (("eu_vat", "VAT number (EU)"), ("gb_vat", "VAT number (UK)"), ("ch_vat", "VAT number (Switzerland)"),
           ("us_ein", "EIN (United States)"))  # fmt: skip
WITHOUT = "none"


@view("/pay/{session}")
def pay(visit: Visit) -> Response:  # noqa: PLR0911 -- one for each way that it can end
    account = visit.account
    session = account.find("checkout.session", visit["session"])
    if session["status"] != "open":
        return _over(session)
    if not visit.is_post:
        return show(account, session, {})
    try:
        if visit.word("deed") == "code":
            selling.use_code(account, session, visit.word("promotion_code"))
            return redirect(f"/pay/{session['id']}")
        if visit.word("deed") == "quantities":
            for sold in account.store.notes(session["id"])["sold"]:
                selling.choose_quantity(
                    account, session, sold["id"], visit.number(f"quantity-{sold['id']}", sold["quantity"])
                )
            return redirect(f"/pay/{session['id']}")
        with account.asked_by(None, None):
            checkout.complete(account, session, _method(visit, session), _details(visit))
    except StripeFaultError as fault:
        current = account.find("checkout.session", session["id"])
        return show(account, current, visit.sent, fault.error["message"])
    after = account.find("checkout.session", session["id"])
    if intent := checkout.waits_for(account, after):
        return redirect(f"/authenticate/{intent}")
    return redirect(success_of(after)) if after["success_url"] else _over(after)


def success_of(session: JSON) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", quote(session["id"]))


def _over(session: JSON) -> Response:
    if session["status"] == "complete":
        words, back = "This has been paid already.", success_of(session) if session["success_url"] else None
    else:
        words, back = "This page has expired. Start again where you came from.", session["cancel_url"]
    link = tag("p", tag("a", "Back to the shop", href=back)) if back else None
    return page("Payment", tag("h1", words), link, status=410 if session["status"] == "expired" else 200)


def _method(visit: Visit, session: JSON) -> JSON | None:
    """How the buyer wants to pay; nothing where nothing is due and nothing is asked for."""
    kind = visit.word("kind", "card")
    if kind != "card":
        means = next(one for one in BANK_ACCOUNTS if one.number == kind)
        if means.kind not in session["payment_method_types"]:
            raise invalid("This way to pay is not offered here.")
        return new_method(visit.account, means)
    number = visit.word("number").replace(" ", "") or visit.word("test_card")
    if number == WITHOUT and not _asks_for_card(session):
        return None
    if number in {"", WITHOUT}:
        raise invalid("Enter a card number, or choose one of the test cards.")
    month, _, year = (visit.word("expiry") or "12 / 34").partition("/")
    if not (month.strip().isdecimal() and year.strip().isdecimal() and 1 <= int(month) <= 12):  # noqa: PLR2004 -- months
        raise invalid("The expiry date is month / year, for instance 12 / 34.")
    card = {"number": number, "exp_month": month.strip(), "exp_year": year.strip()}
    billing = {name: visit.word(name) for name in ("email", "name") if visit.word(name)}
    return method_from(visit.account, {"type": "card", "card": card, "billing_details": billing})


def _asks_for_card(session: JSON) -> bool:
    if session["mode"] == "setup" or session["amount_total"]:
        return True
    return bool(session["mode"] == "subscription" and session["payment_method_collection"] != "if_required")


def _details(visit: Visit) -> JSON:
    email = visit.word("email")
    if email and "@" not in email:
        raise invalid("The e-mail address is not complete.")
    address = {name: visit.word(name) or None for name in ("line1", "postal_code", "city", "country")}
    whole = {"line2": None, "state": None, **address} if any(address.values()) else None
    return {
        "email": email or None, "name": visit.word("name") or None, "address": whole,
        "tax_id_type": visit.word("tax_id_type", "eu_vat"), "tax_id": visit.word("tax_id").replace(" ", "") or None,
    }  # fmt: skip


def show(account: Account, session: JSON, sent: JSON, trouble: str = "") -> Response:
    total = money(session["amount_total"] or 0, session["currency"])
    due = {"payment": f"Pay {total}", "subscription": f"Subscribe for {total}", "setup": "Save card"}[session["mode"]]
    here = f"/pay/{session['id']}"
    return page(
        "Payment",
        tag("h1", "Save a payment method" if session["mode"] == "setup" else f"Pay {total}"),
        notice(trouble),
        _what(account, session, here) if session["mode"] != "setup" else None,
        _code(account, session, here, sent) if session["allow_promotion_codes"] else None,
        form(
            here,
            tag("section", tag("h2", "About you"), *_person(session, sent)),
            tag("section", tag("h2", "How you pay"), *_means(session, sent)),
            button(due, name="deed", value="pay", look="main"),
        ),
        tag("p", tag("a", "Cancel and go back", href=session["cancel_url"])) if session["cancel_url"] else None,
        status=402 if trouble else 200,
    )


def _what(account: Account, session: JSON, here: str) -> Markup:
    """What is bought, with seats and sums."""
    notes = account.store.notes(session["id"])
    rows, inputs = [], []
    for item, sold in zip(selling.items_of(account, session), notes["sold"], strict=True):
        recurring = item["price"]["recurring"]
        every = f" each {recurring['interval']}" if recurring else ""
        unit = money(item["price"]["unit_amount"] or 0, item["currency"])
        words = tag("td", item["description"], tag("p", f"{item['quantity']} × {unit}{every}", class_="hint"))
        rows.append(tag("tr", words, tag("td", money(item["amount_subtotal"], item["currency"]))))
        limits = sold.get("adjustable") or {}
        if limits.get("enabled"):
            inputs.append(
                field(
                    f"Quantity of {item['description']}",
                    f"quantity-{sold['id']}",
                    str(item["quantity"]),
                    type_="number",
                    min=limits.get("minimum", 1),
                    max=limits.get("maximum", 99),
                )
            )
    off = session["total_details"]["amount_discount"]
    if off:
        rows.append(tag("tr", tag("td", "Discount"), tag("td", money(-off, session["currency"]))))
    days = (notes.get("subscription_data") or {}).get("trial_period_days")
    if days:
        rows.append(tag("tr", tag("td", f"Free for {days} days, then the full price"), tag("td", "")))
    rows.append(
        tag(
            "tr", tag("td", "Due today"), tag("td", money(session["amount_total"], session["currency"])), class_="total"
        )
    )
    quantities = form(here, *inputs, button("Change quantity", name="deed", value="quantities")) if inputs else None
    return tag("section", tag("h2", "What you buy"), tag("table", tag("tbody", *rows), class_="sums"), quantities)


def _code(account: Account, session: JSON, here: str, sent: JSON) -> Markup:
    used = (account.store.notes(session["id"]).get("discount") or {}).get("promotion_code")
    code = account.find("promotion_code", used)["code"] if used else ""
    words = "Use another code, or leave the field empty to take it away." if code else ""
    value = code or str(sent.get("promotion_code", ""))
    entry = field("Promotion code", "promotion_code", value, autocomplete="off", hint=words)
    return tag("section", form(here, tag("div", entry, button("Use code", name="deed", value="code"), class_="row")))


def _person(session: JSON, sent: JSON) -> list[Markup]:
    known = session["customer_details"] or {}
    parts = [
        field(
            "E-mail",
            "email",
            str(sent.get("email") or known.get("email") or ""),
            type_="email",
            autocomplete="email",
            required=session["customer"] is None,
        ),
        field("Name", "name", str(sent.get("name") or known.get("name") or ""), autocomplete="name"),
    ]
    if session["billing_address_collection"] == "required":
        parts += [
            field(
                "Street and number", "line1", str(sent.get("line1", "")), autocomplete="address-line1", required=True
            ),
            tag(
                "div",
                field("Postal code", "postal_code", str(sent.get("postal_code", "")), autocomplete="postal-code"),
                field("City", "city", str(sent.get("city", "")), autocomplete="address-level2"),
                class_="pair",
            ),
            field(
                "Country",
                "country",
                str(sent.get("country", "")),
                autocomplete="country",
                hint="Two letters, such as DE",
                maxlength=2,
            ),
        ]
    if session["tax_id_collection"]["enabled"]:
        parts += [
            choice("Kind of tax id", "tax_id_type", TAX_IDS, str(sent.get("tax_id_type", "eu_vat"))),
            field("Tax id", "tax_id", str(sent.get("tax_id", "")), hint="Leave it empty to buy as a private person."),
        ]
    return parts


def _means(session: JSON, sent: JSON) -> list[Markup]:
    """Card and, where it is offered, a bank account that settles later; test cards are there to choose."""
    kind = str(sent.get("kind", "card"))
    others = [one for one in BANK_ACCOUNTS if one.kind in session["payment_method_types"]]
    parts: list[Markup] = []
    if others:
        options = [_option("kind", "card", "Card", chosen=kind == "card")]
        options += [
            _option(
                "kind", one.number, f"Bank account ···· {one.last4}: {one.words.lower()}", chosen=kind == one.number
            )
            for one in others
        ]
        parts.append(tag("fieldset", tag("legend", "Way to pay"), *options))
    usual = OFFERED[0] if _asks_for_card(session) else WITHOUT
    chosen = str(sent.get("test_card", "" if sent else usual))
    cards = [
        _option("test_card", number, f"{number[:4]} ···· {number[-4:]}: {EVERY[number].words}", chosen=chosen == number)
        for number in OFFERED
    ]
    if not _asks_for_card(session):
        cards.insert(0, _option("test_card", WITHOUT, "None for now", chosen=chosen == WITHOUT))
    cards.append(_option("test_card", "", "Another card, typed below", chosen=chosen == ""))
    parts += [
        tag("fieldset", tag("legend", "Test card"), *cards),
        field(
            "Card number",
            "number",
            str(sent.get("number", "")),
            inputmode="numeric",
            autocomplete="off",
            hint="Only if you chose another card. Never type a real one.",
        ),
        tag(
            "div",
            field("Expiry", "expiry", str(sent.get("expiry", "12 / 34")), autocomplete="off"),
            field("Security code", "cvc", str(sent.get("cvc", "123")), inputmode="numeric", autocomplete="off"),
            class_="pair",
        ),
    ]
    return parts


def _option(name: str, value: str, words: str, *, chosen: bool) -> Markup:
    return tag("label", tag("input", type_="radio", name=name, value=value, checked=chosen), words, class_="option")
