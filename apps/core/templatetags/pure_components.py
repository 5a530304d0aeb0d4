"""`<c-…>` of components whose output follows from attributes and language alone: each is drawn once and remembered.

A page has some sixty icons; as components like others they take a seventh of its time.
"""

from typing import Any

from django import template
from django.template import Context
from django.utils.translation import get_language
from django_cotton.templatetags import UnprocessableDynamicAttr
from django_cotton.templatetags._component import AttrKind, CottonComponentNode, cotton_component

register = template.Library()

# None of them asks for the request, for a token against forgery, or for anything else of the page around it.
PURE = frozenset({"icon", "mark", "theme-switch", "connection-banner", "unsaved-dialog"})
# Attributes that the data chooses could be of any number.
MOST_REMEMBERED = 256


class PureComponentNode(CottonComponentNode):  # type: ignore[misc]  # django_cotton has no types
    """A place in a template where such a component stands."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._rendered: dict[tuple[Any, ...], str] = {}

    def render(self, context: Context) -> str:
        try:
            key = (get_language(), *(_value(attr, context) for attr in self._prepared_attrs))
            known = self._rendered.get(key)
        except (UnprocessableDynamicAttr, TypeError):
            # Something that cannot be remembered; the component itself says what to do with it.
            return str(super().render(context))
        if known is None:
            known = super().render(context)
            if len(self._rendered) < MOST_REMEMBERED:
                self._rendered[key] = known
        return known


def _value(attr: Any, context: Context) -> Any:
    """As the component would read it."""
    if attr.kind in {AttrKind.BOOLEAN, AttrKind.STATIC}:
        return attr.value
    if attr.kind == AttrKind.ESCAPED:
        return attr.compiled.render(context) if attr.compiled else attr.value
    return attr.compiled.resolve(context)


@register.tag("cotton")
def component(parser: Any, token: Any) -> Any:
    """django_cotton's own tag for all others."""
    node = cotton_component(parser, token)
    if node.component_name not in PURE or node.nodelist or node.only:
        return node
    return PureComponentNode(node.component_name, node.nodelist, node.attrs, node.only, node.active_library)
