"""Django's `i18n` tags, where `{% translate "…" %}` of a constant text is translated once for each language.

A page has some eighty of them; by way of lazy translations they take a twentieth of its time.
"""

from typing import Any

from django import template
from django.template import Context
from django.template.base import Parser, Token, Variable
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class ConstantTextNode(i18n.TranslateNode):
    """A place in a template where always the same text stands, in the reader's language."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        said = self._said.get(language)
        if said is None:
            text = super().render(context)
            said = self._said[language] = context[self.asvar] if self.asvar else text
        if self.asvar:
            context[self.asvar] = said
            return ""
        return said


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> i18n.TranslateNode:
    """Django's own tag for a variable, a filter or a context."""
    node = i18n.do_translate(parser, token)
    expression = node.filter_expression
    is_constant = isinstance(expression.var, Variable) and expression.var.lookups is None and not expression.filters
    if node.message_context or not is_constant:
        return node
    return ConstantTextNode(expression, node.noop, node.asvar, node.message_context)
