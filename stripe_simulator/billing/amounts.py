"""What things cost, in whole cents."""

from decimal import ROUND_HALF_UP, Decimal

from stripe_simulator import JSON
from stripe_simulator.account import Account


def rounded(amount: Decimal) -> int:
    """To the cent, halves away from zero."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def price_of(account: Account, price: JSON, quantity: int) -> int:
    """A price times a quantity."""
    if price["billing_scheme"] == "tiered":
        return _tiered(account.store.notes(price["id"])["tiers"], price["tiers_mode"], quantity)
    if packs := price["transform_quantity"]:
        up = packs["round"] == "up"
        quantity = -(-quantity // int(packs["divide_by"])) if up else quantity // int(packs["divide_by"])
    return rounded(Decimal(price["unit_amount_decimal"] or 0) * quantity)


def _tiered(tiers: list[JSON], mode: str, quantity: int) -> int:
    """Graduated: each part of the quantity in its tier; volume: all of it in the tier that it reaches."""
    total = Decimal(0)
    below = 0
    for tier in tiers:
        top = tier["up_to"]
        part = quantity if mode == "volume" else (quantity if top is None else min(quantity, top)) - below
        if part > 0 and (mode == "graduated" or top is None or quantity <= top):
            total += Decimal(tier["unit_amount_decimal"] or 0) * part + (tier["flat_amount"] or 0)
            if mode == "volume":
                break
        below = top or quantity
    return rounded(total)


def share(amount: int, part_seconds: int, whole_seconds: int) -> int:
    """The part of an amount that belongs to a part of its period."""
    if whole_seconds <= 0:
        return 0
    return rounded(Decimal(amount) * max(min(part_seconds, whole_seconds), 0) / whole_seconds)


def spread(total: int, weights: list[int]) -> list[int]:
    """An amount over lines by their weight; the cents that are left go to the first lines."""
    whole = sum(weights)
    if whole <= 0:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    left = total - sum(parts)
    for number, weight in enumerate(weights):
        if left <= 0:
            break
        if weight:
            parts[number] += 1
            left -= 1
    return parts


def money(amount: int, currency: str) -> str:
    """For people: EUR 12.00; some currencies have no cents."""
    sign = "-" if amount < 0 else ""
    if currency in {"jpy", "krw", "vnd", "clp", "isk"}:
        return f"{sign}{currency.upper()} {abs(amount):,}"
    whole, cents = divmod(abs(amount), 100)
    return f"{sign}{currency.upper()} {whole:,}.{cents:02}"
