"""Reads the library's files: one for each role and level."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from .items import Item, LibraryError

FOLDER = Path(__file__).parent / "questions"


def read_items(path: Path) -> tuple[Item, ...]:
    """The checked questions of a file; raises LibraryError with the first fault of every one that has any."""
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise LibraryError(f"{path.name}: {error}") from error
    items, faults = [], []
    for one in given["items"]:
        try:
            items.append(Item.of(one, role=given["role"], level=given["level"]))
        except LibraryError as error:
            faults.append(str(error))
    slugs = [item.slug for item in items]
    faults += [f"{slug}: the slug stands twice" for slug in sorted({slug for slug in slugs if slugs.count(slug) > 1})]
    if faults:
        raise LibraryError("\n".join(faults))
    return tuple(items)


@cache
def all_items() -> Mapping[str, Item]:
    """Every question by its slug, in the order of files and of their lines."""
    found: dict[str, Item] = {}
    for path in sorted(FOLDER.glob("*/*.json")):
        for item in read_items(path):
            if item.slug in found:
                raise LibraryError(f"{item.slug}: the slug stands twice")
            found[item.slug] = item
    return found


def item_of(slug: str) -> Item | None:
    return all_items().get(slug)


@cache
def version() -> str:
    """Changes with every change of a question: results are comparable only within one version of the library."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*/*.json")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
