"""Search as Stripe's query language has it: `email:"ada@acme.example" AND metadata["order"]:"7"`."""

import re
from typing import Any

from stripe_simulator import JSON
from stripe_simulator.errors import invalid
from stripe_simulator.routing import Call

CLAUSE = re.compile(
    r"""(-?)([a-z_]+)(?:\[["']([^"']+)["']\])?\s*(:|~|>=|<=|>|<)\s*(?:"([^"]*)"|'([^']*)'|(null|true|false|[\d.]+))"""
)
JOIN = re.compile(r"\s+(AND|OR)\s+", re.IGNORECASE)


def matches(body: JSON, clause: re.Match[str]) -> bool:
    negated, name, key, sign, double, single, bare = clause.groups()
    value: Any = body.get(name)
    if key is not None:
        value = (value or {}).get(key)
    wanted = double if double is not None else single if single is not None else bare
    if bare == "null":
        holds = value is None
    elif sign == ":":
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        holds = value is not None and shown.lower() == wanted.lower()
    elif sign == "~":
        holds = wanted.lower() in str(value or "").lower()
    else:
        left, right = float(value or 0), float(wanted)
        holds = {">": left > right, "<": left < right, ">=": left >= right, "<=": left <= right}[sign]
    return holds != (negated == "-")


def search(call: Call, kind: str) -> JSON:
    """Newest first; pages by number, as Stripe's own word for a page means nothing to anybody."""
    query = str(call.params["query"])
    joins = {word.upper() for word in JOIN.findall(query)}
    clauses = [CLAUSE.fullmatch(part.strip()) for part in JOIN.split(query)[::2]]
    if len(joins) > 1 or not all(clauses):
        raise invalid(f"The search query is not understood: {query}", param="query")
    holds = any if joins == {"OR"} else all
    found = [
        body
        for body in call.account.store.select(kind)[::-1]
        if not body.get("deleted") and holds(matches(body, clause) for clause in clauses if clause)
    ]
    limit, page = int(call.get("limit", 10)), int(call.get("page", 1) or 1)
    more = len(found) > page * limit
    return {
        "object": "search_result", "url": call.path, "has_more": more, "data": found[(page - 1) * limit : page * limit],
        "next_page": str(page + 1) if more else None,
    }  # fmt: skip
