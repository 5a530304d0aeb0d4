"""ODT: headers, text, tables and text boxes of an OpenDocument text."""

from .archive import Archive, new_parser
from .blocks import Flow, add_hidden
from .looks import Look, styled
from .result import Extraction, ExtractionError, Hidden

MAX_DEPTH = 400
MAX_BLANKS = 200
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
PREFIXES = {
    f"{OASIS}text:1.0": "text",
    f"{OASIS}table:1.0": "table",
    f"{OASIS}office:1.0": "office",
    f"{OASIS}style:1.0": "style",
    f"{OASIS}drawing:1.0": "draw",
    f"{OASIS}meta:1.0": "meta",
    f"{OASIS}manifest:1.0": "manifest",
    f"{OASIS}xsl-fo-compatible:1.0": "fo",
    "http://purl.org/dc/elements/1.1/": "dc",
}
SKIPPED = {
    "office:annotation", "text:tracked-changes", "text:hidden-text", "text:ruby-text", "office:forms",
    "text:variable-decls", "text:sequence-decls", "style:header-left", "style:footer-left", "text:note-citation",
}  # fmt: skip
METADATA = {"dc:title", "dc:subject", "dc:description", "meta:keyword"}


def extract(archive: Archive) -> Extraction:
    """What stands in a page's header comes first and in its footer last; both are kept with the styles."""
    if "META-INF/manifest.xml" in archive.members:
        manifest = Manifest()
        archive.feed("META-INF/manifest.xml", manifest.parser)
        if manifest.is_encrypted:
            raise ExtractionError("password")
    margins = Reader({})
    if "styles.xml" in archive.members:
        archive.feed("styles.xml", margins.parser)
    body = Reader(margins.looks)
    archive.feed("content.xml", body.parser)
    metadata = Metadata()
    if "meta.xml" in archive.members:
        archive.feed("meta.xml", metadata.parser)
    header, footer = margins.flow.text(), margins.footer.text()
    hidden = [*margins.flow.hidden, *body.flow.hidden, *margins.footer.hidden, *metadata.hidden]
    text = "\n".join(part for part in (header, body.flow.text(), footer) if part.strip())
    return Extraction((text,), body.flow.title, body.flow.has_pictures, hidden=tuple(hidden))


class Manifest:
    """Says whether the members are ciphered: their names and sizes do not show it."""

    def __init__(self) -> None:
        self.is_encrypted = False
        self.parser = new_parser()
        self.parser.StartElementHandler = self._start

    def _start(self, name: str, _: dict[str, str]) -> None:
        self.is_encrypted = self.is_encrypted or short_name(name) == "manifest:encryption-data"


class Metadata:
    """Title, subject and keywords, which no reader of the page sees."""

    def __init__(self) -> None:
        self.hidden: list[Hidden] = []
        self._is_open = False
        self.parser = new_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, name: str, _: dict[str, str]) -> None:
        self._is_open = short_name(name) in METADATA

    def _end(self, _: str) -> None:
        if self._is_open:
            add_hidden(self.hidden, "metadata", "\n")
        self._is_open = False

    def _characters(self, data: str) -> None:
        if self._is_open:
            add_hidden(self.hidden, "metadata", data)


class Reader:
    """Walks styles and text as a stream; every element inherits the look of the one around it."""

    def __init__(self, looks: dict[str, dict[str, str]]) -> None:
        self.looks = dict(looks)
        self.flow = self._body = Flow()
        self.footer = Flow()
        self._style = ""
        self._skipped = 0
        self._paragraphs = 0
        self._open: list[Look] = [Look()]
        self.parser = new_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) > MAX_DEPTH:
            raise ExtractionError("damaged")
        tag = short_name(name)
        if self._skipped or tag in SKIPPED:
            self._skipped += 1
            return
        given = {short_name(key): value for key, value in attributes.items()}
        self._open.append(self._look_of(tag, given))
        if tag == "style:style":
            self._style = given.get("style:name", "")
            self.looks[self._style] = dict(self.looks.get(given.get("style:parent-style-name", ""), {}))
        elif tag in {"style:text-properties", "style:table-cell-properties", "style:paragraph-properties"}:
            self._note_style(given)
        elif tag == "style:graphic-properties" and given.get("draw:fill", "none") != "none":
            self.looks.setdefault(self._style, {})["background-color"] = "unknown"
        elif tag == "style:footer":
            self.flow = self.footer
        else:
            self._begin(tag, given)

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        if tag in {"text:p", "text:h"}:
            self._paragraphs += 1
        elif tag == "text:s":
            blanks = given.get("text:c", "1")
            self.flow.write(" " * min(int(blanks) if blanks.isdecimal() else 1, MAX_BLANKS))
        elif tag in {"text:tab", "text:line-break"}:
            self.flow.write("\t" if tag == "text:tab" else "\n")
        elif tag == "text:list-item":
            self.flow.end_line()
            self.flow.write("\u2022 ", self._open[-1].hidden_as())
        elif tag == "table:table-row":
            self.flow.open_row()
        elif tag in {"table:table-cell", "draw:text-box"}:
            self.flow.open_cell()
        elif tag == "draw:image":
            self.flow.has_pictures = True

    def _end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        tag = short_name(name)
        self._open.pop()
        if tag in {"text:p", "text:h"}:
            self._paragraphs -= 1
            text = self.flow.end_paragraph()
            if tag == "text:h" and not self.flow.title:
                self.flow.title = text
        elif tag in {"table:table-cell", "draw:text-box"}:
            self.flow.close_cell()
        elif tag == "table:table-row":
            self.flow.close_row()
        elif tag == "style:footer":
            self.flow = self._body
        elif tag == "style:style":
            self._style = ""

    def _characters(self, data: str) -> None:
        if self._paragraphs and not self._skipped:
            self.flow.write(data, self._open[-1].hidden_as())

    def _look_of(self, tag: str, given: dict[str, str]) -> Look:
        style = given.get("text:style-name") or given.get("table:style-name") or given.get("draw:style-name")
        look = self._open[-1]
        return styled(look, self.looks[style]) if style in self.looks and not tag.startswith("style:") else look

    def _note_style(self, given: dict[str, str]) -> None:
        style = self.looks.setdefault(self._style, {})
        style |= {
            key[3:]: value
            for key, value in given.items()
            if key in {"fo:color", "fo:font-size", "fo:background-color", "fo:text-indent"}
        }
        if given.get("text:display") == "none":
            style["display"] = "none"


def short_name(name: str) -> str:
    """The element's name with the prefix that the standard uses, whatever the document calls it."""
    namespace, _, local = name.rpartition(" ")
    return f"{PREFIXES.get(namespace, '')}:{local}"
