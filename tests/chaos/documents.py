"""CVs of people who do not exist, no two of whom share a name, an address or a number."""

import io
from collections.abc import Callable
from itertools import product

from fpdf import FPDF

FIRST = "Ada Ben Cleo Dan Eve Finn Gia Hugo Iris Jon Kira Leo Mara Nils Olga Paul Quinn Rosa Sven Tina Uwe Vera".split()
LAST = (
    "Winter Sommer Falk Berger Lindqvist Moreau Rossi Novak Kovac Jansen Dubois Keller Brandt Hansen Ferrari Silva "
    "Costa Nowak Horvat Murphy Walsh Byrne Doyle Lynch Quigley Reilly Sato Tanaka Mori Kimura Ito Ono Abe Endo Ueda "
    "Gupta Mehta Rao Iyer Nair Bose Sen Das Roy Jain"
).split()
NAMES = [f"{first} {last}" for first, last in product(FIRST, LAST)]
CV = """{name}
{mail} | +44 20 7946 {number:04}

EXPERIENCE
Site Engineer, Harbour Works Ltd, May 2019 - March 2024
- Kept the pumps of three docks running and wrote the plans for two more
Backend Developer, Tidal Systems, June 2015 - April 2019
- Moved the records of {number} boats to PostgreSQL

EDUCATION
BSc Civil Engineering, University of Leeds, 2015

SKILLS
AutoCAD, Python, SQL, PostgreSQL, Docker
"""


def cv_text(number: int) -> str:
    name = NAMES[number % len(NAMES)]
    return CV.format(name=name, number=number, mail=f"{name.lower().replace(' ', '.')}.{number}@example.com")


def _plain(text: str) -> bytes:
    return text.encode()


def _pdf(text: str) -> bytes:
    document = FPDF()
    document.set_font("helvetica", size=11)
    document.add_page()
    document.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
    return bytes(document.output())


def _word(text: str) -> bytes:
    from docx import Document

    document = Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


KINDS: tuple[tuple[str, Callable[[str], bytes]], ...] = (("txt", _plain), ("pdf", _pdf), ("docx", _word))


def cv_file(number: int) -> tuple[str, bytes]:
    """Name and content, in turn text, PDF and Word."""
    ending, write = KINDS[number % len(KINDS)]
    return f"cv-{number}.{ending}", write(cv_text(number))
