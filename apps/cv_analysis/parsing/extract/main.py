"""The child's side: lock the process down, read one file from standard input, answer in JSON on standard output."""

import codecs
import json
import resource
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from .nursery import serve
from .result import Extraction, ExtractionError
from .text import CODECS

if TYPE_CHECKING:
    from .raster import Picture


def give_up_rights(memory_bytes: int, cpu_seconds: int) -> None:
    """From here on the process can compute and use the pipes it has, nothing else."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # No further descriptor also means no socket, no file of the machine, no font of the system.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def extractor_of(kind: str) -> Callable[[bytes], Extraction]:
    """Loads what reads this kind, while files may still be opened, and nothing else: memory is dear."""
    if kind == "pdf":
        from . import pdf  # noqa: PLC0415 -- the child loads only what its kind of file needs

        pdf.load_library()
        return pdf.extract
    if kind == "html":
        from . import html  # noqa: PLC0415 -- the child loads only what its kind of file needs

        return html.extract
    if kind == "rtf":
        from . import rtf  # noqa: PLC0415 -- the child loads only what its kind of file needs

        return rtf.extract
    from . import office  # noqa: PLC0415 -- the child loads only what its kind of file needs

    return office.extract


def painter_of(kind: str, purpose: str = "") -> "Callable[[bytes, int], Picture]":
    """The same for what shows the pages of this kind: to be read, or as a `look` at them."""
    from . import raster  # noqa: PLC0415 -- the child loads only what its kind of file needs

    if kind == "pdf":
        from . import pdf  # noqa: PLC0415 -- the child loads only what its kind of file needs

        pdf.load_library()
    else:
        raster.load_library()
    if purpose == "look":
        return raster.look_of_pdf if kind == "pdf" else raster.look_of_image
    return raster.picture_of_pdf if kind == "pdf" else raster.picture_of_image


def prepared(arguments: list[str], memory_bytes: int, cpu_seconds: int) -> Callable[[], None]:
    """Load what the kind of file named, or the picture of its page if a number is given too, needs; then the work."""
    kind, *rest = arguments
    work = partial(show, painter_of(kind, *rest[1:]), int(rest[0])) if rest else partial(describe, extractor_of(kind))
    # Python reads a codec from disk when it is first asked for.
    for encoding in CODECS:
        codecs.lookup(encoding)
    return partial(answer, work, memory_bytes, cpu_seconds)


def answer(work: Callable[[bytes], bytes], memory_bytes: int, cpu_seconds: int) -> None:
    """Do the work on what standard input holds, after the process has given up what it does not need."""
    give_up_rights(memory_bytes, cpu_seconds)
    try:
        with open(0, "rb", closefd=False) as file:
            said = work(file.read())
    except ExtractionError as error:
        said = as_json({"error": error.code})
    except MemoryError:
        said = as_json({"error": "extraction-over-memory"})
    with open(1, "wb", closefd=False) as output:
        output.write(said)


def main(memory_bytes: int, cpu_seconds: int, idle_seconds: float) -> None:
    """Wait for orders."""
    serve(partial(prepared, memory_bytes=memory_bytes, cpu_seconds=cpu_seconds), idle_seconds)


def describe(extract: Callable[[bytes], Extraction], data: bytes) -> bytes:
    extraction = extract(data)
    answer = {name: getattr(extraction, name) for name in Extraction.__slots__}
    answer["hidden"] = [(words.kind, words.text, words.page) for words in extraction.hidden]
    return as_json(answer)


def show(paint: "Callable[[bytes, int], Picture]", page: int, data: bytes) -> bytes:
    """One line about the picture, then its pixels."""
    picture = paint(data, page)
    told = {name: getattr(picture, name) for name in ("pages", "width", "height", "channels")}
    return as_json(told) + b"\n" + picture.pixels


def as_json(answer: dict[str, object]) -> bytes:
    """Broken fonts yield halves of surrogate pairs; ASCII escapes carry them safely and the parent drops them."""
    return json.dumps(answer).encode("ascii")
