"""Tags and filters of the components that show things: {% sparkline points as line %}."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import Context, Node
from django.template.base import FilterExpression, Parser, Token

from apps.core import charts, icons

register = template.Library()

Figure = float | int | str


def _figure(value: Any) -> float:
    """Attributes of components arrive as text."""
    return float(value)


def _pairs(items: Sequence[Sequence[Any]]) -> list[tuple[str, float]]:
    return [(str(label), _figure(value)) for label, value in items]


def _top(value: Figure | None) -> float | None:
    return None if value in {None, ""} else _figure(value)


class IconNode(Node):
    """{% drawn_icon name size classes %}"""

    def __init__(self, *words: FilterExpression) -> None:
        self.name, self.size, self.classes = words

    def render(self, context: Context) -> str:
        name, size, classes = (one.resolve(context) for one in (self.name, self.size, self.classes))
        return icons.drawn(str(name), int(size), str(classes))


@register.tag
def drawn_icon(parser: Parser, token: Token) -> IconNode:
    """An icon, drawn once for each size and class: a page shows the same few again and again."""
    return IconNode(*map(parser.compile_filter, token.split_contents()[1:]))


@register.simple_tag
def sparkline(points: Sequence[Figure]) -> charts.Sparkline:
    return charts.sparkline([_figure(value) for value in points])


@register.simple_tag
def radar(labels: Sequence[str], series: Sequence[Sequence[Any]], top: Figure) -> charts.Radar:
    lines = [(str(name), [_figure(value) for value in values]) for name, values in series]
    return charts.radar([str(label) for label in labels], lines, top=_figure(top))


@register.simple_tag
def bars(items: Sequence[Sequence[Any]], top: Figure | None = None) -> tuple[charts.Bar, ...]:
    return charts.bars(_pairs(items), top=_top(top))


@register.simple_tag
def columns(items: Sequence[Sequence[Any]], top: Figure | None = None) -> charts.Columns:
    return charts.columns(_pairs(items), top=_top(top))


@register.simple_tag
def percent(value: Figure, top: Figure) -> str:
    """How much of the top a value is, as an SVG attribute from 0 to 100."""
    return charts.number(100 * charts.share_of(_figure(value), _figure(top)))


@register.simple_tag
def level(value: Figure, top: Figure) -> int:
    """The step of the sequential scale, 1 to 5."""
    return charts.level_of(_figure(value), _figure(top))


@register.filter
def may(membership: Any, right: str) -> bool:
    """{% if membership|may:"marketplace.manage_modules" %}: whether the member has the right; nobody has none."""
    return bool(membership) and bool(membership.has_right(right))


@register.filter
def initials(name: Any) -> str:
    """The first letters of the first and the last word."""
    words = str(name).split()
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()
