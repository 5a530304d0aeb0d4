"""Webhook endpoints, and the events that they are told of."""

import secrets
from typing import Any

from stripe_simulator import JSON
from stripe_simulator.account import Account, merged, plain
from stripe_simulator.errors import invalid
from stripe_simulator.paging import page_of
from stripe_simulator.routing import Call, route


def new_endpoint(account: Account, *, url: str, secret: str, events: list[str], **values: Any) -> JSON:
    made = account.new("webhook_endpoint", now=account.now(), url=url, enabled_events=events, status="enabled") | values
    account.save(made)
    account.store.note(made["id"], secret=secret)
    return made


def ensure_endpoint(account: Account, url: str, secret: str) -> None:
    """The one that the command line names: made at the first start, and given its secret at each."""
    with account.store.transaction():
        for known in account.store.select("webhook_endpoint"):
            if account.store.notes(known["id"]).get("is_given"):
                account.save(known | {"url": url, "status": "enabled"})
                account.store.note(known["id"], secret=secret)
                return
        made = new_endpoint(account, url=url, secret=secret, events=["*"], description="The product")
        account.store.note(made["id"], is_given=True)


def check_url(url: str) -> None:
    if not url.startswith(("http://", "https://")):
        raise invalid("Invalid URL: an address begins with http:// or https://.", param="url", code="url_invalid")


@route("POST /v1/webhook_endpoints")
def create(call: Call) -> JSON:
    sent = call.params
    check_url(sent["url"])
    secret = f"whsec_{secrets.token_urlsafe(24)}"
    made = new_endpoint(
        call.account,
        url=sent["url"],
        secret=secret,
        events=sent["enabled_events"],
        api_version=sent.get("api_version"),
        description=plain(sent.get("description")),
        metadata=merged({}, sent.get("metadata")),
    )
    # Shown this once.
    return made | {"secret": secret}


@route("GET /v1/webhook_endpoints")
def list_all(call: Call) -> JSON:
    return page_of(call, "webhook_endpoint")


@route("GET /v1/webhook_endpoints/{endpoint}")
def retrieve(call: Call) -> JSON:
    return call.account.find("webhook_endpoint", call["endpoint"])


@route("POST /v1/webhook_endpoints/{endpoint}")
def update(call: Call) -> JSON:
    found = call.account.find("webhook_endpoint", call["endpoint"])
    changes: JSON = {
        name: plain(call.params[name]) for name in ("url", "enabled_events", "description") if name in call.params
    }
    if "url" in changes:
        check_url(changes["url"] or "")
    if "disabled" in call.params:
        changes["status"] = "disabled" if call.params["disabled"] else "enabled"
    if "metadata" in call.params:
        changes["metadata"] = merged(found["metadata"], call.params["metadata"])
    return call.account.change(found, changes)


@route("DELETE /v1/webhook_endpoints/{endpoint}")
def delete(call: Call) -> JSON:
    found = call.account.find("webhook_endpoint", call["endpoint"])
    call.account.store.remove(found["id"])
    return {"id": found["id"], "object": "webhook_endpoint", "deleted": True}


@route("GET /v1/events")
def list_events(call: Call) -> JSON:
    where: list[str] = []
    values: list[Any] = []
    types = [call.get("type")] if call.get("type") else call.get("types") or []
    if types:
        parts = []
        for name in types:
            parts.append("json_extract(body, '$.type') GLOB ?")
            values.append(str(name).replace("[", "[[]"))
        where.append(f"({' OR '.join(parts)})")
    if (delivered := call.get("delivery_success")) is not None:
        undelivered = (
            "EXISTS (SELECT 1 FROM deliveries AS d WHERE d.event = objects.id AND d.signing = 'right' GROUP BY"
            " d.endpoint HAVING sum(d.state = 'delivered') = 0)"
        )
        where.append(f"{'NOT ' if delivered else ''}{undelivered}")
    return page_of(call, "event", where=where, values=values)


@route("GET /v1/events/{event}")
def retrieve_event(call: Call) -> JSON:
    return call.account.find("event", call["event"])
