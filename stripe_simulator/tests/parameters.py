"""Writes parameters.json: of each request that the simulator answers, what Stripe's library lets one send.

python -m stripe_simulator.tests.parameters
"""

import ast
import functools
import importlib
import json
import re
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ForwardRef, Literal, Union, get_args, get_origin

import stripe
from stripe._request_options import RequestOptions
from stripe._stripe_object import UntypedStripeObject

from stripe_simulator.parameters import DESCRIBED
from stripe_simulator.resources import ROUTES, load
from stripe_simulator.tests.shapes import _names, _resolved

LIBRARY = Path(next(iter(stripe.__path__)))
PLAIN: dict[object, str] = {str: "string", int: "integer", bool: "boolean", float: "number"}
# How somebody pays comes in some fifty kinds with settings of their own; these are taken as they come.
OPEN = {"payment_method_options", "shipping_options", "shipping_address_collection"}


@functools.cache
def requests() -> dict[str, tuple[str, str]]:
    """Method and address of each request of the library -> module and name of the class of its parameters."""
    found: dict[str, tuple[str, str]] = {}
    for file in sorted(LIBRARY.rglob("*_service.py")):
        if "v2" in file.relative_to(LIBRARY).parts:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        sources = {
            alias.name: node.module or ""
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            if (request := _request(function)) is not None:
                address, name = request
                found[address] = (sources[name], name)
    return found


def _request(function: ast.FunctionDef) -> tuple[str, str] | None:
    calls = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "_request"
    ]
    if not calls:
        return None
    method, address = calls[0].args[:2]
    if isinstance(address, ast.Call) and isinstance(address.func, ast.Attribute):
        address = address.func.value
    annotations = [ast.unparse(one.annotation) for one in function.args.args if one.arg == "params" and one.annotation]
    names = re.findall(r"'(\w+)'", annotations[0]) if annotations else []
    if not names:
        return None
    return f"{ast.literal_eval(method).upper()} {re.sub(r'{[^}]*}', '{}', ast.literal_eval(address))}", names[0]


def described(hint: Any, module: str) -> Any:
    """A type in the words of parameters.json."""
    hint = _resolved(hint, module)
    if isinstance(hint, ForwardRef):
        return described(hint.__forward_arg__, module)
    origin = get_origin(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if origin is Literal:
        return {"one_of": [*get_args(hint)]}
    if origin in {Union, types.UnionType}:
        return _union([described(part, module) for part in get_args(hint)])
    if origin is list:
        return {"list": described(get_args(hint)[0], module)}
    if origin in {dict, UntypedStripeObject}:
        return {"map": described(get_args(hint)[-1], module)}
    if isinstance(hint, type) and hasattr(hint, "__required_keys__"):
        return _fields(hint)
    name = getattr(hint, "__name__", "")
    if name == "Decimal":
        return "decimal"
    return "any"


def _union(parts: list[Any]) -> Any:
    """An empty text means that something is unset; a mapping is said twice by the library."""
    unsets = {"one_of": [""]} in parts
    kept: list[Any] = []
    for part in parts:
        if part != {"one_of": [""]} and part not in kept:
            kept.append(part)
    if any(isinstance(part, dict) and "one_of" in part for part in kept) and "string" in kept:
        # The library lets new words come; here only the known ones are right.
        kept.remove("string")
    inner = kept[0] if len(kept) == 1 else {"any_of": kept}
    return {"or_unset": inner} if unsets else inner


def _fields(cls: type) -> dict[str, Any]:
    own = {
        name: hint
        for base in reversed([*cls.__mro__, *getattr(cls, "__orig_bases__", ())])
        for name, hint in getattr(base, "__annotations__", {}).items()
        if name not in RequestOptions.__annotations__
    }
    own |= {name: hint for name, hint in cls.__annotations__.items() if name not in RequestOptions.__annotations__}
    importlib.import_module(cls.__module__)
    place = _names(cls.__module__)
    fields = {}
    for name, hint in own.items():
        bare = eval(hint, place) if isinstance(hint, str) else hint
        if isinstance(bare, ForwardRef):
            bare = eval(bare.__forward_arg__, place)
        while getattr(get_origin(bare), "_name", "") in {"NotRequired", "Required"}:
            bare = get_args(bare)[0]
        fields[name] = "any" if name in OPEN else described(bare, cls.__module__)
    required = sorted(set(getattr(cls, "__required_keys__", ())) & fields.keys())
    return {"fields": fields, "required": required} if required else {"fields": fields}


def expected() -> dict[str, Any]:
    """Of each address that the simulator has and the library knows."""
    load()
    known = requests()
    found = {}
    for method, pattern in ROUTES:
        address = f"{method} {re.sub(r'{[^}]*}', '{}', pattern)}"
        if address in known:
            module, name = known[address]
            importlib.import_module(module)
            found[address] = described(name, module)
    return dict(sorted(found.items()))


def lines(tree: dict[str, Any]) -> Iterator[str]:
    """One request per line, so that a difference can be read."""
    for number, (address, description) in enumerate(tree.items()):
        comma = "," if number + 1 < len(tree) else ""
        yield f"{json.dumps(address)}: {json.dumps(description, separators=(',', ':'))}{comma}\n"


if __name__ == "__main__":
    DESCRIBED.write_text("{\n" + "".join(lines(expected())) + "}\n", encoding="utf-8")
