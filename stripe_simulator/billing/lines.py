"""The lines of invoices."""

from datetime import UTC, datetime
from typing import Any

from stripe_simulator import JSON
from stripe_simulator.account import Account, random_text
from stripe_simulator.billing.amounts import money, price_of


def day(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%-d %b %Y")


def named(account: Account, price: JSON) -> str:
    product = account.maybe(price["product"])
    return str(product["name"]) if product else "Product"


def pricing_of(price: JSON | None, amount: int, quantity: int) -> JSON:
    if price is None:
        return {"type": "price_details", "unit_amount_decimal": str(amount), "price_details": None}
    exact = price["unit_amount_decimal"] or str(amount // max(quantity, 1))
    return {"type": "price_details", "unit_amount_decimal": exact,
            "price_details": {"price": price["id"], "product": price["product"]}}  # fmt: skip


def new_line(
    account: Account, *, amount: int, currency: str, quantity: int, start: int, end: int, **values: Any
) -> JSON:
    return account.new(
        "line_item", id=f"il_{random_text(24)}", amount=amount, subtotal=amount, currency=currency, quantity=quantity,
        quantity_decimal=str(quantity), period={"start": start, "end": end}, discount_amounts=[], taxes=[],
        pretax_credit_amounts=[],
    ) | values  # fmt: skip


def words_for(account: Account, price: JSON, quantity: int) -> str:
    """3 × Interviews (at EUR 29.00 / month)."""
    recurring = price["recurring"]
    unit = money(price["unit_amount"] or 0, price["currency"])
    count = recurring["interval_count"] if recurring else 1
    every = (
        (f" / {recurring['interval']}" if count == 1 else f" every {count} {recurring['interval']}s")
        if recurring
        else ""
    )
    return f"{quantity} × {named(account, price)} (at {unit}{every})"


def line_of_item(  # noqa: PLR0913 -- what may differ from the item itself
    account: Account,
    item: JSON,
    *,
    start: int,
    end: int,
    amount: int | None = None,
    words: str = "",
    quantity: int | None = None,
) -> JSON:
    """An item of a subscription for one period."""
    price = item["price"]
    quantity = item.get("quantity", 0) if quantity is None else quantity
    amount = price_of(account, price, quantity) if amount is None else amount
    parent = {
        "type": "subscription_item_details", "invoice_item_details": None,
        "subscription_item_details": {
            "invoice_item": None, "proration": False, "proration_details": {"credited_items": None},
            "subscription": item["subscription"], "subscription_item": item["id"],
        },
    }  # fmt: skip
    return new_line(
        account, amount=amount, currency=price["currency"], quantity=quantity, start=start, end=end, parent=parent,
        pricing=pricing_of(price, amount, quantity), description=words or words_for(account, price, quantity),
        subscription=item["subscription"], metadata=dict(item["metadata"]),
    )  # fmt: skip


def line_of_invoice_item(account: Account, item: JSON) -> JSON:
    """Something that waited for an invoice."""
    details = (item["parent"] or {}).get("subscription_details") or {}
    if details.get("subscription_item"):
        parent = {
            "type": "subscription_item_details", "invoice_item_details": None,
            "subscription_item_details": {
                "invoice_item": item["id"], "proration": item["proration"],
                "proration_details": {"credited_items": None}, "subscription": details["subscription"],
                "subscription_item": details["subscription_item"],
            },
        }  # fmt: skip
    else:
        parent = {
            "type": "invoice_item_details", "subscription_item_details": None,
            "invoice_item_details": {
                "invoice_item": item["id"], "proration": item["proration"],
                "proration_details": {"credited_items": None}, "subscription": details.get("subscription"),
            },
        }  # fmt: skip
    return new_line(
        account, amount=item["amount"], currency=item["currency"], quantity=item["quantity"],
        start=item["period"]["start"], end=item["period"]["end"], parent=parent, pricing=item["pricing"],
        description=item["description"], discountable=item["discountable"], metadata=dict(item["metadata"]),
        subscription=details.get("subscription"),
    )  # fmt: skip


def new_invoice_item(account: Account, *, customer: str, currency: str, amount: int, **values: Any) -> JSON:
    """Something that waits for the next invoice of a customer."""
    now = account.now_of({"customer": customer})
    price = values.pop("price", None)
    quantity = values.get("quantity", 1)
    made = (
        account.new(
            "invoiceitem",
            customer=customer,
            currency=currency,
            amount=amount,
            date=now,
            quantity_decimal=str(quantity),
            period={"start": now, "end": now},
            tax_rates=[],
            discounts=[],
            test_clock=account.clock_of({"customer": customer}),
            pricing=pricing_of(price, amount, quantity),
            net_amount=amount,
            metadata={},
        )
        | values
    )
    return account.create(made, "invoiceitem.created")
