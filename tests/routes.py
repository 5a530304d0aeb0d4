"""The addresses that the URL maps hold, whole, and with something in the place of what varies."""

import re
from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver

NOBODYS = "01890000-0000-7000-8000-000000000000"


def routes_of(urlconf: str, *, but: tuple[str, ...] = ()) -> dict[str, URLPattern]:
    """Every address of a URL map by its whole route, but those that begin so."""
    found = _below(get_resolver(urlconf).url_patterns, "")
    return {route: pattern for route, pattern in found if not route.startswith(but)}


def _below(patterns: Iterable[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _below(pattern.url_patterns, route)
        else:
            yield route, pattern


def filled_in(route: str, pk: object = NOBODYS) -> str:
    """The route as a path: `pk` for a record, for everything else a word that a module may be called by."""
    plain = re.sub(r"<uuid:\w+>|\(\?P<pk>[^)]*\)|\(\?P<\w+>\[0-9a-f\][^)]*\)", str(pk), route)
    plain = re.sub(r"<int:\w+>", "1", plain)
    plain = re.sub(r"\(\?P<\w+>.*?\)(?=[/\-.$]|\\)|<(?:\w+:)?\w+>", "cv_analysis", plain)
    return plain.replace("^", "").replace("\\Z", "").replace("$", "").replace("\\.", ".")
