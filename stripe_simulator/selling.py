"""What a checkout session sells: its lines, its sums and its page."""

from stripe_simulator import JSON
from stripe_simulator.account import Account, listed, merged, plain
from stripe_simulator.billing import discounts
from stripe_simulator.billing.amounts import price_of
from stripe_simulator.billing.beginning import price_for, quantity_of
from stripe_simulator.billing.lines import named
from stripe_simulator.errors import invalid
from stripe_simulator.resources.customers import live

HOUR = 3600
LONGEST_HOURS, SHORTEST_MINUTES = 24, 30
TYPES_BY_CURRENCY = {"eur": ["card", "sepa_debit"], "usd": ["card", "us_bank_account"]}


def items_of(account: Account, session: JSON) -> list[JSON]:
    """The lines as they are sold now, each with its discount."""
    notes = account.store.notes(session["id"])
    items: list[JSON] = []
    lines: list[JSON] = []
    for sold in notes.get("sold", []):
        price = account.find("price", sold["price"])
        free = session["mode"] == "subscription" and price["recurring"] and _trial(notes)
        metered = (price["recurring"] or {}).get("usage_type") == "metered"
        amount = 0 if free or metered else price_of(account, price, sold["quantity"])
        lines.append({"amount": amount, "discountable": True, "discount_amounts": [],
                      "pricing": {"price_details": {"price": price["id"]}}})  # fmt: skip
        items.append(
            account.new(
                "item",
                id=sold["id"],
                price=price,
                quantity=sold["quantity"],
                currency=price["currency"],
                amount_subtotal=amount,
                description=named(account, price),
                metadata=sold.get("metadata") or {},
            )
        )
    if notes.get("discount"):
        _take_off(account, notes["discount"], lines, session.get("customer"))
    for item, line in zip(items, lines, strict=True):
        off = sum(one["amount"] for one in line["discount_amounts"])
        item |= {"amount_discount": off, "amount_tax": 0, "amount_total": item["amount_subtotal"] - off}
        if not item["price"]["recurring"]:
            del item["adjustable_quantity"]
        else:
            item["adjustable_quantity"] = None
    return items


def _trial(notes: JSON) -> bool:
    data = notes.get("subscription_data") or {}
    return bool(data.get("trial_period_days") or data.get("trial_end"))


def _take_off(account: Account, sent: JSON, lines: list[JSON], customer: str | None) -> None:
    """Try the discount, and take the trial back."""
    try:
        with account.store.savepoint():
            muted, account.muted = account.muted, True
            try:
                name = discounts.redeem(account, sent, customer)
                discounts.apply(account, lines, [name], use_up=False)
            finally:
                account.muted = muted
            raise _TriedError
    except _TriedError:
        return


class _TriedError(Exception):
    """Takes back what was only tried."""


def reckon(account: Account, session: JSON) -> JSON:
    """The sums, as a change."""
    items = items_of(account, session)
    off = sum(item["amount_discount"] for item in items)
    subtotal = sum(item["amount_subtotal"] for item in items)
    notes = account.store.notes(session["id"])
    sent = notes.get("discount")
    shown = [{"coupon": sent.get("coupon"), "promotion_code": sent.get("promotion_code")}] if sent else []
    return {
        "amount_subtotal": subtotal, "amount_total": subtotal - off, "discounts": shown,
        "total_details": {"amount_discount": off, "amount_shipping": 0, "amount_tax": 0},
    }  # fmt: skip


def new_session(account: Account, sent: JSON) -> JSON:
    """Everything that can be wrong with it is named before anybody sees the page."""
    mode = sent.get("mode") or "payment"
    customer = live(account, sent["customer"]) if sent.get("customer") else None
    expires = _checked_expiry(account, sent, customer)
    sold = [] if mode == "setup" else _sold(account, sent, mode)
    currency = account.find("price", sold[0]["price"])["currency"] if sold else sent.get("currency") or "eur"
    made = account.new(
        "checkout.session",
        now=account.now(),
        mode=mode,
        status="open",
        expires_at=expires,
        currency=currency,
        customer=customer["id"] if customer else None,
        customer_creation=_creation(mode, sent, customer),
        payment_status="no_payment_required" if mode == "setup" else "unpaid",
        **_as_asked(sent, mode, currency),
    )
    made["customer_details"] = details_of(customer, made["customer_email"])
    made["url"] = f"{account.public_url}/pay/{made['id']}" if made["ui_mode"] == "hosted_page" else None
    made["invoice_creation"] = _invoice_creation(sent) if mode == "payment" else None
    account.save(made)
    discount = (plain(sent.get("discounts")) or [None])[0]
    if discount:
        discounts.redeemable(account, discount, made["customer"])
    account.note(
        made,
        sold=sold,
        discount=discount,
        subscription_data=sent.get("subscription_data") or {},
        payment_intent_data=sent.get("payment_intent_data") or {},
        setup_intent_data=sent.get("setup_intent_data") or {},
    )
    account.change(made, reckon(account, made) if mode != "setup" else {})
    return made


def _checked_expiry(account: Account, sent: JSON, customer: JSON | None) -> int:
    """When the page closes, once nothing that was sent contradicts the rest."""
    if customer and sent.get("customer_email"):
        raise invalid("You may only specify one of these parameters: customer, customer_email.", param="customer_email")
    if sent.get("discounts") and sent.get("allow_promotion_codes") is not None:
        raise invalid(
            "You may only specify one of these parameters: allow_promotion_codes, discounts.", param="discounts"
        )
    if (sent.get("ui_mode") or "hosted_page") == "hosted_page" and not sent.get("success_url"):
        raise invalid("Missing required param: success_url.", param="success_url", code="parameter_missing")
    now = account.now()
    expires = int(sent.get("expires_at", now + LONGEST_HOURS * HOUR))
    if not now + SHORTEST_MINUTES * 60 - 60 <= expires <= now + LONGEST_HOURS * HOUR + 60:
        raise invalid(
            "The `expires_at` timestamp must be between 30 minutes and 24 hours from now.", param="expires_at"
        )
    return expires


def _as_asked(sent: JSON, mode: str, currency: str) -> JSON:
    """What a session keeps of what was sent, each with what Stripe takes where nothing was."""
    types = sent.get("payment_method_types") or sent.get("allowed_payment_method_types")
    return {
        "ui_mode": sent.get("ui_mode") or "hosted_page",
        "customer_email": plain(sent.get("customer_email")),
        "success_url": plain(sent.get("success_url")),
        "cancel_url": plain(sent.get("cancel_url")),
        "locale": sent.get("locale"),
        "client_reference_id": plain(sent.get("client_reference_id")),
        "metadata": merged({}, sent.get("metadata")),
        "allow_promotion_codes": sent.get("allow_promotion_codes"),
        "submit_type": sent.get("submit_type"),
        "billing_address_collection": sent.get("billing_address_collection"),
        "payment_method_collection": sent.get("payment_method_collection")
        or ("always" if mode == "subscription" else None),
        "payment_method_types": types or TYPES_BY_CURRENCY.get(currency, ["card"]),
        "payment_method_options": {},
        "adaptive_pricing": {"enabled": False},
        "phone_number_collection": {"enabled": bool((sent.get("phone_number_collection") or {}).get("enabled"))},
        "tax_id_collection": {
            "enabled": bool((sent.get("tax_id_collection") or {}).get("enabled")),
            "required": "never",
        },
        "saved_payment_method_options": None,
    }


def _creation(mode: str, sent: JSON, customer: JSON | None) -> str | None:
    if mode != "payment":
        return None if customer else "always"
    return None if customer else sent.get("customer_creation") or "if_required"


def details_of(customer: JSON | None, email: str | None) -> JSON | None:
    if customer is None and email is None:
        return None
    person = customer or {}
    return {
        "address": person.get("address"), "email": email or person.get("email"), "name": person.get("name"),
        "phone": person.get("phone"), "tax_exempt": person.get("tax_exempt", "none"), "tax_ids": [],
        "business_name": None, "individual_name": None,
    }  # fmt: skip


def _invoice_creation(sent: JSON) -> JSON:
    wanted = sent.get("invoice_creation") or {}
    data: JSON = {"account_tax_ids": None, "custom_fields": None, "description": None, "footer": None, "issuer": None,
            "metadata": {}, "rendering_options": None}  # fmt: skip
    return {"enabled": bool(wanted.get("enabled")), "invoice_data": data | (wanted.get("invoice_data") or {})}


def _sold(account: Account, sent: JSON, mode: str) -> list[JSON]:
    """What the lines are; a subscription needs something that recurs."""
    wanted = sent.get("line_items") or []
    if not wanted:
        raise invalid("Missing required param: line_items.", param="line_items", code="parameter_missing")
    sold, recurring, currencies = [], False, set()
    for number, one in enumerate(wanted):
        param = f"line_items[{number}]"
        price = price_for(account, one, param)
        metered = (price["recurring"] or {}).get("usage_type") == "metered"
        quantity = quantity_of(one, param)
        if quantity < 1 and not metered:
            raise invalid("This value must be greater than or equal to 1.", param=f"{param}[quantity]",
                          code="parameter_invalid_integer")  # fmt: skip
        if price["recurring"] and mode == "payment":
            raise invalid("You specified `payment` mode but passed a recurring price. Use `subscription` mode instead.",
                          param=param)  # fmt: skip
        recurring = recurring or bool(price["recurring"])
        currencies.add(price["currency"])
        item = account.new("item")["id"]
        sold.append({"id": item, "price": price["id"], "quantity": quantity, "metadata": one.get("metadata"),
                     "adjustable": one.get("adjustable_quantity")})  # fmt: skip
    if mode == "subscription" and not recurring:
        raise invalid("You must provide at least one recurring price in `subscription` mode.", param="line_items")
    if len(currencies) > 1:
        raise invalid("All line items have the same currency.", param="line_items")
    return sold


def choose_quantity(account: Account, session: JSON, item: str, quantity: int) -> None:
    """On the page, where the line allows it."""
    notes = account.store.notes(session["id"])
    for sold in notes["sold"]:
        limits = sold.get("adjustable") or {}
        if sold["id"] == item and limits.get("enabled"):
            sold["quantity"] = max(int(limits.get("minimum", 1)), min(quantity, int(limits.get("maximum", 99))))
    account.note(session, sold=notes["sold"])
    account.change(session, reckon(account, session))


def use_code(account: Account, session: JSON, code: str) -> None:
    """A promotion code that the buyer types; an empty one takes it away."""
    if not session["allow_promotion_codes"]:
        raise invalid("This session takes no promotion codes.")
    found = [
        one
        for one in account.store.select("promotion_code", active=True)
        if one["code"].lower() == code.strip().lower()
    ]
    if code.strip() and not found:
        raise invalid(f"The code {code.strip()} is not known.")
    sent = {"promotion_code": found[0]["id"]} if code.strip() else None
    if sent:
        discounts.redeemable(account, sent, session["customer"], amount=session["amount_subtotal"])
    account.note(session, discount=sent)
    account.change(session, reckon(account, session))


def lines_of(account: Account, session: JSON) -> JSON:
    return listed(items_of(account, session), f"/v1/checkout/sessions/{session['id']}/line_items")
