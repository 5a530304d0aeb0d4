"""Pages as pictures: what a PDF shows, or an image file, in shades of grey and large enough to be read."""

import ctypes
import io
from dataclasses import dataclass
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

_pillow: list[Any] = []


@dataclass(frozen=True, slots=True)
class Picture:
    """One page of `pages`; `pixels` holds one byte each, row by row."""

    pages: int
    width: int
    height: int
    pixels: bytes

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
    pdfium = pdf.load_library()
    document = pdf.open_document(pdfium, data)
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        raise ExtractionError("damaged")
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    scale = min(DPI / 72, (MAX_PAGE_PIXELS / max(width * height, 1)) ** 0.5)
    columns, rows = max(round(width * scale), 1), max(round(height * scale), 1)
    bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, pdfium.FPDFBitmap_Gray, None, 0)
    if not bitmap or columns * rows > 2 * MAX_PAGE_PIXELS:
        raise ExtractionError("damaged")
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, pdfium.FPDF_ANNOT)
    stride = pdfium.FPDFBitmap_GetStride(bitmap)
    buffer = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * rows)
    pixels = b"".join(buffer[row * stride : row * stride + columns] for row in range(rows))
    return Picture(pdfium.FPDF_GetPageCount(document), columns, rows, pixels)


def picture_of_image(data: bytes, number: int) -> Picture:
    """A frame of an image file, upright, on white, and neither tiny nor huge."""
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
        image.draft("L", (LONG_SIDE, LONG_SIDE))
        image = grey(image_module, image_ops.exif_transpose(image))
        image = resized(image_module, image)
    except image_module.DecompressionBombError as error:
        raise ExtractionError("image-over-50-megapixels") from error
    except (OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError, OverflowError) as error:
        # Decoders of images fail in many ways over damaged files.
        raise ExtractionError("damaged") from error
    return Picture(frames, image.width, image.height, image.tobytes())


def grey(image_module: Any, image: Any) -> Any:
    """One byte for each pixel; what is transparent shows white."""
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode in {"RGBA", "LA", "PA", "P"}:
        image = image.convert("RGBA")
        ground = image_module.new("RGBA", image.size, "white")
        image = image_module.alpha_composite(ground, image)
    return image.convert("L")


def resized(image_module: Any, image: Any) -> Any:
    """Photographs are made smaller and small pictures larger, to about what a scanner would give."""
    longest = max(image.size)
    scale = min(LONG_SIDE / longest, 1.0) if longest > SHORT_SIDE else min(SHORT_SIDE * 1.6 / longest, MAX_ENLARGEMENT)
    if abs(scale - 1) < 0.05:
        return image
    size = (max(round(image.width * scale), 1), max(round(image.height * scale), 1))
    return image.resize(size, image_module.Resampling.LANCZOS)
