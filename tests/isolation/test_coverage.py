"""What is asked is worth asking: every route, and of rows that are really there."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from apps.accounts.models import User
from tests.isolation.asking import Question, ask, methods_of
from tests.isolation.choosing import for_credential, is_second, pages_and_api, view_of, views_of
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
    pages, api = pages_and_api(views_of("config.urls"))

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


@pytest.mark.parametrize("urlconf", ["config.urls", "config.public_urls"])
def test_every_view_is_asked_with_each_credential_and_every_route_with_that_of_its_people(urlconf: str) -> None:
    routes = views_of(urlconf)
    asked = {credential: for_credential(credential, routes) for credential in CREDENTIALS}
    pages, api = pages_and_api(routes)

    assert (pages.keys() - asked["session"].keys(), api.keys() - asked["token"].keys()) == (set(), set())
    views = {view_of(pattern) for pattern in routes.values()}
    of_api = {view_of(pattern) for pattern in api.values()}
    found = {credential: {view_of(pattern) for pattern in those.values()} for credential, those in asked.items()}
    assert (found["session"], found["token"], of_api - found["key"]) == (views, views, set())


@pytest.mark.parametrize("urlconf", ["config.urls", "config.public_urls"])
def test_second_addresses_of_the_api_are_the_same_views_as_the_first(urlconf: str) -> None:
    """So what holds for the first holds for them; on the platform and in a workspace too."""
    routes, first = routes_of(urlconf), routes_of("config.urls")
    others = {
        route: pattern.callback is not first[route.replace("api/", "api/v1/", 1)].callback
        for route, pattern in routes.items()
        if is_second(route)
    }

    assert ([route for route, is_other in others.items() if is_other], len(others) > 0) == ([], True)


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
