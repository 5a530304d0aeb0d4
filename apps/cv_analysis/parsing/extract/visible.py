"""Which words of a PDF's page a reader cannot see: they may be white, tiny, transparent, covered or off the page."""

import ctypes
from dataclasses import dataclass
from statistics import median
from typing import Any

from .blocks import add_hidden
from .frame import Frame
from .looks import MAX_HIDDEN_POINTS, MIN_CONTRAST, UNKNOWN, WHITE, contrast
from .result import Hidden
from .rows import Word

MAX_OBJECTS = 5_000
MAX_FORM_DEPTH = 4
SEE_THROUGH = 13  # of 255
OPAQUE = 250
TINY_SHARE = 0.45  # of the usual height: a page that is small as a whole hides nothing
SCAN_SHARE = 0.6
INVISIBLE_MODES = (3, 7)
MAX_PIXELS = 2_000_000
Rectangle = tuple[float, float, float, float]  # left, bottom, right, top
Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Paint:
    """Something painted over an area, in its order; `color` is UNKNOWN for pictures and gradients."""

    order: int
    box: Rectangle
    color: int
    alpha: int
    is_image: bool


@dataclass(frozen=True, slots=True)
class Ink:
    """How a piece of text is painted."""

    order: int
    color: int
    alpha: int
    mode: int


class Sight:
    """What is painted on one page. Its objects are asked for only as far as they matter for words."""

    def __init__(self, pdfium: Any, page: Any, text_page: Any, frame: Frame) -> None:
        self._pdfium = pdfium
        self._page = page
        self._text_page = text_page
        self._frame = frame
        self._paints: list[Paint] = []
        self._orders: dict[int, int] = {}
        self._inks: dict[int, Ink] = {}
        self._pixels: tuple[bytes, int, int, float] | None = None
        self._channels = tuple(ctypes.c_uint() for _ in range(4))
        self._edges = tuple(ctypes.c_float() for _ in range(4))
        count = min(pdfium.FPDFPage_CountObjects(page), MAX_OBJECTS)
        for number in range(count):
            self._note(pdfium.FPDFPage_GetObject(page, number), UNIT, 0)

    def divide(self, indexed: list[tuple[Word, int]], number: int) -> tuple[list[Word], list[Hidden]]:
        """The words that can be seen, and what the others say."""
        kinds = self._kinds(indexed)
        hidden: list[Hidden] = []
        for (word, _), kind in zip(indexed, kinds, strict=True):
            if kind:
                add_hidden(hidden, kind, word.text + " ", number + 1)
        return [word for (word, _), kind in zip(indexed, kinds, strict=True) if kind is None], hidden

    def _kinds(self, indexed: list[tuple[Word, int]]) -> list[str | None]:
        inks = [self._ink(index) for _, index in indexed]
        tiny = min(MAX_HIDDEN_POINTS, TINY_SHARE * median([word.y1 - word.y0 for word, _ in indexed] or [0]))
        kinds = [self._kind(word, ink, tiny) for (word, _), ink in zip(indexed, inks, strict=True)]
        if self._is_read_scan(indexed, kinds):
            # The words that a scanner's program laid under or over its picture are what the picture shows.
            return [kind if kind in {"off-page", "size"} else None for kind in kinds]
        shown = [word for (word, _), kind in zip(indexed, kinds, strict=True) if kind is None]
        return [
            None if kind in {"color", "covered"} and self._can_be_seen(word, shown) else kind
            for (word, _), kind in zip(indexed, kinds, strict=True)
        ]

    def _kind(self, word: Word, ink: Ink, tiny: float) -> str | None:
        """The trick, as far as the objects of the page tell."""
        width, height = self._frame.size()
        across, up = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
        if not (0 <= across <= width and 0 <= up <= height):
            return "off-page"
        if ink.mode in INVISIBLE_MODES or ink.alpha < SEE_THROUGH:
            return "invisible"
        if word.y1 - word.y0 < tiny:
            return "size"
        ground = WHITE
        for paint in self._paints:
            left, bottom, right, top = paint.box
            if not (left <= across <= right and bottom <= up <= top) or paint.alpha < OPAQUE:
                continue
            if paint.order < ink.order:
                ground = paint.color
            elif left <= word.x0 + 1 and word.x1 - 1 <= right:
                return "covered"
        if UNKNOWN not in {ground, ink.color} and contrast(ink.color, ground) < MIN_CONTRAST:
            return "color"
        return None

    def _is_read_scan(self, indexed: list[tuple[Word, int]], kinds: list[str | None]) -> bool:
        if sum(kind in {"invisible", "covered"} for kind in kinds) < 0.8 * len(indexed):
            return False
        width, height = self._frame.size()
        areas = (
            (paint.box[2] - paint.box[0]) * (paint.box[3] - paint.box[1]) for paint in self._paints if paint.is_image
        )
        return any(area >= SCAN_SHARE * width * height for area in areas)

    def _can_be_seen(self, word: Word, shown: list[Word]) -> bool:
        """Look at the page itself: shapes, clips and gradients decide what their boxes cannot tell.

        Where other words stand in the same place, the picture proves nothing.
        """
        if any(
            min(word.x1, other.x1) - max(word.x0, other.x0) > 1
            and min(word.y1, other.y1) - max(word.y0, other.y0) > 0.3 * (word.y1 - word.y0)
            for other in shown
        ):
            return False
        pixels, columns, rows, scale = self._picture()
        left, right = max(int(word.x0 * scale), 0), min(int(word.x1 * scale) + 1, columns)
        _, height = self._frame.size()
        top, bottom = max(int((height - word.y1) * scale), 0), min(int((height - word.y0) * scale) + 1, rows)
        lines = [pixels[row * columns + left : row * columns + right] for row in range(top, bottom)]
        lines = [line for line in lines if line]
        return bool(lines) and max(map(max, lines)) - min(map(min, lines)) >= MIN_CONTRAST

    def _picture(self) -> tuple[bytes, int, int, float]:
        """The page in grey, one pixel for each point."""
        if self._pixels is None:
            pdfium = self._pdfium
            width, height = self._frame.size()
            scale = min(1.0, (MAX_PIXELS / (width * height)) ** 0.5)
            columns, rows = max(int(width * scale), 1), max(int(height * scale), 1)
            bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, pdfium.FPDFBitmap_Gray, None, 0)
            if not bitmap:
                raise MemoryError
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
            pdfium.FPDF_RenderPageBitmap(bitmap, self._page, 0, 0, columns, rows, 0, 0)
            stride = pdfium.FPDFBitmap_GetStride(bitmap)
            buffer = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * rows)
            pdfium.FPDFBitmap_Destroy(bitmap)
            self._pixels = (
                b"".join(buffer[row * stride : row * stride + columns] for row in range(rows)),
                columns,
                rows,
                scale,
            )
        return self._pixels

    def _ink(self, index: int) -> Ink:
        piece = self._pdfium.FPDFText_GetTextObject(self._text_page, index)
        address = ctypes.cast(piece, ctypes.c_void_p).value if piece else None
        if address is None:
            return Ink(1 << 30, UNKNOWN, 255, 0)
        ink = self._inks.get(address)
        if ink is None:
            color, alpha = self._fill(piece)
            mode = self._pdfium.FPDFTextObj_GetTextRenderMode(piece)
            if mode not in {0, 4}:
                # Outlines are painted in another colour than fills.
                color = UNKNOWN
            ink = self._inks[address] = Ink(self._orders.get(address, 1 << 30), color, alpha, mode)
        return ink

    def _fill(self, piece: Any) -> tuple[int, int]:
        red, green, blue, alpha = self._channels
        if not self._pdfium.FPDFPageObj_GetFillColor(piece, red, green, blue, alpha):
            return UNKNOWN, 255
        return red.value << 16 | green.value << 8 | blue.value, alpha.value

    def _note(self, piece: Any, matrix: Matrix, depth: int) -> None:
        """Remember what may lie under or over words, and which texts come when."""
        pdfium = self._pdfium
        kind = pdfium.FPDFPageObj_GetType(piece)
        order = len(self._orders) + len(self._paints)
        if order > MAX_OBJECTS:
            return
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            address = ctypes.cast(piece, ctypes.c_void_p).value
            self._orders[address or 0] = order
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
            inner = self._matrix(piece, matrix)
            for number in range(min(pdfium.FPDFFormObj_CountObjects(piece), MAX_OBJECTS)):
                self._note(pdfium.FPDFFormObj_GetObject(piece, number), inner, depth + 1)
        elif kind in {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING}:
            self._paint(piece, matrix, UNKNOWN, 255, is_image=kind == pdfium.FPDF_PAGEOBJ_IMAGE)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            mode, strokes = ctypes.c_int(), ctypes.c_int()
            if pdfium.FPDFPath_GetDrawMode(piece, mode, strokes) and mode.value:
                self._paint(piece, matrix, *self._fill(piece), is_image=False)

    def _paint(self, piece: Any, matrix: Matrix, color: int, alpha: int, *, is_image: bool) -> None:
        if not self._pdfium.FPDFPageObj_GetBounds(piece, *self._edges):
            return
        left, bottom, right, top = (edge.value for edge in self._edges)
        a, b, c, d, e, f = matrix
        if matrix is not UNIT:
            corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
            across, up = zip(*corners, strict=True)
            left, right, bottom, top = min(across), max(across), min(up), max(up)
        box = self._frame.upright(left, bottom, right, top)
        self._paints.append(Paint(len(self._orders) + len(self._paints), box, color, alpha, is_image))

    def _matrix(self, form: Any, outer: Matrix) -> Matrix:
        own = self._pdfium.FS_MATRIX()
        if not self._pdfium.FPDFPageObj_GetMatrix(form, own):
            return outer
        a, b, c, d, e, f = outer
        return (
            own.a * a + own.b * c, own.a * b + own.b * d,
            own.c * a + own.d * c, own.c * b + own.d * d,
            own.e * a + own.f * c + e, own.e * b + own.f * d + f,
        )  # fmt: skip
