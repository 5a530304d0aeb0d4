"""Filters that write numbers, money and times as the reader is used to; all templates have them."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template

from apps.core import formats

register = template.Library()
NUMBERS = (int, float, Decimal)


def _when(wanted: tuple[type, ...], value: Any, write: Callable[[Any], str]) -> str:
    """What is not there is written as nothing, as Django's own filters do."""
    return write(value) if isinstance(value, wanted) else ""


@register.filter
def number(value: Any, digits: int = 2) -> str:
    return _when(NUMBERS, value, lambda known: formats.number(known, digits))


@register.filter
def percent(value: Any) -> str:
    return _when(NUMBERS, value, formats.percent)


@register.filter
def money(value: Any, currency: str) -> str:
    return _when(NUMBERS, value, lambda known: formats.money(known, currency))


@register.filter
def price(value: Any, currency: str) -> str:
    return _when(NUMBERS, value, lambda known: formats.price(known, currency))


@register.filter
def size(value: Any) -> str:
    return _when((int,), value, formats.size)


@register.filter
def day(value: Any, style: formats.Style = "medium") -> str:
    return _when((date,), value, lambda known: formats.day(known, style))


@register.filter
def moment(value: Any, style: formats.Style = "medium") -> str:
    return _when((datetime,), value, lambda known: formats.moment(known, style))


@register.filter
def clock(value: Any) -> str:
    return _when((datetime,), value, formats.clock)


@register.filter
def relative(value: Any) -> str:
    return _when((datetime,), value, formats.relative)


@register.filter
def iso(value: Any) -> str:
    """For programs, as in the `datetime` of `<time>`: 2026-03-01T14:03:00+00:00."""
    return _when((date,), value, lambda known: known.isoformat())
