"""PDF: words with their places on the page, put into reading order."""

import ctypes
from collections.abc import Iterator
from typing import Any

from .blocks import add_hidden
from .frame import Frame
from .layout import Place, Word, largest_line, page_of
from .result import SCALE, Extraction, ExtractionError, Hidden
from .visible import Sight

MAX_PAGES = 50
MAX_TEXT_CHARACTERS = 1024 * 1024
METADATA = (b"Title", b"Subject", b"Keywords")
MAX_METADATA_BYTES = 16_384
MIN_LETTERS = 40  # on a page that counts as text
MAX_OBJECTS = 2_000
ERROR_PASSWORD = 4
ERROR_SECURITY = 5
SPACES = frozenset((0, 9, 10, 13, 32, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0xFFFE, 0xFFFF))
SOFT_HYPHEN = 2  # what the library reports for a hyphen at the end of a line

_library: list[Any] = []


def load_library() -> Any:
    """The library's plain C functions; its friendlier layer costs start-up time and wraps each call."""
    if not _library:
        import pypdfium2_raw  # noqa: PLC0415 -- loaded before the child gives up its right to open files

        pypdfium2_raw.FPDF_InitLibrary()
        _library.append(pypdfium2_raw)
    return _library[0]


def extract(data: bytes) -> Extraction:
    """All pages' text. Columns are read one after the other, dates beside a line stay with that line."""
    pdfium = load_library()
    document = open_document(pdfium, data)
    pages: list[str] = []
    boxes: list[tuple[int, ...]] = []
    pictures: list[int] = []
    hidden: list[Hidden] = []
    largest = ""
    total = 0
    has_content = False
    for number in range(pdfium.FPDF_GetPageCount(document)):
        text = ""
        places: tuple[int, ...] = ()
        page = pdfium.FPDF_LoadPage(document, number)
        if page:
            text_page = pdfium.FPDFText_LoadPage(page)
            total += max(pdfium.FPDFText_CountChars(text_page), 0) if text_page else 0
            if total > MAX_TEXT_CHARACTERS:
                raise ExtractionError("text-over-1-mb")
            words: list[Word] = []
            if text_page:
                frame = frame_of(pdfium, page)
                indexed = list(words_of(pdfium, text_page, frame))
                words, unseen = Sight(pdfium, page, text_page, frame).divide(indexed, number)
                hidden += unseen
            text, places = page_of(words)
            has_objects = pdfium.FPDFPage_CountObjects(page) > 0
            has_content = has_content or has_objects
            if has_objects and is_picture(pdfium, page, words):
                pictures.append(number)
            if number == 0:
                largest = largest_line(words)
            pdfium.FPDFText_ClosePage(text_page)
            pdfium.FPDF_ClosePage(page)
        pages.append(text)
        boxes.append(places)
    if not has_content and not any(pages):
        # A page tree without a single readable page comes from damage, not from an empty document.
        return Extraction(tuple(pages), has_content=False)
    for name in METADATA:
        add_hidden(hidden, "metadata", metadata_of(pdfium, document, name) + "\n")
    return Extraction(tuple(pages), largest, has_content, tuple(boxes), tuple(hidden), tuple(pictures))


def metadata_of(pdfium: Any, document: Any, name: bytes) -> str:
    buffer = ctypes.create_string_buffer(MAX_METADATA_BYTES)
    length = pdfium.FPDF_GetMetaText(document, name, buffer, MAX_METADATA_BYTES)
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le", errors="ignore") if length <= MAX_METADATA_BYTES else ""


def open_document(pdfium: Any, data: bytes) -> Any:
    """The document, if it can be opened without a password and has a number of pages that a CV may have."""
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        protected = pdfium.FPDF_GetLastError() in {ERROR_PASSWORD, ERROR_SECURITY}
        raise ExtractionError("password" if protected else "damaged")
    page_count = pdfium.FPDF_GetPageCount(document)
    if page_count > MAX_PAGES:
        raise ExtractionError("pages-over-50")
    if page_count < 1:
        raise ExtractionError("damaged")
    return document


def frame_of(pdfium: Any, page: Any) -> Frame:
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, box) or box.right - box.left < 1 or box.top - box.bottom < 1:
        return Frame(0, 0, 595, 842)
    return Frame(box.left, box.bottom, box.right, box.top, pdfium.FPDFPage_GetRotation(page) % 4)


def is_picture(pdfium: Any, page: Any, words: list[Word]) -> bool:
    """Whether the page shows its text in pictures or curves: there are no words, or a stamp's few over a scan."""
    if sum(len(word.text) for word in words) >= MIN_LETTERS:
        return False
    return not words or any(
        pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, number)) == pdfium.FPDF_PAGEOBJ_IMAGE
        for number in range(min(pdfium.FPDFPage_CountObjects(page), MAX_OBJECTS))
    )


class Ruler:
    """Measures words; only their first and last character, since each measure is a call."""

    def __init__(self, pdfium: Any, text_page: Any, frame: Frame) -> None:
        self._pdfium = pdfium
        self._text_page = text_page
        self._frame = frame
        self._width, self._height = frame.size()
        self._loose = pdfium.FS_RECTF()
        self._edges = tuple(ctypes.c_double() for _ in range(4))

    def word(self, text: str, first: int, last: int) -> Word | None:
        """The word of these characters; None when the library knows no place for it."""
        loose = self._loose
        if not self._pdfium.FPDFText_GetLooseCharBox(self._text_page, first, loose):
            return None
        x0, y0, x1, y1 = loose.left, loose.bottom, loose.right, loose.top
        if last > first and self._pdfium.FPDFText_GetCharBox(self._text_page, last, *self._edges):
            left, right, bottom, top = (edge.value for edge in self._edges)
            x1 = right
            # A word set vertically would stand for several lines; its first letter's height is enough.
            if self._frame.turns:
                x0, x1, y0, y1 = min(x0, left), max(loose.right, right), min(y0, bottom), max(y1, top)
        if not (x1 > x0 - 1 and y1 > y0):
            return None
        x0, y0, x1, y1 = self._frame.upright(x0, y0, x1, y1)
        width, height = self._width, self._height
        return Word(text, x0, x1, y0, y1, place_of(x0 / width, 1 - y1 / height, x1 / width, 1 - y0 / height))


def words_of(pdfium: Any, text_page: Any, frame: Frame) -> Iterator[tuple[Word, int]]:
    """The page's words in the order in which they were written, and the number of each one's first letter."""
    ruler = Ruler(pdfium, text_page, frame)
    get_character = pdfium.FPDFText_GetUnicode
    letters: list[str] = []
    first = last = 0
    count = pdfium.FPDFText_CountChars(text_page)
    for index in range(count + 1):
        code = get_character(text_page, index) if index < count else 0
        if code not in SPACES:
            if not letters:
                first = index
            last = index
            letters.append("-" if code == SOFT_HYPHEN else chr(code) if code < 0x110000 else "\ufffd")
        # At a soft hyphen the library glues the line's last word to the next line's first, whatever that is.
        if letters and (code in SPACES or code == SOFT_HYPHEN):
            if word := ruler.word("".join(letters), first, last):
                yield word, first
            letters = []


def place_of(left: float, top: float, right: float, bottom: float) -> Place:
    """The parts of a page that a box takes, as whole numbers within the page."""
    return (part(left), part(top), part(right), part(bottom))


def part(share: float) -> int:
    return min(max(round(share * SCALE), 0), SCALE)
