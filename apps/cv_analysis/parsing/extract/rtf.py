"""RTF: text, tables, lists, headers and fields; pictures, styles and hidden words left out."""

import re
from dataclasses import dataclass, field, replace

from .blocks import Flow, add_hidden
from .looks import BLACK, WHITE, Look
from .result import Extraction, ExtractionError, Hidden

MAX_DEPTH = 1_000
MAX_TOKENS = 1_500_000
TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)|(\\)"
)
CHARACTERS = {
    "par": "\n", "sect": "\n", "page": "\n", "line": "\n", "column": "\n", "tab": "\t", "emdash": "\u2014",
    "endash": "\u2013", "bullet": "\u2022", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c",
    "rdblquote": "\u201d", "emspace": " ", "enspace": " ", "qmspace": " ", "nestcell": "\t",
}  # fmt: skip
SYMBOLS = {"~": " ", "_": "-", "\n": "\n", "\r": "\n", "\\": "\\", "{": "{", "}": "}"}
# Destinations without a star whose content is no text of the page.
SILENT = {
    "fonttbl", "colortbl", "stylesheet", "pict", "object", "objdata", "fldinst", "generator", "listtable",
    "listoverridetable", "revtbl", "rsidtbl", "themedata", "colorschememapping", "datastore", "latentstyles",
    "filetbl", "private", "xe", "tc", "bkmkstart", "bkmkend", "annotation", "atnid", "atnauthor", "nonshppict",
    "headerl", "footerl", "pgdsctbl", "mmathPr", "info", "operator", "author", "creatim", "revtim", "printim",
    "title", "subject", "keywords", "doccomm", "sp", "sn", "sv", "template", "footnote",
}  # fmt: skip
METADATA = {"title", "subject", "keywords", "doccomm"}
KEPT_WITH_STAR = {"shptxt", "shpinst", "listtext", "pntext"}
CODE_PAGES = {77: "cp1252", 161: "cp1253", 162: "cp1254", 204: "cp1251", 238: "cp1250", 2: "symbol"}
BULLET_FONT_CODES = {0xB7: "\u2022", 0xA7: "\u2022", 0xD8: "\u2022", 0xFC: "\u2022", 0x76: "\u2022"}


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Group:
    """What holds between two braces."""

    look: Look = PLAIN
    encoding: str = ""
    destination: str = ""
    unicode_skip: int = 1


@dataclass(slots=True)
class Fonts:
    """The code page of each font, which says what its bytes mean."""

    current: int = 0
    encodings: dict[int, str] = field(default_factory=dict)


def extract(data: bytes) -> Extraction:
    reader = Reader()
    reader.read(data)
    return reader.flow.extraction(hidden=reader.metadata)


class Reader:
    """Follows groups and control words."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.metadata: list[Hidden] = []
        self._group = Group()
        self._outer: list[Group] = []
        self._encoding = "cp1252"
        self._fonts = Fonts()
        self._colors: list[int] = []
        self._channels = [0, 0, 0]
        self._is_starred = False
        self._to_skip = 0
        self._surrogate = 0
        self._in_row = False

    def read(self, data: bytes) -> None:
        """Everything up to the end, whether or not all groups are closed."""
        binary_until = 0
        for number, match in enumerate(TOKEN.finditer(data)):
            if number > MAX_TOKENS:
                raise ExtractionError("text-over-1-mb")
            if match.start() < binary_until:
                continue
            word, argument, byte, symbol, brace, text, _ = match.groups()
            if word == b"bin":
                binary_until = match.end() + max(int(argument or 0), 0)
            elif brace:
                self._brace(brace)
            elif word:
                self._word(word.decode("ascii"), None if argument is None else int(argument))
            elif byte:
                self._bytes(bytes.fromhex(byte.decode("ascii")))
            elif symbol:
                self._symbol(symbol.decode("latin-1"))
            elif text:
                self._bytes(text)

    def _brace(self, brace: bytes) -> None:
        self._to_skip = 0
        if brace == b"{":
            if len(self._outer) >= MAX_DEPTH:
                raise ExtractionError("damaged")
            self._outer.append(self._group)
        elif self._outer:
            if self._group.destination in METADATA:
                add_hidden(self.metadata, "metadata", "\n")
            self._group = self._outer.pop()
        self._is_starred = False

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._is_starred = True
        else:
            self._text(SYMBOLS.get(symbol, ""))

    def _word(self, word: str, number: int | None) -> None:
        starred, self._is_starred = self._is_starred, False
        if word in SILENT or (starred and word not in KEPT_WITH_STAR):
            self._group = replace(self._group, destination=word)
        elif self._group.destination == "colortbl":
            self._color_part(word, number or 0)
        elif self._group.destination == "fonttbl":
            self._font_part(word, number or 0)
        elif word == "u" and number is not None:
            self._unicode(number & 0xFFFF)
        elif word in CHARACTERS:
            self._break(word)
        elif word in {"row", "cell", "trowd", "nestrow"}:
            self._table(word)
        else:
            self._format(word, number)

    def _break(self, word: str) -> None:
        if word != "par" or self._group.destination:
            self._text(CHARACTERS[word])
        else:
            self.flow.end_paragraph()

    def _table(self, word: str) -> None:
        """A row's cells are announced only by their ends: the first begins where the row is described."""
        if word == "trowd" and not self._in_row:
            self._in_row = True
            self.flow.open_row()
            self.flow.open_cell()
        elif word == "cell" and self._in_row:
            self.flow.close_cell()
            self.flow.open_cell()
        elif word == "cell":
            self._text("\t")
        elif word == "row" and self._in_row:
            self.flow.close_cell()
            self.flow.close_row()
            self._in_row = False

    def _format(self, word: str, number: int | None) -> None:
        """Control words that change how the following words look or what their bytes mean."""
        look = self._group.look
        if word == "ansicpg" and number in {1250, 1251, 1252, 1253, 1254}:
            self._encoding = f"cp{number}"
        elif word == "uc":
            self._group = replace(self._group, unicode_skip=min(max(number or 0, 0), 8))
        elif word == "f":
            self._group = replace(self._group, encoding=self._fonts.encodings.get(number or 0, ""))
        elif word == "plain":
            self._group = replace(self._group, look=PLAIN, encoding="")
        elif word == "v":
            look = replace(look, is_shown=number == 0)
        elif word == "fs" and number is not None:
            look = replace(look, points=number / 2)
        elif word == "cf":
            look = replace(look, color=self._color(number or 0, BLACK))
        elif word in {"highlight", "cb", "chcbpat", "clcbpat", "cbpat", "trcbpat"}:
            # Words on a shaded cell or paragraph may well be white.
            look = replace(look, ground=self._color(number or 0, WHITE))
        elif word == "pard":
            look = replace(look, ground=WHITE)
        if word != "plain":
            self._group = replace(self._group, look=look)

    def _color(self, number: int, default: int) -> int:
        return self._colors[number] if 0 < number < len(self._colors) else default

    def _color_part(self, word: str, number: int) -> None:
        if word in {"red", "green", "blue"}:
            self._channels[("red", "green", "blue").index(word)] = number & 255

    def _font_part(self, word: str, number: int) -> None:
        if word == "f":
            self._fonts.current = number
        elif word == "fcharset" and number in CODE_PAGES:
            self._fonts.encodings[self._fonts.current] = CODE_PAGES[number]

    def _unicode(self, code: int) -> None:
        """A character beyond the code page; the substitute for old readers that follows is skipped."""
        if 0xD800 <= code < 0xDC00:
            self._surrogate = code
        elif 0xDC00 <= code < 0xE000 and self._surrogate:
            self._text(chr(0x10000 + ((self._surrogate - 0xD800) << 10) + code - 0xDC00))
            self._surrogate = 0
        else:
            self._text(chr(code))
        self._to_skip = self._group.unicode_skip

    def _bytes(self, data: bytes) -> None:
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        data = data[skipped:]
        if not data:
            return
        if self._group.destination == "colortbl":
            for _ in range(data.count(b";")):
                red, green, blue = self._channels
                self._colors.append(red << 16 | green << 8 | blue)
                self._channels = [0, 0, 0]
        elif self._group.encoding == "symbol":
            self._text("".join(BULLET_FONT_CODES.get(byte, "") if byte > 127 else chr(byte) for byte in data))
        else:
            self._text(data.decode(self._group.encoding or self._encoding, errors="replace"))

    def _text(self, text: str) -> None:
        if self._group.destination in METADATA:
            add_hidden(self.metadata, "metadata", text)
        elif not self._group.destination:
            self.flow.write(text, self._group.look.hidden_as())
