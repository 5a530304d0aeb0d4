"""What an extractor hands back, and how it refuses."""

from dataclasses import dataclass

SCALE = 10_000  # boxes are whole numbers: parts of a page's width and height


@dataclass(frozen=True, slots=True)
class Hidden:
    """Words that the page does not show; `kind` is one of `model.HIDDEN_KINDS`, `page` counts from one."""

    kind: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """The text of each page in reading order, and the line in the largest type, which often is the name.

    `boxes` holds four numbers for each word of a page, in the order of its text: left, top, right and bottom in parts
    of `SCALE`. A file without pages has none. `pictures` are the pages (from zero) that show pictures instead of words.
    """

    pages: tuple[str, ...]
    largest_line: str = ""
    has_content: bool = True
    boxes: tuple[tuple[int, ...], ...] = ()
    hidden: tuple[Hidden, ...] = ()
    pictures: tuple[int, ...] = ()


class ExtractionError(Exception):
    """The file cannot be read; `code` is one of `statuses.ERROR_CODES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
