"""Finds columns on a page, tells them from notes beside lines and from tables, and reads each in its turn."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise
from statistics import median

from .rows import DATE_LINE, MAX_DATE_COLUMN_WIDTH, OPEN_RANGE, Row, Word, finished, merged, rows_of

MAX_DEPTH = 6
MIN_ROWS = 4
MIN_COLUMN_LINES = 4
MIN_LOOSE_LINES = 5  # of columns whose lines begin anywhere
MIN_NOTES = 2
MIN_GAP_IN_HEIGHTS = 0.6  # between words of a sentence there is less
MIN_NOTE_GAP_IN_HEIGHTS = 0.42  # a date may fill its cell
EDGE = 2.5  # points that beginnings of lines in one column may differ
INDENT = 40.0
LOOSE_STEP = 9.0
LABEL = re.compile(
    r"^(?:dates?|from|until|occupation or position|position held|main activities|name and |type of business|"
    r"title of qualification|principal subjects|level in |personal information|surname|first name|address|telephone|"
    r"phone|mobile|e-?mail|nationality|gender|date of birth|mother tongue|other language|social skills|"
    r"organisational|technical skills|computer skills|artistic|driving licen|employer|sector|period|duration|"
    r"company|designation|role|responsibilities|project|client|environment|team size)\b",
    re.I,
)
HEADING = re.compile(
    r"^(?:(?:work|professional|relevant|employment|career|academic|key|core|technical|personal|selected|additional)\s+)*"
    r"(?:experience|employment|history|education|qualifications?|skills?|expertise|competenc\w+|languages?|summary|"
    r"profile|objective|about me|certificat\w+|projects?|publications?|references?|interests?|hobbies|awards?|"
    r"achievements?|volunteering|contact|training|courses?|strengths|information)\b.{0,24}$",
    re.I,
)
BROKEN_DATE = re.compile(r"\b(?:19|20)\d\d[-/]$")
MAX_WRAPPED_ROWS = 3
MAX_LETTERS_OF_DATE = 5  # beside months and years: "to", "since"
Run = list[Row]


@dataclass(frozen=True, slots=True)
class Gutter:
    """Where the right column begins; `kind` is columns, dates-left, dates-right or labels.

    A table has dates on the left and cells on the right, the last of which begin at `inner`.
    """

    edge: float
    kind: str
    score: float
    inner: float | None = None


class Sides:
    """A row's words from left to right, prepared for the question what stands on either side of an edge."""

    __slots__ = ("ends", "gap", "margin", "row", "starts")

    def __init__(self, row: Row, margin: float, gap_in_heights: float = MIN_GAP_IN_HEIGHTS) -> None:
        row.words.sort(key=lambda word: word.x0)
        self.row = row
        self.margin = margin
        self.starts = [word.x0 for word in row.words]
        self.ends = list(accumulate((word.x1 for word in row.words), max))
        self.gap = gap_in_heights * (row.y1 - row.y0)

    def of(self, edge: float) -> str:
        """B for words on both sides, L or R for one, C for words that run across."""
        index = bisect_left(self.starts, edge - 1)
        if index == 0:
            return "R"
        left_end = self.ends[index - 1]
        if index == len(self.starts):
            return "C" if left_end > edge - 1 else "L"
        if self.starts[index] - left_end < self.gap or left_end > edge - 1 or self._ends_in_date(index, edge):
            return "C"
        return "B"

    def _ends_in_date(self, index: int, edge: float) -> bool:
        """Whether the line only ends in a date, at the margin or far from where a column would begin."""
        if self.starts[index] - edge <= INDENT and self.ends[-1] < self.margin - EDGE:
            return False
        return is_date(" ".join(word.text for word in self.row.words[index:]))

    def begins_at(self, edge: float) -> float:
        """How far right of the edge the first word on that side begins."""
        index = bisect_left(self.starts, edge - 1)
        return self.starts[index] - edge if index < len(self.starts) else -1.0


def read(words: list[Word], depth: int = 0) -> list[Row]:
    """The words as lines in reading order."""
    rows = rows_of(words)
    gutter = find_gutter(rows) if depth < MAX_DEPTH and len(rows) >= MIN_ROWS else None
    if gutter is None:
        return finished(rows)
    lines: list[Row] = []
    across: list[Word] = []
    for sides, run in runs_of(rows, gutter):
        begin, end = extent_of(sides, run, gutter, is_last=run[-1] is rows[-1])
        across += words_in(run[:begin])
        if begin < end:
            lines += read(across, depth + 1) if across else []
            lines += divided(run[begin:end], gutter, depth)
            across = words_in(run[end:])
    return lines + read(across, depth + 1) if across else lines


def words_in(run: Run) -> list[Word]:
    return [word for row in run for word in row.words]


def extent_of(sides: str, run: Run, gutter: Gutter, *, is_last: bool) -> tuple[int, int]:
    """Which of the rows have two sides; what stands above or below them on one side only may belong to neither."""
    if not ("B" in sides or ("L" in sides and "R" in sides)):
        return len(run), len(run)
    if gutter.kind != "columns":
        return 0, len(run)
    begin = next(index for index, side in enumerate(sides) if side != "R")
    last_right = max(sides.rfind("B"), sides.rfind("R"))
    if is_last or last_right < 1:
        return begin, len(run)
    # Before a line that runs across, a heading at the end of the left column is that line's.
    gaps = [upper.y0 - lower.y0 for upper, lower in pairwise(run)]
    usual = median(gaps)
    far = (index for index in range(last_right + 1, len(run)) if gaps[index - 1] > 1.35 * usual)
    return begin, next(far, len(run))


def runs_of(rows: list[Row], gutter: Gutter) -> Iterator[tuple[str, Run]]:
    """Rows that follow each other without one that runs across the edge, and those that do."""
    gap = MIN_GAP_IN_HEIGHTS if gutter.kind == "columns" else MIN_NOTE_GAP_IN_HEIGHTS
    margin = right_of(rows)
    marked = [(Sides(row, margin, gap).of(gutter.edge), row) for row in rows]
    for crosses, group in groupby(marked, key=lambda pair: pair[0] == "C"):
        pairs = list(group)
        sides = "".join(side for side, _ in pairs)
        yield ("C" if crosses else sides), [row for _, row in pairs]


def divided(run: Run, gutter: Gutter, depth: int) -> list[Row]:
    """The two sides of the rows in their order."""
    if gutter.kind == "columns":
        left, right = split([word for row in run for word in row.words], gutter.edge)
        return [*read(left, depth + 1), *read(right, depth + 1)]
    lines: list[Row] = []
    for group in groups_of(run, gutter):
        left, right = split([word for row in group for word in row.words], gutter.edge)
        notes, text = (right, left) if gutter.kind == "dates-right" else (left, right)
        below = read_cells(group, text, gutter.inner, depth) if gutter.inner else read(text, depth + 1)
        lines += with_notes(notes, below, is_after=gutter.kind == "dates-right")
    return lines


def read_cells(group: Run, text: list[Word], inner: float, depth: int) -> list[Row]:
    """The cells beside a date in a table; in a row of few lines each cell is one wrapped line."""
    if has_cells(group, inner):
        return [line for cell in split(text, inner) if cell for line in read(cell, depth + 1)]
    rows = rows_of(text)
    if not 1 < len(rows) <= MAX_WRAPPED_ROWS or len(rows[0].cells()) != 2:
        return read(text, depth + 1)
    edge = rows[0].cells()[1][0].x0
    if not has_cells(rows, edge):
        return read(text, depth + 1)
    left, right = (
        one_line(in_order(side), rows[0], start=start) for side, start in zip(split(text, edge), (0, 1e4), strict=True)
    )
    return [Row(left.words + right.words, rows[0].y0, rows[0].y1)]


def in_order(words: list[Word]) -> list[Word]:
    return [word for row in rows_of(words) for word in sorted(row.words, key=lambda word: word.x0)]


def has_cells(group: Run, inner: float) -> bool:
    """Whether these rows of a table are divided there; one row alone is a line whatever it holds."""
    margin = right_of(group)
    return len(group) > 1 and all(Sides(row, margin, MIN_NOTE_GAP_IN_HEIGHTS).of(inner) != "C" for row in group)


def split(words: list[Word], edge: float) -> tuple[list[Word], list[Word]]:
    return [word for word in words if word.x0 < edge - 1], [word for word in words if word.x0 >= edge - 1]


def groups_of(run: Run, gutter: Gutter) -> list[Run]:
    """The rows by the note that they stand beside; a note may take several rows."""
    groups: list[Run] = [[]]
    last = ""
    last_row: Row | None = None
    for row in run:
        sides = split(row.words, gutter.edge)
        note = Row(sides[gutter.kind == "dates-right"], row.y0, row.y1)
        text = note.text() if note.words else ""
        near = last_row is not None and last_row.y0 - row.y0 < 1.7 * (row.y1 - row.y0)
        if text and not (near and continues(last, text, gutter.kind)):
            groups.append([])
            last = ""
        groups[-1].append(row)
        if text:
            last = f"{last} {text}".strip()
            last_row = row
    return [group for group in groups if group]


def continues(note: str, text: str, kind: str) -> bool:
    """Whether a note goes on in its next row."""
    if kind == "dates-right":
        return not DATE_LINE.search(text) or bool(OPEN_RANGE.search(note))
    return bool(OPEN_RANGE.search(note) or BROKEN_DATE.search(note)) or text[0].islower()


def with_notes(notes: list[Word], lines: list[Row], *, is_after: bool) -> list[Row]:
    """The note and the first line are one line, unless the note is a heading."""
    if not notes:
        return lines
    rows = rows_of(notes)
    note = one_line(in_order(notes), rows[0], start=1e5 if is_after else -1e5)
    first = next((line for line in lines if line.words), None)
    # Beside each other means that the first line begins where the note does.
    beside = first is not None and abs(first.y1 - rows[0].y1) < 1.2 * (rows[0].y1 - rows[0].y0)
    if first is None or not beside or (HEADING.match(note.text()) and not is_after):
        return [*lines, note] if is_after and first is not None else [note, *lines]
    first.words += note.words
    return lines


def one_line(words: list[Word], row: Row, *, start: float) -> Row:
    """Words that follow each other, wherever they stood; a date that broke at its dash is whole again."""
    words = list(words)
    for index in range(len(words) - 1, 0, -1):
        if BROKEN_DATE.search(words[index - 1].text) and words[index].text.isdecimal():
            words[index - 1 : index + 1] = [merged(words[index - 1 : index + 1])]
    placed = [
        Word(word.text, start + index, start + index + 0.9, row.y0, row.y1, word.place)
        for index, word in enumerate(words)
    ]
    return Row(placed, row.y0, row.y1)


def is_date(text: str) -> bool:
    """Whether the text is a date or a period and nothing else."""
    rest = DATE_LINE.sub("", text) if len(text) <= MAX_DATE_COLUMN_WIDTH else text
    return rest != text and sum(map(str.isalpha, rest)) <= MAX_LETTERS_OF_DATE


def right_of(rows: list[Row]) -> float:
    return max(word.x1 for row in rows for word in row.words)


def find_gutter(rows: list[Row]) -> Gutter | None:
    """The edge that divides the rows best, or None when they are to be read one by one."""
    right = right_of(rows)
    sides = [Sides(row, right) for row in rows]
    nearer = [Sides(row, right, MIN_NOTE_GAP_IN_HEIGHTS) for row in rows]
    left = min(side.starts[0] for side in sides)
    within = (left + 0.08 * (right - left), right - 0.06 * (right - left))
    found = [
        gutter for edge in edges_of(nearer) if within[0] < edge < within[1] and (gutter := judged(sides, nearer, edge))
    ]
    if not found and len(rows) >= 2 * MIN_LOOSE_LINES:
        steps = range(int(within[0] / LOOSE_STEP) + 1, int(within[1] / LOOSE_STEP))
        found = [gutter for step in steps if (gutter := judged(sides, nearer, step * LOOSE_STEP, is_loose=True))]
    best = max(found, key=lambda gutter: gutter.score, default=None)
    if best is None or best.kind not in {"columns", "dates-left"}:
        return best
    dated = [gutter for gutter in found if gutter.kind == "dates-left" and gutter.edge <= best.edge]
    for gutter in dated:
        if inner := inner_edge(sides, gutter.edge, edges_of(nearer)):
            return replace(gutter, inner=inner)
    return best


def inner_edge(sides: list[Sides], edge: float, edges: list[float]) -> float | None:
    """Where the last cells of a table's rows begin, whose first cells are dates left of `edge`."""
    dated = [index for index, side in enumerate(sides) if is_dated(side, edge)]
    rows = sides[dated[0] : dated[-1] + 1]
    for inner in edges:
        marks = [side.of(inner) for side in rows]
        begins = [side.begins_at(inner) for side in rows if side.starts[-1] >= inner - 1]
        aligned = sum(begin <= EDGE for begin in begins)
        if (
            inner > edge + INDENT
            and marks.count("C") <= 0.25 * len(marks)
            and aligned >= max(MIN_COLUMN_LINES, 0.5 * len(begins))
            and is_table(rows, edge, inner)
        ):
            return inner
    return None


def is_dated(side: Sides, edge: float) -> bool:
    left, _ = split(side.row.words, edge)
    return bool(left) and (is_date(text := Row(left, 0, 10).text()) or bool(OPEN_RANGE.search(text)))


def is_table(sides: list[Sides], edge: float, inner: float) -> bool:
    """Whether the cells on the right begin anew where a date stands on the left."""
    previous: Row | None = None
    was_dated = False
    distances: list[float] = []
    at_dates: list[float] = []
    for side in sides:
        has_right = side.starts[-1] >= inner - 1
        dated = is_dated(side, edge)
        distance = previous.y0 - side.row.y0 if previous and has_right else 0.0
        if dated and not was_dated:
            at_dates.append(distance if has_right and previous else float(has_right) * 1e6)
        elif distance:
            distances.append(distance)
        previous = side.row if has_right else previous
        was_dated = dated
    usual = median(distances) if distances else 0.0
    return sum(distance > 1.2 * usual for distance in at_dates if distance) >= 0.7 * len(at_dates) > 0


def edges_of(sides: list[Sides]) -> list[float]:
    """Where at least a few lines begin after a gap."""
    counts: Counter[int] = Counter()
    for side in sides:
        for index, start in enumerate(side.starts):
            if index == 0 or start - side.ends[index - 1] > side.gap:
                counts[round(start)] += 1
    edges: list[float] = []
    for edge in sorted(counts):
        near = counts[edge] + counts[edge + 1] + counts[edge + 2]
        if near >= MIN_NOTES and not (edges and edge - edges[-1] < EDGE):
            edges.append(float(edge))
    return edges


def judged(sides: list[Sides], nearer: list[Sides], edge: float, *, is_loose: bool = False) -> Gutter | None:
    """What the edge would divide, if it divides enough."""
    near = [] if is_loose else [(side.of(edge), side) for side in nearer]
    pairs = [side for mark, side in near if mark == "B"]
    beside = sum(mark in "BR" for mark, _ in near)
    if 2 * beside >= sum(mark == "C" for mark, _ in near) and (kind := kind_of_notes(pairs, edge)):
        return Gutter(edge, kind, len(pairs) + 0.5 * len(pairs))
    marked = [(side.of(edge), side) for side in sides]
    score = 0.0
    for crosses, group in groupby(marked, key=lambda pair: pair[0] == "C"):
        if not crosses:
            score += score_of(list(group), edge, is_loose=is_loose)
    return Gutter(edge, "columns", score) if score else None


def score_of(run: list[tuple[str, Sides]], edge: float, *, is_loose: bool) -> float:
    """How many lines stand beside each other, when these are columns and not the cells of a table."""
    marks = [mark for mark, _ in run]
    both, left, right = marks.count("B"), marks.count("L"), marks.count("R")
    fewer = both + min(left, right)
    if any(mark == "B" and are_headings(side, edge) for mark, side in run):
        return fewer + 0.5 * both
    if fewer < (MIN_LOOSE_LINES if is_loose else MIN_COLUMN_LINES):
        return 0.0
    if not is_loose:
        begins = [side.begins_at(edge) for mark, side in run if mark in "BR"]
        inside = sum(begin <= INDENT for begin in begins)
        aligned = sum(begin <= EDGE for begin in begins)
        if inside < 0.8 * len(begins) or aligned < max(2, 0.15 * len(begins)):
            return 0.0
    if both >= 0.8 * len(run) and sum(bool(DATE_LINE.search(side.row.text())) for _, side in run) >= 0.5 * len(run):
        return 0.0
    if both >= 0.65 * len(run) and ends_align([side for mark, side in run if mark == "B"], edge):
        # Places and years at the end of their lines.
        return 0.0
    return fewer + 0.5 * both


def are_headings(side: Sides, edge: float) -> bool:
    """Whether a heading begins on both sides at once."""
    texts = (" ".join(word.text for word in words) for words in split(side.row.words, edge))
    return all(HEADING.match(text) for text in texts)


def ends_align(pairs: list[Sides], edge: float) -> bool:
    """Whether the right sides end, but do not begin, at one height."""
    ends = Counter(round(side.ends[-1] / EDGE) for side in pairs)
    starts = Counter(round(side.begins_at(edge) / EDGE) for side in pairs)
    most = max(ends[end] + ends[end + 1] for end in ends)
    return most >= 0.8 * len(pairs) and most > max(starts.values())


def kind_of_notes(pairs: list[Sides], edge: float) -> str | None:
    """Whether one side of these rows only dates or names what stands on the other."""
    if len(pairs) < MIN_NOTES:
        return None
    texts: tuple[list[str], list[str]] = ([], [])
    for side in pairs:
        for words, into in zip(split(side.row.words, edge), texts, strict=True):
            into.append(Row(words, side.row.y0, side.row.y1).text())
    for kind, notes, others in (("dates-left", texts[0], texts[1]), ("dates-right", texts[1], texts[0])):
        # Between the halves of a period there may be a gap too.
        dates = sum(is_date(note) and not is_date(other) for note, other in zip(notes, others, strict=True))
        if dates >= 0.5 * len(notes):
            return kind
    labels = [text for text in texts[0] if LABEL.match(text) or HEADING.match(text)]
    return "labels" if len(labels) >= max(3, 0.5 * len(pairs)) else None
