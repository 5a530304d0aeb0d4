"""Files that are sent."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

# A file by its path, or a name and what the file holds.
SentFile: TypeAlias = Path | tuple[str, bytes]


def named_contents(file: SentFile) -> tuple[str, bytes]:
    """The name of a file and what it holds, read at once so that it can be sent again."""
    return (file.name, file.read_bytes()) if isinstance(file, Path) else file
