"""HTML: blocks, lists and tables as lines; scripts, styles and whatever is not shown left out."""

import re
from dataclasses import replace
from html.parser import HTMLParser

from .blocks import Flow, add_hidden
from .looks import Look, styled
from .result import Extraction, ExtractionError, Hidden
from .text import decode

MAX_DEPTH = 2_000
SKIPPED = {"script", "noscript", "template", "svg", "math", "iframe", "object", "audio", "video", "select", "canvas"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "ul",
}  # fmt: skip
SPACED = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "section", "ul", "ol", "table", "article", "aside", "dl"}
LIST_MARK = "\u2022 "
CLOSED_BY = {
    "li": {"li"},
    "p": BLOCKS - {"body", "html"},
    "td": {"td", "th", "tr", "tbody"},
    "th": {"td", "th", "tr", "tbody"},
    "tr": {"tr", "tbody"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
}
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
SIMPLE = re.compile(r"(?:[a-z][a-z0-9]*)?(?:[.#][\w-]+)?", re.I)
COMMENT = re.compile(r"/\*.*?\*/", re.S)
MAX_RULES = 5_000
ENCODING = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.I)


def extract(data: bytes) -> Extraction:
    named = ENCODING.search(data[:4096])
    reader = Reader()
    reader.feed(decode(data, named[1].decode("ascii") if named else None))
    reader.close()
    flow = reader.flow
    return flow.extraction(hidden=reader.metadata)


class Reader(HTMLParser):
    """Follows the open elements, each with the look that it inherits and its own declarations make."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.flow = Flow()
        self.metadata: list[Hidden] = []
        self._open: list[tuple[str, Look]] = []
        self._rules: dict[str, dict[str, str]] = {}
        self._skipping = ""
        self._style: list[str] = []
        self._page_title: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipping:
            return
        if tag in SKIPPED | {"style", "title"}:
            self._skipping = tag
            return
        attributes = {name: value or "" for name, value in attrs}
        self._close_implied(tag)
        if tag == "meta":
            self._note_metadata(attributes)
        elif tag == "br":
            self.flow.write("\n", self._look.hidden_as())
        elif tag == "img":
            self.flow.has_pictures = True
        self._begin_block(tag)
        if tag not in VOID:
            if len(self._open) >= MAX_DEPTH:
                raise ExtractionError("damaged")
            self._open.append((tag, self._look_of(tag, attributes)))

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            if tag == self._skipping:
                self._end_skipped()
            return
        if tag in {"br", "p"} and not any(name == tag for name, _ in self._open):
            self.flow.end_line()
            return
        if not any(name == tag for name, _ in self._open):
            return
        while self._open:
            name, _ = self._open.pop()
            self._end_block(name)
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._skipping:
            (self._style if self._skipping == "style" else self._page_title).append(data)
            return
        if not any(name == "pre" for name, _ in self._open):
            data = re.sub(r"[ \t\r\n\f]+", " ", data)
            if self.flow.is_at_start:
                data = data.lstrip(" ")
        if data:
            self.flow.write(data, self._look.hidden_as())

    @property
    def _look(self) -> Look:
        return self._open[-1][1] if self._open else Look()

    def _look_of(self, tag: str, attributes: dict[str, str]) -> Look:
        declarations: dict[str, str] = {}
        names = ["*", tag, *(f".{name}" for name in attributes.get("class", "").split())]
        names += [f"#{attributes['id']}"] if attributes.get("id") else []
        for name in names:
            declarations |= self._rules.get(name, {}) | self._rules.get(tag + name, {})
        if tag == "font" and attributes.get("color"):
            declarations["color"] = attributes["color"]
        if attributes.get("bgcolor"):
            declarations["background-color"] = attributes["bgcolor"]
        declarations |= declared(attributes.get("style", ""))
        look = styled(self._look, declarations)
        return replace(look, is_shown=False) if "hidden" in attributes else look

    def _close_implied(self, tag: str) -> None:
        """A new item, cell or paragraph ends the one that its author left open."""
        while self._open and tag in CLOSED_BY.get(self._open[-1][0], set()):
            name, _ = self._open.pop()
            self._end_block(name)

    def _begin_block(self, tag: str) -> None:
        if tag in SPACED:
            self.flow.empty_line()
        elif tag in BLOCKS:
            self.flow.end_line()
        if tag == "tr":
            self.flow.open_row()
        elif tag in {"td", "th"}:
            self.flow.open_cell()
        elif tag == "li":
            self.flow.write(LIST_MARK, self._look.hidden_as())

    def _end_block(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.flow.close_cell()
        elif tag == "tr":
            self.flow.close_row()
        elif tag == "h1" and not self.flow.title:
            self.flow.title = self.flow.end_paragraph()
        elif tag in SPACED:
            self.flow.empty_line()
        elif tag in BLOCKS:
            self.flow.end_line()

    def _end_skipped(self) -> None:
        if self._skipping == "style":
            self._read_rules("".join(self._style))
            self._style.clear()
        elif self._skipping == "title":
            add_hidden(self.metadata, "metadata", "".join(self._page_title).strip() + "\n")
        self._page_title.clear()
        self._skipping = ""

    def _read_rules(self, css: str) -> None:
        """Rules whose selector is one element, class or id; others only shape what is shown anyway."""
        for number, match in enumerate(RULE.finditer(COMMENT.sub("", css))):
            if number >= MAX_RULES:
                return
            for selector in match[1].split(","):
                name = selector.strip()
                if name and (name == "*" or SIMPLE.fullmatch(name)):
                    self._rules.setdefault(name, {}).update(declared(match[2]))

    def _note_metadata(self, attributes: dict[str, str]) -> None:
        if attributes.get("name", "").lower() in {"description", "keywords", "subject", "abstract"}:
            add_hidden(self.metadata, "metadata", attributes.get("content", "") + "\n")


def declared(css: str) -> dict[str, str]:
    """Declarations by name, in lower case and without "!important"."""
    pairs = (part.partition(":") for part in css.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value}
