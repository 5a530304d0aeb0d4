"""The text that all offsets refer to: cleaned pages, and their lines."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from .dates import RANGE, matches_of
from .extract.result import Extraction
from .model import Span
from .places import Places
from .stuffing import commands, stuffed, without

# Some programs write the bytes of a character as text: "\xe2\x80\xa2" for a bullet.
ESCAPED_BYTES = re.compile(r"(?:\\x[0-9a-f]{2})+", re.I)
INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff\ud800-\udfff\x00-\x08\x0e-\x1f\x7f"
    "\U000e0000-\U000e01ef]"
)
BLANK = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
BULLET_SIGNS = re.compile(
    "[\u2022\u2023\u2043\u204c\u204d\u2219\u25a0\u25a1\u25aa\u25ab\u25b6\u25b8\u25ba\u25c6\u25c7\u25cb\u25cf\u25d8\u25e6"
    "\u2605\u2666\u2713\u2714\u2756\u27a2\u27a4\u2b9a\uf02d\uf06e\uf071\uf075-\uf077\uf0a7-\uf0a8\uf0b7\uf0d8\uf0e0\uf0fc\ufffd]"
)
# Pictures set as letters: of icon fonts, and those that stand for a telephone, a place or a school.
ICONS = re.compile(
    "[\u2600-\u2604\u260e\u260f\u2706-\u2709\ue000-\uf8ff\ufe0e\ufe0f\U0001f300-\U0001faff\U000f0000-\U0010fffd]"
)
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
GAP = re.compile(r"[ ]{3,}|[ ]*\t[ \t]*")
BULLET = re.compile(r"^(?:[\u2022*>\u00b7\u2013\u2014]|-(?!\d)|o(?=\s)|\u00a7(?=\s))[\s\u2022]*")
PAGE_MARK = re.compile(
    r"^(?:.{0,60}\bpage\s*\d+(?:\s*(?:of|/)\s*\d+)?|\d{1,2}\s*(?:/|of)\s*\d{1,2}|-?\s*\d{1,2}\s*-?)$", re.I
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its bullet sign; `start` and `end` enclose `text` in the document."""

    text: str
    start: int
    end: int
    is_bullet: bool = False


class Document:
    """Cleaned text with page borders and lines.

    `written` is all of it; in `text`, which is what is read, blanks stand for commands to the reader and for stuffing.
    """

    def __init__(self, extraction: Extraction, *, has_pages: bool = True) -> None:
        cleaned = [clean(page) for page in extraction.pages]
        self.written = "\n".join(cleaned)
        self.commands = commands(self.written)
        self.text = without(self.written, [*self.commands, *stuffed(self.written)])
        self.largest_line = clean(extraction.largest_line).strip()
        self._has_pages = has_pages
        self._places = Places(clean)
        self._page_starts: list[int] = []
        position = 0
        for number, page in enumerate(cleaned):
            self._page_starts.append(position)
            boxes = extraction.boxes[number] if number < len(extraction.boxes) else ()
            self._places.add_page(page, position, extraction.pages[number], boxes)
            position += len(page) + 1

    def span(self, start: int, end: int) -> Span:
        page = bisect_right(self._page_starts, start) if self._has_pages else None
        return Span(start, end, page, self._places.boxes(self.written, start, end))

    @cached_property
    def date_ranges(self) -> list[tuple[int, int]]:
        """Where ranges of dates stand."""
        return [match.span() for match in matches_of(RANGE, self.text)]

    @cached_property
    def lines(self) -> list[Line]:
        """All lines, empty ones included: they separate."""
        lines: list[Line] = []
        position = 0
        for raw in self.text.split("\n"):
            bullet = BULLET.match(raw)
            body = raw[bullet.end() :] if bullet else raw
            start = position + len(raw) - len(body)
            position += len(raw) + 1
            if not body.strip():
                if raw and self.written[start : start + len(body)].strip():
                    # A line that is not read is none: as an empty one it would part what belongs together.
                    continue
                body = ""
            if PAGE_MARK.match(body):
                body = ""
            lines.append(Line(body, start, start + len(body), bool(bullet)))
        return lines


def clean(text: str) -> str:
    """One kind of blank, bullet and line end; nothing invisible; wide gaps as tabs."""
    text = ESCAPED_BYTES.sub(unescape, text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    text = BLANK.sub(" ", INVISIBLE.sub("", text).translate(LIGATURES))
    text = ICONS.sub(" ", BULLET_SIGNS.sub("\u2022", text))
    return "\n".join(re.sub(" {2,}", " ", GAP.sub("\t", line.strip())) for line in text.split("\n"))


def unescape(match: re.Match[str]) -> str:
    raw = bytes.fromhex(match[0].replace("\\x", ""))
    return raw.decode("utf-8", errors="ignore")
