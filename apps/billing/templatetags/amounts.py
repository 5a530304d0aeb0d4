"""Amounts as the provider keeps them, in the currency's smallest unit: {{ invoice.total|amount:invoice.currency }}."""

from typing import Any

from django import template

from apps.billing.catalogue import main_unit
from apps.core import formats

register = template.Library()


@register.filter
def amount(value: Any, currency: str) -> str:
    """Written as money; what is not there is written as nothing."""
    return formats.money(main_unit(value, currency), currency) if isinstance(value, int) and currency else ""
