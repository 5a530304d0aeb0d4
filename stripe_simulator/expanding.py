"""Puts whole objects where an answer has only their ids, as far as the request asks."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from stripe_simulator import JSON
from stripe_simulator.account import Account
from stripe_simulator.errors import invalid

DEEPEST = 4
# Fields that an answer has only when they are asked for: kind of object and field -> how they are found.
INCLUDED: dict[tuple[str, str], Callable[[Account, JSON], Any]] = {}
# Fields that could be expanded and hold nothing here.
NOT_IDS = {"object", "id", "status", "currency", "type"}


def includable(kind: str, name: str) -> Callable[[Callable[[Account, JSON], Any]], Callable[[Account, JSON], Any]]:
    def note(function: Callable[[Account, JSON], Any]) -> Callable[[Account, JSON], Any]:
        INCLUDED[kind, name] = function
        return function

    return note


def expanded(account: Account, body: JSON, wanted: list[str]) -> JSON:
    """A copy in which every path of `wanted` leads to whole objects."""
    copy = deepcopy(body)
    for path in wanted:
        names = path.split(".")
        if len(names) - (names[0] == "data") > DEEPEST:
            raise invalid(
                f"You cannot expand more than {DEEPEST} levels of a property. Property: {path}", param="expand"
            )
        _expand(account, copy, names, path)
    return copy


def _expand(account: Account, body: Any, names: list[str], path: str) -> None:
    if isinstance(body, list):
        for one in body:
            _expand(account, one, names, path)
        return
    if not isinstance(body, dict) or not names:
        return
    name, *deeper = names
    if name not in body or body[name] is None:
        find = INCLUDED.get((body.get("object", ""), name))
        if find is not None:
            body[name] = find(account, body)
        elif name not in body and body.get("object") and not _is_known(body, name):
            raise invalid(f"This property cannot be expanded ({path}).", param="expand")
    value = body.get(name)
    if isinstance(value, str) and name not in NOT_IDS:
        whole = account.store.find(value)
        if whole is None:
            if not deeper and name not in {"account"} and "_" not in value:
                raise invalid(f"This property cannot be expanded ({path}).", param="expand")
        else:
            body[name] = deepcopy(whole)
    elif isinstance(value, list) and value and isinstance(value[0], str):
        body[name] = [deepcopy(account.store.find(one) or one) for one in value]
    elif not deeper and isinstance(value, int | bool | float):
        raise invalid(f"This property cannot be expanded ({path}).", param="expand")
    _expand(account, body.get(name), deeper, path)


def _is_known(body: JSON, name: str) -> bool:
    """Whether the kind of object has such a field in some cases."""
    return name in MAYBE.get(body["object"], ())


MAYBE: dict[str, tuple[str, ...]] = {
    "charge": ("refunds", "invoice", "dispute"),
    "payment_intent": ("invoice", "charges", "payment_method", "latest_charge"),
    "refund": ("failure_balance_transaction",),
    "invoice": ("payment_intent", "charge", "subscription", "confirmation_secret"),
    "subscription": ("plan",),
    "promotion_code": ("coupon",),
    "event": ("request",),
}
