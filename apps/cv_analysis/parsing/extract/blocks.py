"""Text that arrives as paragraphs and tables: how it becomes lines."""

from .result import Extraction, ExtractionError, Hidden

MAX_TEXT_CHARACTERS = 1024 * 1024
MAX_HIDDEN_CHARACTERS = 2_000
SHORT_CELL = 32  # characters: a date or a label beside the text it belongs to


def lines_of_row(cells: list[list[str]]) -> list[str]:
    """A row of short cells is one line; a cell of many lines stands alone, as columns do."""
    filled = [[line for line in cell if line.strip()] for cell in cells]
    lines: list[str] = []
    waiting: list[str] = []
    for original, cell in zip(cells, filled, strict=True):
        if len(cell) == 1 and (len(cell[0]) <= SHORT_CELL or cell is filled[-1]):
            waiting.append(cell[0].strip())
        elif cell and waiting and len(waiting) == 1:
            lines += ["\t".join([*waiting, cell[0].strip()]), *cell[1:]]
            waiting = []
        else:
            lines += ["\t".join(waiting)] if waiting else []
            waiting = []
            lines += original
    return lines + (["\t".join(waiting)] if waiting else [])


class Flow:
    """Takes text as it comes, with paragraphs, rows and cells opening and closing, and keeps hidden words apart."""

    def __init__(self) -> None:
        self.title = ""
        self.has_pictures = False
        self.hidden: list[Hidden] = []
        self._blocks: list[list[str]] = [[]]
        self._rows: list[list[list[str]]] = []
        self._line: list[str] = []
        self._size = 0

    def write(self, text: str, hidden_as: str | None = None) -> None:
        """More of the current paragraph; hidden words do not become part of it."""
        self._size += len(text)
        if self._size > MAX_TEXT_CHARACTERS:
            raise ExtractionError("text-over-1-mb")
        if hidden_as is None:
            self._line.append(text)
        else:
            add_hidden(self.hidden, hidden_as, text)

    def end_paragraph(self) -> str:
        """Closes the line; gives it back, because it may be the title."""
        text = "".join(self._line)
        self._line.clear()
        self._blocks[-1] += text.split("\n")
        return text.strip()

    @property
    def is_at_start(self) -> bool:
        """Whether nothing stands in the current paragraph yet."""
        return not any(part.strip() for part in self._line)

    def end_line(self) -> None:
        """Closes the paragraph if there is something in it."""
        if self.is_at_start:
            self._line.clear()
        else:
            self.end_paragraph()

    def empty_line(self) -> None:
        """A distance between paragraphs: one, however often it is asked for."""
        self.end_line()
        if self._blocks[-1] and self._blocks[-1][-1]:
            self._blocks[-1].append("")

    def open_row(self) -> None:
        self.end_line()
        self._rows.append([])

    def open_cell(self) -> None:
        self.end_line()
        self._blocks.append([])

    def close_cell(self) -> None:
        """A cell outside of a row is a block like others."""
        self.end_line()
        if len(self._blocks) > 1:
            cell = self._blocks.pop()
            if self._rows:
                self._rows[-1].append(cell)
            else:
                self._blocks[-1] += cell

    def close_row(self) -> None:
        if self._rows:
            self._blocks[-1] += lines_of_row(self._rows.pop())

    def text(self) -> str:
        """Everything written so far, whatever is still open."""
        self.end_line()
        while self._rows or len(self._blocks) > 1:
            if len(self._blocks) > 1:
                self.close_cell()
            self.close_row()
        return "\n".join(self._blocks[0]).strip("\n")

    def extraction(self, *, hidden: list[Hidden] | None = None) -> Extraction:
        text = self.text()
        found = tuple(self.hidden + (hidden or []))
        return Extraction((text,), self.title, self.has_pictures, hidden=found)


def add_hidden(hidden: list[Hidden], kind: str, text: str, page: int | None = None) -> None:
    """Hidden words that follow each other in the same way are one finding."""
    last = hidden[-1] if hidden else None
    if last and (last.kind, last.page) == (kind, page):
        hidden[-1] = Hidden(kind, (last.text + text)[:MAX_HIDDEN_CHARACTERS], page)
    elif text.strip():
        hidden.append(Hidden(kind, text[:MAX_HIDDEN_CHARACTERS], page))
