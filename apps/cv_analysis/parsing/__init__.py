"""Reads a CV: from a file to fields with evidence. Pure Python: no database, no Django.

outcome = parse_file(path, as_of=date(2026, 6, 1))
outcome.status           # "parsed", or what stood in the way: see statuses.py
outcome.parsed.email     # Field(value, confidence, evidence), or None
"""

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from .child import extract_in_child
from .engine import outcome_of, parse
from .extract.result import Extraction
from .extract.text import decode
from .limits import MAX_FILE_BYTES, MAX_TEXT_CHARACTERS
from .model import (
    ALGORITHM,
    Education,
    Experience,
    Field,
    ParsedCv,
    ParseOutcome,
    Section,
    Skill,
    Span,
)
from .ocr import read_pictures
from .sniff import UnreadableError, kind_of
from .statuses import ERROR_CODES, STATUSES, Status

__all__ = [
    "ALGORITHM",
    "ERROR_CODES",
    "STATUSES",
    "Education",
    "Experience",
    "Field",
    "ParseOutcome",
    "ParsedCv",
    "Section",
    "Skill",
    "Span",
    "Status",
    "extract",
    "outcome_of_text",
    "parse_file",
    "parse_text",
    "warm_up",
]


def parse_file(path: Path, *, as_of: date) -> ParseOutcome:
    """Whatever is in the file, the answer is an outcome; only a file that cannot be opened raises OSError."""
    started = time.perf_counter()
    try:
        extraction, has_pages = extract(path)
        outcome = outcome_of(extraction, as_of=as_of, has_pages=has_pages)
    except UnreadableError as error:
        outcome = ParseOutcome(ERROR_CODES.get(error.code, "corrupt"), error.code)
    return timed(outcome, started)


def outcome_of_text(text: str, *, as_of: date) -> ParseOutcome:
    """The same for a text that was never a file."""
    started = time.perf_counter()
    if len(text) > MAX_TEXT_CHARACTERS:
        return timed(ParseOutcome("too_large", "text-over-1-mb"), started)
    return timed(outcome_of(Extraction((text,), has_content=False), as_of=as_of, has_pages=False), started)


def parse_text(text: str, *, as_of: date) -> ParsedCv:
    """The fields of a text, whether or not it looks like a CV."""
    return parse(Extraction((text,)), as_of=as_of, has_pages=False)


def warm_up() -> None:
    """Load word lists and telephone plans now instead of with the first CV."""
    # Words enough to ask for the language, too.
    about = "I have built bridges for the railway and for the towns along the river since I left school."
    parse_text(f"Ada Winter\n+44 20 7946 0113\n\n{about}\n\nSKILLS\nPython\n", as_of=date(2000, 1, 1))


def extract(path: Path) -> tuple[Extraction, bool]:
    """The file's pages, and whether they are pages that a reader would count."""
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableError("file-over-10-mb")
    kind = kind_of(data)
    if kind == "image":
        return read_pictures(Extraction(("",), pictures=(0,)), path, kind), True
    if kind != "text":
        extraction = extract_in_child(path, kind)
        return (read_pictures(extraction, path, kind) if extraction.pictures else extraction), kind == "pdf"
    text = decode(data)
    if len(text) > MAX_TEXT_CHARACTERS:
        raise UnreadableError("text-over-1-mb")
    return Extraction((text,), has_content=False), False


def timed(outcome: ParseOutcome, started: float) -> ParseOutcome:
    ms = (time.perf_counter() - started) * 1000
    return replace(outcome, ms=ms)
