"""The lines of a page: words that stand on one height, and gaps that mean something."""

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

GAP_IN_HEIGHTS = 1.6
MIN_SPACED_LETTERS = 4
DATE_LINE = re.compile(
    r"(?:(?:19|20)\d\d|\b(?:present|current|now|today|ongoing)\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b)",
    re.I,
)
MAX_DATE_COLUMN_WIDTH = 28  # characters
OPEN_RANGE = re.compile(r"(?:19|20)\d\d(?:[-./]\d\d)?\s*(?:[-\u2013\u2014]|\bto\b)\s*(?:[A-Za-z]{3,9}\.?)?$")
RANGE_REST = re.compile(r"(?:[A-Za-z]{3,9}\.? )?(?:19|20)\d\d(?:-\d\d)?|[Pp]resent|[Cc]urrent|PRESENT|[Nn]ow")
MAX_CELL_IN_HEIGHTS = 19  # some forty letters
UNFINISHED = re.compile(r"^(?:in|of|and|&|for|the|with|at|to|de|la|del|und|f\u00fcr)$|[,&/-]$", re.I)
GLUED_BULLET = re.compile(r"^[\u2022\u25cf\u25aa\u25e6\u2023\u2043\uf0b7\uf0a7\u00b7*\u2013-]$")
Place = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box in points, the origin at the lower left; `place` is the box that readers of the page see."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    place: Place = (0, 0, 0, 0)


@dataclass(slots=True)
class Row:
    """Words that stand on one line."""

    words: list[Word]
    y0: float
    y1: float

    def cells(self) -> list[list[Word]]:
        """The words in groups that are divided by wide gaps."""
        self.words.sort(key=lambda word: word.x0)
        cells: list[list[Word]] = []
        for word in self.words:
            if cells and word.x0 - cells[-1][-1].x1 <= GAP_IN_HEIGHTS * (self.y1 - self.y0):
                cells[-1].append(word)
            else:
                cells.append([word])
        return cells

    def text(self) -> str:
        """The words from left to right; a gap much wider than a space becomes a tab."""
        self.words.sort(key=lambda word: word.x0)
        parts: list[str] = []
        previous: Word | None = None
        for word in self.words:
            if previous is not None:
                gap = word.x0 - previous.x1
                wide = gap > GAP_IN_HEIGHTS * (self.y1 - self.y0) and not GLUED_BULLET.match(previous.text)
                parts.append("\t" if wide else " ")
            parts.append(word.text)
            previous = word
        return "".join(parts)


def rows_of(words: list[Word]) -> list[Row]:
    """Lines from top to bottom; a word belongs to the line whose middle it overlaps."""
    rows: list[Row] = []
    for word in sorted(words, key=lambda word: (-(word.y0 + word.y1), word.x0)):
        middle = (word.y0 + word.y1) / 2
        for row in reversed(rows[-3:]):
            if row.y0 <= middle <= row.y1 and min(row.y1, word.y1) - max(row.y0, word.y0) > 0.5 * min(
                row.y1 - row.y0, word.y1 - word.y0
            ):
                row.words.append(word)
                break
        else:
            rows.append(Row([word], word.y0, word.y1))
    for row in rows:
        if sum(len(word.text) == 1 for word in row.words) >= MIN_SPACED_LETTERS:
            row.words = without_letter_spacing(row)
    return rows


def without_letter_spacing(row: Row) -> list[Word]:
    """Letters of a word that was set w i d e become a word again; wider gaps part the words."""
    row.words.sort(key=lambda word: word.x0)
    result: list[Word] = []
    for run in near_runs(row):
        letters = sum(len(word.text) == 1 and word.text.isalnum() for word in run)
        if letters < MIN_SPACED_LETTERS or letters < 0.6 * len(run):
            result += run
            continue
        usual = median(right.x0 - left.x1 for left, right in pairwise(run))
        group = [run[0]]
        for left, right in pairwise(run):
            if right.x0 - left.x1 > max(1.6 * usual, usual + 0.12 * (row.y1 - row.y0)):
                # What parts two words set wide is a blank, however wide it is.
                result.append(merged(group, right_end=right.x0 - 0.3 * (row.y1 - row.y0)))
                group = []
            group.append(right)
        result.append(merged(group))
    return result


def near_runs(row: Row) -> list[list[Word]]:
    """Words with no more than two letters' width between them, as long as they are short."""
    runs: list[list[Word]] = []
    for word in row.words:
        near = runs and word.x0 - runs[-1][-1].x1 < 2.4 * (row.y1 - row.y0)
        if near and len(word.text) <= 2 and len(runs[-1][-1].text) <= 2:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def merged(words: list[Word], right_end: float | None = None) -> Word:
    """One word of several."""
    places = list(zip(*(word.place for word in words), strict=True))
    place = (min(places[0]), min(places[1]), max(places[2]), max(places[3]))
    bottom, top = min(word.y0 for word in words), max(word.y1 for word in words)
    return Word("".join(word.text for word in words), words[0].x0, right_end or words[-1].x1, bottom, top, place)


def finished(rows: list[Row]) -> list[Row]:
    """Lines that are read one by one."""
    join_wrapped_dates(rows)
    return spaced(join_wrapped_cells(rows))


def join_wrapped_cells(rows: list[Row]) -> list[Row]:
    """In a narrow column a name breaks where its line is full; the parts that plainly belong together are joined."""
    if not rows or max(word.x1 for row in rows for word in row.words) - left_of(
        rows
    ) > MAX_CELL_IN_HEIGHTS * usual_height(rows):
        return rows
    limit = max(word.x1 for row in rows for word in row.words)
    result: list[Row] = []
    for row in rows:
        row.words.sort(key=lambda word: word.x0)
        if result and goes_on(result[-1], row, limit):
            last = result[-1].words[-1]
            step = last.x1 + 0.3
            for index, word in enumerate(row.words):
                at = step + index
                result[-1].words.append(Word(word.text, at, at + 0.7, last.y0, last.y1, word.place))
            result[-1].y0 = row.y0
        else:
            result.append(row)
    return result


def left_of(rows: list[Row]) -> float:
    return min(word.x0 for row in rows for word in row.words)


def usual_height(rows: list[Row]) -> float:
    return median(row.y1 - row.y0 for row in rows)


def goes_on(upper: Row, lower: Row, limit: float) -> bool:
    """Whether the lower line is the rest of the upper one: no room was left, and the words say so."""
    height = lower.y1 - lower.y0
    first, last = lower.words[0], upper.words[-1]
    if abs(upper.words[0].x0 - first.x0) > 2 or upper.y0 - lower.y0 > 1.6 * height:
        return False
    if last.x1 + 0.25 * height + first.x1 - first.x0 <= limit:
        return False
    sentence = upper.words[0].text[0].isupper() and first.text[0].islower()
    return sentence or bool(UNFINISHED.search(last.text)) or first.text[0] == "("


def spaced(rows: list[Row]) -> list[Row]:
    """The rows, with an empty one where the page leaves a paragraph's distance."""
    if len(rows) < 3:
        return rows
    gaps = [upper.y0 - lower.y0 for upper, lower in pairwise(rows)]
    usual = median(gap for gap in gaps)
    result = [rows[0]]
    for gap, row in zip(gaps, rows[1:], strict=True):
        if gap > 1.9 * usual and usual > 0:
            result.append(Row([], row.y1, row.y1))
        result.append(row)
    return result


def join_wrapped_dates(rows: list[Row]) -> None:
    """In a narrow cell a range breaks after its dash; its rest moves up, so that the range can be read as one."""
    for upper, lower in pairwise(rows):
        for cell in upper.cells():
            text = " ".join(word.text for word in cell)
            if len(text) > MAX_DATE_COLUMN_WIDTH or not OPEN_RANGE.search(text):
                continue
            for rest in lower.cells():
                if RANGE_REST.fullmatch(" ".join(word.text for word in rest)) and overlap(cell, rest):
                    position = cell[-1].x1
                    for word in rest:
                        lower.words.remove(word)
                        box = (position + 0.5, position + 0.6, cell[-1].y0, cell[-1].y1)
                        upper.words.append(Word(word.text, *box, word.place))
                        position += 0.6
    rows[:] = [row for row in rows if row.words]


def overlap(cell: list[Word], other: list[Word]) -> bool:
    """Whether two cells stand above each other."""
    return cell[0].x0 < other[-1].x1 and other[0].x0 < cell[-1].x1
