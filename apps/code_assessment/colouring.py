"""Programs as pages show them: numbered lines with coloured words, and passages that are marked."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]  # brings no types
from pygments.token import (  # type: ignore[import-untyped]  # as above
    Comment,
    Keyword,
    Literal,
    Name,
    Number,
    String,
    _TokenType,
)

# Ours are mostly called as there.
NAMES = {"sql": "sqlite3"}
KNOWN = frozenset("python javascript typescript java c cpp go rust ruby sql bash".split())
# A lexer is a set of patterns, and some take long on what nobody writes: from here on a program has one colour.
LONGEST, LONGEST_LINE = 20_000, 500
SECONDS = 0.25
# The most exact first.
COLOURS = (
    (Comment.Preproc, "meta"),
    (Comment, "comment"),
    (String, "string"),
    (Number, "number"),
    (Keyword.Constant, "number"),
    (Keyword.Type, "type"),
    (Keyword, "keyword"),
    (Name.Class, "type"),
    (Name.Function, "function"),
    (Name.Decorator, "meta"),
    (Literal, "string"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters that belong to a passage; `tone` is one of a few colours, `here` and `there` are the ends of a way."""

    number: int
    start: int
    end: int
    here: str = ""
    there: str = ""

    @property
    def tone(self) -> int:
        return (self.number - 1) % 6 + 1


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line as it is shown."""

    number: int
    html: SafeString


def lines_of(source: str, language: str, marks: Sequence[Mark] = ()) -> list[CodeLine]:
    """The program, line by line. Marks stand in order and do not overlap."""
    inner = list(_pieces(source, _coloured(source, language), marks))
    lines: list[list[str]] = [[]]
    opened: set[int] = set()
    for start, end, colour, mark in inner:
        for number, text in enumerate(source[start:end].split("\n")):
            if number:
                lines.append([])
            if mark and not lines[-1] and (bare := text.lstrip()) != text:
                # The space in front of a line belongs to no passage.
                lines[-1].append(text[: len(text) - len(bare)])
                text = bare  # noqa: PLW2901 -- the rest of it
            if text:
                lines[-1].append(_shown(text, colour, mark, is_first=mark is not None and mark.number not in opened))
                if mark:
                    opened.add(mark.number)
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    return [
        CodeLine(number, mark_safe("".join(parts)))  # noqa: S308 -- every text in it went through escape()
        for number, parts in enumerate(lines, 1)
    ]


def _shown(text: str, colour: str, mark: Mark | None, *, is_first: bool) -> str:
    html = f'<span class="hl-{colour}">{escape(text)}</span>' if colour else str(escape(text))
    if mark is None:
        return html
    way = ""
    if is_first and mark.here:
        said = escape(_("Passage %(n)s, to the other program") % {"n": mark.number})
        place = f'id="{escape(mark.here)}" href="#{escape(mark.there)}"'
        way = f'<a class="passage-way" data-tone="{mark.tone}" {place} aria-label="{said}">{mark.number}</a>'
    return f'{way}<mark class="passage" data-tone="{mark.tone}">{html}</mark>'


def _pieces(
    source: str, coloured: Sequence[tuple[int, int, str]], marks: Sequence[Mark]
) -> Iterator[tuple[int, int, str, Mark | None]]:
    """Start, end, colour and mark of pieces in which neither changes."""
    edges = {0, len(source)}
    for start, end, _colour in coloured:
        edges |= {start, end}
    for one in marks:
        edges |= {one.start, one.end}
    ordered = sorted(edge for edge in edges if edge <= len(source))
    colour_at, mark_at = 0, 0
    for start, end in pairwise(ordered):
        while colour_at < len(coloured) and coloured[colour_at][1] <= start:
            colour_at += 1
        while mark_at < len(marks) and marks[mark_at].end <= start:
            mark_at += 1
        is_coloured = colour_at < len(coloured) and coloured[colour_at][0] <= start
        is_marked = mark_at < len(marks) and marks[mark_at].start <= start
        yield (
            start,
            end,
            coloured[colour_at][2] if is_coloured else "",
            marks[mark_at] if is_marked else None,
        )


def _coloured(source: str, language: str) -> list[tuple[int, int, str]]:
    """Start, end and colour of what has one; nothing for what would take too long."""
    if language not in KNOWN or len(source) > LONGEST or any(len(line) > LONGEST_LINE for line in source.split("\n")):
        return []
    lexer = get_lexer_by_name(NAMES.get(language, language))
    end_by = time.monotonic() + SECONDS
    found: list[tuple[int, int, str]] = []
    for start, kind, text in lexer.get_tokens_unprocessed(source):
        if colour := _colour_of(kind):
            found.append((start, start + len(text), colour))
        if time.monotonic() > end_by:
            return []
    return found


def _colour_of(kind: _TokenType) -> str:
    return next((name for known, name in COLOURS if kind in known), "")
