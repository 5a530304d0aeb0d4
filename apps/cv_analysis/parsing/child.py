"""Runs extraction in a child process that can be killed, because parsers of documents crash, hang and swell."""

import compileall
import json
import os
import selectors
import signal
import sys
import time
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .extract.raster import COLOUR, GREY, Picture
from .extract.result import Extraction, Hidden
from .limits import (
    MAX_CHILD_ANSWER_BYTES,
    MAX_CHILD_CPU_SECONDS,
    MAX_CHILD_MEMORY_BYTES,
    MAX_CHILD_WALL_SECONDS,
    MAX_PICTURE_BYTES,
    NURSERY_IDLE_SECONDS,
)
from .nursery import Child, NoChildError, Nursery
from .sniff import Kind, UnreadableError

OVERRAN = {signal.SIGXCPU, signal.SIGKILL}


def interpreter(code: str) -> tuple[str, ...]:
    """An isolated interpreter without site-packages' start-up files, which would take longer than the work."""
    return (sys.executable, "-I", "-S", "-B", "-c", code)


@cache
def nursery_command() -> tuple[str, ...]:
    """The program that forks a child for each document."""
    spec = find_spec("pypdfium2_raw")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pypdfium2 is not installed")
    # It may not write, so that it would compile these modules each time it starts.
    compileall.compile_dir(Path(__file__).parent / "extract", quiet=2)
    folders = [str(Path(__file__).parent), str(Path(spec.origin).parent.parent)]
    limits = f"{MAX_CHILD_MEMORY_BYTES}, {MAX_CHILD_CPU_SECONDS}, {NURSERY_IDLE_SECONDS}"
    return interpreter(f"import sys; sys.path += {folders!r}; from extract.main import main; main({limits})")


@cache
def nursery() -> Nursery:
    return Nursery(nursery_command)


def extract_in_child(path: Path, kind: Kind, *, wall_seconds: float = MAX_CHILD_WALL_SECONDS) -> Extraction:
    """The pages of the file. Whatever the child does, the answer is pages or an `UnreadableError`."""
    return as_extraction(answer_of_child(path, kind, cap=MAX_CHILD_ANSWER_BYTES, wall_seconds=wall_seconds))


def picture_in_child(path: Path, kind: Kind, page: int) -> Picture:
    """What a page of the file looks like, under the same guard."""
    return as_picture(answer_of_child(path, kind, str(page), cap=MAX_PICTURE_BYTES))


def look_in_child(path: Path, kind: Kind, page: int) -> Picture:
    """The same in colour, as large as a screen shows it."""
    return as_picture(answer_of_child(path, kind, str(page), "look", cap=MAX_PICTURE_BYTES))


def answer_of_child(path: Path, *arguments: str, cap: int, wall_seconds: float = MAX_CHILD_WALL_SECONDS) -> bytes:
    """What the child writes about the file within the time given."""
    with path.open("rb") as file:
        return answer_of(nursery(), file.fileno(), arguments, cap=cap, wall_seconds=wall_seconds)


def answer_of(of: Nursery, file: int, arguments: tuple[str, ...], *, cap: int, wall_seconds: float) -> bytes:
    """What a child of that nursery writes about the file within the time given."""
    deadline = time.monotonic() + wall_seconds
    try:
        with of.child(file, arguments, wall_seconds) as child:
            answer = read_answer(child, deadline, cap)
            code = child.exit_code(max(deadline - time.monotonic(), 0.1))
    except TimeoutError as error:
        raise UnreadableError("extraction-over-time") from error
    except NoChildError as error:
        raise UnreadableError("extraction-died") from error
    if code != 0:
        raise UnreadableError("extraction-over-time" if -code in OVERRAN else "extraction-died")
    return answer


def read_answer(child: Child, deadline: float, cap: int) -> bytes:
    """Everything the child says before the deadline, up to the cap."""
    answer = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(child.output, selectors.EVENT_READ)
        while True:
            remaining = deadline - time.monotonic()
            if remaining <= 0 or not selector.select(remaining):
                raise UnreadableError("extraction-over-time")
            chunk = os.read(child.output, 1 << 16)
            if not chunk:
                return bytes(answer)
            answer += chunk
            if len(answer) > cap:
                raise UnreadableError("text-over-1-mb")


def as_extraction(answer: bytes) -> Extraction:
    """Check the answer's shape: a child that was taken over must not get further than a wrong text."""
    try:
        document = json.loads(answer)
    except ValueError as error:
        raise UnreadableError("extraction-died") from error
    if not isinstance(document, dict):
        raise UnreadableError("extraction-died")
    if error_code := document.get("error"):
        raise UnreadableError(str(error_code))
    try:
        return Extraction(
            pages=tuple(str(page) for page in listed(document["pages"])),
            largest_line=str(document.get("largest_line", "")),
            has_content=bool(document.get("has_content")),
            boxes=tuple(tuple(int(number) for number in listed(page)) for page in listed(document.get("boxes", []))),
            hidden=tuple(hidden_words(*words) for words in listed(document.get("hidden", []))),
            pictures=tuple(int(number) for number in listed(document.get("pictures", []))),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableError("extraction-died") from error


def as_picture(answer: bytes) -> Picture:
    """One line of JSON, then the pixels."""
    head, _, pixels = answer.partition(b"\n")
    try:
        document = json.loads(head)
        if error_code := document.get("error"):
            raise UnreadableError(str(error_code))
        pages, width, height, channels = (int(document[name]) for name in ("pages", "width", "height", "channels"))
        picture = Picture(pages, width, height, pixels, channels)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableError("extraction-died") from error
    size = picture.width * picture.height * picture.channels
    if size != len(pixels) or not pixels or picture.pages < 1 or picture.channels not in {GREY, COLOUR}:
        raise UnreadableError("extraction-died")
    return picture


def listed(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def hidden_words(kind: object, text: object, page: object) -> Hidden:
    return Hidden(str(kind), str(text), page if isinstance(page, int) else None)
