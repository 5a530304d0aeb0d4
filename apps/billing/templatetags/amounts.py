"""What the provider keeps, in words: {{ invoice.total|amount:invoice.currency }}, {{ method|method_title }}."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from apps.billing.catalogue import main_unit
from apps.billing.services import Method
from apps.core import formats
from apps.core.modules import Text

register = template.Library()
KINDS: dict[str, Text] = {
    "us_bank_account": _("Bank account"),
    "sepa_debit": _("Direct debit"),
    "bacs_debit": _("Direct debit"),
    "link": "Link",
    "paypal": "PayPal",
}


@register.filter
def amount(value: Any, currency: str) -> str:
    """Written as money; what is not there is written as nothing."""
    return formats.money(main_unit(value, currency), currency) if isinstance(value, int) and currency else ""


@register.filter
def method_title(method: Method) -> str:
    """What a card or an account is called; what we have no word for is called as the provider does."""
    return str(KINDS.get(method.kind) or method.brand.replace("_", " ").capitalize())
