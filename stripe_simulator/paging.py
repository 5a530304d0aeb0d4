"""Lists as Stripe pages them: newest first, from an object on, in either direction."""

from typing import Any

from stripe_simulator import JSON
from stripe_simulator.account import Account
from stripe_simulator.errors import invalid, missing
from stripe_simulator.routing import Call
from stripe_simulator.store import conditions_of

MOST = 100
USUAL = 10
COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def limit_of(call: Call) -> int:
    limit = int(call.get("limit", USUAL))
    if not 1 <= limit <= MOST:
        raise invalid(f"Invalid integer: limit must be between 1 and {MOST}", param="limit",
                      code="parameter_invalid_integer")  # fmt: skip
    return limit


def page_of(
    call: Call, kind: str, *, where: list[str] | None = None, values: list[Any] | None = None, **equal: Any
) -> JSON:
    """One page of the objects of a kind with these values."""
    conditions, bound = conditions_of({name: value for name, value in equal.items() if value is not None})
    conditions += where or []
    bound += values or []
    created = call.get("created")
    if isinstance(created, int):
        created = {"gte": created, "lte": created}
    for name, value in (created or {}).items():
        conditions.append(f"created {COMPARISONS[name]} ?")
        bound.append(int(value))
    newest = True
    for name, sign in (("starting_after", "<"), ("ending_before", ">")):
        if cursor := call.get(name):
            conditions.append(f"sequence {sign} ?")
            bound.append(_sequence(call.account, kind, str(cursor), name))
            newest = name == "starting_after"
    limit = limit_of(call)
    found = call.account.store.page(kind, conditions, bound, newest=newest, limit=limit + 1)
    data = found[:limit]
    return answer(data if newest else data[::-1], call.path, has_more=len(found) > limit)


def _sequence(account: Account, kind: str, name: str, param: str) -> int:
    rows = account.store.rows("SELECT sequence FROM objects WHERE id = ? AND kind = ?", name, kind)
    if not rows:
        raise missing(kind, name, param=param)
    return int(rows[0]["sequence"])


def page_within(call: Call, whole: list[JSON]) -> JSON:
    """One page of a list that an object holds, in its own order."""
    names = [one["id"] for one in whole]
    limit = limit_of(call)
    if after := call.get("starting_after"):
        whole = whole[_position(names, after, "starting_after") + 1 :]
    elif before := call.get("ending_before"):
        whole = whole[: _position(names, before, "ending_before")]
        return answer(whole[-limit:], call.path, has_more=len(whole) > limit)
    return answer(whole[:limit], call.path, has_more=len(whole) > limit)


def _position(names: list[str], name: str, param: str) -> int:
    if name not in names:
        raise missing("item", name, param=param)
    return names.index(name)


def answer(data: list[JSON], url: str, *, has_more: bool) -> JSON:
    return {"object": "list", "url": url, "has_more": has_more, "data": data}
