"""What is asked again where only the way in is another: one address of each view, or of each file of views.

Every address is asked with the credential of its own people: pages with a browser's session, the API with a token. Who
somebody is and which workspace is meant have been settled before a view is called, so that with another credential, or
by another name of the same workspace, one address shows for all of the same view whether its door is closed.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import URLPattern

from tests.routes import routes_of

Routes = Mapping[str, URLPattern]


def view_of(pattern: URLPattern) -> str:
    """The class or function behind a pattern; in the administration one for the tables of all models."""
    view: Any = pattern.callback
    found = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    return f"{found.__module__}.{found.__qualname__}"


def file_of(pattern: URLPattern) -> str:
    return view_of(pattern).partition(".<locals>")[0].rpartition(".")[0]


def views_of(urlconf: str) -> Routes:
    """All routes but the second addresses, without a version, of what the API has under its first."""
    return {route: pattern for route, pattern in routes_of(urlconf).items() if not is_second(route)}


def is_second(route: str) -> bool:
    return is_api(route) and not route.startswith("api/v1/")


def is_api(route: str) -> bool:
    return route.startswith("api/")


def one_of_each(routes: Routes, of: Callable[[URLPattern], str] = view_of) -> Routes:
    """The first route of each view, or of whatever is said; one that names a row and one that names none."""
    found: dict[tuple[str, bool], str] = {}
    for route, pattern in routes.items():
        found.setdefault((of(pattern), "<" in route), route)
    return {route: routes[route] for route in found.values()}


def at_one_door(routes: Routes, start: str) -> Routes:
    """One of each view of those that begin so, and all others."""
    behind = {route: pattern for route, pattern in routes.items() if route.startswith(start)}
    return {**{route: pattern for route, pattern in routes.items() if route not in behind}, **one_of_each(behind)}


def pages_and_api(routes: Routes) -> tuple[Routes, Routes]:
    api = {route: pattern for route, pattern in routes.items() if is_api(route)}
    return {route: pattern for route, pattern in routes.items() if route not in api}, api


def for_credential(credential: str, routes: Routes) -> Routes:
    """Everything that people with this credential use, and of the rest one of each."""
    pages, api = pages_and_api(routes)
    if credential == "session":
        return {**pages, **one_of_each(api)}
    if credential == "token":
        return {**one_of_each(pages), **api}
    # Keys come in the header of tokens, which pages do not read.
    return {**one_of_each(pages, file_of), **one_of_each(api)}
