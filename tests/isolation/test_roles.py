"""Every role at every route of its own workspace: what was declared is what is answered, and guests change nothing."""

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.accounts.roles import Role
from tests.isolation.bodies import Bodies
from tests.isolation.choosing import for_credential, pages_and_api, views_of
from tests.isolation.conftest import person
from tests.isolation.credentials import BACKEND, CREDENTIALS
from tests.isolation.probing import Probe
from tests.isolation.roles import Somebody, is_shut
from tests.isolation.worlds import World, bare
from tests.people import PASSWORD
from tests.routes import routes_of

# The administration asks by itself.
ROUTES = {route: pattern for route, pattern in views_of("config.urls").items() if not route.startswith("admin/")}
ADMINISTRATION = {route: pattern for route, pattern in routes_of("config.urls").items() if route.startswith("admin/")}
# Signing in and out are open to all.
DOORS_OF_THE_ADMINISTRATION = frozenset({"admin/login/", "admin/logout/"})
# The look of the workspace, and its kinds of interviews, are for all who are in it.
FOR_ALL = ("brand/", "interviews/templates/", "api/v1/interviews/^templates/")
PAGES, API = pages_and_api(ROUTES)


@pytest.mark.parametrize("role", Role.values)
def test_a_member_gets_what_the_rights_of_the_role_say(role: str, mine: World, bodies: Bodies) -> None:
    member = mine.owner if role == Role.OWNER else person("pat", "acme", Role(role), PASSWORD)
    with_session, with_token = (CREDENTIALS[name](member) for name in ("session", "token"))
    by_page = Somebody(with_session, mine, bodies, member)
    by_token = Somebody(with_token, mine, bodies, member)

    assert by_page.surprises(PAGES, "/t/acme/") + by_token.surprises(API, "/t/acme/") == []


@pytest.mark.parametrize("role", [role for role in Role.values if role not in {Role.OWNER, Role.ADMIN}])
def test_the_administration_is_closed_to_whoever_may_not_use_it(role: str, mine: World, bodies: Bodies) -> None:
    member = person("pat", "acme", Role(role), PASSWORD)
    assert not member.has_right("accounts.use_administration")

    at_the_door = Somebody(CREDENTIALS["session"](member), mine, bodies, member)

    let_in = [
        f"{method.upper()} {template}: {answer.status} {answer.location} {answer.changed}"
        for template, method, _right, answer in at_the_door.answers(ADMINISTRATION, "/t/acme/")
        if template not in DOORS_OF_THE_ADMINISTRATION and (answer.changed or not is_shut(answer))
    ]

    assert (let_in, len(ADMINISTRATION) > len(DOORS_OF_THE_ADMINISTRATION)) == ([], True)


def test_a_stranger_gets_in_nowhere(mine: World, bodies: Bodies) -> None:
    stranger = Somebody(Client(raise_request_exception=False), mine, bodies, None)

    assert stranger.doors_that_are_open(ROUTES, "/t/acme/") == []


def test_staff_without_a_membership_get_in_nowhere(mine: World, bodies: Bodies) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("sue@rostrum.example"), backend=BACKEND)

    assert Somebody(client, mine, bodies, None).doors_that_are_open(ROUTES, "/t/acme/") == []


@pytest.mark.parametrize("credential", ["session", "token"])
def test_a_candidate_finds_nothing_of_anybody_elses(credential: str, mine: World, bodies: Bodies) -> None:
    candidate = person("cat", "acme", Role.CANDIDATE, PASSWORD)
    me = bare(candidate)
    client = CREDENTIALS[credential](candidate)

    found = for_credential(credential, ROUTES)
    routes = {route: pattern for route, pattern in found.items() if not route.startswith(FOR_ALL)}

    report = Probe(me, mine, client, bodies.between(me, mine)).with_their_ids(routes, "/t/acme/")

    assert report.lines == []
