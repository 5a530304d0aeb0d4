"""A CV as Word document: real headings, lists and styles, so that it can be edited and read aloud."""

import io
from datetime import UTC, datetime
from typing import Any

from apps.cv_analysis.builder.sheet import Item, Part, Sheet, Way

# Fonts that are on every machine with Word, as a document brings none along.
FONTS = {"ats": ("Arial", "Arial"), "classic": ("Calibri", "Cambria"), "two-column": ("Calibri", "Calibri")}
COLOURS = {"ats": "16181D", "classic": "16181D", "two-column": "1D4E6B"}
PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
MARGIN_MM, NARROW_MM = 19, 54


def as_docx(sheet: Sheet, *, look: str, paper: str, title: str) -> bytes:
    """The bytes of a .docx file."""
    target = io.BytesIO()
    WordSheet(look, paper).written(sheet, title).save(target)
    return target.getvalue()


class WordSheet:
    """Writes one document."""

    def __init__(self, look: str, paper: str) -> None:
        import docx
        from docx.shared import Mm

        self.look = look
        self.document = docx.Document()
        section = self.document.sections[0]
        width, height = PAPERS[paper]
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.left_margin = section.right_margin = Mm(MARGIN_MM)
        section.top_margin = section.bottom_margin = Mm(MARGIN_MM - 2)
        self.text_width = Mm(width - 2 * MARGIN_MM)
        self._set_styles()

    def _set_styles(self) -> None:
        body, head = FONTS[self.look]
        self._style("Normal", body, 10, after=2)
        self._style("Title", head, 24, bold=True, after=0)
        self._style("Subtitle", body, 11.5, after=2)
        self._style("Heading 1", head, 13, bold=True, before=12, after=3)
        self._style("Heading 2", body, 10.5, bold=True, before=7, after=0)
        self._style("List Bullet", body, 10, after=1)
        if self.look != "two-column":
            self._underline("Heading 1" if self.look == "classic" else "Title")
        if self.look == "classic":
            for name in ("Title", "Subtitle"):
                self.document.styles[name].paragraph_format.alignment = 1

    def _style(
        self, name: str, font: str, size: float, *, bold: bool = False, before: float = 0, after: float = 0
    ) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        style = self.document.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = font, Pt(size), bold, False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        # Word's own styles name fonts of a theme, which would win.
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
        for attribute in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{attribute}"), font)
        colour = COLOURS[self.look] if name.startswith(("Title", "Heading 1")) else COLOURS["ats"]
        style.font.color.rgb = RGBColor.from_string(colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        for edge in style.element.xpath("./w:pPr/w:pBdr"):
            edge.getparent().remove(edge)

    def _underline(self, name: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        edges, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
        for attribute, value in (("val", "single"), ("sz", "6"), ("space", "2"), ("color", "6B7280")):
            bottom.set(qn(f"w:{attribute}"), value)
        edges.append(bottom)
        properties = self.document.styles[name].element.get_or_add_pPr()
        properties.insert_element_before(
            edges, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
            "w:outlineLvl",
        )  # fmt: skip

    def written(self, sheet: Sheet, title: str) -> Any:
        """The whole document."""
        about = self.document.core_properties
        about.title, about.author, about.language = title, sheet.name, sheet.language
        about.created = about.modified = datetime.now(UTC)
        about.comments = ""
        body = self.document
        if sheet.name:
            body.add_paragraph(sheet.name, style="Title")
        if sheet.headline:
            body.add_paragraph(sheet.headline, style="Subtitle")
        if sheet.ways:
            self._ways(body.add_paragraph(), sheet.ways)
        if self.look == "two-column" and sheet.aside_parts:
            wide, narrow = self._columns()
            self._parts(wide, sheet.main_parts)
            self._parts(narrow, sheet.aside_parts)
        else:
            self._parts(body, sheet.parts)
        return self.document

    def _columns(self) -> tuple[Any, Any]:
        """Two cells without lines; the wide one comes first, as it is read."""
        from docx.shared import Mm

        table = self.document.add_table(rows=1, cols=2)
        table.autofit = False
        cells = table.rows[0].cells
        widths = (self.text_width - Mm(NARROW_MM), Mm(NARROW_MM))
        for column, cell, width in zip(table.columns, cells, widths, strict=True):
            column.width = cell.width = width
        return cells[0], cells[1]

    def _parts(self, place: Any, parts: Any) -> None:
        for part in parts:
            self._part(place, part)
        # A cell begins with an empty paragraph, which has to stay only if nothing else is in it.
        if place is not self.document and len(place.paragraphs) > 1:
            first = place.paragraphs[0]._p
            first.getparent().remove(first)

    def _part(self, place: Any, part: Part) -> None:
        heading = part.heading.upper() if self.look == "ats" else part.heading
        place.add_paragraph(heading, style="Heading 1")
        self._paragraphs(place, part.text)
        for name, text in part.groups:
            paragraph = place.add_paragraph()
            if name:
                paragraph.add_run(f"{name}: " if text and part.kind == "skills" else name).bold = True
            if text:
                paragraph.add_run(f" ({text})" if part.kind == "languages" else text)
        for item in part.items:
            if part.is_aside:
                self._line(place, item)
            else:
                self._item(place, item)

    def _paragraphs(self, place: Any, text: str) -> None:
        for paragraph in text.split("\n"):
            if paragraph.strip():
                place.add_paragraph(paragraph)

    def _line(self, place: Any, item: Item) -> None:
        paragraph = place.add_paragraph()
        paragraph.add_run(item.title).bold = True
        rest = ", ".join(text for text in (item.where, item.when) if text)
        if rest:
            paragraph.add_run(f", {rest}" if item.title else rest)

    def _item(self, place: Any, item: Item) -> None:
        if self.look == "classic":
            self._dates_at_the_edge(place, item)
        else:
            if item.title:
                place.add_paragraph(item.title, style="Heading 2")
            if item.where or item.when:
                paragraph = place.add_paragraph(" | ".join(text for text in (item.where, item.when) if text))
                paragraph.paragraph_format.keep_with_next = bool(item.lines or item.text)
        if item.link:
            self._link(place.add_paragraph(), item.link)
        self._paragraphs(place, item.text)
        for line in item.lines:
            place.add_paragraph(line, style="List Bullet")

    def _dates_at_the_edge(self, place: Any, item: Item) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT

        heading = place.add_paragraph(item.title, style="Heading 2")
        if item.when:
            heading.paragraph_format.tab_stops.add_tab_stop(self.text_width, WD_TAB_ALIGNMENT.RIGHT)
            heading.add_run(f"\t{item.when}").bold = False
        if item.where:
            place.add_paragraph(item.where).paragraph_format.keep_with_next = bool(item.lines or item.text)

    def _ways(self, paragraph: Any, ways: tuple[Way, ...]) -> None:
        paragraph.alignment = 1 if self.look == "classic" else None
        for number, way in enumerate(ways):
            if number:
                paragraph.add_run(" | ")
            self._link(paragraph, way)

    def _link(self, paragraph: Any, way: Way) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        run = paragraph.add_run(way.text)
        if way.href:
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), paragraph.part.relate_to(way.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
            run._r.getparent().replace(run._r, link)
            link.append(run._r)
