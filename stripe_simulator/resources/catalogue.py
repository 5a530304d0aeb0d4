"""Products and their prices."""

from decimal import Decimal
from typing import Any

from stripe_simulator import JSON
from stripe_simulator.account import Account, differences, merged, plain
from stripe_simulator.errors import invalid, missing
from stripe_simulator.expanding import includable
from stripe_simulator.paging import page_of
from stripe_simulator.routing import Call, route
from stripe_simulator.searching import search

PRODUCT = ("active", "description", "images", "marketing_features", "name", "package_dimensions", "shippable",
           "statement_descriptor", "tax_code", "unit_label", "url")  # fmt: skip
MOST_LOOKUP_KEYS = 10
MEANINGLESS = "not_a_price"


def new_product(account: Account, sent: JSON) -> JSON:
    made = account.new("product", now=account.now())
    if sent.get("id"):
        if account.store.find(sent["id"]):
            raise invalid(f"Product already exists: {sent['id']}", param="id", code="resource_already_exists")
        made["id"] = sent["id"]
    if not sent["name"]:
        raise invalid("You passed an empty string for 'name'.", param="name", code="parameter_invalid_empty")
    made |= {name: plain(sent[name]) for name in PRODUCT if name in sent}
    made |= {"metadata": merged({}, sent.get("metadata")), "updated": made["created"]}
    made["type"] = sent.get("type") or "service"
    return account.create(made, "product.created")


@route("POST /v1/products")
def create_product(call: Call) -> JSON:
    made = new_product(call.account, call.params)
    if data := call.get("default_price_data"):
        price = new_price(call.account, data | {"product": made["id"]})
        call.account.change(made, {"default_price": price["id"]}, "product.updated")
    return made


@route("GET /v1/products")
def list_products(call: Call) -> JSON:
    where, values = [], []
    if ids := call.get("ids"):
        where.append(f"id IN ({', '.join('?' * len(ids))})")
        values += ids
    return page_of(call, "product", where=where, values=values, active=call.get("active"), url=call.get("url"))


@route("GET /v1/products/search")
def search_products(call: Call) -> JSON:
    return search(call, "product")


@route("GET /v1/products/{product}")
def retrieve_product(call: Call) -> JSON:
    return call.account.find("product", call["product"])


@route("POST /v1/products/{product}")
def update_product(call: Call) -> JSON:
    found = call.account.find("product", call["product"])
    changes: JSON = {name: plain(call.params[name]) for name in PRODUCT if name in call.params}
    changes |= {name: [] for name in ("images", "marketing_features") if name in changes and changes[name] is None}
    if changes.get("name", found["name"]) is None:
        raise invalid("You passed an empty string for 'name'.", param="name", code="parameter_invalid_empty")
    if "default_price" in call.params:
        price = call.account.find("price", call.params["default_price"], param="default_price")
        changes["default_price"] = price["id"]
    if "metadata" in call.params:
        changes["metadata"] = merged(found["metadata"], call.params["metadata"])
    if any(found.get(name) != value for name, value in changes.items()):
        changes["updated"] = call.account.now()
    return call.account.change(found, changes, "product.updated")


@route("DELETE /v1/products/{product}")
def delete_product(call: Call) -> JSON:
    found = call.account.find("product", call["product"])
    if call.account.store.select("price", product=found["id"]):
        raise invalid("This product cannot be deleted because it has one or more user-created prices.")
    call.account.store.remove(found["id"])
    call.account.emit("product.deleted", found)
    return {"id": found["id"], "object": "product", "deleted": True}


def new_price(account: Account, sent: JSON) -> JSON:
    """A price, whole cents or fractions of them, once or again and again."""
    made = account.new("price", now=account.now(), currency=str(sent["currency"]).lower())
    if data := sent.get("product_data"):
        product = new_product(account, data)
    elif sent.get("product"):
        product = account.find("product", sent["product"], param="product")
    else:
        raise invalid("Missing required param: product.", param="product", code="parameter_missing")
    recurring = sent.get("recurring")
    made |= {
        "active": sent.get("active", True), "nickname": plain(sent.get("nickname")), "product": product["id"],
        "metadata": merged({}, sent.get("metadata")), "tax_behavior": sent.get("tax_behavior") or "unspecified",
        "billing_scheme": sent.get("billing_scheme") or "per_unit", "tiers_mode": sent.get("tiers_mode"),
        "type": "recurring" if recurring else "one_time", "transform_quantity": plain(sent.get("transform_quantity")),
    }  # fmt: skip
    if recurring:
        made["recurring"] = {
            "interval": recurring["interval"], "interval_count": recurring.get("interval_count", 1),
            "meter": recurring.get("meter"), "trial_period_days": recurring.get("trial_period_days"),
            "usage_type": recurring.get("usage_type") or "licensed",
        }  # fmt: skip
        if made["recurring"]["usage_type"] == "metered":
            if not made["recurring"]["meter"]:
                raise invalid("A metered price needs a meter: recurring[meter].", param="recurring[meter]")
            account.find("billing.meter", made["recurring"]["meter"], param="recurring[meter]")
    if made["billing_scheme"] == "tiered":
        if not sent.get("tiers") or not made["tiers_mode"]:
            raise invalid("A tiered price needs tiers and tiers_mode.", param="tiers", code="parameter_missing")
    else:
        made |= unit_amounts(sent)
    made["lookup_key"] = taken_over(account, sent)
    account.create(made, "price.created")
    if made["billing_scheme"] == "tiered":
        account.store.note(made["id"], tiers=[tier_of(tier) for tier in sent["tiers"]])
    return made


def unit_amounts(sent: JSON) -> JSON:
    if sent.get("unit_amount") is None and sent.get("unit_amount_decimal") is None:
        if sent.get("custom_unit_amount"):
            return {"custom_unit_amount": {"maximum": None, "minimum": None, "preset": None}}
        raise invalid("Missing required param: unit_amount.", param="unit_amount", code="parameter_missing")
    exact = Decimal(str(sent["unit_amount"] if sent.get("unit_amount") is not None else sent["unit_amount_decimal"]))
    if exact < 0:
        raise invalid("This value must be greater than or equal to 0.", param="unit_amount",
                      code="parameter_invalid_integer")  # fmt: skip
    whole = int(exact) if exact == exact.to_integral_value() else None
    text = format(exact, "f")
    return {"unit_amount": whole, "unit_amount_decimal": text.rstrip("0").rstrip(".") if "." in text else text}


def tier_of(sent: JSON) -> JSON:
    amounts = unit_amounts(sent) if sent.get("unit_amount") is not None or sent.get("unit_amount_decimal") else {}
    flat = sent.get("flat_amount")
    return {
        "flat_amount": flat, "flat_amount_decimal": None if flat is None else str(flat),
        "unit_amount": amounts.get("unit_amount"), "unit_amount_decimal": amounts.get("unit_amount_decimal"),
        "up_to": None if sent["up_to"] == "inf" else int(sent["up_to"]),
    }  # fmt: skip


def taken_over(account: Account, sent: JSON, own: str = MEANINGLESS) -> str | None:
    """A lookup key belongs to one active price; it moves only when that is asked for."""
    key: str | None = plain(sent.get("lookup_key"))
    if key is None:
        return None
    for other in account.store.select("price", lookup_key=key):
        if other["id"] == own:
            continue
        if not sent.get("transfer_lookup_key"):
            raise invalid(
                f"A price (`{other['id']}`) already uses that lookup key.", param="lookup_key",
                code="resource_already_exists",
            )  # fmt: skip
        account.change(other, {"lookup_key": None}, "price.updated")
    return key


@route("POST /v1/prices")
def create_price(call: Call) -> JSON:
    return new_price(call.account, call.params)


@route("GET /v1/prices")
def list_prices(call: Call) -> JSON:
    where, values = [], []
    if keys := call.get("lookup_keys"):
        if len(keys) > MOST_LOOKUP_KEYS:
            raise invalid(f"At most {MOST_LOOKUP_KEYS} lookup keys.", param="lookup_keys")
        where.append(f"json_extract(body, '$.lookup_key') IN ({', '.join('?' * len(keys))})")
        values += keys
    filters: dict[str, Any] = {name: call.get(name) for name in ("active", "currency", "product", "type")}
    for name in ("interval", "usage_type", "meter"):
        filters[f"recurring__{name}"] = (call.get("recurring") or {}).get(name)
    return page_of(call, "price", where=where, values=values, **filters)


@route("GET /v1/prices/search")
def search_prices(call: Call) -> JSON:
    return search(call, "price")


@route("GET /v1/prices/{price}")
def retrieve_price(call: Call) -> JSON:
    return call.account.find("price", call["price"])


@route("POST /v1/prices/{price}")
def update_price(call: Call) -> JSON:
    found = call.account.find("price", call["price"])
    changes: JSON = {
        name: plain(call.params[name]) for name in ("active", "nickname", "tax_behavior") if name in call.params
    }
    if "metadata" in call.params:
        changes["metadata"] = merged(found["metadata"], call.params["metadata"])
    if "lookup_key" in call.params:
        changes["lookup_key"] = taken_over(call.account, call.params, found["id"])
    return call.account.change(found, changes, "price.updated")


@includable("price", "tiers")
def _tiers(account: Account, price: JSON) -> list[JSON] | None:
    tiers: list[JSON] | None = account.store.notes(price["id"]).get("tiers")
    return tiers


@includable("price", "currency_options")
def _currency_options(account: Account, price: JSON) -> JSON:
    return {price["currency"]: {"custom_unit_amount": None, "tax_behavior": price["tax_behavior"],
                                "unit_amount": price["unit_amount"],
                                "unit_amount_decimal": price["unit_amount_decimal"]}}  # fmt: skip


def plan_of(account: Account, price: JSON) -> JSON:
    """A recurring price as it was called before."""
    recurring = price["recurring"]
    return account.new("plan", now=price["created"]) | {
        "id": price["id"], "active": price["active"], "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"], "billing_scheme": price["billing_scheme"],
        "currency": price["currency"], "interval": recurring["interval"], "interval_count": recurring["interval_count"],
        "metadata": price["metadata"], "meter": recurring["meter"], "nickname": price["nickname"],
        "product": price["product"], "trial_period_days": recurring["trial_period_days"],
        "usage_type": recurring["usage_type"],
    }  # fmt: skip


@route("POST /v1/plans")
def create_plan(call: Call) -> JSON:
    """The older word for a recurring price, which Stripe's command line still uses."""
    sent = dict(call.params)
    product = sent.get("product")
    data: JSON = {"product_data": product} if isinstance(product, dict) else {"product": product}
    recurring = {name: sent[name] for name in ("interval", "interval_count", "usage_type", "meter") if sent.get(name)}
    for name in ("interval_count",):
        if name in recurring:
            recurring[name] = int(recurring[name])
    amount = {"unit_amount": int(sent["amount"])} if sent.get("amount") is not None else {}
    price = new_price(call.account, {"currency": sent["currency"], "recurring": recurring, **amount, **data})
    plan = plan_of(call.account, price)
    call.account.emit("plan.created", plan)
    return plan


@route("GET /v1/plans/{plan}")
def retrieve_plan(call: Call) -> JSON:
    return plan_of(call.account, _recurring(call.account, call["plan"]))


def _recurring(account: Account, name: str) -> JSON:
    price = account.find("price", name)
    if price["recurring"] is None:
        raise missing("plan", name)
    return price


@route("POST /v1/plans/{plan}")
def update_plan(call: Call) -> JSON:
    account = call.account
    price = _recurring(account, call["plan"])
    before = plan_of(account, price)
    changes: JSON = {"nickname": plain(call.params["nickname"])} if "nickname" in call.params else {}
    if "metadata" in call.params:
        changes["metadata"] = merged(price["metadata"], call.params["metadata"])
    account.change(price, changes, "price.updated")
    after = plan_of(account, price)
    account.emit("plan.updated", after, differences(before, after))
    return after


@route("DELETE /v1/plans/{plan}")
def delete_plan(call: Call) -> JSON:
    price = _recurring(call.account, call["plan"])
    call.account.change(price, {"active": False}, "price.updated")
    call.account.emit("plan.deleted", plan_of(call.account, price))
    return {"id": price["id"], "object": "plan", "deleted": True}
