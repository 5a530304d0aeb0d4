"""How a subscription begins: by the API, by a checkout session, by a schedule."""

from typing import Any

from stripe_simulator import JSON
from stripe_simulator.account import Account, listed, merged, plain, random_text
from stripe_simulator.billing import discounts, invoicing
from stripe_simulator.billing.amounts import price_of
from stripe_simulator.billing.lifecycle import collect, invoice_for_period, new_setup_intent_for, with_periods
from stripe_simulator.billing.lines import new_invoice_item
from stripe_simulator.errors import StripeFaultError, invalid
from stripe_simulator.resources.catalogue import new_price, plan_of

DAY = 24 * 3600
OPTIONS = "payment_method_options"
USUAL_SETTINGS: JSON = {OPTIONS: None, "payment_method_types": None, "save_default_payment_method": "off"}
ACCEPTED = {"default_incomplete", "allow_incomplete", "error_if_incomplete"}


def price_for(account: Account, sent: JSON, param: str) -> JSON:
    """The price that an item names or describes."""
    if data := sent.get("price_data"):
        price = new_price(account, data)
    elif name := sent.get("price") or sent.get("plan"):
        price = account.find("price", name, param=f"{param}[price]")
    else:
        raise invalid(f"Missing required param: {param}[price].", param=f"{param}[price]", code="parameter_missing")
    if not price["active"]:
        raise invalid(f"The price specified is inactive. This field only accepts active prices ({price['id']}).",
                      param=f"{param}[price]")  # fmt: skip
    return price


def new_item(account: Account, subscription: JSON, sent: JSON, param: str) -> JSON:
    price = price_for(account, sent, param)
    if price["recurring"] is None:
        raise invalid(
            f"The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`: "
            f"{price['id']}", param=f"{param}[price]",
        )  # fmt: skip
    if price["currency"] != subscription["currency"]:
        raise invalid("All prices of a subscription have the same currency.", param=f"{param}[price]")
    made = account.new("subscription_item", now=subscription["created"], subscription=subscription["id"], price=price)
    made |= {"plan": plan_of(account, price), "metadata": merged({}, sent.get("metadata")), "tax_rates": []}
    made["id"] = f"si_{random_text(14)}"
    made["quantity"] = quantity_of(sent, param)
    if price["recurring"]["usage_type"] == "metered":
        if "quantity" in sent:
            raise invalid("A metered price has no quantity.", param=f"{param}[quantity]")
        del made["quantity"]
    return made


def quantity_of(sent: JSON, param: str, usual: int = 1) -> int:
    quantity = int(sent.get("quantity", usual))
    if quantity < 0:
        raise invalid("This value must be greater than or equal to 0.", param=f"{param}[quantity]",
                      code="parameter_invalid_integer")  # fmt: skip
    return quantity


def check_once(items: list[JSON]) -> None:
    prices = [item["price"]["id"] for item in items]
    if len(set(prices)) != len(prices):
        raise invalid("Cannot add multiple subscription items with the same plan.", param="items")


def trial_end_of(account: Account, sent: JSON, now: int) -> int | None:
    """When a trial ends, if there is one."""
    if days := sent.get("trial_period_days"):
        return now + int(days) * DAY
    end = plain(sent.get("trial_end"))
    if end is None or end == "now":
        return None
    if int(end) <= now:
        raise invalid("Invalid timestamp: must be an integer Unix timestamp in the future.", param="trial_end")
    return int(end)


def new_subscription(account: Account, customer: JSON, sent: JSON) -> JSON:
    """Written, not told of: items, periods, trial, discounts."""
    now = account.now_of(customer)
    wanted = sent.get("items") or []
    if not wanted:
        raise invalid("Missing required param: items.", param="items", code="parameter_missing")
    currency = sent.get("currency") or price_for(account, wanted[0], "items[0]")["currency"]
    trial_end = trial_end_of(account, sent, now)
    anchor = sent.get("billing_cycle_anchor")
    made = account.new(
        "subscription", now=now, customer=customer["id"], currency=currency, start_date=now,
        test_clock=customer["test_clock"], status="trialing" if trial_end else "incomplete",
        billing_cycle_anchor=trial_end or (int(anchor) if isinstance(anchor, int) else now),
        trial_start=now if trial_end else None, trial_end=trial_end, default_tax_rates=[],
        collection_method=sent.get("collection_method") or "charge_automatically",
        days_until_due=sent.get("days_until_due"), description=plain(sent.get("description")),
        metadata=merged({}, sent.get("metadata")), cancel_at_period_end=bool(sent.get("cancel_at_period_end")),
        cancellation_details={"comment": None, "feedback": None, "reason": None},
        billing_mode={"type": "flexible", "flexible": {"proration_discounts": "included"}},
        default_payment_method=method_of(account, sent, customer),
        payment_settings=settings_of(USUAL_SETTINGS, sent.get("payment_settings") or {}),
        trial_settings=trial_settings_of(plain(sent.get("trial_settings")) or {}),
    )  # fmt: skip
    items = [new_item(account, made, one, f"items[{n}]") for n, one in enumerate(wanted)]
    check_once(items)
    made["items"] = listed(items, f"/v1/subscription_items?subscription={made['id']}")
    made |= with_periods(made, now, end=trial_end or _stub_end(made, now))
    if made["cancel_at_period_end"]:
        made |= {"cancel_at": min(item["current_period_end"] for item in made["items"]["data"]), "canceled_at": now}
    if isinstance(sent.get("cancel_at"), int):
        made |= {"cancel_at": sent["cancel_at"], "canceled_at": now}
    account.save(made)
    for item in made["items"]["data"]:
        account.save(item)
    made["discounts"] = [
        discounts.redeem(account, one, customer["id"], subscription=made["id"])
        for one in plain(sent.get("discounts")) or []
    ]
    account.save(made)
    if customer["currency"] is None:
        account.change(customer, {"currency": currency})
    return made


def _stub_end(subscription: JSON, now: int) -> int | None:
    """An anchor in the future makes a first period that is shorter."""
    anchor: int = subscription["billing_cycle_anchor"]
    return anchor if anchor > now else None


def trial_settings_of(sent: JSON) -> JSON:
    """What a trial's end does; usually an invoice, whoever pays it."""
    return {"end_behavior": {"missing_payment_method": "create_invoice"} | (sent.get("end_behavior") or {})}


def settings_of(before: JSON, sent: JSON) -> JSON:
    """How payments are made; what is special about each of the fifty kinds is not kept."""
    return before | {name: plain(value) for name, value in sent.items() if name in {*USUAL_SETTINGS} - {OPTIONS}}


def method_of(account: Account, sent: JSON, customer: JSON) -> str | None:
    name = plain(sent.get("default_payment_method"))
    if name is None:
        return None
    method = account.find("payment_method", name, param="default_payment_method")
    if method["customer"] != customer["id"]:
        raise invalid(
            f"The customer does not have a payment method with the ID {name}. The payment method must be attached to "
            "the customer.", param="default_payment_method", code="resource_missing",
        )  # fmt: skip
    return str(method["id"])


def begin(account: Account, customer: JSON, sent: JSON, *, method: JSON | None = None) -> JSON:
    """Make it, tell of it, and collect the first payment as far as `payment_behavior` wants."""
    behavior = sent.get("payment_behavior") or "allow_incomplete"
    if behavior not in ACCEPTED:
        raise invalid(f"Only {', '.join(sorted(ACCEPTED))} can be simulated here.", param="payment_behavior")
    made = new_subscription(account, customer, sent)
    for extra in sent.get("add_invoice_items") or []:
        add_once(account, made, extra)
    invoice = invoice_for_period(account, made, "subscription_create")
    made["latest_invoice"] = invoice["id"]
    account.save(made)
    account.emit("customer.subscription.created", made)
    if made["status"] == "trialing":
        invoicing.finalize(account, invoice)
        if not (made["default_payment_method"] or customer["invoice_settings"]["default_payment_method"] or method):
            intent = new_setup_intent_for(account, made)
            account.change(made, {"pending_setup_intent": intent["id"]})
        return account.find("subscription", made["id"])
    if behavior == "default_incomplete" and method is None:
        invoicing.finalize(account, invoice)
        return account.find("subscription", made["id"])
    try:
        collect(account, made, invoice, method=method)
    except StripeFaultError as fault:
        if fault.error.get("code") == "missing_payment_method" or behavior == "error_if_incomplete":
            fault.keep = False
            raise
        if method is not None:
            raise
    if behavior == "error_if_incomplete" and account.find("subscription", made["id"])["status"] == "incomplete":
        raise StripeFaultError(402, "card_error", "The card asks for authentication, which nobody can give now.",
                               code="subscription_payment_intent_requires_action")  # fmt: skip
    return account.find("subscription", made["id"])


def add_once(account: Account, subscription: JSON, sent: JSON) -> JSON:
    """Something that is paid once, with the next invoice of a subscription."""
    price = price_for(account, sent, "add_invoice_items[0]")
    quantity = quantity_of(sent, "add_invoice_items[0]")
    return new_invoice_item(
        account, customer=subscription["customer"], currency=price["currency"], quantity=quantity, price=price,
        amount=price_of(account, price, quantity), description=f"{quantity} × {_product(account, price)}",
        parent={"type": "subscription_details",
                "subscription_details": {"subscription": subscription["id"], "subscription_item": None}},
    )  # fmt: skip


def _product(account: Account, price: JSON) -> str:
    product: Any = account.maybe(price["product"])
    return str(product["name"]) if product else "Product"
