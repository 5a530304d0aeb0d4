"""What a change in the middle of a period costs: credit for what is not used, a charge for the rest of the new."""

from stripe_simulator import JSON
from stripe_simulator.account import Account
from stripe_simulator.billing.amounts import price_of, share
from stripe_simulator.billing.lines import day, named, new_invoice_item


def prorate(account: Account, subscription: JSON, before: JSON | None, after: JSON | None, moment: int) -> list[JSON]:
    """Invoice items for an item that changes at a moment; one of the two is none when it comes or goes."""
    made: list[JSON] = []
    period = before or after
    if period is None or subscription["status"] == "trialing":
        return made
    start, end = period["current_period_start"], period["current_period_end"]
    left, whole = end - moment, end - start
    for item, sign, word in ((before, -1, "Unused time on"), (after, 1, "Remaining time on")):
        if item is None or item["price"]["recurring"]["usage_type"] == "metered":
            continue
        amount = sign * share(price_of(account, item["price"], item["quantity"]), left, whole)
        made.append(item_for(account, subscription, item, amount, word, moment, end))
    return made


def item_for(  # noqa: PLR0913 -- each says something of its own
    account: Account, subscription: JSON, item: JSON, amount: int, word: str, moment: int, end: int
) -> JSON:  # fmt: skip
    quantity = item["quantity"]
    many = f"{quantity} × " if quantity != 1 else ""
    return new_invoice_item(
        account, customer=subscription["customer"], currency=item["price"]["currency"], amount=amount, proration=True,
        quantity=quantity, price=item["price"], period={"start": moment, "end": end}, discountable=False,
        description=f"{word} {many}{named(account, item['price'])} after {day(moment)}",
        parent={"type": "subscription_details",
                "subscription_details": {"subscription": subscription["id"], "subscription_item": item["id"]}},
    )  # fmt: skip


def pending_items(account: Account, customer: str, subscription: str | None) -> list[JSON]:
    """What waits for the next invoice of a subscription, or for one that belongs to none."""
    waiting = account.store.select("invoiceitem", customer=customer, invoice=None)
    return [item for item in waiting if _owner(item) in {subscription, None}]


def _owner(item: JSON) -> str | None:
    details = (item["parent"] or {}).get("subscription_details") or {}
    owner: str | None = details.get("subscription")
    return owner
