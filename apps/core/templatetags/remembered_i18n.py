"""Django's `i18n` tags, where constant texts and phrases are translated once for each language.

A page has some eighty texts and twenty phrases; by way of lazy translations they take a tenth of its time.
"""

from typing import Any

from django import template
from django.template import Context
from django.template.base import Parser, Token, Variable, render_value_in_context
from django.templatetags import i18n
from django.utils.translation import gettext

from apps.core.drawing import LANGUAGE, language_of, of_page

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class ConstantTextNode(i18n.TranslateNode):
    """A place in a template where always the same text stands, in the reader's language."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = language_of(context)
        said = self._said.get(language)
        if said is None:
            text = super().render(context)
            said = self._said[language] = context[self.asvar] if self.asvar else text
        if self.asvar:
            context[self.asvar] = said
            return ""
        return said


class PhraseNode(i18n.BlockTranslateNode):
    """A phrase with names in it, of one form for all numbers; its pattern is translated once."""

    def __init__(self, extra_context: dict[str, Any], singular: list[Any], *args: Any) -> None:
        super().__init__(extra_context, singular, *args)
        self._patterns: dict[str | None, str] = {}
        self._message, self._names = self.render_token_list(singular)

    def render(self, context: Context, nested: bool = False) -> str:  # noqa: FBT001, FBT002 -- as Django calls it
        language = language_of(context)
        pattern = self._patterns.get(language)
        if pattern is None:
            pattern = self._patterns[language] = gettext(self._message)
        try:
            return pattern % {name: self._written(name, context) for name in self._names}
        except (KeyError, ValueError):
            # The translation names what is not there: Django says it in the language of the template.
            return str(super().render(context, nested))

    def _written(self, name: str, context: Context) -> str:
        if name in self.extra_context:
            value = self.extra_context[name].resolve(context)
        elif name in context:
            value = context[name]
        else:
            invalid = context.template.engine.string_if_invalid  # type: ignore[union-attr]  # it is drawn
            value = invalid % name if "%s" in invalid else invalid
        return str(render_value_in_context(value, context))


class PartInLanguageNode(i18n.LanguageNode):
    """A part of the page in another language than the rest."""

    def render(self, context: Context) -> str:
        page = of_page(context)
        around = page.pop(LANGUAGE, None)
        page[LANGUAGE] = self.language.resolve(context)
        try:
            return str(super().render(context))
        finally:
            page[LANGUAGE] = around


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


@register.tag("blocktranslate")
@register.tag("blocktrans")
def blocktranslate(parser: Parser, token: Token) -> i18n.BlockTranslateNode:
    """Django's own tag for numbers with several forms, for a context and for a phrase that is kept as a variable."""
    node = i18n.do_block_translate(parser, token)
    if node.plural or node.countervar or node.message_context or node.asvar:
        return node
    return PhraseNode(node.extra_context, node.singular, None, None, None, None, node.trimmed)


@register.tag("language")
def language(parser: Parser, token: Token) -> i18n.LanguageNode:
    """Django's own tag, which tells those above."""
    node = i18n.language(parser, token)
    return PartInLanguageNode(node.nodelist, node.language)
