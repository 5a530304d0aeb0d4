"""Walks a browser through all pages that one person can reach, and judges each of them."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from os.path import commonprefix
from urllib.parse import parse_qs, urljoin, urlsplit

from django.urls import Resolver404, get_resolver

from tests.browser.judge import (
    RULES_OF_COLOUR,
    WIDTHS,
    findings_of_axe,
    findings_of_looks,
    frame_of,
    overhang_at,
    parts_of,
)
from tests.browser.visitor import Visitor
from tests.routes import routes_of

# No pages of the product's own making: the admin brings its frame along, the API has its own document.
ELSEWHERE = ("admin/", "api/")
# Records of one kind look alike; of each address two are enough, and of each way to ask a list.
MOST_ALIKE = 2
# Its links ask only for another look, or belong to an example.
GALLERY = "ui/"
CAPTURES = re.compile(r"<\w+:(\w+)>")
LINKS = "() => [...document.querySelectorAll('a[href]:not([download])')].map((link) => link.href)"

Judge = Callable[[Visitor], Iterable[str]]


def whole(visitor: Visitor) -> Iterator[str]:
    """Frame, every width and every look."""
    yield from frame_of(visitor.page)
    yield from findings_of_looks(visitor.page, widths=WIDTHS)


def once(visitor: Visitor) -> Iterator[str]:
    """Frame, and on the narrowest screen all but colour: for pages whose parts others have shown in every look."""
    yield from frame_of(visitor.page)
    yield from overhang_at(visitor.page, WIDTHS[0])
    yield from findings_of_axe(visitor.page, "narrow", but=RULES_OF_COLOUR)


@dataclass(slots=True)
class Crawl:
    """One person's way through the pages below a prefix: what was found, and how each address answered."""

    visitor: Visitor
    urlconf: str
    prefix: str = "/"
    quick: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    only: tuple[str, ...] = ("",)
    judge: Judge = whole
    findings: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    # Route -> what it is: "page", "no page" (another kind of answer, part of a page, nothing to get) or "refused".
    answers: dict[str, str] = field(default_factory=dict)
    # Route -> what it captured last.
    captured: dict[str, dict[str, object]] = field(default_factory=dict)
    counts: dict[tuple[str, ...], int] = field(default_factory=dict)
    # What pages were made of that were judged in every look, by whomever they were seen.
    shown: set[int] = field(default_factory=set)

    def walk(self, *starts: str) -> "Crawl":
        """Follow links until there are no new ones, then try the addresses that nothing links to."""
        self._follow([urljoin(f"{self.visitor.url}{self.prefix}", start) for start in starts])
        for address in self._not_linked():
            self._follow([address], is_linked=False)
        self.findings += self.visitor.complaints
        self.visitor.complaints.clear()
        return self

    def _follow(self, waiting: list[str], *, is_linked: bool = True) -> None:
        while waiting:
            address = waiting.pop(0)
            if self._is_new(address):
                waiting += self._visit(address, is_linked=is_linked)
                is_linked = True

    def _is_new(self, address: str) -> bool:
        parts = urlsplit(address)
        route = self._route(parts.path)
        if parts.netloc != self.visitor.host or route is None or not self._is_wanted(route):
            return False
        asked = sorted(parse_qs(parts.query))
        if asked and route.startswith(GALLERY):
            return False
        alike = (route, *asked) if "<uuid:" in route or asked else (parts.path,)
        self.counts[alike] = self.counts.get(alike, 0) + 1
        most = MOST_ALIKE if "<uuid:" in alike[0] else 1
        return self.counts[alike] <= most and f"{parts.path}?{parts.query}" not in self.pages

    def _is_wanted(self, route: str) -> bool:
        return route.startswith(self.only) and not route.startswith(ELSEWHERE + self.skipped)

    def _route(self, path: str) -> str | None:
        """The route that answers; what it captured is remembered for addresses that nothing links to."""
        if not path.startswith(self.prefix):
            return None
        try:
            match = get_resolver(self.urlconf).resolve(f"/{path.removeprefix(self.prefix)}")
        except Resolver404:
            return None
        self.captured[match.route] = match.kwargs
        return match.route

    def _visit(self, address: str, *, is_linked: bool) -> list[str]:
        parts = urlsplit(address)
        route = self._route(parts.path) or ""
        if not self._is_page(route, address):
            if is_linked and self.answers[route] == "refused":
                self.findings.append(f"{address} is linked and refused")
            return []
        page = self.visitor.page
        response = page.goto(address)
        if response is None or response.status >= 400:
            self.findings.append(f"{address} answers {response and response.status}")
            return []
        self.pages.append(f"{parts.path}?{parts.query}")
        links = list(page.evaluate(LINKS))
        # The same page in another order shows no part that it has not shown in every look.
        seen = bool(parts.query) and f"{parts.path}?" in self.pages
        made_of = parts_of(page)
        if seen or (self.quick and route.startswith(self.quick)) or made_of <= self.shown:
            self.findings += once(self.visitor)
        else:
            self.findings += self.judge(self.visitor)
            self.shown |= made_of
        return [link.split("#")[0] for link in links]

    def _is_page(self, route: str, address: str) -> bool:
        """Asked without the browser first, and only once for each route: not everything is for it to show."""
        if self.answers.get(route) == "page":
            return True
        answer = self.visitor.page.request.get(address, max_redirects=0)
        if answer.status in {301, 302}:
            to_sign_in = "/accounts/login/" in answer.headers["location"]
            self.answers.setdefault(route, "refused" if to_sign_in else "no page")
            if not to_sign_in:
                self._follow([urljoin(address, answer.headers["location"])])
            return False
        if answer.status in {401, 402, 403, 404}:
            self.answers.setdefault(route, "refused")
            return False
        is_page = answer.headers.get("content-type", "").startswith("text/html") and "<html" in answer.text()
        self.answers[route] = "page" if is_page and answer.status != 405 else "no page"
        return self.answers[route] == "page"

    def _not_linked(self) -> Iterator[str]:
        for route in routes_of(self.urlconf, but=ELSEWHERE):
            values = self._values(route)
            names = CAPTURES.findall(route)
            if self._is_wanted(route) and route not in self.answers and all(name in values for name in names):
                yield f"{self.visitor.url}{self.prefix}{self._filled(route, values)}"

    def _values(self, route: str) -> dict[str, object]:
        """What addresses captured; of several with the same name the one whose route is most like this one."""
        values: dict[str, object] = {}
        for one in sorted(self.captured, key=lambda other: len(commonprefix([other, route]))):  # noqa: RUF071 -- letters are meant
            values |= self.captured[one]
        return values

    def _filled(self, route: str, values: dict[str, object]) -> str:
        return CAPTURES.sub(lambda part: str(values[part[1]]), route)
