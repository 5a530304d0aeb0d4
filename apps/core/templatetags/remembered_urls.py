"""`{% url %}` whose addresses are remembered: without arguments whole, with ids as a form into which these are put.

A page has some thirty of them; looking each up again takes a tenth of its time.
"""

from typing import Any
from uuid import UUID

from django import template
from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode, url
from django.utils.html import conditional_escape

from apps.core.drawing import Place, place_of

register = template.Library()

PLAIN = frozenset({str, int})
# Keys that the data chooses could be of any number; then it begins anew.
MOST_REMEMBERED = 256


class RememberedURLNode(URLNode):
    """A place in a template that leads to an address of one name."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._forms: dict[tuple[Any, ...], str] = {}

    def render(self, context: Context) -> str:
        place = place_of(context)
        values = [one.resolve(context) for one in (*self.args, *self.kwargs.values())]
        # Every id fits where another one does. Of other values each is looked up, if it can be told from others.
        known_by = [UUID if type(value) is UUID else value for value in values]
        if not all(known is UUID or type(known) in PLAIN for known in known_by):
            return str(super().render(context))
        # Not where addresses begin: behind that they are the same in every workspace.
        key = (self.view_name.resolve(context), place.urlconf, place.application, *known_by)
        form = self._forms.get(key)
        if form is None:
            return self._looked_up(context, place, key, values)
        address = place.prefix + (form.format(*values) if values else form)
        if self.asvar:
            context[self.asvar] = address
            return ""
        return conditional_escape(address) if context.autoescape else address

    def _looked_up(self, context: Context, place: Place, key: tuple[Any, ...], values: list[Any]) -> str:
        """As Django says; kept where nothing stands in it that would be written otherwise on a page."""
        text = super().render(context)
        found = str(context[self.asvar] if self.asvar else text)
        form = form_of(found.removeprefix(place.prefix), values)
        if form is not None and found.startswith(place.prefix) and conditional_escape(found) == found:
            if len(self._forms) >= MOST_REMEMBERED:
                self._forms.clear()
            self._forms[key] = form
        return str(text)


def form_of(address: str, values: list[Any]) -> str | None:
    """The address with places for the ids, for str.format; nothing when it is not plain where they stand."""
    if not values:
        return address
    form = address.replace("{", "{{").replace("}", "}}")
    for place, value in enumerate(values):
        if type(value) is UUID:
            if form.count(str(value)) != 1:
                return None
            form = form.replace(str(value), f"{{{place}}}")
    return form


@register.tag("url")
def remembered_url(parser: Parser, token: Token) -> URLNode:
    """Django's own tag, which keeps what it found."""
    node = url(parser, token)
    return RememberedURLNode(node.view_name, node.args, node.kwargs, node.asvar)
