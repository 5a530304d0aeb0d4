"""Compares what a program wrote with what it should have written."""

import math
import re
from collections import Counter

from apps.code_assessment.sandbox.contract import Checking, InvalidSubmissionError, Test

NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?(?:inf|nan)", re.IGNORECASE)
KINDS = ("lines", "text", "exact", "tokens", "floats", "unordered", "program")


def same_lines(got: bytes, expected: bytes) -> bool:
    """Line by line, word by word; space at the ends of lines and empty lines at the end say nothing."""
    return words_of_lines(got) == words_of_lines(expected)


def words_of_lines(text: bytes) -> list[list[bytes]]:
    return [line.split() for line in text.rstrip().split(b"\n")]


def same_text(got: bytes, expected: bytes) -> bool:
    """The same but for space at the ends of lines and empty lines at the end: within a line every space counts."""
    return [line.rstrip() for line in got.rstrip().split(b"\n")] == [
        line.rstrip() for line in expected.rstrip().split(b"\n")
    ]


def same_bytes(got: bytes, expected: bytes) -> bool:
    return got == expected


def same_tokens(got: bytes, expected: bytes) -> bool:
    return got.split() == expected.split()


def same_set_of_lines(got: bytes, expected: bytes) -> bool:
    """The same lines as often, in any order."""
    return Counter(map(tuple, words_of_lines(got))) == Counter(map(tuple, words_of_lines(expected)))


def same_numbers(got: bytes, expected: bytes, tolerance: float) -> bool:
    """Word by word; numbers may differ by the tolerance, absolute or relative."""
    ours, theirs = got.split(), expected.split()
    return len(ours) == len(theirs) and all(map(lambda a, b: is_close(a, b, tolerance), ours, theirs))


def is_close(got: bytes, expected: bytes, tolerance: float) -> bool:
    if got == expected:
        return True
    if not (NUMBER.fullmatch(got) and NUMBER.fullmatch(expected)):
        return False
    return math.isclose(float(got), float(expected), rel_tol=tolerance, abs_tol=tolerance)


def is_right(checking: Checking, test: Test, got: bytes) -> bool:
    """Whether the answer is accepted, by every way of comparing that needs no program."""
    if checking.kind == "floats":
        return same_numbers(got, test.expected, checking.tolerance)
    compare = {
        "lines": same_lines,
        "text": same_text,
        "exact": same_bytes,
        "tokens": same_tokens,
        "unordered": same_set_of_lines,
    }.get(checking.kind)
    if compare is None:
        raise InvalidSubmissionError(f'"{checking.kind}" is no way of comparing; there are {", ".join(KINDS)}')
    return compare(got, test.expected)
