"""Puts the words of a page into reading order: lines, columns, and gaps that mean something."""

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

MIN_COLUMN_LINES = 5
MAX_CROSSING_SHARE = 0.12
GAP_IN_HEIGHTS = 1.6
DATE_LINE = re.compile(
    r"(?:(?:19|20)\d\d|\b(?:present|current|now|today|ongoing)\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b)",
    re.I,
)
MAX_DATE_COLUMN_WIDTH = 28  # characters
OPEN_RANGE = re.compile(r"(?:19|20)\d\d\s*(?:[-\u2013\u2014]|\bto\b)\s*(?:[A-Za-z]{3,9}\.?)?$")
RANGE_REST = re.compile(r"(?:[A-Za-z]{3,9}\.? )?(?:19|20)\d\d(?:-\d\d)?|[Pp]resent|[Cc]urrent|PRESENT|[Nn]ow")
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
    join_wrapped_dates(rows)
    return rows


def page_of(words: list[Word]) -> tuple[str, tuple[int, ...]]:
    """The page's text in reading order, and four numbers for each of its words."""
    rows = in_reading_order(words)
    text = "\n".join(row.text() for row in rows)
    return text, tuple(number for row in rows for word in row.words for number in word.place)


def in_reading_order(words: list[Word]) -> list[Row]:
    """The page's lines."""
    rows = rows_of(words)
    gutter = find_gutter(words, rows)
    if gutter is None:
        return spaced(rows)
    lines: list[Row] = []
    band: list[Word] = []
    for row in rows:
        if any(word.x0 < gutter < word.x1 for word in row.words) or crosses(row, gutter):
            lines += columns(band, gutter)
            band = []
            lines.append(row)
        else:
            band += row.words
    lines += columns(band, gutter)
    return lines


def columns(words: list[Word], gutter: float) -> list[Row]:
    """The left column's lines, then the right one's."""
    lines: list[Row] = []
    for side in ([w for w in words if w.x1 <= gutter], [w for w in words if w.x1 > gutter]):
        if side:
            # A column may hold columns again, for example dates beside the jobs.
            lines += spaced(rows_of(side))
    return lines


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


def crosses(row: Row, gutter: float) -> bool:
    """Whether a line runs over the gutter with nothing wider than a space there."""
    left = max((word.x1 for word in row.words if word.x1 <= gutter), default=None)
    right = min((word.x0 for word in row.words if word.x0 >= gutter), default=None)
    return left is not None and right is not None and right - left < 0.5 * (row.y1 - row.y0)


def find_gutter(words: list[Word], rows: list[Row]) -> float | None:
    """The x of the empty strip between two columns, or None when the page is to be read line by line."""
    if len(rows) < 2 * MIN_COLUMN_LINES or len(words) < 40:
        return None
    x_min, x_max = min(word.x0 for word in words), max(word.x1 for word in words)
    width = x_max - x_min
    best: tuple[float, float] | None = None
    for step in range(int(width * 0.15 / 3), int(width * 0.85 / 3)):
        x = x_min + step * 3
        score = gutter_score(rows, x)
        if score is not None and (best is None or score > best[0]):
            best = (score, x)
    if best is None:
        return None
    gutter = best[1]
    if holds_margin_notes(rows, gutter):
        return None
    return gutter


def gutter_score(rows: list[Row], x: float) -> float | None:
    """How well a vertical line divides the rows into two columns; None when too many of them run across it."""
    crossing = both = left_only = right_only = 0
    for row in rows:
        left = [word.x1 for word in row.words if word.x0 < x]
        right = [word.x0 for word in row.words if word.x0 >= x]
        # Between words of one sentence there is a space, between columns there is more.
        sentence = left and right and min(right) - max(left) < 0.6 * (row.y1 - row.y0)
        if sentence or (left and max(left) > x - 1):
            crossing += 1
        elif left and right:
            both += 1
        elif left:
            left_only += 1
        else:
            right_only += 1
    fewer = min(left_only, right_only) + both
    if fewer < MIN_COLUMN_LINES or crossing > MAX_CROSSING_SHARE * len(rows):
        return None
    return fewer - 2 * crossing + both * 0.5


def holds_margin_notes(rows: list[Row], gutter: float) -> bool:
    """Whether one side only dates the lines of the other: that is no column of its own."""
    sides: tuple[list[str], list[str]] = ([], [])
    for row in rows:
        left = [word for word in row.words if word.x0 < gutter]
        right = [word for word in row.words if word.x0 >= gutter]
        if left and right:
            sides[0].append(Row(left, row.y0, row.y1).text())
            sides[1].append(Row(right, row.y0, row.y1).text())
    return any(
        sum(bool(DATE_LINE.search(text)) and len(text) <= MAX_DATE_COLUMN_WIDTH for text in side) >= 0.5 * len(side)
        for side in sides
        if side
    )


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


def largest_line(words: list[Word]) -> str:
    """The line in the largest type of the page's upper half, if one stands out."""
    if not words:
        return ""
    rows = rows_of(words)
    heights = sorted(round(word.y1 - word.y0, 1) for word in words)
    usual = heights[len(heights) // 2]
    largest = max(rows, key=lambda row: max(word.y1 - word.y0 for word in row.words))
    top = max(word.y1 - word.y0 for word in largest.words)
    if top < 1.25 * usual:
        return ""
    return " ".join(
        word.text for word in sorted(largest.words, key=lambda word: word.x0) if word.y1 - word.y0 > 0.9 * top
    )
