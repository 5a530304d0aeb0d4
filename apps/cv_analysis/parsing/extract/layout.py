"""Puts the words of a page into reading order."""

from .columns import read
from .rows import Place, Row, Word, rows_of

__all__ = ["Place", "Row", "Word", "largest_line", "page_of"]


def page_of(words: list[Word]) -> tuple[str, tuple[int, ...]]:
    """The page's text in reading order, and four numbers for each of its words."""
    rows = read(words)
    text = "\n".join(row.text() for row in rows)
    return text, tuple(number for row in rows for word in row.words for number in word.place)


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
