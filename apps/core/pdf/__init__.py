"""Lays out a page as PDF in a child process, which can be killed and holds none of our secrets."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from apps.core.pdf.pdf_child import NO_PANGO, TOO_LONG

WALL_SECONDS, CPU_SECONDS = 30, 25
MEMORY_BYTES = 1024**3
# Each takes a whole core for about a second; the others wait for their turn.
AT_ONCE, WAIT_SECONDS = threading.BoundedSemaphore(2), 20
# What the child's libraries look for; everything else of our environment stays here.
PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME")


class PdfError(Exception):
    """Why there is no PDF; `code` is no-pango, too-long, over-time, busy or died."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@cache
def child_command() -> tuple[str, ...]:
    """An isolated interpreter that knows our folder and that of the installed packages."""
    spec = find_spec("weasyprint")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("weasyprint is not installed")
    folders = [str(Path(spec.origin).parent.parent), str(Path(__file__).parent)]
    code = f"import sys; sys.path += {folders!r}; from pdf_child import main; main({MEMORY_BYTES}, {CPU_SECONDS})"
    return (sys.executable, "-I", "-S", "-B", "-c", code)


def pdf_of(html: str, files: Mapping[str, Path], *, wall_seconds: float = WALL_SECONDS) -> bytes:
    """The page as PDF; of `files` (address to path) and of nothing else it may use. Raises PdfError."""
    order = json.dumps({"html": html, "files": {address: str(path) for address, path in files.items()}})
    if not AT_ONCE.acquire(timeout=WAIT_SECONDS):
        raise PdfError("busy")
    try:
        done = subprocess.run(
            child_command(),
            input=order.encode(),
            capture_output=True,
            env={"LC_ALL": "C.UTF-8", **{name: os.environ[name] for name in PASSED_ON if name in os.environ}},
            cwd="/",
            timeout=wall_seconds,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired as error:
        raise PdfError("over-time") from error
    finally:
        AT_ONCE.release()
    if done.returncode == 0 and done.stdout.startswith(b"%PDF-"):
        return done.stdout
    raise PdfError({NO_PANGO: "no-pango", TOO_LONG: "too-long"}.get(done.returncode, "died"))
