"""How words of a DOCX look: direct formatting, styles, and what is shaded beneath them."""

from dataclasses import replace

from .archive import Archive, new_parser
from .looks import BLACK, UNKNOWN, WHITE, Look, color_of, contrast
from .result import Hidden

WORD_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)
PROPERTIES = {"vanish", "color", "sz", "shd", "highlight"}
SCOPES = {"tbl", "tc", "p", "r", "txbxContent"}
OFF = {"0", "false", "off"}
METADATA = ("title", "subject", "keywords", "description")
Property = tuple[str, str]  # name and value; of shading the fill


def local_name(name: str) -> str:
    """The element's name when it is one of WordprocessingML, else an empty string."""
    for namespace in WORD_NAMESPACES:
        if name.startswith(namespace):
            return name[len(namespace) :]
    return ""


def value_of(attributes: dict[str, str], wanted: str = "val") -> str:
    return next((value for name, value in attributes.items() if name.rpartition(" ")[2] == wanted), "")


class Styles:
    """What each style says about visibility; the names of table styles that shade cells."""

    def __init__(self) -> None:
        self.properties: dict[str, list[Property]] = {}
        self.shaded_tables: set[str] = set()
        self._name = ""
        self._is_table = False
        self.parser = new_parser()
        self.parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = local_name(name)
        if tag == "style":
            self._name = value_of(attributes, "styleId")
            self._is_table = value_of(attributes, "type") == "table"
            self.properties[self._name] = []
        elif tag == "basedOn":
            base = value_of(attributes)
            self.properties[self._name] = [*self.properties.get(base, []), *self.properties.get(self._name, [])]
            if base in self.shaded_tables:
                self.shaded_tables.add(self._name)
        elif tag in PROPERTIES and self._name:
            value = value_of(attributes, "fill" if tag == "shd" else "val")
            if not self._is_table:
                self.properties[self._name].append((tag, value))
            elif tag == "shd" and color_of(value) not in {None, WHITE}:
                self.shaded_tables.add(self._name)


class Looks:
    """The look of the words at the place that a reader of the document has come to."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._stack = [Look()]
        self._in_mark = 0

    def hidden_as(self) -> str | None:
        return self._stack[-1].hidden_as()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        look = self._stack[-1]
        if tag in SCOPES:
            # A text box may have any filling.
            self._stack.append(replace(look, ground=UNKNOWN) if tag == "txbxContent" else look)
        elif tag == "pPr":
            self._in_mark += 1
        elif tag == "background":
            self._set(ground_of(look, value_of(attributes, "color")))
        elif tag in {"pStyle", "rStyle"}:
            for name, value in self._styles.properties.get(value_of(attributes), []):
                self._set(with_property(self._stack[-1], name, value))
        elif tag == "tblStyle" and value_of(attributes) in self._styles.shaded_tables:
            self._set(replace(look, ground=UNKNOWN))
        elif tag in PROPERTIES and not (self._in_mark and tag != "shd"):
            # What a paragraph's own mark looks like is no matter.
            self._set(with_property(look, tag, value_of(attributes, "fill" if tag == "shd" else "val")))

    def end(self, tag: str) -> None:
        if tag in SCOPES and len(self._stack) > 1:
            self._stack.pop()
        elif tag == "pPr":
            self._in_mark -= 1

    def lose_ground(self) -> None:
        """A shape stands behind the text: from here on nobody knows what is under the words."""
        self._stack = [replace(look, ground=UNKNOWN) for look in self._stack]

    def _set(self, look: Look) -> None:
        self._stack[-1] = look


def with_property(look: Look, name: str, value: str) -> Look:
    if name == "vanish":
        return replace(look, is_shown=value in OFF)
    if name == "sz":
        return replace(look, points=float(value) / 2) if value.isdecimal() else look
    if name == "shd":
        return ground_of(look, value)
    if name == "highlight":
        return replace(look, ground=UNKNOWN if value not in {"white", "none"} else look.ground)
    color = color_of(value)
    if color is None:
        # Automatic colour is what can be read on the ground.
        dark = look.ground != UNKNOWN and contrast(look.ground, BLACK) < 100
        color = WHITE if dark else BLACK
    return replace(look, color=color)


def ground_of(look: Look, fill: str) -> Look:
    color = color_of(fill)
    return look if color is None else replace(look, ground=color)


class Properties:
    """Title, subject and keywords of the file, which no page shows."""

    def __init__(self) -> None:
        self._is_open = False
        self._texts: list[str] = []
        self.parser = new_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def hidden(self) -> list[Hidden]:
        text = "".join(self._texts).strip()
        return [Hidden("metadata", text[:2_000])] if text else []

    def _start(self, name: str, _: dict[str, str]) -> None:
        self._is_open = name.rpartition(" ")[2] in METADATA

    def _end(self, _: str) -> None:
        if self._is_open:
            self._texts.append("\n")
        self._is_open = False

    def _characters(self, data: str) -> None:
        if self._is_open:
            self._texts.append(data)


def properties_of(archive: Archive) -> list[Hidden]:
    properties = Properties()
    if "docProps/core.xml" in archive.members:
        archive.feed("docProps/core.xml", properties.parser)
    return properties.hidden()


def styles_of(archive: Archive) -> Styles:
    styles = Styles()
    if "word/styles.xml" in archive.members:
        archive.feed("word/styles.xml", styles.parser)
    return styles
