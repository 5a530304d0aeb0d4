"""Markdown becomes HTML of a short list of elements, whoever wrote it."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

DEEPEST = 6
TAGS = frozenset(
    "p br strong em code pre ul ol li blockquote h2 h3 h4 h5 h6 table thead tbody tr th td a hr sub sup".split()
)
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=512)
def to_html(text: str, *, deeper_by: int = 1) -> SafeString:
    """Safe to be put into a page, which has a heading of its own: those of the text stand so much deeper."""
    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        _lower(token, deeper_by)
    raw = parser.renderer.render(tokens, parser.options, {})
    cleaned = nh3.clean(raw, tags=set(TAGS), attributes=ATTRIBUTES, url_schemes={"http", "https"})
    return mark_safe(cleaned)  # noqa: S308 -- the line above lets only the list through


def _lower(token: Token, deeper_by: int) -> None:
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(DEEPEST, int(token.tag[1]) + deeper_by)}"
