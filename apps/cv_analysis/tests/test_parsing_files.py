"""Every kind of file gets its named status; nothing hostile gets further than that."""

import io
import re
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission

from apps.cv_analysis.parsing import ERROR_CODES, STATUSES, ParseOutcome, outcome_of_text, parse_file
from apps.cv_analysis.parsing.limits import MAX_FILE_BYTES, MAX_PAGES

AS_OF = date(2026, 6, 1)
CV = """Ada Winter
ada.winter@example.com | +44 20 7946 0113

EXPERIENCE
Site Engineer, Harbour Works Ltd, May 2019 - March 2024
- Kept the pumps of three docks running

EDUCATION
BSc Civil Engineering, University of Leeds, 2018

SKILLS
AutoCAD, Python, SQL
"""
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

Read = Callable[..., ParseOutcome]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Parse bytes as a file of any name."""

    def parse(data: bytes, name: str = "cv.pdf") -> ParseOutcome:
        path = tmp_path / name
        path.write_bytes(data)
        return parse_file(path, as_of=AS_OF)

    return parse


def pdf(text: str = CV, *, pages: int = 1, owner: str = "", user: str = "") -> bytes:
    document = FPDF()
    if owner:
        document.set_encryption(owner_password=owner, user_password=user, permissions=AccessPermission.none())
    document.set_font("helvetica", size=11)
    for _ in range(pages):
        document.add_page()
        document.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
    return bytes(document.output())


def docx(text: str = CV) -> bytes:
    from docx import Document

    document = Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def archive(**members: bytes | str) -> bytes:
    """A zip with the members given; two underscores in a name stand for a slash, a last one for a dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


def body(inner: str) -> str:
    return f'<?xml version="1.0"?><w:document {WORD}><w:body>{inner}</w:body></w:document>'


def paragraphs(text: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())


def raw_pdf(content: bytes, *, packed: bool = False, extra: bytes = b"") -> bytes:
    """A PDF of one page with this content stream, and without anything that a writer would add."""
    stream = zlib.compress(content, 9) if packed else content
    filters = b"/Filter /FlateDecode " if packed else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << " + extra + b" >> >>",
        b"<< " + filters + b"/Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
    ]
    result = b"%PDF-1.4\n"
    offsets = []
    for number, content_of_object in enumerate(objects, start=1):
        offsets.append(len(result))
        result += b"%d 0 obj\n" % number + content_of_object + b"\nendobj\n"
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return result + table + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(result)


def verdict(outcome: ParseOutcome) -> tuple[str, str | None, bool]:
    return outcome.status, outcome.error_code, outcome.parsed is not None


@pytest.mark.parametrize("data", [pdf(), docx(), CV.encode()], ids=["pdf", "docx", "text"])
def test_a_cv_is_read_whatever_it_is_called(read: Read, data: bytes) -> None:
    outcome = read(data, "cv.unknown")

    assert verdict(outcome) == ("parsed", None, True)
    assert outcome.parsed is not None
    assert outcome.parsed.name is not None
    assert outcome.parsed.email is not None
    assert (outcome.parsed.name.value, outcome.parsed.email.value) == ("Ada Winter", "ada.winter@example.com")


def test_two_pages_are_counted_and_evidence_names_its_page(read: Read) -> None:
    outcome = read(pdf(CV, pages=2))

    assert outcome.pages == 2
    assert outcome.parsed is not None
    assert {span.page for field in outcome.parsed.skills for span in field.evidence} == {1, 2}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_usual_encodings(read: Read, encoding: str) -> None:
    outcome = read(CV.replace("Winter", "Bérénice").encode(encoding))

    assert outcome.parsed is not None
    assert outcome.parsed.name is not None
    assert outcome.parsed.name.value == "Ada Bérénice"


def test_junk_before_the_header_and_a_lost_table_do_not_matter(read: Read) -> None:
    whole = pdf()
    broken = b"X-Mail: yes\r\n\r\n" + whole[: whole.rindex(b"startxref")] + b"startxref\n999999\n%%EOF"

    assert verdict(read(broken)) == ("parsed", None, True)


def test_contact_data_in_tables_text_boxes_and_headers_of_a_docx_is_found(read: Read) -> None:
    lines = CV.splitlines()
    box = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice Requires='wps'><w:drawing><w:txbxContent>{paragraphs('https://ada.example.com/')}"
        "</w:txbxContent></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><w:txbxContent>{paragraphs('https://ada.example.com/')}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    cells = "".join(f"<w:tc>{paragraphs(text)}</w:tc>" for text in ("Mail", "ada.winter@example.com"))
    table = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    header = f"<w:hdr {WORD}>{paragraphs('Ada Winter')}</w:hdr>"
    text = chr(10).join(lines[2:])
    outcome = read(archive(word__header1_xml=header, word__document_xml=body(table + box + paragraphs(text))))

    assert outcome.parsed is not None
    assert outcome.parsed.text.splitlines()[:3] == [
        "Ada Winter",
        "Mail\tada.winter@example.com",
        "https://ada.example.com/",
    ]
    assert outcome.parsed.text.count("ada.example.com") == 1


def test_columns_are_read_one_after_the_other(read: Read) -> None:
    document = FPDF()
    document.add_page()
    document.set_font("helvetica", size=9)
    left = ["Skills", *(f"Left item {number}" for number in range(12))]
    right = ["Experience", *(f"Right line number {number} tells a story" for number in range(12))]
    for row, (one, other) in enumerate(zip(left, right, strict=True)):
        document.text(15, 20 + 6 * row, one)
        document.text(80, 20 + 6 * row, other)
    outcome = read(bytes(document.output()))

    assert outcome.parsed is not None
    assert [line for line in outcome.parsed.text.splitlines() if line] == left + right


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ("empty", "no-text", False)),
        (b" \r\n\t\n" * 20, ("empty", "no-text", False)),
        (raw_pdf(b""), ("empty", "no-text", False)),
        (raw_pdf(b"0 0 300 400 re f"), ("needs_ocr", "no-text-layer", False)),
        (pdf(owner="o", user="u"), ("encrypted", "password", False)),
        (b"<!DOCTYPE html><html><head><title>CV</title></head></html>", ("empty", "no-text", False)),
        (rb"{\rtf1\ansi}", ("empty", "no-text", False)),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ("unsupported", "type-legacy-office", False)),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            ("encrypted", "password", False),
        ),
        (b"GIF89a" + bytes(100), ("unsupported", "type-image", False)),
        (b"\x00\x00\x00\x20ftypheic" + bytes(100), ("unsupported", "type-image", False)),
        (b"\x7fELF" + bytes(range(256)) * 8, ("unsupported", "type-binary", False)),
        (archive(xl__workbook_xml="<a/>"), ("unsupported", "type-archive", False)),
        (b"PK\x03\x04" + b"no zip at all" * 9, ("corrupt", "damaged", False)),
        (docx()[:900], ("corrupt", "damaged", False)),
        (archive(word__document_xml=body("<w:p>")), ("corrupt", "damaged", False)),
        (b"%PDF-1.7\nnothing follows", ("corrupt", "damaged", False)),
        (
            b"Dear neighbour,\n\nthe bins are collected on Tuesday from now on.\nPlease put them out in time.\n",
            ("not_a_cv", "no-cv-found", False),
        ),
        (b"a" * (MAX_FILE_BYTES + 1), ("too_large", "file-over-10-mb", False)),
        (b"word " * 500_000, ("too_large", "text-over-1-mb", False)),
        (pdf("page", pages=MAX_PAGES + 1), ("too_large", "pages-over-50", False)),
        (archive(**{f"m{n}": b"" for n in range(2001)}), ("too_large", "archive-members-over-2000", False)),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_what_is_no_readable_cv_gets_its_named_status(read: Read, data: bytes, expected: tuple[str, str, bool]) -> None:
    assert verdict(read(data)) == expected


BILL = """Harbour Works Ltd
accounts@harbour.example.com | +44 113 496 0113
INVOICE 2026-0113
Date: 12 March 2026
Consulting in Python, 10 hours 1,000.00
Hosting 01/2026 - 03/2026 300.00
Total due 1,560.00
"""
MINUTES = """Minutes of the meeting of 3 May 2026
Present: Ada Winter, Ben Stone
Projects
The dock project runs from May 2026 to June 2027.
References
Minutes of April
"""
SHORT = """Ben Stone
ben@example.com
Welder at Dock Works 2010 - 2020
Can weld, grind and paint steel.
"""


@pytest.mark.parametrize(("text", "status"), [(BILL, "not_a_cv"), (MINUTES, "not_a_cv"), (SHORT, "parsed")])
def test_a_cv_is_told_from_other_papers(text: str, status: str) -> None:
    assert outcome_of_text(text, as_of=AS_OF).status == status


def test_an_owner_password_alone_does_not_lock_the_reader_out(read: Read) -> None:
    assert verdict(read(pdf(owner="only"))) == ("parsed", None, True)


def test_a_pdf_stream_that_inflates_to_300_mb_ends_with_the_child(read: Read) -> None:
    bomb = raw_pdf(b"0 0 1 1 re f\n" * (300 * 1024 * 1024 // 13), packed=True)

    started = time.monotonic()
    outcome = read(bomb)

    assert len(bomb) < 2_000_000
    assert outcome.parsed is None
    assert outcome.status in {"corrupt", "too_large", "needs_ocr"}
    assert time.monotonic() - started < 35


def test_a_document_xml_of_400_mb_is_refused_before_it_is_read(read: Read) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file, file.open("word/document.xml", "w") as part:
        for _ in range(400):
            part.write(b" " * 1024 * 1024)

    assert verdict(read(buffer.getvalue())) == ("too_large", "archive-over-50-mb", False)


def test_a_document_xml_that_lies_about_its_size_is_stopped_while_it_is_read(read: Read) -> None:
    honest = archive(word__document_xml=body(paragraphs("x") + " " * (60 * 1024 * 1024)))
    real = struct.pack("<I", len(body(paragraphs("x") + " " * (60 * 1024 * 1024))))

    outcome = read(honest.replace(real, struct.pack("<I", 1000)))

    assert outcome.parsed is None
    assert outcome.status in {"corrupt", "too_large"}


@pytest.mark.parametrize(
    "declaration", ['<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">', '<!ENTITY b SYSTEM "file:///etc/passwd">']
)
def test_entities_in_a_docx_are_refused(read: Read, declaration: str) -> None:
    declared = f'<?xml version="1.0"?><!DOCTYPE d [{declaration}]>'
    text = body(paragraphs("&b;")).replace('<?xml version="1.0"?>', declared)

    assert verdict(read(archive(word__document_xml=text))) == ("corrupt", "entities-in-xml", False)


def test_deeply_nested_xml_is_refused(read: Read) -> None:
    nested = "<w:p>" * 100_000

    assert verdict(read(archive(word__document_xml=body(nested)))) == ("corrupt", "damaged", False)


@pytest.mark.parametrize("position", range(40, 1000, 160))
def test_flipped_bytes_never_raise(read: Read, position: int) -> None:
    for whole in (pdf(), docx()):
        damaged = bytearray(whole)
        for index in range(position, len(damaged), 997):
            damaged[index] ^= 0xFF
        assert read(bytes(damaged)).status in STATUSES


def test_a_given_text_is_judged_like_a_file() -> None:
    assert verdict(outcome_of_text(CV, as_of=AS_OF)) == ("parsed", None, True)
    assert verdict(outcome_of_text(" \n", as_of=AS_OF)) == ("empty", "no-text", False)
    assert verdict(outcome_of_text("x" * 3_000_000, as_of=AS_OF)) == ("too_large", "text-over-1-mb", False)


def test_every_status_says_what_to_do_and_every_code_has_a_status() -> None:
    assert all(re.search(r"^[A-Z].*\.$", status.advice) and status.title for status in STATUSES.values())
    assert set(ERROR_CODES.values()) == set(STATUSES) - {"parsed"}


def test_a_text_of_hardly_anything_but_at_signs_is_read_in_time() -> None:
    """It took 53 seconds: each look for dates, and there are four, tries every letter of it."""
    sizes = (50_000, 500_000)
    seconds = []
    for size in sizes:
        began = time.process_time()
        assert outcome_of_text("a@" * size, as_of=AS_OF).status == "not_a_cv"
        seconds.append(time.process_time() - began)

    assert seconds[1] < 15
    # Ten times the text may not take a hundred times as long.
    assert seconds[1] < 30 * max(seconds[0], 0.1)
