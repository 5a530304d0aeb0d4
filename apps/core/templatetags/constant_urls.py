"""`{% url %}` without arguments: what it finds for a name is remembered, as that is the same in every workspace.

A page has some twenty of them; looking each up again takes a twentieth of its time.
"""

from typing import Any

from django import template
from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode, url
from django.urls import get_script_prefix, get_urlconf
from django.utils.html import conditional_escape

register = template.Library()


class ConstantURLNode(URLNode):
    """A place in a template that leads to an address in which nothing varies but where the workspace is."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._known: dict[tuple[Any, ...], str] = {}

    def render(self, context: Context) -> str:
        key = (self.view_name.resolve(context), get_urlconf(), _application_of(context))
        known = self._known.get(key)
        prefix = get_script_prefix()
        if known is None:
            text = super().render(context)
            found = str(context[self.asvar] if self.asvar else text)
            if found.startswith(prefix) and conditional_escape(found) == found:
                self._known[key] = found.removeprefix(prefix)
            return text
        address = prefix + known
        if self.asvar:
            context[self.asvar] = address
            return ""
        return conditional_escape(address) if context.autoescape else address


def _application_of(context: Context) -> str | None:
    """By which of several instances of an application Django would look, as its own node asks."""
    request: Any = getattr(context, "request", None)
    if hasattr(request, "current_app"):
        return str(request.current_app)
    match = getattr(request, "resolver_match", None)
    return None if match is None else str(match.namespace)


@register.tag("url")
def constant_url(parser: Parser, token: Token) -> URLNode:
    """Django's own tag wherever something else is given than a name."""
    node = url(parser, token)
    if node.args or node.kwargs:
        return node
    return ConstantURLNode(node.view_name, node.args, node.kwargs, node.asvar)
