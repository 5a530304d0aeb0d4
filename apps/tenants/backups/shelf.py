"""The folder that backups lie in: their names, and which of them have had their time."""

import re
from pathlib import Path

from django.utils import timezone

EVERYTHING = "all"
# Before the address, as a workspace may have the address "all".
OF_WORKSPACE = "workspace-"
ENDING = ".backup"


def new_name(what: str) -> str:
    """rostrum-workspace-acme-20260302T040506123456Z.backup; the order of the names is that of time."""
    return f"rostrum-{what}-{timezone.now():%Y%m%dT%H%M%S%f}Z{ENDING}"


def delete_older(folder: Path, what: str, *, keep: int) -> list[Path]:
    """Delete all backups of this but the newest ones; those of others, and other files, stay."""
    ours = re.compile(rf"rostrum-{re.escape(what)}-\d{{8}}T\d{{12}}Z{re.escape(ENDING)}")
    found = sorted(path for path in folder.iterdir() if ours.fullmatch(path.name) and path.is_file())
    old = found[:-keep]
    for path in old:
        path.unlink()
    return old
