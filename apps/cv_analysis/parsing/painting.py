"""Paints the pages of a PDF or an image file for the screen; other kinds of file have none."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .child import look_in_child
from .extract.raster import COLOUR, Picture
from .limits import MAX_FILE_BYTES, MAX_PAGES
from .sniff import UnreadableError, kind_of

QUALITY = 80
# Between the fastest and the smallest.
EFFORT = 3


@dataclass(frozen=True, slots=True)
class PaintedPage:
    """A page, counted from one, as a WebP picture of that many pixels."""

    number: int
    width: int
    height: int
    data: bytes


def pages_of(path: Path) -> Iterator[PaintedPage]:
    """Page by page, each by a child process of its own; a page that cannot be painted is left out."""
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    try:
        kind = kind_of(data)
    except UnreadableError:
        return
    if kind not in {"pdf", "image"} or len(data) > MAX_FILE_BYTES:
        return
    number, last = 0, 1
    while number < min(last, MAX_PAGES):
        try:
            picture = look_in_child(path, kind, number)
        except UnreadableError:
            if number == 0:
                return
        else:
            last = picture.pages
            yield as_webp(picture, number + 1)
        number += 1


def as_webp(picture: Picture, number: int) -> PaintedPage:
    """Made here from the child's pixels: whatever the file did to the child, this is a picture and nothing else."""
    from PIL import Image  # noqa: PLC0415 -- only who paints needs it

    image = Image.frombytes(
        "RGB" if picture.channels == COLOUR else "L", (picture.width, picture.height), picture.pixels
    )
    target = io.BytesIO()
    image.save(target, "WEBP", quality=QUALITY, method=EFFORT)
    return PaintedPage(number, picture.width, picture.height, target.getvalue())
