"""Coupons and the promotion codes by which customers redeem them."""

import re
from decimal import Decimal

from stripe_simulator import JSON
from stripe_simulator.account import Account, merged, plain, random_text
from stripe_simulator.errors import invalid
from stripe_simulator.expanding import includable
from stripe_simulator.paging import page_of
from stripe_simulator.routing import Call, route

CODE = re.compile(r"[A-Za-z0-9-]+")


@route("POST /v1/coupons")
def create(call: Call) -> JSON:
    account, sent = call.account, call.params
    if (sent.get("percent_off") is None) == (sent.get("amount_off") is None):
        raise invalid("You must pass either `percent_off` or `amount_off`, and not both.", param="percent_off",
                      code="parameter_missing")  # fmt: skip
    if sent.get("amount_off") is not None and not sent.get("currency"):
        raise invalid("You must pass `currency` with `amount_off`.", param="currency", code="parameter_missing")
    duration = sent.get("duration") or "once"
    if duration == "repeating" and not sent.get("duration_in_months"):
        raise invalid("A repeating coupon needs `duration_in_months`.", param="duration_in_months",
                      code="parameter_missing")  # fmt: skip
    name = sent.get("id") or random_text(8)
    if account.store.find(name):
        raise invalid("Coupon already exists.", param="id", code="resource_already_exists")
    made = account.new("coupon", now=account.now())
    made |= {key: plain(sent.get(key)) for key in
             ("amount_off", "currency", "duration_in_months", "max_redemptions", "name", "redeem_by")}  # fmt: skip
    made |= {"id": name, "duration": duration, "metadata": merged({}, sent.get("metadata"))}
    if sent.get("percent_off") is not None:
        share = Decimal(str(sent["percent_off"]))
        if not 0 < share <= 100:  # noqa: PLR2004 -- per cent
            raise invalid("Invalid percent_off: must be between 0 and 100.", param="percent_off")
        made["percent_off"] = float(share)
    account.create(made, "coupon.created")
    if products := (sent.get("applies_to") or {}).get("products"):
        account.store.note(name, products=products)
    return made


@includable("coupon", "applies_to")
def _applies_to(account: Account, coupon: JSON) -> JSON | None:
    products = account.store.notes(coupon["id"]).get("products")
    return {"products": products} if products else None


@route("GET /v1/coupons")
def list_all(call: Call) -> JSON:
    return page_of(call, "coupon")


@route("GET /v1/coupons/{coupon}")
def retrieve(call: Call) -> JSON:
    return call.account.find("coupon", call["coupon"])


@route("POST /v1/coupons/{coupon}")
def update(call: Call) -> JSON:
    found = call.account.find("coupon", call["coupon"])
    changes: JSON = {}
    if "name" in call.params:
        changes["name"] = plain(call.params["name"])
    if "metadata" in call.params:
        changes["metadata"] = merged(found["metadata"], call.params["metadata"])
    return call.account.change(found, changes, "coupon.updated")


@route("DELETE /v1/coupons/{coupon}")
def delete(call: Call) -> JSON:
    """Who has redeemed it keeps it: the discounts remember its terms."""
    found = call.account.find("coupon", call["coupon"])
    call.account.store.remove(found["id"])
    call.account.emit("coupon.deleted", found)
    return {"id": found["id"], "object": "coupon", "deleted": True}


@route("POST /v1/promotion_codes")
def create_code(call: Call) -> JSON:
    account, sent = call.account, call.params
    promotion = sent.get("promotion") or {"coupon": sent.get("coupon")}
    coupon = account.find("coupon", promotion.get("coupon"), param="promotion[coupon]")
    code = sent.get("code") or random_text(8).upper()
    if not CODE.fullmatch(code):
        raise invalid("Invalid code: letters, digits and dashes only.", param="code")
    same = [
        one for one in account.store.select("promotion_code") if one["active"] and one["code"].lower() == code.lower()
    ]
    if any(one["customer"] == sent.get("customer") for one in same):
        raise invalid(f"An active promotion code with `code: {code}` already exists.", param="code",
                      code="resource_already_exists")  # fmt: skip
    restrictions = sent.get("restrictions") or {}
    made = account.new(
        "promotion_code", now=account.now(), code=code, active=sent.get("active", True), customer=sent.get("customer"),
        expires_at=sent.get("expires_at"), max_redemptions=sent.get("max_redemptions"),
        metadata=merged({}, sent.get("metadata")), promotion={"coupon": coupon["id"], "type": "coupon"},
        restrictions={
            "first_time_transaction": restrictions.get("first_time_transaction", False),
            "minimum_amount": restrictions.get("minimum_amount"),
            "minimum_amount_currency": restrictions.get("minimum_amount_currency"),
        },
    )  # fmt: skip
    return account.create(made, "promotion_code.created")


@route("GET /v1/promotion_codes")
def list_codes(call: Call) -> JSON:
    where, values = [], []
    if code := call.get("code"):
        where.append("lower(json_extract(body, '$.code')) = ?")
        values.append(str(code).lower())
    return page_of(call, "promotion_code", where=where, values=values, active=call.get("active"),
                   customer=call.get("customer"), promotion__coupon=call.get("coupon"))  # fmt: skip


@route("GET /v1/promotion_codes/{promotion_code}")
def retrieve_code(call: Call) -> JSON:
    return call.account.find("promotion_code", call["promotion_code"])


@route("POST /v1/promotion_codes/{promotion_code}")
def update_code(call: Call) -> JSON:
    found = call.account.find("promotion_code", call["promotion_code"])
    changes: JSON = {}
    if "active" in call.params:
        changes["active"] = call.params["active"]
    if "metadata" in call.params:
        changes["metadata"] = merged(found["metadata"], call.params["metadata"])
    return call.account.change(found, changes, "promotion_code.updated")
