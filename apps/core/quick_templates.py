"""Django's loader of compiled templates, which puts quicker nodes in the place of those that a page has by the hundred.

What they say is Django's own to the letter: wherever a value is anything but plain, Django's code is asked. A third of
the time of drawing a page goes into looking variables up and escaping them (docs/decisions/0018-quicker-templates.md).
"""

from collections.abc import Iterator
from html import escape
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Node, NodeList, Template
from django.template.base import (
    FilterExpression,
    Variable,
    VariableDoesNotExist,
    VariableNode,
    render_value_in_context,
)
from django.template.loaders import cached
from django.template.smartif import TokenBase
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django_cotton.templatetags import InlineTemplate
from django_cotton.templatetags._component import PreparedAttr, PreparedValue
from django_cotton.templatetags._vars import PreparedVar

# What Django takes for "there is no such key".
NO_KEY = (TypeError, AttributeError, KeyError, ValueError, IndexError)
# The same for attributes, or what it passes over in silence.
NOT_THERE = (*NO_KEY, ObjectDoesNotExist)


class QuickVariable(Variable):
    """A variable that is there and plain is found without the exceptions by which Django tells keys from attributes."""

    # Of the same form in memory, so that one can become the other.
    __slots__ = ()

    def _resolve_lookup(self, context: Any) -> Any:
        dicts = getattr(context, "dicts", None)
        if self.lookups is None or dicts is None:
            return super()._resolve_lookup(context)  # type: ignore[misc]  # the stubs leave it out
        first, *rest = self.lookups
        for known in reversed(dicts):
            if first in known:
                found = known[first]
                break
        else:
            if hasattr(context, first):
                return super()._resolve_lookup(context)  # type: ignore[misc]  # as above
            # Names that only some pages have; Django finds out by four exceptions, and logs them for debugging.
            raise VariableDoesNotExist("Failed lookup for key [%s] in %r", (first, context))
        try:
            if callable(found):
                found = _called(found)
            for bit in rest:
                found = _part(found, bit)
                if callable(found):
                    found = _called(found)
        except NOT_THERE:
            return super()._resolve_lookup(context)  # type: ignore[misc]  # as above
        return found


def _part(found: Any, name: str) -> Any:
    """A key before an attribute, as Django asks."""
    if hasattr(type(found), "__getitem__"):
        try:
            return found[name]
        except NO_KEY:
            pass
    return getattr(found, name)


def _called(found: Any) -> Any:
    """As Django calls it; TypeError where it may not be called, or not like this."""
    if getattr(found, "do_not_call_in_templates", False):
        return found
    if getattr(found, "alters_data", False):
        raise TypeError
    return found()


class QuickVariableNode(VariableNode):
    """`{{ … }}`, where text and whole numbers are written at once."""

    def render(self, context: Context) -> str:
        try:
            value = self.filter_expression.resolve(context)
        except UnicodeDecodeError:
            # As Django does.
            return ""
        if isinstance(value, Promise):
            # A text that is translated now.
            value = str(value)
        kind = type(value)
        if kind is SafeString:
            return str(value)
        if kind is str:
            return escape(value) if context.autoescape else value
        if kind is int and not settings.USE_THOUSAND_SEPARATOR:
            return str(value)
        return str(render_value_in_context(value, context))


class Loader(cached.Loader):
    """Each template is gone through once, when it was read."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        template = super().get_template(template_name, skip)
        if not getattr(template, "is_quick", False):
            quicken(template.nodelist)
            template.is_quick = True  # type: ignore[attr-defined]  # a mark of this loader
        return template


def quicken(nodes: NodeList) -> None:
    """Make all variables among these nodes quick ones."""
    for node in nodes.get_nodes_by_type(Node):
        if type(node) is VariableNode:
            node.__class__ = QuickVariableNode
        for variable in _variables_in([*vars(node).values()]):
            if type(variable) is Variable:
                variable.__class__ = QuickVariable


def _variables_in(value: Any) -> Iterator[Variable]:
    """Those of which a node is made, but not those of the nodes inside it."""
    if isinstance(value, Variable):
        yield value
    elif isinstance(value, FilterExpression):
        yield from _variables_in([value.var, *(args for _filter, args in value.filters)])
    elif isinstance(value, TokenBase):
        yield from _variables_in([getattr(value, name, None) for name in ("value", "first", "second")])
    elif isinstance(value, (PreparedAttr, PreparedVar)):
        yield from _variables_in(value.compiled)
    elif isinstance(value, PreparedValue):
        yield from _variables_in([value._variable, value._template])
    elif isinstance(value, InlineTemplate):
        # An attribute that has `{{ … }}` in it.
        quicken(value.nodelist)
    elif isinstance(value, dict):
        yield from _variables_in([*value.values()])
    elif isinstance(value, (list, tuple)) and not isinstance(value, NodeList):
        for one in value:
            yield from _variables_in(one)
