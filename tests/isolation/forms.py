"""The forms of all pages, as their owner sees them: what each address is sent."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from tests.isolation.asking import Question, ask, methods_of
from tests.isolation.naming import address_of, template_of
from tests.isolation.worlds import World
from tests.routes import routes_of

Fields = dict[str, Any]
TYPED = {"email": "typed@example.com", "number": "1", "password": "typed", "date": "2026-06-01", "url": "https://a.b/"}


class _Forms(HTMLParser):
    """Collects (action, fields) of every form that is sent by POST; htmx's buttons are forms without fields."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, Fields]] = []
        self._fields: Fields | None = None
        self._select = self._first = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        if "hx-post" in about:
            self.found.append((about["hx-post"], {}))
        if tag == "form" and about.get("method", "").lower() == "post":
            self._fields = {}
            self.found.append((about.get("action", ""), self._fields))
        elif tag == "select":
            self._select = about.get("name", "")
        elif tag == "option" and self._select and about.get("value"):
            if "selected" in about or self._select not in self._of_form(about):
                self._take(self._select, about["value"])
        elif tag in {"input", "textarea", "button"} and about.get("name"):
            self._take_input(about)

    def _of_form(self, about: dict[str, str]) -> Fields:
        return self._fields if self._fields is not None else {}

    def _take_input(self, about: dict[str, str]) -> None:
        kind = about.get("type", "text")
        if kind == "file" or about["name"] == "csrfmiddlewaretoken":
            return
        if kind == "checkbox":
            before = self._of_form(about).get(about["name"], [])
            self._take(about["name"], [*before, about.get("value", "on")])
        elif kind not in {"radio", "submit"} or about["name"] not in self._of_form(about):
            self._take(about["name"], about.get("value") or TYPED.get(kind, "typed"))

    def _take(self, name: str, value: Any) -> None:
        if self._fields is not None:
            self._fields[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._fields = None
        elif tag == "select":
            self._select = ""


def forms_of(page: str) -> list[tuple[str, Fields]]:
    reader = _Forms()
    reader.feed(page)
    return reader.found


def harvested(
    world: World, client: Client, urlconf: str = "config.urls", base: str | None = None
) -> Mapping[str, Fields]:
    """The fields that each address is sent by the forms of all pages that the world's owner may see."""
    base = f"/t/{world.tenant.slug}/" if base is None else base
    found: dict[str, Fields] = {}
    for route, pattern in routes_of(urlconf, but=("api/",)).items():
        address = f"{base}{address_of(route, world).theirs}"
        if "get" not in methods_of(pattern):
            continue
        answer = ask(client, Question("get", address))
        for action, fields in forms_of(answer.text) if "<form" in answer.text or "hx-post" in answer.text else []:
            path = "/" + urlsplit(action or address).path.removeprefix(base)
            try:
                template = template_of(resolve(path, urlconf).route)
            except Resolver404:
                continue
            if len(fields) >= len(found.get(template, {})):
                found[template] = fields
    return found
