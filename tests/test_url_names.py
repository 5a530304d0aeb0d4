"""A name leads to one address: of two that share one, the last would take the links of the first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

# Django admin has names of its own making.
ELSEWHERE = ("admin:",)


def named(patterns: Iterable[URLPattern | URLResolver], space: str = "", before: str = "") -> Iterator[tuple[str, str]]:
    """Every name with its namespaces, and the route that it stands for."""
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from named(pattern.url_patterns, inner, route)
        elif pattern.name:
            yield f"{space}{pattern.name}", route


@pytest.mark.parametrize("urlconf", ["config.urls", "config.public_urls"])
def test_no_two_addresses_share_a_name(urlconf: str) -> None:
    found = defaultdict(set)
    for name, route in named(get_resolver(urlconf).url_patterns):
        found[name].add(route)

    assert {name: routes for name, routes in found.items() if len(routes) > 1 and not name.startswith(ELSEWHERE)} == {}
