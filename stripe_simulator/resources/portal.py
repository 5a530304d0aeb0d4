"""The billing portal: where a customer looks after cards, invoices and the end of a subscription."""

from stripe_simulator import JSON
from stripe_simulator.account import Account, merged, plain, random_text
from stripe_simulator.errors import invalid
from stripe_simulator.paging import page_of
from stripe_simulator.resources.customers import live
from stripe_simulator.routing import Call, route


def usual_configuration(account: Account) -> JSON:
    """Made when it is first needed."""
    known = account.store.select("billing_portal.configuration", is_default=True)
    if known:
        return known[0]
    made = account.new("billing_portal.configuration", is_default=True, active=True, updated=account.now())
    made["features"] |= {
        "customer_update": {"allowed_updates": ["email", "tax_id"], "enabled": True},
        "payment_method_update": {"enabled": True, "payment_method_configuration": None},
    }  # fmt: skip
    made["features"]["subscription_cancel"]["enabled"] = True
    return account.create(made, "billing_portal.configuration.created")


@route("POST /v1/billing_portal/sessions")
def create(call: Call) -> JSON:
    account, sent = call.account, call.params
    if not sent.get("customer"):
        raise invalid("Missing required param: customer.", param="customer", code="parameter_missing")
    customer = live(account, sent["customer"])
    configuration = (
        account.find("billing_portal.configuration", sent["configuration"], param="configuration")
        if sent.get("configuration")
        else usual_configuration(account)
    )
    made = account.new(
        "billing_portal.session", now=account.now(), customer=customer["id"], configuration=configuration["id"],
        return_url=plain(sent.get("return_url")) or configuration["default_return_url"], locale=sent.get("locale"),
    )  # fmt: skip
    secret = random_text(32)
    made["url"] = f"{account.public_url}/portal/{made['id']}/{secret}"
    account.create(made, "billing_portal.session.created")
    account.store.note(made["id"], secret=secret)
    return made


@route("POST /v1/billing_portal/configurations")
def create_configuration(call: Call) -> JSON:
    account, sent = call.account, call.params
    made = account.new("billing_portal.configuration", is_default=False, active=True, updated=account.now())
    made["features"] = with_features(made["features"], sent.get("features") or {})
    made["business_profile"] |= {name: plain(value) for name, value in (sent.get("business_profile") or {}).items()}
    made |= {"default_return_url": plain(sent.get("default_return_url")), "metadata": merged({}, sent.get("metadata")),
             "name": plain(sent.get("name"))}  # fmt: skip
    return account.create(made, "billing_portal.configuration.created")


def with_features(known: JSON, sent: JSON) -> JSON:
    """What was, with what is sent, however deep."""
    both = dict(known)
    for name, value in sent.items():
        if isinstance(value, dict):
            both[name] = with_features(known.get(name, {}), value)
        elif not isinstance(known.get(name), dict):
            both[name] = [] if isinstance(known.get(name), list) and plain(value) is None else plain(value)
    for interval in both.get("interval_options") or []:
        interval.setdefault("interval_count", 1)
    for product in both.get("products") or []:
        product["adjustable_quantity"] = {"enabled": False, "maximum": None, "minimum": 1} | (
            product.get("adjustable_quantity") or {}
        )
    return both


@route("GET /v1/billing_portal/configurations")
def list_configurations(call: Call) -> JSON:
    usual_configuration(call.account)
    return page_of(call, "billing_portal.configuration", active=call.get("active"), is_default=call.get("is_default"))


@route("GET /v1/billing_portal/configurations/{configuration}")
def retrieve_configuration(call: Call) -> JSON:
    return call.account.find("billing_portal.configuration", call["configuration"])


@route("POST /v1/billing_portal/configurations/{configuration}")
def update_configuration(call: Call) -> JSON:
    account, sent = call.account, call.params
    found = account.find("billing_portal.configuration", call["configuration"])
    changes: JSON = {"updated": account.now()}
    if "features" in sent:
        changes["features"] = with_features(found["features"], sent["features"])
    if "metadata" in sent:
        changes["metadata"] = merged(found["metadata"], sent["metadata"])
    for name in ("active", "default_return_url", "name"):
        if name in sent:
            changes[name] = plain(sent[name])
    return account.change(found, changes, "billing_portal.configuration.updated")
