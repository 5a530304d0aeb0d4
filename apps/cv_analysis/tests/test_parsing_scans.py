"""Scans and photographs of CVs: read where tesseract is installed, named as pictures where it is not."""

import io
import os
import shutil
import struct
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image

from apps.cv_analysis.parsing import ParsedCv, ParseOutcome, ocr, parse_file
from apps.cv_analysis.parsing.extract import raster
from apps.cv_analysis.parsing.extract.layout import page_of
from apps.cv_analysis.parsing.extract.raster import Picture
from apps.cv_analysis.parsing.ocr import Mark, Tesseract, marks_of, words_of
from apps.cv_analysis.parsing.sniff import UnreadableError
from apps.cv_analysis.tests import test_parsing_files as made

Read = Callable[[bytes], ParseOutcome]
BLANK = Picture(1, 10, 10, bytes(100))


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def parse(data: bytes) -> ParseOutcome:
        (tmp_path / "cv").write_bytes(data)
        return parse_file(tmp_path / "cv", as_of=date(2026, 6, 1))

    return parse


@pytest.fixture
def tesseract() -> None:
    if shutil.which("tesseract") is None:
        reason = "No tesseract was found: install tesseract-ocr."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


class FakeEngine:
    """Reads the same words off every picture."""

    def __init__(self, *words: str) -> None:
        self.seen: list[Picture] = []
        self._words = words

    def read(self, picture: Picture) -> list[Mark]:
        self.seen.append(picture)
        step = picture.height / (len(self._words) + 2)
        lines = enumerate(self._words, start=1)
        return [(("1", "1", str(row)), word, 10, row * step, 60, row * step + 12) for row, word in lines]


def scan(*, slope: float = 0.0) -> Image.Image:
    """The CV as a scanner sees it; it may lie crooked."""
    page = raster.picture_of_pdf(made.pdf(), 0)
    image = Image.frombytes("L", (page.width, page.height), page.pixels)
    return image.rotate(slope, fillcolor=255, resample=Image.Resampling.BICUBIC)


def packed(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def scanned_pdf(image: Image.Image, *, text: str = "", stamp: str = "") -> bytes:
    """A page of text if there is any, then one that is a picture, perhaps with a stamp over it."""
    file = FPDF(unit="pt")
    file.set_font("helvetica", size=11)
    if text:
        file.add_page()
        file.multi_cell(0, 14, text, new_x="LMARGIN", new_y="NEXT")
    file.add_page()
    file.image(io.BytesIO(packed(image, "JPEG", quality=75)), 0, 0, 595, 842)
    file.text(20, 20, stamp)
    return bytes(file.output())


def facts(parsed: ParsedCv | None) -> tuple[object, ...]:
    assert parsed is not None
    assert parsed.name is not None
    assert parsed.email is not None
    (job,) = parsed.experience
    return parsed.name.value, parsed.email.value, job.value.title, job.value.company, job.value.start, job.value.end


ADA = ("Ada Winter", "ada.winter@example.com", "Site Engineer", "Harbour Works Ltd", "2019-05", "2024-03")


@pytest.mark.usefixtures("tesseract")
def test_a_crooked_scan_is_read_and_its_findings_have_places(read: Read) -> None:
    outcome = read(scanned_pdf(scan(slope=1), stamp="Scanned 2026"))
    as_text = read(made.pdf()).parsed

    assert (outcome.status, outcome.pages, facts(outcome.parsed)) == ("parsed", 1, ADA)
    assert outcome.parsed is not None
    assert outcome.parsed.email is not None
    assert as_text is not None
    assert as_text.email is not None
    (found,), (true,) = outcome.parsed.email.evidence[0].boxes, as_text.email.evidence[0].boxes
    assert abs(found.left - true.left) + abs(found.right - true.right) < 0.03
    assert found.top - 0.02 < true.top < true.bottom < found.bottom + 0.02


@pytest.mark.usefixtures("tesseract")
def test_a_photograph_that_lies_on_its_side_is_read(read: Read) -> None:
    turned = Image.Exif()
    turned[0x112] = 6

    outcome = read(packed(scan().rotate(90, expand=True).convert("RGB"), "JPEG", exif=turned, quality=80))

    assert (outcome.status, facts(outcome.parsed)) == ("parsed", ADA)


def test_without_an_engine_scans_and_pictures_are_named_as_such(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "installed_engine", lambda: None)

    for data in (scanned_pdf(scan()), packed(scan(), "PNG"), made.raw_pdf(b"0 0 300 400 re f")):
        assert made.verdict(read(data)) == ("needs_ocr", "no-text-layer", False)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("L", "PNG"), ("RGBA", "PNG"), ("P", "PNG"), ("1", "TIFF"), ("RGB", "WEBP"), ("CMYK", "JPEG"), ("I;16", "PNG")],
)
def test_every_kind_of_image_becomes_a_grey_page_of_reading_size(
    read: Read, monkeypatch: pytest.MonkeyPatch, mode: str, kind: str
) -> None:
    engine = FakeEngine("nothing")
    monkeypatch.setattr(ocr, "installed_engine", lambda: engine)

    size = (300, 400)
    deep = mode == "I;16"
    read(packed(Image.new(mode, size, 65_535) if deep else Image.new("L", size, 255).convert(mode), kind))

    (picture,) = engine.seen
    assert (picture.width, picture.height) == (900, 1200)
    assert picture.pixels.count(255) > 0.99 * len(picture.pixels)


def test_pages_of_text_and_pages_of_pictures_stand_in_one_document(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = FakeEngine("Python,", "Fortran")
    monkeypatch.setattr(ocr, "installed_engine", lambda: engine)

    outcome = read(scanned_pdf(scan(), text=made.CV))

    assert (outcome.pages, len(engine.seen)) == (2, 1)
    assert outcome.parsed is not None
    assert outcome.parsed.text.endswith("AutoCAD, Python, SQL\nPython,\n\nFortran") or outcome.parsed.text.endswith(
        "AutoCAD, Python, SQL\nPython,\nFortran"
    )
    assert outcome.parsed.skills


def test_only_the_first_pages_of_a_long_scan_are_read(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = FakeEngine("word")
    monkeypatch.setattr(ocr, "installed_engine", lambda: engine)
    page = Image.new("1", (1200, 1300), 1)

    outcome = read(packed(page, "TIFF", save_all=True, append_images=[page] * 12, compression="group4"))

    assert (outcome.pages, len(engine.seen)) == (13, 10)


def test_lines_that_slope_are_straightened_before_they_are_ordered() -> None:
    """Two lines of eight words, each line 25 points lower at its right end than at its left, 40 apart."""
    marks: list[Mark] = []
    for line, name in enumerate("ab"):
        for word in range(8):
            left, top = 100.0 * word, 100 + 40 * line + 3.5 * word
            marks.append((("1", "1", name), f"{name}{word}", left, top, left + 80, top + 20))

    text, boxes = page_of(words_of(marks, Picture(1, 1000, 1000, b"")))

    assert text.replace("\t", " ").splitlines() == ["a0 a1 a2 a3 a4 a5 a6 a7", "b0 b1 b2 b3 b4 b5 b6 b7"]
    assert boxes[4 * 7 : 4 * 8] == (7000, 1245, 7800, 1445)


def test_words_that_the_engine_doubts_are_left_out() -> None:
    table = (
        "level page block par line word left top width height conf text\n"
        "5 1 1 1 1 1 10 20 30 40 91.5 sure\n5 1 1 1 1 2 50 20 30 40 12 ee\n4 1 1 1 1 0 0 0 1 1 -1 line\n"
    )

    assert marks_of(table.replace(" ", "\t")) == [(("1", "1", "1"), "sure", 10, 20, 40, 60)]


@pytest.mark.parametrize(("script", "code"), [("sleep 60", "extraction-over-time"), ("exit 3", "extraction-died")])
def test_an_engine_that_hangs_or_fails_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, code: str
) -> None:
    monkeypatch.setattr(ocr, "MAX_OCR_WALL_SECONDS", 0.3)
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)

    with pytest.raises(UnreadableError) as refused:
        Tesseract(str(program)).read(BLANK)

    assert refused.value.code == code


def png(width: int, height: int, pixels: bytes) -> bytes:
    """A PNG that may promise more than it holds."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (png(60_000, 60_000, zlib.compress(b"")), "too_large"),
        (png(30_000, 30_000, zlib.compress(bytes(300_000_000), 9)), "too_large"),
        (png(100, 100, b"no pixels"), "corrupt"),
        (png(0, 0, zlib.compress(b"")), "corrupt"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "corrupt"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "corrupt"),
        (packed(Image.new("L", (800, 800), 255), "TIFF")[:-2000], "corrupt"),
    ],
    ids=["promises", "bomb", "no-pixels", "no-size", "png", "jpeg", "cut"],
)
def test_giant_and_damaged_images_get_their_named_status(
    read: Read, monkeypatch: pytest.MonkeyPatch, data: bytes, status: str
) -> None:
    monkeypatch.setattr(ocr, "installed_engine", lambda: FakeEngine("word"))

    assert read(data).status == status
