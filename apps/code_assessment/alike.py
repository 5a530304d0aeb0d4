"""Two programs that are alike, as people look at them: side by side, with the passages that both have."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from apps.code_assessment.colouring import CodeLine, Mark, lines_of
from apps.code_assessment.models import Inspection, Likeness, Submission
from apps.code_assessment.similarity import VERSION, Token, passages
from apps.code_assessment.similarity.packing import unpack_tokens

SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage: its number, and the first and last line of it in each program."""

    number: int
    tone: int
    left: tuple[int, int]
    right: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two programs with its marks."""

    name: str
    submission: Submission
    lines: list[CodeLine]


@dataclass(frozen=True)
class SideBySide:
    """A pair, the earlier program on the left."""

    likeness: Likeness

    @cached_property
    def _tokens(self) -> tuple[list[Token], list[Token]]:
        rows = Inspection.objects.filter(submission__in=[one.pk for one in self.likeness.programs], version=VERSION)
        kept = {row.submission_id: unpack_tokens(row.tokens) for row in rows}
        left, right = self.likeness.programs
        return kept.get(left.pk, []), kept.get(right.pk, [])

    @cached_property
    def _marks(self) -> tuple[list[Mark], list[Mark]]:
        left, right = self._tokens
        first: list[Mark] = []
        second: list[Mark] = []
        for number, one in enumerate(passages(left, right), 1):
            ways = (f"left-{number}", f"right-{number}")
            first.append(Mark(number, *_extent(left, one.first, one.length), *ways))
            second.append(Mark(number, *_extent(right, one.other, one.length), *reversed(ways)))
        return first, sorted(second, key=lambda mark: mark.start)

    @cached_property
    def sides(self) -> list[Side]:
        return [
            Side(name, program, lines_of(program.whole_text, program.language, marks))
            for name, program, marks in zip(SIDES, self.likeness.programs, self._marks, strict=True)
        ]

    @cached_property
    def shared(self) -> list[Shared]:
        """The passages by their number; empty where what they rest on is kept no more."""
        first, second = self._marks
        left, right = self.likeness.programs
        others = {mark.number: mark for mark in second}
        return [
            Shared(mark.number, mark.tone, _lines(left.whole_text, mark), _lines(right.whole_text, others[mark.number]))
            for mark in first
        ]


def _extent(tokens: Sequence[Token], first: int, length: int) -> tuple[int, int]:
    return tokens[first].start, tokens[first + length - 1].end


def _lines(source: str, mark: Mark) -> tuple[int, int]:
    return source.count("\n", 0, mark.start) + 1, source.count("\n", 0, mark.end) + 1
