"""Django's `static` tags, where `{% static "…" %}` of a constant path is looked up once."""

from typing import Any

from django import template
from django.core.signals import setting_changed
from django.template import Context
from django.template.base import Parser, Token
from django.templatetags import static

register = template.Library()
register.tags.update(static.register.tags)

# By path; what is collected does not change while a process runs.
_known: dict[str, str] = {}


def _forget(**_: Any) -> None:
    _known.clear()


setting_changed.connect(_forget)


class RememberedStaticNode(static.StaticNode):
    """A place in a template where always the same file is meant."""

    def url(self, context: Context) -> str:
        path = self.path.resolve(context)
        found = _known.get(path)
        if found is None:
            found = _known[path] = str(super().url(context))
        return found


@register.tag("static")
def remembered_static(parser: Parser, token: Token) -> static.StaticNode:
    """Django's own tag for a path in a variable, which could be any."""
    node = static.StaticNode.handle_token(parser, token)
    is_constant = isinstance(node.path.var, str) and not node.path.filters
    return RememberedStaticNode(node.varname, node.path) if is_constant else node
