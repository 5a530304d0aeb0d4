"""Where the words of the cleaned text stand on their pages."""

import re
from bisect import bisect_right
from collections.abc import Callable

from .extract.result import SCALE
from .model import Box

WORD = re.compile(r"\S+")
BETWEEN_WORDS = re.compile(r"[ \t\n]+")

Rectangle = tuple[float, float, float, float]


class Places:
    """Boxes by position in the text. A page whose words cannot be told apart has none, rather than wrong ones."""

    def __init__(self, clean: Callable[[str], str]) -> None:
        self._clean = clean
        self._spans: list[tuple[int, int]] = []
        self._rectangles: list[Rectangle] = []
        self._pages: list[int] = []

    def add_page(self, text: str, start: int, raw: str, numbers: tuple[int, ...]) -> None:
        """The words of the next page, which begins at `start`; `numbers` are the boxes of the words of `raw`."""
        words = [(start + match.start(), start + match.end()) for match in WORD.finditer(text)] if numbers else []
        rectangles = self._matched(text, raw, numbers)
        self._pages.append(len(self._spans))
        if len(words) == len(rectangles):
            self._spans += words
            self._rectangles += rectangles

    def _matched(self, text: str, raw: str, numbers: tuple[int, ...]) -> list[Rectangle]:
        """The rectangles of the words of `text`: cleaning may have dropped some words of `raw`, or divided others."""
        rectangles = [
            (numbers[at] / SCALE, numbers[at + 1] / SCALE, numbers[at + 2] / SCALE, numbers[at + 3] / SCALE)
            for at in range(0, len(numbers) - 3, 4)
        ]
        raw_words = BETWEEN_WORDS.split(raw.strip(" \t\n")) if rectangles else []
        if len(raw_words) != len(rectangles):
            return []
        if raw_words == text.split():
            return rectangles
        pairs = zip(raw_words, rectangles, strict=True)
        return [rectangle for word, rectangle in pairs for _ in range(self._count(word))]

    def _count(self, word: str) -> int:
        """How many words of the cleaned text the raw word has become."""
        is_plain = word.isascii() and word.isprintable() and "\\x" not in word
        return 1 if is_plain else len(self._clean(word).split())

    def boxes(self, text: str, start: int, end: int) -> tuple[Box, ...]:
        """One box for each line of `text[start:end]`."""
        boxes: list[Box] = []
        line: list[Rectangle] = []
        last_end = start
        first = max(bisect_right(self._spans, (start, start)) - 1, 0)
        page = bisect_right(self._pages, first)
        for index in range(first, len(self._spans)):
            word_start, word_end = self._spans[index]
            if word_start >= end:
                break
            if word_end <= start:
                continue
            if line and "\n" in text[last_end:word_start]:
                boxes.append(around(page, line))
                line = []
            page = bisect_right(self._pages, index)
            line.append(part_of(self._rectangles[index], (word_start, word_end), start, end))
            last_end = word_end
        return tuple([*boxes, around(page, line)] if line else boxes)


def part_of(rectangle: Rectangle, word: tuple[int, int], start: int, end: int) -> Rectangle:
    """The share of a word's box that belongs to the characters meant."""
    left, top, right, bottom = rectangle
    if start <= word[0] and word[1] <= end:
        return rectangle
    letter = (right - left) / (word[1] - word[0])
    return left + letter * max(start - word[0], 0), top, right - letter * max(word[1] - end, 0), bottom


def around(page: int, line: list[Rectangle]) -> Box:
    lefts, tops, rights, bottoms = zip(*line, strict=True)
    return Box(page, *(round(edge, 4) for edge in (min(lefts), min(tops), max(rights), max(bottoms))))
