"""HTML out of functions; whatever is put in is text unless it is markup itself."""

from collections.abc import Iterable
from html import escape
from itertools import count
from pathlib import Path
from typing import Any

from stripe_simulator.api import Response

STYLE = (Path(__file__).with_name("style.css")).read_text(encoding="utf-8")
EMPTY = {"input", "br", "hr", "meta", "link"}
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action *; frame-ancestors 'none'; base-uri 'none'"
)
# Two forms of a page may ask for the same thing.
_numbers = count()
NAMES = {"class_": "class", "for_": "for", "type_": "type"}


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


Part = str | Markup | None | Iterable[Any]


def text(part: Any) -> str:
    if part is None or part is False:
        return ""
    if isinstance(part, Markup):
        return part
    if isinstance(part, str):
        return escape(part)
    if isinstance(part, int | float):
        return str(part)
    return "".join(text(one) for one in part)


def tag(name: str, /, *parts: Any, **attributes: Any) -> Markup:
    """`tag("p", "Hello", class_="note")`; attributes that are None or False are left out."""
    shown = ""
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        key = NAMES.get(key, key.replace("_", "-"))  # noqa: PLW2901 -- the same name as HTML writes it
        shown += f" {key}" if value is True else f' {key}="{escape(str(value))}"'
    if name in EMPTY:
        return Markup(f"<{name}{shown}>")
    return Markup(f"<{name}{shown}>{text(parts)}</{name}>")


def field(label: str, name: str, value: str = "", *, hint: str = "", **attributes: Any) -> Markup:
    """A label with its input and what to know about it."""
    own = f"{name}-{next(_numbers)}"
    shown = tag("input", id=own, name=name, value=value, aria_describedby=f"{own}-hint" if hint else None, **attributes)
    words = tag("p", hint, id=f"{own}-hint", class_="hint") if hint else None
    return tag("div", tag("label", label, for_=own), shown, words, class_="field")


def choice(label: str, name: str, options: Iterable[tuple[str, str]], chosen: str = "") -> Markup:
    own = f"{name}-{next(_numbers)}"
    shown = [tag("option", words, value=value, selected=value == chosen) for value, words in options]
    return tag("div", tag("label", label, for_=own), tag("select", *shown, id=own, name=name), class_="field")


def button(
    words: str, *, name: str | None = None, value: str | None = None, look: str = "", **attributes: Any
) -> Markup:
    return tag("button", words, type_="submit", name=name, value=value, class_=look or None, **attributes)


def form(action: str, *parts: Any, look: str = "") -> Markup:
    return tag("form", *parts, method="post", action=action, class_=look or None)


def notice(words: str, *, kind: str = "error") -> Markup | None:
    return tag("p", words, class_=f"notice {kind}", role="alert" if kind == "error" else "status") if words else None


def table(heads: list[str], rows: list[list[Any]], *, empty: str) -> Markup:
    """Each cell knows its head, so that rows can stand as cards on a phone."""
    if not rows:
        return tag("p", empty, class_="hint")
    return tag(
        "table",
        tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))),
        tag("tbody", *(tag("tr", *(_cell(head, cell) for head, cell in zip(heads, row, strict=True)))
                       for row in rows)),
    )  # fmt: skip


def _cell(head: str, cell: Any) -> Markup:
    return tag("td", tag("div", cell), data_head=head)


def page(title: str, *parts: Any, wide: bool = False, status: int = 200) -> Response:
    """A whole page; every one of them says what it is."""
    body = tag(
        "body",
        tag(
            "header",
            tag("strong", "Simulator"),
            " This is not Stripe. No card is charged and no money moves.",
            class_="banner",
        ),
        tag("main", *parts, class_="wide" if wide else None),
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{title} · Stripe simulator"),
        tag("link", rel="stylesheet", href="/_style.css"),
        tag("link", rel="icon", href="data:,"),
    )
    whole = "<!doctype html>" + tag("html", head, body, lang="en")
    return Response(status, whole.encode(), "text/html; charset=utf-8", SAFE)


SAFE = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}  # fmt: skip


def style_sheet() -> Response:
    return Response(200, STYLE.encode(), "text/css; charset=utf-8",
                    {"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=300"})  # fmt: skip


def redirect(address: str) -> Response:
    return Response(303, b"", "text/plain", {"Location": address, "Cache-Control": "no-store"})
