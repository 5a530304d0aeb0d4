"""Files that cannot be read as a CV, each made by a program that makes such files."""

import io
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import AccessPermission

from apps.cv_analysis.parsing.limits import MAX_FILE_BYTES


def _pdf(document: FPDF) -> bytes:
    return bytes(document.output())


def scanned(folder: Path) -> Path:
    """A page that is one picture, as a scanner makes it."""
    # PNM needs no library to write.
    width, height = 210, 297
    picture = io.BytesIO(f"P5 {width} {height} 255\n".encode() + bytes(range(210)) * height)
    document = FPDF()
    document.add_page()
    document.image(picture, x=0, y=0, w=width)
    return _written(folder / "scanned.pdf", _pdf(document))


def encrypted(folder: Path) -> Path:
    """A PDF that asks for a password before it opens."""
    document = FPDF()
    document.set_encryption(owner_password="owner", user_password="reader", permissions=AccessPermission.none())
    document.add_page()
    document.set_font("Helvetica", size=12)
    document.cell(text="Nobody can read this.")
    return _written(folder / "encrypted.pdf", _pdf(document))


def corrupt(folder: Path, whole: Path) -> Path:
    """The first bytes of a PDF, as a broken download leaves them."""
    return _written(folder / "corrupt.pdf", whole.read_bytes()[:200])


def empty(folder: Path) -> Path:
    return _written(folder / "empty.pdf", b"")


def too_large(folder: Path, whole: Path) -> Path:
    return _written(folder / "large.pdf", whole.read_bytes() + b"\n" * (MAX_FILE_BYTES + 1024**2))


def picture_named_pdf(folder: Path) -> Path:
    """Not what its name says."""
    return _written(folder / "picture.pdf", b"GIF89a" + bytes(200))


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
