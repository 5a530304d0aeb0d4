"""Pages as pictures: what a PDF shows, or an image file; in shades of grey to be read, in colour to be looked at."""

import ctypes
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from . import pdf
from .result import ExtractionError

DPI = 150
MAX_PIXELS = 50_000_000  # of an image file
MAX_PAGE_PIXELS = 8_000_000  # of what is handed on
LONG_SIDE = 2_200
SHORT_SIDE = 1_100
MAX_ENLARGEMENT = 3
FORMATS = ("PNG", "JPEG", "TIFF", "WEBP")
GREY, COLOUR = 1, 3  # bytes for each pixel
SCREEN_DPI = 120
MAX_SCREEN_PIXELS = 3_000_000
SCREEN_WIDTH, SCREEN_HEIGHT = 1_200, 2_400  # of an image file as it is looked at
RGB_ORDER = 0x10  # the library's flag for red first

_pillow: list[Any] = []


@dataclass(frozen=True, slots=True)
class Picture:
    """One page of `pages`; `pixels` holds them row by row, one byte each of a grey one and three of one in colour."""

    pages: int
    width: int
    height: int
    pixels: bytes
    channels: int = GREY

    def as_pnm(self) -> bytes:
        return b"P5\n%d %d\n255\n" % (self.width, self.height) + self.pixels


def load_library() -> None:
    """Decoders are loaded while files may still be opened."""
    from PIL import Image, ImageOps, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin  # noqa: PLC0415 -- the child loads only what its kind of file needs

    Image.preinit()
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    _pillow[:] = [Image, ImageOps, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin]


def picture_of_pdf(data: bytes, number: int) -> Picture:
    """What the page shows at `DPI`, or coarser if it is huge."""
    return painted(data, number, dpi=DPI, most=MAX_PAGE_PIXELS, channels=GREY)


def look_of_pdf(data: bytes, number: int) -> Picture:
    """What the page shows on a screen."""
    return painted(data, number, dpi=SCREEN_DPI, most=MAX_SCREEN_PIXELS, channels=COLOUR)


def painted(data: bytes, number: int, *, dpi: int, most: int, channels: int) -> Picture:
    pdfium = pdf.load_library()
    document = pdf.open_document(pdfium, data)
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        raise ExtractionError("damaged")
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    scale = min(dpi / 72, (most / max(width * height, 1)) ** 0.5)
    columns, rows = max(round(width * scale), 1), max(round(height * scale), 1)
    kind = pdfium.FPDFBitmap_Gray if channels == GREY else pdfium.FPDFBitmap_BGR
    bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, kind, None, 0)
    if not bitmap or columns * rows > 2 * most:
        raise ExtractionError("damaged")
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
    # With this order for a page in grey the library ends the process.
    flags = pdfium.FPDF_ANNOT | (RGB_ORDER if channels == COLOUR else 0)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, flags)
    stride = pdfium.FPDFBitmap_GetStride(bitmap)
    buffer = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * rows)
    pixels = b"".join(buffer[row * stride : row * stride + columns * channels] for row in range(rows))
    return Picture(pdfium.FPDF_GetPageCount(document), columns, rows, pixels, channels)


def picture_of_image(data: bytes, number: int) -> Picture:
    """A frame of an image file, upright, on white, and neither tiny nor huge."""
    return framed(data, number, partial(as_grey, _pillow[0]), draft=("L", (LONG_SIDE, LONG_SIDE)))


def look_of_image(data: bytes, number: int) -> Picture:
    """The same in colour, no larger than a screen shows."""
    return framed(data, number, partial(as_look, _pillow[0]), draft=("RGB", (SCREEN_HEIGHT, SCREEN_HEIGHT)))


def framed(data: bytes, number: int, finish: Callable[[Any], Any], *, draft: tuple[str, tuple[int, int]]) -> Picture:
    """A frame, upright and then as `finish` makes it; `draft` is what a JPEG may be read as to save time."""
    image_module, image_ops = _pillow[:2]
    try:
        image = image_module.open(io.BytesIO(data), formats=FORMATS)
        frames = getattr(image, "n_frames", 1)
        if image.width * image.height > MAX_PIXELS:
            raise ExtractionError("image-over-50-megapixels")
        if number:
            image.seek(number)
        if image.width * image.height > MAX_PIXELS:
            raise ExtractionError("image-over-50-megapixels")
        image.draft(*draft)
        image = finish(image_ops.exif_transpose(image))
    except image_module.DecompressionBombError as error:
        raise ExtractionError("image-over-50-megapixels") from error
    except (OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError, OverflowError) as error:
        # Decoders of images fail in many ways over damaged files.
        raise ExtractionError("damaged") from error
    return Picture(frames, image.width, image.height, image.tobytes(), len(image.getbands()))


def as_grey(image_module: Any, image: Any) -> Any:
    return resized(image_module, on_white(image_module, image).convert("L"))


def as_look(image_module: Any, image: Any) -> Any:
    image = on_white(image_module, image).convert("RGB")
    scale = min(SCREEN_WIDTH / image.width, SCREEN_HEIGHT / image.height, 1)
    size = (max(round(image.width * scale), 1), max(round(image.height * scale), 1))
    return image if scale == 1 else image.resize(size, image_module.Resampling.LANCZOS)


def on_white(image_module: Any, image: Any) -> Any:
    """What is transparent shows white, what has more than one byte for a shade is made coarser."""
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode in {"RGBA", "LA", "PA", "P"}:
        image = image.convert("RGBA")
        ground = image_module.new("RGBA", image.size, "white")
        image = image_module.alpha_composite(ground, image)
    return image


def resized(image_module: Any, image: Any) -> Any:
    """Photographs are made smaller and small pictures larger, to about what a scanner would give."""
    longest = max(image.size)
    scale = min(LONG_SIDE / longest, 1.0) if longest > SHORT_SIDE else min(SHORT_SIDE * 1.6 / longest, MAX_ENLARGEMENT)
    if abs(scale - 1) < 0.05:
        return image
    size = (max(round(image.width * scale), 1), max(round(image.height * scale), 1))
    return image.resize(size, image_module.Resampling.LANCZOS)
