"""Discounts: a coupon that somebody redeemed, and what it takes off an invoice."""

from decimal import Decimal

from stripe_simulator import JSON
from stripe_simulator.account import Account
from stripe_simulator.billing.amounts import money, rounded, spread
from stripe_simulator.billing.periods import moved
from stripe_simulator.errors import invalid


def redeemable(
    account: Account, sent: JSON, customer: str | None, *, amount: int | None = None, param: str = "discounts"
) -> tuple[JSON, JSON | None]:
    """Coupon and promotion code, if they may be redeemed now; of an amount, where it is known."""
    code = None
    if sent.get("promotion_code"):
        code = account.find("promotion_code", sent["promotion_code"], param=f"{param}[0][promotion_code]")
        if reason := _refusal(account, code, customer, amount):
            raise invalid(reason, param=param)
    name = code["promotion"]["coupon"] if code else sent.get("coupon")
    coupon = account.find("coupon", name, param=f"{param}[0][coupon]")
    if not coupon["valid"]:
        raise invalid("This coupon cannot be redeemed any more.", param=param, code="coupon_expired")
    if coupon["redeem_by"] and coupon["redeem_by"] < account.now():
        raise invalid("This coupon has expired.", param=param, code="coupon_expired")
    return coupon, code


def _refusal(account: Account, code: JSON, customer: str | None, amount: int | None) -> str:
    """Why this customer may not use the code now; empty when that is right."""
    limits = code["restrictions"]
    if not code["active"] or (code["customer"] and code["customer"] != customer):
        return "This promotion code cannot be redeemed."
    if code["expires_at"] and code["expires_at"] < account.now():
        return "This promotion code has expired."
    if code["max_redemptions"] and code["times_redeemed"] >= code["max_redemptions"]:
        return "This promotion code has been redeemed as often as it may be."
    if limits["first_time_transaction"] and customer and _has_paid(account, customer):
        return "This promotion code is for customers who have not paid before."
    if limits["minimum_amount"] and amount is not None and amount < limits["minimum_amount"]:
        least = money(limits["minimum_amount"], limits["minimum_amount_currency"] or "eur")
        return f"This promotion code needs at least {least}."
    return ""


def _has_paid(account: Account, customer: str) -> bool:
    return any(intent["amount_received"] for intent in account.store.select("payment_intent", customer=customer))


def redeem(account: Account, sent: JSON, customer: str | None, **owner: str | None) -> str:
    """Make a discount of it, for a subscription, an invoice or a checkout session; its id."""
    if sent.get("discount"):
        return str(account.find("discount", sent["discount"], param="discounts[0][discount]")["id"])
    coupon, code = redeemable(account, sent, customer)
    now = account.now_of({"customer": customer})
    made = account.new("discount", now=now, customer=customer, start=now,
                       promotion_code=code["id"] if code else None, **owner)  # fmt: skip
    made["source"] = {"coupon": coupon["id"], "type": "coupon"}
    if coupon["duration"] == "repeating":
        made["end"] = moved(now, "month", int(coupon["duration_in_months"]))
    account.save(made)
    # Its terms stay, whatever becomes of the coupon.
    account.store.note(made["id"], coupon=coupon, products=account.store.notes(coupon["id"]).get("products"))
    count = coupon["times_redeemed"] + 1
    over = coupon["max_redemptions"] is not None and count >= coupon["max_redemptions"]
    account.change(coupon, {"times_redeemed": count, "valid": coupon["valid"] and not over}, "coupon.updated")
    if code:
        account.change(code, {"times_redeemed": code["times_redeemed"] + 1}, "promotion_code.updated")
    if owner.get("subscription"):
        account.emit("customer.discount.created", made)
    return str(made["id"])


def coupon_of(account: Account, discount: str) -> JSON:
    coupon: JSON = account.store.notes(discount)["coupon"]
    return coupon


def counts_now(account: Account, discount: str, moment: int) -> bool:
    """Whether it still takes something off."""
    body = account.store.find(discount)
    if body is None or account.store.notes(discount).get("used_up"):
        return False
    return body["end"] is None or body["end"] > moment


def apply(account: Account, lines: list[JSON], discounts: list[str], *, use_up: bool) -> list[JSON]:
    """Write into each line what is taken off it; what the whole invoice says of each discount."""
    for line in lines:
        line["discount_amounts"] = []
    totals = []
    for discount in discounts:
        coupon = coupon_of(account, discount)
        products = account.store.notes(discount).get("products")
        weights = [_weight(account, line, products) for line in lines]
        if coupon["percent_off"] is not None:
            parts = [rounded(Decimal(weight) * Decimal(str(coupon["percent_off"])) / 100) for weight in weights]
        else:
            parts = spread(min(coupon["amount_off"], sum(weights)), weights)
        for line, part in zip(lines, parts, strict=True):
            if part:
                line["discount_amounts"].append({"amount": part, "discount": discount})
        totals.append({"amount": sum(parts), "discount": discount})
        if use_up and coupon["duration"] == "once":
            account.store.note(discount, used_up=True)
    return totals


def _weight(account: Account, line: JSON, products: list[str] | None) -> int:
    """What is left of a line that a discount may take something off."""
    left: int = line["amount"] - sum(one["amount"] for one in line["discount_amounts"])
    if left <= 0 or not line["discountable"]:
        return 0
    if products:
        details = (line.get("pricing") or {}).get("price_details") or {}
        price = account.maybe(details.get("price"))
        return left if price and price["product"] in products else 0
    return left
