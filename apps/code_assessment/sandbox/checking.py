"""Compares what a program wrote with what it should have written.

No list of all words is made: of an answer that nobody asked for it could be as large as the memory.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import zip_longest

from apps.code_assessment.sandbox.contract import Checking, InvalidSubmissionError, Test

NUMBER = re.compile(rb"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?(?:inf(?:inity)?|nan)", re.IGNORECASE)
WORDS = re.compile(rb"\S+")
LINES = re.compile(rb"[^\n]*\n|[^\n]+")
KINDS = ("lines", "text", "exact", "tokens", "floats", "unordered", "program")
SPACE_TO_BLANKS = bytes.maketrans(b"\t\r\f\v", b"    ")
ALL_SPACE_TO_BLANKS = bytes.maketrans(b"\n\t\r\f\v", b"     ")
Same = Callable[[bytes, bytes], bool]


def parts(pattern: re.Pattern[bytes], text: bytes) -> Iterator[bytes]:
    return (found.group() for found in pattern.finditer(text.rstrip()))


def same_parts(pattern: re.Pattern[bytes], got: bytes, expected: bytes, same: Same) -> bool:
    """Whether both have as many parts, and each is the same as its partner."""
    pairs = zip_longest(parts(pattern, got), parts(pattern, expected))
    return all(one is not None and other is not None and same(one, other) for one, other in pairs)


def single_blanks(text: bytes) -> bytes:
    while b"  " in text:
        text = text.replace(b"  ", b" ")
    return text


def plain_lines(text: bytes) -> bytes:
    """The text with one blank between words and none at the ends of lines, nor empty lines at the end."""
    blanks = single_blanks(text.rstrip().translate(SPACE_TO_BLANKS))
    return blanks.replace(b" \n", b"\n").replace(b"\n ", b"\n").lstrip(b" ")


def same_lines(got: bytes, expected: bytes) -> bool:
    """Line by line, word by word; space at the ends of lines and empty lines at the end say nothing."""
    return plain_lines(got) == plain_lines(expected)


def same_text(got: bytes, expected: bytes) -> bool:
    """The same but for space at the ends of lines and empty lines at the end: within a line every space counts."""
    return same_parts(LINES, got, expected, lambda one, other: one.rstrip() == other.rstrip())


def same_tokens(got: bytes, expected: bytes) -> bool:
    ours, theirs = (single_blanks(text.translate(ALL_SPACE_TO_BLANKS)) for text in (got, expected))
    return ours.strip(b" ") == theirs.strip(b" ")


def same_set_of_lines(got: bytes, expected: bytes) -> bool:
    """The same lines as often, in any order."""
    ours, theirs = got.rstrip(), expected.rstrip()
    return ours.count(b"\n") == theirs.count(b"\n") and counted(ours) == counted(theirs)


def counted(text: bytes) -> Counter[bytes]:
    return Counter(b" ".join(line.split()) for line in text.split(b"\n"))


def same_numbers(got: bytes, expected: bytes, tolerance: float) -> bool:
    """Word by word; numbers may differ by the tolerance, absolute or relative."""
    return same_parts(WORDS, got, expected, lambda one, other: is_close(one, other, tolerance))


def is_close(got: bytes, expected: bytes, tolerance: float) -> bool:
    if got == expected:
        return True
    if not (NUMBER.fullmatch(expected) and NUMBER.fullmatch(got)):
        return False
    ours, theirs = float(got), float(expected)
    return math.isclose(ours, theirs, rel_tol=tolerance, abs_tol=tolerance) or (math.isnan(ours) and math.isnan(theirs))


def is_right(checking: Checking, test: Test, got: bytes) -> bool:
    """Whether the answer is accepted, by every way of comparing that needs no program."""
    if checking.kind == "exact" or got == test.expected:
        return got == test.expected
    if checking.kind == "floats":
        return same_numbers(got, test.expected, checking.tolerance)
    compare = {
        "lines": same_lines,
        "text": same_text,
        "tokens": same_tokens,
        "unordered": same_set_of_lines,
    }.get(checking.kind)
    if compare is None:
        raise InvalidSubmissionError(f'"{checking.kind}" is no way of comparing; there are {", ".join(KINDS)}')
    return compare(got, test.expected)
