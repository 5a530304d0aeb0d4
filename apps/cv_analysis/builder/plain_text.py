"""A CV as plain text that every system for applicants can read: one column, no signs that need a special font."""

from collections.abc import Iterator
from textwrap import wrap

from apps.cv_analysis.builder.sheet import Item, Part, Sheet

WIDTH = 78


def as_text(sheet: Sheet) -> str:
    """Lines of at most 78 characters, but for addresses that are longer."""
    lines = [sheet.name]
    if sheet.headline:
        lines += _wrapped(sheet.headline)
    if sheet.ways:
        lines += _packed([way.text for way in sheet.ways])
    for part in sheet.parts:
        lines += ["", "", part.heading.upper(), "", *_lines_of(part)]
    return "\n".join(lines).strip("\n") + "\n"


def _lines_of(part: Part) -> Iterator[str]:
    for paragraph in part.text.split("\n"):
        yield from _wrapped(paragraph)
    for name, text in part.groups:
        yield from _wrapped(f"{name}: {text}" if name and text else name or text, later="  ")
    for number, item in enumerate(part.items):
        if number and not (item.is_one_line and part.is_aside):
            yield ""
        yield from _of_item(item, on_one_line=part.is_aside)


def _of_item(item: Item, *, on_one_line: bool) -> Iterator[str]:
    below = " | ".join(text for text in (item.where, item.when) if text)
    if on_one_line:
        yield from _wrapped(" | ".join(text for text in (item.title, below) if text), later="  ")
    else:
        yield from _wrapped(item.title)
        yield from _wrapped(below)
    if item.link:
        yield item.link.text
    for paragraph in item.text.split("\n"):
        yield from _wrapped(paragraph)
    for line in item.lines:
        yield from _wrapped(line, first="- ", later="  ")


def _wrapped(text: str, *, first: str = "", later: str = "") -> list[str]:
    return wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=later, break_long_words=False, break_on_hyphens=False
    )


def _packed(texts: list[str]) -> list[str]:
    """As many on a line as fit, none of them torn apart."""
    lines = [texts[0]]
    for text in texts[1:]:
        longer = f"{lines[-1]} | {text}"
        if len(longer) <= WIDTH:
            lines[-1] = longer
        else:
            lines.append(text)
    return lines
