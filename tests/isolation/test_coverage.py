"""What is asked is worth asking: every route, and of rows that are really there."""

from collections.abc import Mapping
from typing import Any

from django.test import Client
from django.urls import URLPattern

from apps.accounts.models import User
from tests.isolation.asking import Question, ask, methods_of
from tests.isolation.credentials import BACKEND, CREDENTIALS
from tests.isolation.naming import NEEDS_MORE, address_of, template_of
from tests.isolation.worlds import World
from tests.routes import routes_of


def not_reached(routes: Mapping[str, URLPattern], world: World, client: Client, base: str) -> list[str]:
    """The routes that find nothing at the address which the probes use."""
    found = []
    for route, pattern in routes.items():
        address = address_of(route, world)
        if not address.names_a_row or address.template in NEEDS_MORE:
            continue
        answers = [ask(client, Question(method, f"{base}{address.theirs}")) for method in methods_of(pattern)]
        if not any(_is_there(answer.status, answer.location) for answer in answers):
            found.append(address.template)
    return found


def _is_there(status: int, location: str) -> bool:
    """The administration leads away from rows that there are not."""
    return status not in {401, 404, 405} and not location.endswith("/admin/")


def test_the_owner_reaches_every_row_that_the_probes_name(theirs: World) -> None:
    with_session, with_token = (CREDENTIALS[name](theirs.owner) for name in ("session", "token"))
    routes = routes_of("config.urls")
    api = {route: pattern for route, pattern in routes.items() if route.startswith("api/")}
    pages = {route: pattern for route, pattern in routes.items() if route not in api}

    assert not_reached(pages, theirs, with_session, "/t/beta/") == []
    assert not_reached(api, theirs, with_token, "/") == []
    assert not_reached(routes_of("config.public_urls", but=("admin/", "api/")), theirs, with_session, "/") == []


def test_staff_reach_every_row_of_the_platform_that_the_probes_name(theirs: World) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("sam@rostrum.example"), backend=BACKEND)

    # The rows of both logs are the workspace's own, and nobody there is staff.
    found = routes_of("config.public_urls", but=("admin/admin/", "admin/audit/", "admin/accounts/staffmember/"))
    routes = {route: pattern for route, pattern in found.items() if route.startswith("admin/")}

    assert not_reached(routes, theirs, client, "/") == []


def test_every_operation_of_the_description_is_a_route_that_is_called(description: Mapping[str, Any]) -> None:
    called = {
        (method, _without_names(f"/{template_of(route)}"))
        for route, pattern in routes_of("config.urls").items()
        for method in methods_of(pattern)
    }

    described = {(method, _without_names(path)) for path, found in description["paths"].items() for method in found}
    assert described - called == set()


def _without_names(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))
