"""DOCX: the text of headers, document and footers, with tables, text boxes, tabs and list marks."""

import re

from .archive import Archive, new_parser
from .blocks import add_hidden, lines_of_row
from .docx_looks import Looks, Styles, local_name, properties_of, styles_of, value_of
from .result import Extraction, ExtractionError, Hidden

MAX_TEXT_CHARACTERS = 1024 * 1024
MAX_DEPTH = 200
PART = re.compile(r"word/(header|document|footer)(\d*)\.xml")
ORDER = {"header": 0, "document": 1, "footer": 2}
FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
PICTURES = ("drawing", "pict", "object")
MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
TITLE_STARTS = "\0"  # stands for the title until its paragraph ends


def extract(archive: Archive) -> Extraction:
    """Headers first, since contact data likes to stand there; the same header twice counts once."""
    parts = sorted(
        (ORDER[match[1]], int(match[2] or 0), name) for name in archive.members if (match := PART.fullmatch(name))
    )
    if not any(order == ORDER["document"] for order, *_ in parts):
        raise ExtractionError("type-archive")
    texts: list[str] = []
    title = ""
    has_pictures = False
    styles = styles_of(archive)
    hidden: list[Hidden] = []
    for order, _, name in parts:
        part = PartReader(styles)
        archive.feed(name, part.parser)
        text = part.text()
        has_pictures = has_pictures or part.has_pictures
        if order == ORDER["document"]:
            title = part.title
        if text.strip() and text not in texts:
            texts.append(text)
        hidden += part.hidden
        if sum(map(len, texts)) > MAX_TEXT_CHARACTERS:
            raise ExtractionError("text-over-1-mb")
    hidden += properties_of(archive)
    return Extraction(("\n".join(texts),), title, has_pictures or bool(texts), hidden=tuple(hidden))


class PartReader:
    """Walks one XML part as a stream, so that a huge one costs time but no memory."""

    def __init__(self, styles: Styles) -> None:
        self.title = ""
        self.has_pictures = False
        self.hidden: list[Hidden] = []
        self._looks = Looks(styles)
        self._depth = 0
        self._skipped = 0
        self._in_text = False
        self._paragraphs: list[list[str]] = []
        self._blocks: list[list[str]] = [[]]
        self._rows: list[list[list[str]]] = []
        self._size = 0
        self.parser = new_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def text(self) -> str:
        return "\n".join(self._blocks[0])

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExtractionError("damaged")
        if self._skipped or name == FALLBACK:
            # The fallback repeats a text box for old programs.
            self._skipped += 1
            return
        tag = local_name(name)
        self._looks.start(tag, attributes)
        if name.endswith(" anchor") and value_of(attributes, "behindDoc") in {"1", "true"}:
            self._looks.lose_ground()
        if tag == "p":
            self._paragraphs.append([])
        elif tag == "t":
            self._in_text = True
        elif tag in {"txbxContent", "tc"}:
            self._blocks.append([])
        elif tag == "tr":
            self._rows.append([])
        elif tag in PICTURES:
            self.has_pictures = True
        elif self._paragraphs:
            self._inside_paragraph(tag, attributes)

    def _inside_paragraph(self, tag: str, attributes: dict[str, str]) -> None:
        paragraph = self._paragraphs[-1]
        style = next(iter(attributes.values()), "") if tag == "pStyle" else ""
        if style == "Title" and not self.title:
            self.title = TITLE_STARTS
        if (tag == "numPr" or style.startswith(("ListBullet", "ListNumber"))) and not paragraph:
            paragraph.append("\u2022 ")
        # A tab stop in the paragraph's properties carries a position; a tab in the text does not.
        if tag in MARKS and not (tag == "tab" and attributes):
            paragraph.append(MARKS[tag])

    def _characters(self, data: str) -> None:
        if self._in_text and self._paragraphs and not self._skipped:
            self._size += len(data)
            if self._size > MAX_TEXT_CHARACTERS:
                raise ExtractionError("text-over-1-mb")
            if kind := self._looks.hidden_as():
                add_hidden(self.hidden, kind, data)
            else:
                self._paragraphs[-1].append(data)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._skipped:
            self._skipped -= 1
            return
        tag = local_name(name)
        self._looks.end(tag)
        if tag == "t":
            self._in_text = False
        elif tag == "p" and self._paragraphs:
            self._end_paragraph()
        elif tag == "tc" and len(self._blocks) > 1:
            cell = self._blocks.pop()
            if self._rows:
                self._rows[-1].append(cell)
        elif tag == "tr" and self._rows:
            self._blocks[-1] += lines_of_row(self._rows.pop())
        elif tag == "txbxContent" and len(self._blocks) > 1:
            box = self._blocks.pop()
            self._blocks[-1] += box

    def _end_paragraph(self) -> None:
        text = "".join(self._paragraphs.pop())
        if text.strip() == "\u2022":
            text = ""
        if self.title == TITLE_STARTS:
            self.title = text.strip()
        self._blocks[-1] += text.split("\n")
