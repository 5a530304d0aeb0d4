"""Reads the library's folders: one for each problem."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from .items import LibraryError, Problem

FOLDER = Path(__file__).parent / "problems"
# What Python writes beside a program that was run.
NOT_OURS = "__pycache__"


def read_problem(folder: Path) -> Problem:
    """The checked problem of a folder; raises LibraryError with everything that is wrong with it."""
    try:
        given = json.loads((folder / "problem.json").read_text(encoding="utf-8"))
        statement = (folder / "statement.md").read_text(encoding="utf-8")
        editorial = (folder / "editorial.md").read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise LibraryError(f"{folder.name}: {error}") from error
    return Problem.of(folder, given, statement=statement, editorial=editorial)


@cache
def problems() -> Mapping[str, Problem]:
    """Every problem by its slug, in alphabetical order."""
    folders = sorted(path for path in FOLDER.iterdir() if path.is_dir())
    found, faults = {}, []
    for folder in folders:
        try:
            found[folder.name] = read_problem(folder)
        except LibraryError as error:
            faults.append(str(error))
    if faults:
        raise LibraryError("\n".join(faults))
    return found


def problem(slug: str) -> Problem | None:
    return problems().get(slug)


@cache
def version() -> str:
    """Changes with every change of a problem: verdicts are comparable only within one version of the library."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file() and NOT_OURS not in path.parts:
            digest.update(path.relative_to(FOLDER).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
