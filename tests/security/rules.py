"""Rules that keep holes out, as functions: each takes a file's source and gives the lines that break it."""

import ast
import re

from tests.house import calls

ASKS_THE_NET = frozenset({"requests", "urllib3", "httpx", "httpx2", "aiohttp", "http.client", "urllib.request"})
RUNS_TEXT = frozenset({"eval", "exec", "compile", "__import__"})
UNPACKS = frozenset({"pickle", "marshal", "shelve", "dill", "yaml"})
WEAK = frozenset({"md5", "sha1", "DES", "ARC4", "ECB"})
FINDS_ONE = frozenset({"get", "get_object_or_404", "filter"})
# Tables that all workspaces share; in one of a workspace's own schema there is nothing of anybody else.
SHARED = frozenset({"Tenant", "Domain", "Membership", "Invitation", "ApiKey", "License", "Seat", "Usage", "User"})


def imports(source: str) -> list[ast.Import | ast.ImportFrom]:
    """Everything that is loaded, wherever in the file."""
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)]


def trusted_markup(source: str) -> list[int]:
    """Lines that call a text safe for a page."""
    return [call.lineno for call, name in calls(source) if name in {"mark_safe", "SafeString", "SafeText"}]


def trusted_in_template(source: str) -> list[int]:
    """Lines of a template that show something unescaped."""
    unsafe = re.compile(r"\|\s*safe(?:seq)?\b|\{%\s*autoescape\s+off")
    return [number for number, line in enumerate(source.splitlines(), start=1) if unsafe.search(line)]


def asks_the_net(source: str) -> list[int]:
    """Lines that load something which can ask another server."""
    lines = []
    for node in imports(source):
        names = [one.name for one in node.names]
        if isinstance(node, ast.ImportFrom):
            names = [str(node.module), *(f"{node.module}.{name}" for name in names)]
        if any(name in ASKS_THE_NET or name.split(".")[0] in ASKS_THE_NET for name in names):
            lines.append(node.lineno)
    return lines


def unscoped_lookups(source: str, shared: frozenset[str] = SHARED) -> list[int]:
    """Lines that look for one row of all workspaces' by its id alone (`License.objects.get(pk=pk)`)."""
    lines = []
    for call, name in calls(source):
        by = {one.arg for one in call.keywords}
        if name not in FINDS_ONE or not by or not by <= {"pk", "id"}:
            continue
        start = call.args[0] if name == "get_object_or_404" and call.args else call.func
        if shared & set(
            re.findall(r"^(?:\w+\.)*?([A-Z]\w+)(?:$|\.(?:objects|_default_manager)\b)", ast.unparse(start))
        ):
            lines.append(call.lineno)
    return lines


def runs_text(source: str) -> list[int]:
    """Lines that make a program of a text."""
    return [call.lineno for call, name in calls(source) if name in RUNS_TEXT and isinstance(call.func, ast.Name)]


def unpacks_objects(source: str) -> list[int]:
    """Lines that load a format which may run code while it is read."""
    lines = []
    for node in imports(source):
        names = [str(node.module)] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
        lines += [node.lineno for name in names if name.split(".")[0] in UNPACKS]
    return lines


def weak_hashes(source: str) -> list[int]:
    """Lines with hashes and ciphers that are broken."""
    return [
        node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute) and node.attr in WEAK
    ]


def guessable_numbers(source: str) -> list[int]:
    """Lines that draw from the generator that anybody can continue."""
    return [
        call.lineno
        for call, _name in calls(source)
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "random"
    ]


def through_a_shell(source: str) -> list[int]:
    """Lines that give a command to a shell."""
    return [
        call.lineno
        for call, name in calls(source)
        if name in {"system", "popen", "getoutput"}
        or any(one.arg == "shell" and ast.unparse(one.value) == "True" for one in call.keywords)
    ]


def templates_of_text(source: str) -> list[int]:
    """Lines that make a template of a text instead of a file."""
    return [
        call.lineno
        for call, name in calls(source)
        if name == "from_string" or (name == "Template" and isinstance(call.func, ast.Name))
    ]
