"""The extractors by themselves: what the child sends is what they found, in order and with the same refusals."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF

from apps.cv_analysis.parsing.child import extract_in_child
from apps.cv_analysis.parsing.extract import html, office, pdf, rtf
from apps.cv_analysis.parsing.extract.result import Extraction, ExtractionError
from apps.cv_analysis.parsing.limits import MAX_PAGES
from apps.cv_analysis.tests import formats
from apps.cv_analysis.tests import test_parsing_files as made

FILES = Path(__file__).parent / "files"

EXTRACTORS: dict[str, Callable[[bytes], Extraction]] = {
    "pdf": pdf.extract,
    "office": office.extract,
    "html": html.extract,
    "rtf": rtf.extract,
}


def columns_pdf() -> bytes:
    """Two columns beside each other, with a heading across both."""

    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=20)
    page.text(20, 20, "Ada Winter")
    page.set_font("helvetica", size=10)
    for line in range(12):
        page.text(20, 40 + 6 * line, f"left side {line}")
        page.text(120, 40 + 6 * line, f"right side {line}")
    return bytes(page.output())


GOOD = {
    "two-pages.pdf": ("pdf", (FILES / "two-pages.pdf").read_bytes()),
    "table.docx": ("office", (FILES / "table.docx").read_bytes()),
    "plain pages": ("pdf", made.pdf(pages=2)),
    "plain paragraphs": ("office", made.docx()),
    "columns": ("pdf", columns_pdf()),
    "open document": ("office", formats.odt()),
    "web page": ("html", formats.html()),
    "rich text": ("rtf", formats.rtf()),
}


@pytest.mark.parametrize("name", GOOD)
def test_the_child_hands_back_what_the_extractor_found(name: str, tmp_path: Path) -> None:
    kind, data = GOOD[name]
    path = tmp_path / "cv"
    path.write_bytes(data)

    assert EXTRACTORS[kind](data) == extract_in_child(path, kind)  # type: ignore[arg-type]  # one of the two kinds


def test_columns_come_one_after_the_other_below_their_heading() -> None:
    (text,) = pdf.extract(columns_pdf()).pages

    lines = [line for line in text.splitlines() if line.strip()]
    assert lines == ["Ada Winter", *(f"left side {n}" for n in range(12)), *(f"right side {n}" for n in range(12))]


def test_the_largest_line_is_told_apart() -> None:
    assert pdf.extract(columns_pdf()).largest_line == "Ada Winter"


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        ("pdf", b"%PDF-1.7 nothing else", "damaged"),
        ("pdf", made.pdf(owner="o", user="u"), "password"),
        ("pdf", made.pdf(pages=MAX_PAGES + 1), "pages-over-50"),
        ("office", b"PK\x03\x04 nothing else", "damaged"),
        ("office", made.archive(word__document_xml=b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"), "entities-in-xml"),
    ],
)
def test_what_cannot_be_read_is_refused_by_code(kind: str, data: bytes, code: str) -> None:
    with pytest.raises(ExtractionError) as refused:
        EXTRACTORS[kind](data)

    assert refused.value.code == code
