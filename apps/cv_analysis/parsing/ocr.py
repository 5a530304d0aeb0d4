"""Reads the words off pictures, if this machine has an engine for that."""

import os
import resource
import shutil
import signal
import subprocess
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Protocol

from .child import picture_in_child
from .extract.layout import Word, largest_line, page_of
from .extract.pdf import place_of
from .extract.raster import DPI, Picture
from .extract.result import Extraction
from .limits import (
    MAX_OCR_CPU_SECONDS,
    MAX_OCR_MEMORY_BYTES,
    MAX_OCR_PAGES,
    MAX_OCR_WALL_SECONDS,
    MAX_TEXT_CHARACTERS,
)
from .sniff import Kind, UnreadableError

MIN_CONFIDENCE = 25  # of short words: dirt and photographs look like them, while addresses are always doubted
SHORT_WORD = 4
MIN_WORDS_FOR_SLOPE = 4
MAX_SLOPE = 0.1
LETTER_HEIGHT = 0.72  # of a line: what capitals take of it
WORD_LEVEL = "5"
Mark = tuple[tuple[str, str, str], str, float, float, float, float]  # line, text, left, top, right, bottom in pixels


class Engine(Protocol):
    """Whatever can read words off a picture."""

    def read(self, picture: Picture) -> list[Mark]: ...


class Tesseract:
    """The program of that name, as a process that can be killed."""

    def __init__(self, program: str) -> None:
        self._program = program

    def read(self, picture: Picture) -> list[Mark]:
        command = [self._program, "stdin", "stdout", "--dpi", str(DPI), "--psm", "3", "-l", "eng", "tsv"]
        kept = {name: os.environ[name] for name in ("TESSDATA_PREFIX",) if name in os.environ}
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1", **kept},
            cwd="/",
            start_new_session=True,
        ) as process:
            try:
                # It waits for the picture, so these hold before it has anything to work on.
                limit(process.pid)
                answer, _ = process.communicate(picture.as_pnm(), timeout=MAX_OCR_WALL_SECONDS)
            except subprocess.TimeoutExpired as error:
                raise UnreadableError("extraction-over-time") from error
            except ProcessLookupError as error:
                raise UnreadableError("extraction-died") from error
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
        if process.returncode != 0:
            raise UnreadableError("extraction-died")
        return marks_of(answer.decode("utf-8", errors="replace"))


def installed_engine() -> Engine | None:
    program = shutil.which("tesseract")
    return Tesseract(program) if program else None


def limit(pid: int) -> None:
    """The engine may use this much; it cannot write a file."""
    resource.prlimit(pid, resource.RLIMIT_AS, (MAX_OCR_MEMORY_BYTES, MAX_OCR_MEMORY_BYTES))
    resource.prlimit(pid, resource.RLIMIT_CPU, (MAX_OCR_CPU_SECONDS, MAX_OCR_CPU_SECONDS + 1))
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, 0))
    resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))


def read_pictures(extraction: Extraction, path: Path, kind: Kind) -> Extraction:
    """The extraction with the words of its pictures; unchanged when there is no engine."""
    engine = installed_engine()
    if engine is None:
        return extraction
    pages, boxes = list(extraction.pages), list(extraction.boxes)
    largest = extraction.largest_line
    wanted = list(extraction.pictures)
    for number in wanted:
        if number >= MAX_OCR_PAGES:
            break
        picture = picture_in_child(path, kind, number)
        if kind == "image" and number == 0:
            # How many pages an image file has shows when it is opened.
            wanted += range(1, picture.pages)
            pages += [""] * (picture.pages - 1)
            boxes = [()] * picture.pages
        words = words_of(engine.read(picture), picture)
        pages[number], boxes[number] = page_of(words)
        if number == 0:
            largest = largest_line(words)
        if sum(map(len, pages)) > MAX_TEXT_CHARACTERS:
            raise UnreadableError("text-over-1-mb")
    return replace(extraction, pages=tuple(pages), boxes=tuple(boxes), largest_line=largest)


def marks_of(table: str) -> list[Mark]:
    """The words in the engine's table that it is sure enough of."""
    marks: list[Mark] = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != WORD_LEVEL or not cells[11].strip():
            continue
        left, top, width, height = (float(cell) for cell in cells[6:10])
        word = cells[11].strip()
        is_sure = float(cells[10]) >= MIN_CONFIDENCE or sum(map(str.isalnum, word)) >= SHORT_WORD
        if is_sure and height > 0 and width > 0:
            mark = ((cells[2], cells[3], cells[4]), word.replace(" ", ""), left, top, left + width, top + height)
            if marks and belongs_to(marks[-1], mark):
                mark = joined(marks.pop(), mark)
            marks.append(mark)
    return marks


def belongs_to(left: Mark, right: Mark) -> bool:
    """Whether the engine divided an e-mail address."""
    close = right[2] - left[4] < (right[5] - right[3]) and left[0] == right[0]
    return close and (right[1].startswith("@") or left[1].endswith("@"))


def joined(left: Mark, right: Mark) -> Mark:
    return left[0], left[1] + right[1], left[2], min(left[3], right[3]), right[4], max(left[5], right[5])


def words_of(marks: list[Mark], picture: Picture) -> list[Word]:
    """The marks as words of a page that lies straight: lines of a scan slope, and letters differ in height."""
    lines: dict[tuple[str, str, str], list[Mark]] = defaultdict(list)
    for mark in marks:
        lines[mark[0]].append(mark)
    slope = slope_of(list(lines.values()))
    middle = picture.width / 2
    words: list[Word] = []
    points = 72 / DPI
    for line in lines.values():
        bottom = median(mark[5] - slope * ((mark[2] + mark[4]) / 2 - middle) for mark in line)
        height = max(mark[5] - mark[3] for mark in line) if len(line) < 3 else usual_height(line)
        y0 = (picture.height - bottom) * points
        y1 = y0 + height * points / LETTER_HEIGHT
        for _, text, left, top, right, low in line:
            place = place_of(left / picture.width, top / picture.height, right / picture.width, low / picture.height)
            words.append(Word(text, left * points, right * points, y0, y1, place))
    return words


def usual_height(line: list[Mark]) -> float:
    """What words with capitals or long letters take: three quarters of a line's words are not higher."""
    heights = sorted(mark[5] - mark[3] for mark in line)
    return heights[len(heights) * 3 // 4]


def slope_of(lines: list[list[Mark]]) -> float:
    """How much a line falls for each pixel to the right."""
    slopes = [
        (line[-1][5] - line[0][5]) / (line[-1][2] - line[0][2])
        for line in lines
        if len(line) >= MIN_WORDS_FOR_SLOPE and line[-1][2] > line[0][2]
    ]
    slope = median(slopes) if slopes else 0.0
    return slope if abs(slope) <= MAX_SLOPE else 0.0
