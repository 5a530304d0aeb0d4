"""Fingerprints of a program: hashes of runs of tokens, of which each window keeps the least one.

Whatever two programs share that is at least RUN + WINDOW - 1 tokens long leaves the same fingerprint in both.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from zlib import crc32

# Tokens that are hashed together, and runs of which one is kept.
RUN, WINDOW = 10, 4
# A program with fewer fingerprints than this is too short to say anything about.
FEWEST = 12
# Shorter pieces of what was given may be anybody's.
SHORTEST_GIVEN = 3
BASE, PRIME = 1_000_003, (1 << 61) - 1


@dataclass(frozen=True, slots=True)
class Token:
    """What kind it is, and which characters of the program it stands in; ours: it was given with the problem."""

    kind: str
    start: int
    end: int
    is_given: bool = False


@dataclass(frozen=True, slots=True)
class Print:
    """A hash, and the first of the tokens that it is of."""

    value: int
    place: int


def mark_given(program: Sequence[Token], text: str, given: Sequence[Token], given_text: str) -> list[Token]:
    """The program's tokens, marked where they are those of the starter code, to the letter."""
    words = [text[one.start : one.end] for one in program]
    ours = [given_text[one.start : one.end] for one in given]
    marked: set[int] = set()
    if ours:
        for block in SequenceMatcher(None, ours, words, autojunk=False).get_matching_blocks():
            if block.size >= SHORTEST_GIVEN:
                marked.update(range(block.b, block.b + block.size))
    return [Token(one.kind, one.start, one.end, number in marked) for number, one in enumerate(program)]


def fingerprints(tokens: Sequence[Token]) -> list[Print]:
    """Of each window the run with the least hash, of equals the last; runs with something given do not count."""
    found: list[Print] = []
    for piece in _pieces(tokens):
        runs = list(_runs(tokens, piece))
        for first in range(max(1, len(runs) - WINDOW + 1)):
            window = runs[first : first + WINDOW]
            least = min(window, key=lambda one: (one.value, -one.place), default=None)
            if least is not None and (not found or found[-1] != least):
                found.append(least)
    return found


def _pieces(tokens: Sequence[Token]) -> Iterator[range]:
    """From one thing that was given to the next."""
    first = 0
    for number, one in enumerate(tokens):
        if one.is_given:
            yield range(first, number)
            first = number + 1
    yield range(first, len(tokens))


def _runs(tokens: Sequence[Token], piece: range) -> Iterator[Print]:
    """The hash of every run in the piece; each is made of the one before."""
    kinds = [crc32(tokens[number].kind.encode()) for number in piece]
    if len(kinds) < RUN:
        return
    weight = pow(BASE, RUN - 1, PRIME)
    value = 0
    for kind in kinds[:RUN]:
        value = (value * BASE + kind) % PRIME
    yield Print(value, piece.start)
    for number in range(RUN, len(kinds)):
        value = ((value - kinds[number - RUN] * weight) * BASE + kinds[number]) % PRIME
        yield Print(value, piece.start + number - RUN + 1)


def resemblance(one: Collection[int], other: Collection[int]) -> float:
    """The share of fingerprints that both have, of those of the program that has fewer; both are sets."""
    if not one or not other:
        return 0.0
    small, large = sorted((frozenset(one), frozenset(other)), key=len)
    return len(small & large) / len(small)
