"""PDF: words with their places on the page, put into reading order."""

import ctypes
from collections.abc import Iterator
from typing import Any

from .layout import Word, in_reading_order, largest_line
from .result import Extraction, ExtractionError

MAX_PAGES = 50
MAX_TEXT_CHARACTERS = 2 * 1024 * 1024
ERROR_PASSWORD = 4
ERROR_SECURITY = 5
SPACES = frozenset((0, 9, 10, 13, 32, 0xA0, 0xFFFE, 0xFFFF))
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
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        protected = pdfium.FPDF_GetLastError() in {ERROR_PASSWORD, ERROR_SECURITY}
        raise ExtractionError("password" if protected else "damaged")
    page_count = pdfium.FPDF_GetPageCount(document)
    if page_count > MAX_PAGES:
        raise ExtractionError("pages-over-50")
    if page_count < 1:
        raise ExtractionError("damaged")
    pages: list[str] = []
    largest = ""
    total = 0
    has_content = False
    for number in range(page_count):
        page = pdfium.FPDF_LoadPage(document, number)
        if not page:
            pages.append("")
            continue
        has_content = has_content or pdfium.FPDFPage_CountObjects(page) > 0
        text_page = pdfium.FPDFText_LoadPage(page)
        total += max(pdfium.FPDFText_CountChars(text_page), 0) if text_page else 0
        if total > MAX_TEXT_CHARACTERS:
            raise ExtractionError("text-over-2-mb")
        words = list(words_of(pdfium, text_page)) if text_page else []
        pages.append(in_reading_order(words))
        if number == 0:
            largest = largest_line(words)
        pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)
    if not has_content and not any(pages):
        # A page tree without a single readable page comes from damage, not from an empty document.
        return Extraction(tuple(pages), has_content=False)
    return Extraction(tuple(pages), largest, has_content)


def words_of(pdfium: Any, text_page: Any) -> Iterator[Word]:
    """The page's words; only the first and the last character of a word are measured, since each measure is a call."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    get_character, get_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetCharBox
    loose = pdfium.FS_RECTF()

    def finish(first: int, last: int, letters: list[str]) -> Word | None:
        if not pdfium.FPDFText_GetLooseCharBox(text_page, first, loose):
            return None
        x0, y0, y1 = loose.left, loose.bottom, loose.top
        x1 = loose.right
        if last > first and get_box(text_page, last, left, right, bottom, top):
            x1 = right.value
            # A word set vertically would stand for several lines; its first letter's height is enough.
        if not (x1 > x0 - 1 and y1 > y0):
            return None
        return Word("".join(letters), x0, x1, y0, y1)

    letters: list[str] = []
    first = last = 0
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        code = get_character(text_page, index)
        if code in SPACES:
            if letters and (word := finish(first, last, letters)):
                yield word
            letters = []
            continue
        if not letters:
            first = index
        last = index
        letters.append("-" if code == SOFT_HYPHEN else chr(code) if code < 0x110000 else "\ufffd")
        if code == SOFT_HYPHEN:
            # The library glues the line's last word to the next line's first, whatever that is.
            if word := finish(first, last, letters):
                yield word
            letters = []
    if letters and (word := finish(first, last, letters)):
        yield word
