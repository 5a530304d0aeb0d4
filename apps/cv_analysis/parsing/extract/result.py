"""What an extractor hands back, and how it refuses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extraction:
    """The text of each page in reading order, and the line in the largest type, which often is the name."""

    pages: tuple[str, ...]
    largest_line: str = ""
    has_content: bool = True


class ExtractionError(Exception):
    """The file cannot be read; `code` is one of `statuses.ERROR_CODES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
