"""Reads what Stripe's clients send: form fields with brackets for what is nested."""

import re
from typing import Any
from urllib.parse import parse_qsl

from stripe_simulator import JSON
from stripe_simulator.errors import invalid

KEY = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")
INNER = re.compile(r"\[([^\[\]]*)\]")
LONGEST_LIST = 1000


def nested(text: str) -> JSON:
    """`a[b][0]=c` -> {"a": {"b": ["c"]}}."""
    tree: JSON = {}
    for key, value in parse_qsl(text, keep_blank_values=True, max_num_fields=10_000):
        match = KEY.match(key)
        if match is None:
            raise invalid(f"Invalid parameter name: {key}", param=key)
        _put(tree, [match[1], *INNER.findall(match[2])], value)
    return {name: _lists(value) for name, value in tree.items()}


def _put(tree: JSON, names: list[str], value: str) -> None:
    for name, following in zip(names, [*names[1:], None], strict=True):
        if name == "":
            name = str(len(tree))  # noqa: PLW2901 -- a list that goes on
        if following is None:
            tree[name] = value
            return
        deeper = tree.setdefault(name, {})
        if not isinstance(deeper, dict):
            raise invalid(f"Invalid object: {name} is given twice.", param=name)
        tree = deeper


def _lists(value: Any) -> Any:
    """Mappings whose keys count from 0 are lists."""
    if not isinstance(value, dict):
        return value
    if value and all(name.isdecimal() for name in value) and len(value) <= LONGEST_LIST:
        order = sorted(value, key=int)
        return [_lists(value[name]) for name in order]
    return {name: _lists(part) for name, part in value.items()}
