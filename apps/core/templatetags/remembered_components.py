"""`<c-…>` components whose output follows from attributes, words inside and language alone: each is drawn once.

A page has some hundred of them; drawn like others they take a fifth of its time.
"""

from typing import Any

from django import template
from django.template import Context, Template
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django_cotton.templatetags import UnprocessableDynamicAttr
from django_cotton.templatetags._component import AttrKind, CottonComponentNode, cotton_component
from django_cotton.templatetags._slot import CottonSlotNode

from apps.core.drawing import language_of

register = template.Library()

# None of them asks for the request, for a token against forgery, or for anything else of the page around it.
PURE = frozenset(
    {"icon", "mark", "theme-switch", "connection-banner", "unsaved-dialog", "badge", "status", "button", "toast"}
)
# What can be told from everything else by its kind and itself. A row of the database is not: its name may change.
PLAIN = frozenset({str, SafeString, int, bool, type(None)})
# Attributes that the data chooses could be of any number; then it begins anew.
MOST_REMEMBERED = 64


class ComponentNode(CottonComponentNode):  # type: ignore[misc]  # django_cotton has no types
    """A place in a template where a component stands, which keeps the component's template once it was found."""

    def __init__(self, parsed: CottonComponentNode) -> None:
        # What the library made of the tag, without reading it again.
        self.__dict__.update(vars(parsed))
        self._templates: dict[Any, Template] = {}

    def _get_cached_template(self, context: Context, attrs: Any) -> Template:
        wanted = attrs.get("is")
        found = self._templates.get(wanted)
        if found is None:
            found = self._templates[wanted] = super()._get_cached_template(context, attrs)
        return found


class PureComponentNode(ComponentNode):
    """The same for a component that is drawn once for the same attributes and words."""

    def __init__(self, parsed: CottonComponentNode) -> None:
        super().__init__(parsed)
        self._rendered: dict[tuple[Any, ...], str] = {}
        fixed = {AttrKind.BOOLEAN, AttrKind.STATIC}
        self._varying = [attr for attr in self._prepared_attrs if attr.kind not in fixed]

    def render(self, context: Context) -> str:
        key = self._key(context)
        if key is None:
            return str(super().render(context))
        known = self._rendered.get(key)
        if known is None:
            known = super().render(context)
            if len(self._rendered) >= MOST_REMEMBERED:
                self._rendered.clear()
            self._rendered[key] = known
        return known

    def _key(self, context: Context) -> tuple[Any, ...] | None:
        """Language, words and attributes; nothing where one of them cannot be told from others."""
        key: list[Any] = [language_of(context)]
        try:
            for attr in self._varying:
                value = _value(attr, context)
                if isinstance(value, Promise):
                    value = str(value)
                kind = type(value)
                if kind not in PLAIN:
                    return None
                key += (kind, value)
        except UnprocessableDynamicAttr:
            # The component itself says what to do with it.
            return None
        if self.nodelist:
            key.append(self.nodelist.render(context))
        return tuple(key)


def _value(attr: Any, context: Context) -> Any:
    """As the component would read it."""
    if attr.kind == AttrKind.ESCAPED:
        return attr.compiled.render(context) if attr.compiled else attr.value
    return attr.compiled.resolve(context)


@register.tag("cotton")
def component(parser: Any, token: Any) -> ComponentNode:
    """The component as django_cotton's own tag reads it."""
    node = cotton_component(parser, token)
    if node.component_name not in PURE or node.only or _has_parts(node):
        return ComponentNode(node)
    return PureComponentNode(node)


def _has_parts(node: CottonComponentNode) -> bool:
    """Whether more stands inside than words: parts that have a name are handed over by way of the page."""
    return bool(node.nodelist.get_nodes_by_type(CottonSlotNode))
