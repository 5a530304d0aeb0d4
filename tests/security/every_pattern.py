"""A program: tries every regular expression of ours on texts made against it, and prints those that took too long.

Run as `python -m tests.security.every_pattern LENGTH SECONDS`; seconds are of the processor, so a busy machine changes
nothing.
"""

import ast
import json
import os
import pkgutil
import re
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from tests.security.pattern_attacks import attacks_on

PROJECT = Path(__file__).resolve().parents[2]
FOLDERS = ("apps", "config", "stripe_simulator")
NOT_PRODUCT = {"tests", "problems", "migrations", "module_template"}
ASKING = {"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
Found = dict[tuple[str, int], str]


class TooLongError(Exception):
    """The expression had its time."""


def files() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (path for path in sorted((PROJECT / folder).rglob("*.py")) if not NOT_PRODUCT & set(path.parts))


def written(path: Path) -> Iterator[tuple[str, int]]:
    """Those that stand as they are in a call of `re`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ASKING
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            yield node.args[0].value, _flags_of(node)


def _flags_of(call: ast.Call) -> int:
    words = {part.attr for one in ast.walk(call) if isinstance(part := one, ast.Attribute)} & set(dir(re))
    flags = 0
    for word in words & {"I", "IGNORECASE", "M", "MULTILINE", "S", "DOTALL", "X", "VERBOSE", "A", "ASCII"}:
        flags |= int(getattr(re, word))
    return flags


def put_together(found: Found) -> None:
    """Those that are made of parts while modules are loaded: `re.compile` is asked through an ear of ours."""
    compile_one: Callable[..., Any] = re.compile

    def heard(pattern: Any, flags: Any = 0) -> Any:
        caller = Path(sys._getframe(1).f_code.co_filename)
        if isinstance(pattern, str) and PROJECT in caller.parents and "site-packages" not in caller.parts:
            found.setdefault((pattern, int(flags)), caller.relative_to(PROJECT).as_posix())
        return compile_one(pattern, flags)

    re.compile = heard
    import django  # noqa: PLC0415 -- only once re.compile is heard

    django.setup()
    for folder in FOLDERS:
        for module in pkgutil.walk_packages([str(PROJECT / folder)], f"{folder}."):
            parts = set(module.name.split("."))
            if not parts & NOT_PRODUCT and not parts & {"__main__", "launcher", "command"}:
                __import__(module.name)
    re.compile = compile_one


def every_pattern() -> Found:
    """Pattern and flags, and the file that asks for it."""
    found: Found = {}
    put_together(found)
    for path in files():
        for pattern, flags in written(path):
            found.setdefault((pattern, flags), path.relative_to(PROJECT).as_posix())
    return found


def stop(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError


def takes_too_long(pattern: re.Pattern[str], *, length: int, seconds: float) -> str:
    """The beginning of a text that it does not get done with; empty when there is none."""
    for text in attacks_on(pattern, length=length):
        try:
            # Checked between steps of the matching itself.
            signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
            for _match in pattern.finditer(text):
                pass
            pattern.fullmatch(text)
        except TooLongError:
            return text[:60]
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return ""


def main(length: int, seconds: float) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    signal.signal(signal.SIGVTALRM, stop)
    found = every_pattern()
    slow = {}
    for (pattern, flags), name in found.items():
        if text := takes_too_long(re.compile(pattern, flags), length=length, seconds=seconds):
            slow[f"{name}: {pattern}"] = text
    sys.stdout.write(json.dumps({"tried": len(found), "slow": slow}, indent=1))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
