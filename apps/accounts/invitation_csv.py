"""Reads people to invite from a file: e-mail address, role and name, as spreadsheets write them."""

import csv
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from apps.core.problems import ProblemError

MOST_BYTES = 256 * 1024
MOST_LINES = 500
SEPARATORS = ",;\t"
# What a first line may call its columns; without such a line they stand in this order.
HEADS = {
    "email": ("email", "e-mail", "mail", "address", "e-mail address", "email address", "e-mail-adresse"),
    "role": ("role", "rolle"),
    "name": ("name", "full name"),
}


class UnreadableFileError(ProblemError):
    code = "file-unreadable"
    title = _("This file cannot be read as a list of people.")
    status = 422


@dataclass(frozen=True, slots=True)
class Line:
    """A person as the file names them; `number` is the line of the file."""

    number: int
    email: str
    role: str = ""
    name: str = ""


def read_lines(data: bytes) -> list[Line]:
    """Every line that says anything, in the order of the file."""
    if len(data) > MOST_BYTES:
        raise UnreadableFileError(_("It is larger than 256 KB. Divide it."))
    rows = list(_rows(text_of(data)))
    columns = {name: place for place, name in enumerate(HEADS)}
    if rows and (named := _columns(rows[0][1])):
        columns, rows = named, rows[1:]
    if not rows:
        raise UnreadableFileError(_("There is nobody in it. Each line names an e-mail address, and may name a role."))
    if len(rows) > MOST_LINES:
        raise UnreadableFileError(_("It has more than 500 lines. Divide it."))
    return [_line(number, cells, columns) for number, cells in rows]


def text_of(data: bytes) -> str:
    """UTF-8 or UTF-16 with their marks, UTF-8 without, else Latin-1, which knows every byte."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the number of the line where it ends."""
    lines = text.replace("\0", "").splitlines()
    reader = csv.reader(lines, delimiter=_separator(lines))
    try:
        for cells in reader:
            plain = [" ".join(cell.split()) for cell in cells]
            if any(plain):
                yield reader.line_num, plain
    except csv.Error as error:
        raise UnreadableFileError(_("Line %(n)d cannot be read.") % {"n": reader.line_num}) from error


def _separator(lines: Iterable[str]) -> str:
    """Whichever stands most often in the first line that says anything."""
    first = next((line for line in lines if line.strip()), "")
    return max(SEPARATORS, key=first.count)


def _columns(cells: list[str]) -> dict[str, int]:
    """Where the first line says that the columns are; nothing when it is a person already."""
    places = {name: place for place, cell in enumerate(cells) for name, words in HEADS.items() if cell.lower() in words}
    return places if "email" in places else {}


def _line(number: int, cells: list[str], columns: dict[str, int]) -> Line:
    def cell(name: str) -> str:
        place = columns.get(name, len(cells))
        return cells[place] if place < len(cells) else ""

    return Line(number, cell("email"), cell("role"), cell("name")[:120])
