"""Compares an object as JSON with the types that Stripe's library declares for it, and names every difference."""

import ast
import functools
import importlib
import inspect
import re
import sys
import types
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, ForwardRef, Literal, TypeVar, Union, get_args, get_origin

from stripe import ListObject, StripeObject
from stripe._object_classes import OBJECT_CLASSES
from stripe._stripe_object import UntypedStripeObject

DECIMAL = re.compile(r"-?\d+(\.\d+)?")


def class_of(kind: str) -> type[StripeObject]:
    """The class that declares this kind of object."""
    module, name = OBJECT_CLASSES[kind]
    found: type[StripeObject] = getattr(importlib.import_module(module), name)
    return found


@functools.cache
def _names(module: str) -> dict[str, Any]:
    """What names mean in a module, those included that it imports for type checkers only."""
    loaded = sys.modules[module]
    found = dict(vars(loaded))
    for node in ast.walk(ast.parse(inspect.getsource(loaded))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("stripe."):
            source = importlib.import_module(node.module)
            found |= {
                alias.asname or alias.name: getattr(source, alias.name)
                for alias in node.names
                if hasattr(source, alias.name)
            }
    return found


@functools.cache
def fields_of(cls: type) -> dict[str, tuple[Any, str]]:
    """The fields that a class declares: annotation, and the module whose names it uses."""
    fields: dict[str, tuple[Any, str]] = {}
    for base in reversed(cls.__mro__):
        if base is not StripeObject and issubclass(base, StripeObject):
            for name, hint in vars(base).get("__annotations__", {}).items():
                if not name.startswith("_") and get_origin(hint) is not ClassVar:
                    fields[name] = (hint, base.__module__)
    return fields


def _resolved(hint: Any, module: str) -> Any:
    if isinstance(hint, ForwardRef):
        hint = hint.__forward_arg__
    return eval(hint, _names(module)) if isinstance(hint, str) else hint


def _choices(hint: Any, module: str) -> list[Any]:
    """The members of a union, flattened; a list of words that says that others may come is held to its words."""
    hint = _resolved(hint, module)
    if get_origin(hint) not in {Union, types.UnionType}:
        return [hint]
    found = [choice for part in get_args(hint) for choice in _choices(part, module)]
    words = any(get_origin(choice) is Literal for choice in found)
    return [choice for choice in found if not (words and choice is str)]


def problems(value: Any, hint: Any = None, *, module: str = "stripe", path: str = "") -> list[str]:
    """What is wrong with a value; without a type, by the kind of object that it says to be."""
    if hint is None:
        if not isinstance(value, dict) or value.get("object") not in OBJECT_CLASSES:
            return [f"{path or 'value'}: not an object of Stripe"]
        return _of_object(value, class_of(value["object"]), path or value["object"])
    choices = _choices(hint, module)
    if value is not None:
        choices = [choice for choice in choices if choice is not type(None)]
    found = [_of_choice(value, choice, module, path) for choice in choices]
    # Of several types, what the best fit lacks; a whole object is compared with objects, not with ids.
    return min(found, key=lambda faults: (len(faults), -len("".join(faults)))) if found else [f"{path}: {value!r}"]


def _of_choice(value: Any, hint: Any, module: str, path: str) -> list[str]:
    origin = get_origin(hint)
    if hint is Any or isinstance(hint, TypeVar):
        return []
    if hint is type(None):
        return [] if value is None else [f"{path}: {value!r} is not null"]
    if origin is Literal:
        return [] if value in get_args(hint) else [f"{path}: {value!r} is not one of {get_args(hint)}"]
    if origin is list:
        return _of_items(value, get_args(hint)[0], module, path)
    if origin is dict or origin is UntypedStripeObject or hint is UntypedStripeObject:
        inner = (get_args(hint) or (Any,))[-1]
        if not isinstance(value, dict):
            return [f"{path}: {value!r} is no mapping"]
        return [
            one for key, part in value.items() for one in problems(part, inner, module=module, path=f"{path}.{key}")
        ]
    if origin is ListObject:
        return _of_list(value, get_args(hint)[0], module, path)
    if isinstance(hint, type) and issubclass(hint, StripeObject):
        if not isinstance(value, dict):
            return [f"{path}: {value!r} is no {hint.__name__}"]
        return _of_object(value, hint, path)
    return _of_scalar(value, hint, path)


def _of_scalar(value: Any, hint: Any, path: str) -> list[str]:
    if hint is Decimal:
        fits = isinstance(value, str) and DECIMAL.fullmatch(value) is not None
    elif hint is float:
        fits = isinstance(value, int | float) and not isinstance(value, bool)
    elif hint is int:
        fits = isinstance(value, int) and not isinstance(value, bool)
    else:
        fits = isinstance(value, hint)
    return [] if fits else [f"{path}: {value!r} is no {getattr(hint, '__name__', hint)}"]


def _of_items(value: Any, hint: Any, module: str, path: str) -> list[str]:
    if not isinstance(value, list):
        return [f"{path}: {value!r} is no list"]
    return [one for n, part in enumerate(value) for one in problems(part, hint, module=module, path=f"{path}[{n}]")]


def _of_list(value: Any, hint: Any, module: str, path: str) -> list[str]:
    """A list of Stripe's, whose address the library follows for the next page."""
    if not isinstance(value, dict) or value.get("object") != "list":
        return [f"{path}: {value!r} is no list object"]
    found = _of_items(value.get("data"), hint, module, f"{path}.data")
    if not isinstance(value.get("has_more"), bool):
        found.append(f"{path}.has_more: {value.get('has_more')!r} is no bool")
    if not str(value.get("url", "")).startswith("/v1/"):
        found.append(f"{path}.url: {value.get('url')!r} is no address")
    return found


def _of_object(value: dict[str, Any], cls: type, path: str) -> list[str]:
    return list(_differences(value, cls, path))


def _differences(value: dict[str, Any], cls: type, path: str) -> Iterator[str]:
    fields = fields_of(cls)
    # Of what was deleted, no more than this has to be said.
    needed = {"id", "object", "deleted"} if value.get("deleted") is True else set(fields)
    for name in value.keys() - fields.keys():
        yield f"{path}.{name}: not declared"
    for name, (hint, module) in fields.items():
        if name in value:
            yield from problems(value[name], hint, module=module, path=f"{path}.{name}")
        elif name in needed and type(None) not in _choices(hint, module):
            yield f"{path}.{name}: missing"


def event_problems(event: dict[str, Any]) -> list[str]:
    """Of an event: its own, its type's name, and those of the object that it carries."""
    found = problems(event)
    carried = event.get("data", {}).get("object")
    found += problems(carried)
    before = event.get("data", {}).get("previous_attributes")
    if before and not found:
        whole = carried | {name: value for name, value in before.items() if not isinstance(value, dict)}
        found += problems(whole, path="event.data.previous_attributes")
    return found
