"""Checks what a request sends against what Stripe's library lets one send, and gives it its types."""

import functools
import json
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from stripe_simulator import API_VERSION, JSON
from stripe_simulator.errors import StripeFaultError, invalid

# Written by `python -m stripe_simulator.tests.parameters`.
DESCRIBED = Path(__file__).with_name("parameters.json")
# Of earlier versions of the API, which clients that name no version or another one still send.
EARLIER = {"payment_method_types", "iterations", "coupon", "source", "promotion_code", "plan", "price", "type"}


class Unset:
    """An empty text: Stripe's way to say that something shall be no more."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET = Unset()


class Sent(dict[str, Any]):
    """Parameters by name; what is needed and was not sent is named."""

    def __missing__(self, name: str) -> Any:
        raise invalid(f"Missing required param: {name}.", param=name, code="parameter_missing")


def as_null(value: object) -> None:
    """For JSON: what is unset is null."""
    if not isinstance(value, Unset):
        raise TypeError(f"{value!r} has no place in JSON")


@functools.cache
def _descriptions() -> JSON:
    described: JSON = json.loads(DESCRIBED.read_text(encoding="utf-8")) if DESCRIBED.exists() else {}
    return described


def checked(address: str, sent: JSON, *, version: str) -> JSON:
    """The parameters with their types, or the fault that Stripe would name."""
    described = _descriptions().get(re.sub(r"{[^}]*}", "{}", address))
    if described is None:
        return Sent(sent)
    if version != API_VERSION:
        described = _with_earlier(described, sent)
    found: JSON = _value(sent, described, "")
    return found


def _with_earlier(described: Any, sent: Any) -> Any:
    """The description with what older clients send, as it comes."""
    if not isinstance(described, dict) or not isinstance(sent, dict | list):
        return described
    if "list" in described and isinstance(sent, list):
        inner = described["list"]
        for part in sent:
            inner = _with_earlier(inner, part)
        return {"list": inner}
    if "or_unset" in described:
        return {"or_unset": _with_earlier(described["or_unset"], sent)}
    if "fields" not in described or not isinstance(sent, dict):
        return described
    known = described["fields"]
    fields = {name: _with_earlier(part, sent[name]) if name in sent else part for name, part in known.items()}
    fields |= {name: "any" for name in sent if name in EARLIER and name not in known}
    # A promotion code named its coupon itself.
    required = [name for name in described.get("required", ()) if name != "promotion" or "coupon" not in sent]
    return described | {"fields": fields, "required": required}


def _value(value: Any, described: Any, path: str) -> Any:
    if isinstance(described, str):
        return value if described == "any" else _plain(value, described, path)
    (kind, inner), *_more = described.items()
    if kind == "fields":
        return _fields(value, described, path)
    return COMPOSED[kind](value, inner, path)


def _plain(value: Any, kind: str, path: str) -> Any:
    if isinstance(value, dict | list):
        raise invalid(f"Invalid {kind}: {path} is not a single value.", param=path)
    if kind == "integer":
        if not re.fullmatch(r"[+-]?\d{1,18}", value):
            raise invalid(f"Invalid integer: {value}", param=path, code="parameter_invalid_integer")
        return int(value)
    if kind == "boolean":
        if value not in {"true", "false"}:
            raise invalid(f"Invalid boolean: {value}", param=path)
        return value == "true"
    if kind in {"decimal", "number"}:
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("nan")
        if not number.is_finite():
            raise invalid(f"Invalid decimal: {value}", param=path)
        return format(number, "f") if kind == "decimal" else float(number)
    return value


def _fields(value: Any, described: JSON, path: str) -> JSON:
    if not isinstance(value, dict):
        raise invalid(f"Invalid object: {path}", param=path)
    found = Sent()
    for name, part in value.items():
        inner = f"{path}[{name}]" if path else name
        if name not in described["fields"]:
            raise StripeFaultError(
                400,
                "invalid_request_error",
                f"Received unknown parameter: {inner}",
                param=inner,
                code="parameter_unknown",
            )
        found[name] = _value(part, described["fields"][name], inner)
    for name in described.get("required", ()):
        if name not in found or found[name] == "":
            inner = f"{path}[{name}]" if path else name
            raise invalid(f"Missing required param: {inner}.", param=inner, code="parameter_missing")
    return found


def _list(value: Any, inner: Any, path: str) -> list[Any]:
    if value == "":
        return []
    if not isinstance(value, list):
        raise invalid("Invalid array", param=path)
    return [_value(part, inner, f"{path}[{number}]") for number, part in enumerate(value)]


def _map(value: Any, inner: Any, path: str) -> JSON:
    if not isinstance(value, dict):
        if isinstance(value, list):
            # Keys that are numbers look like those of a list.
            value = {str(number): part for number, part in enumerate(value)}
        else:
            raise invalid(f"Invalid object: {path}", param=path)
    return {name: _value(part, inner, f"{path}[{name}]") for name, part in value.items()}


def _one_of(value: Any, words: list[str], path: str) -> Any:
    if value not in words:
        named = ", ".join(str(word) for word in words)
        raise invalid(f"Invalid {path}: must be one of {named}", param=path)
    return value


def _any_of(value: Any, choices: list[Any], path: str) -> Any:
    faults = []
    for choice in choices:
        try:
            return _value(value, choice, path)
        except StripeFaultError as fault:
            faults.append(fault)
    raise faults[0]


def _or_unset(value: Any, inner: Any, path: str) -> Any:
    return UNSET if value == "" else _value(value, inner, path)


COMPOSED = {"list": _list, "map": _map, "one_of": _one_of, "any_of": _any_of, "or_unset": _or_unset}
