"""The processes of one web server: what one of them has changed, the others hear with their next request."""

import os
import time
from contextlib import suppress
from pathlib import Path

from apps.core.exposition import FOLDER


def tell_siblings(what: str) -> None:
    """That whatever is remembered of this has to be read again; called once it is committed."""
    if (place := _place(what)) is None:
        return
    # What is committed must not fail for it: a server that ends has no folder any more, and nothing to remember.
    with suppress(OSError):
        place.touch()
        # The clock of files stands still for some milliseconds.
        os.utime(place, ns=(0, time.time_ns()))


def last_told(what: str) -> int:
    """A number that is another one after each `tell_siblings`; 0 where nothing was told, and in other processes."""
    if (place := _place(what)) is None:
        return 0
    try:
        return place.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _place(what: str) -> Path | None:
    """In the folder that the web server makes for its processes (config/gunicorn.py)."""
    folder = os.environ.get(FOLDER)
    return Path(folder, f"told-{what}") if folder else None
