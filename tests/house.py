"""The rules of the house as functions: each takes a file's source and gives the lines that break it."""

import ast
import re
from collections.abc import Iterator

WRITES = frozenset(
    {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
    | {"asave", "acreate", "aupdate", "adelete", "abulk_create", "aget_or_create", "aupdate_or_create"}
)
QUEUEING = frozenset({"delay", "apply_async", "send_task", "retry", "s", "si"})
ENTERING = frozenset({"tenant_context", "schema_context", "set_tenant", "set_schema"})
BROAD = frozenset({"Exception", "BaseException"})
REASON = re.compile(r"#\s*noqa: [A-Z0-9, ]+ -- \S|#\s*type: ignore\[[a-z, -]+\]  # \S|#\s*pragma: no cover -- \S")
IGNORE = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no|ruff:)")


def calls(source: str) -> Iterator[tuple[ast.Call, str]]:
    """Every call of a method or function with its last name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node, node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node, node.func.id


def orm_writes(source: str) -> list[int]:
    """Lines where a model or queryset is written: a method of that name, called on anything."""
    return [call.lineno for call, name in calls(source) if name in WRITES and isinstance(call.func, ast.Attribute)]


def bare_queueing(source: str) -> list[int]:
    """Lines where Celery is asked directly."""
    return [call.lineno for call, name in calls(source) if name in QUEUEING and isinstance(call.func, ast.Attribute)]


def broad_excepts(source: str) -> list[int]:
    """Lines where anything at all is caught or suppressed."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            lines += [node.lineno for kind in kinds if kind is None or _last_name(kind) in BROAD]
        elif isinstance(node, ast.Call) and _last_name(node.func) == "suppress":
            lines += [node.lineno for kind in node.args if _last_name(kind) in BROAD]
    return lines


def tenants_entered_by_hand(source: str) -> list[int]:
    """Lines that enter a tenant without `scope()`: `with tenant:`, or django-tenants' own ways."""
    lines = [call.lineno for call, name in calls(source) if name in ENTERING]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.With | ast.AsyncWith):
            entered = (_last_name(item.context_expr) for item in node.items)
            lines += [node.lineno for name in entered if name.lower().endswith("tenant")]
    return lines


def _last_name(node: ast.expr) -> str:
    """`tenant` of `tenant` and of `request.tenant`; nothing for calls and other things."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def unexplained_ignores(source: str) -> list[int]:
    """Lines that silence a check without saying why."""
    return [
        number
        for number, line in enumerate(source.splitlines(), start=1)
        if IGNORE.search(line) and not REASON.search(line)
    ]


def unfinished(source: str) -> list[int]:
    """Lines that say that something is still to be done."""
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    return [number for number, line in enumerate(source.splitlines(), start=1) if marks.search(line)]


def long_tasks(source: str) -> list[int]:
    """Tasks of more than three statements; what they do belongs in a service."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and any("task" in ast.unparse(mark) for mark in node.decorator_list):
            statements = [one for one in node.body if not (one is node.body[0] and ast.get_docstring(node) is not None)]
            if sum(1 for one in statements for part in ast.walk(one) if isinstance(part, ast.stmt)) > len("123"):
                lines.append(node.lineno)
    return lines
