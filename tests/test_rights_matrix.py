"""Every right, by every role, on a page and over HTTP: who has it gets in, who has it not is refused.

The routes are found by what the views declare; a right that no page or no endpoint asks for fails here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import URLPattern

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.accounts.services import change_role_rights
from apps.core.modules import Permission, all_modules
from apps.core.rights import all_permissions, role_has
from apps.tenants.models import Tenant
from tests.people import Api, Grant, NewMember, SignedIn
from tests.routes import filled_in, routes_of

pytestmark = pytest.mark.django_db

PERMISSIONS = {right.name: right for right in all_permissions()}
API = "api/v1/"
# The administration is pages of its own, which its site guards.
GUARDED_BY_THE_SITE = {"accounts.use_administration": "admin/login/"}
NOT_ALLOWED = 405


@dataclass(frozen=True, slots=True)
class Door:
    """A route and a method that ask for a right."""

    route: str
    method: str


def _declared(route: str, pattern: URLPattern) -> Iterator[tuple[Door, str]]:
    """What the view behind the pattern asks for, by method; viewsets declare it by action."""
    view: Any = pattern.callback
    target = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    rights: dict[str, str] = getattr(target, "rights", {})
    if actions := getattr(view, "actions", None):
        yield from ((Door(route, method), rights[action]) for method, action in actions.items() if action in rights)
    else:
        yield from ((Door(route, method.lower()), name) for method, name in rights.items())


@cache
def doors() -> dict[str, list[Door]]:
    """Every door by the right that it asks for."""
    found: dict[str, list[Door]] = {name: [] for name in PERMISSIONS}
    for route, pattern in routes_of("config.urls").items():
        for door, name in _declared(route, pattern):
            found[name].append(door)
    return found


def pages_of(name: str) -> list[Door]:
    if name in GUARDED_BY_THE_SITE:
        return [Door(GUARDED_BY_THE_SITE[name], "get")]
    return [door for door in doors()[name] if not door.route.startswith("api/")]


def endpoints_of(name: str) -> list[Door]:
    return [door for door in doors()[name] if door.route.startswith(API)]


def _knocked(client: Any, tenant: Tenant, found: list[Door]) -> HttpResponse:
    """The answer at the first door that takes this method at all."""
    for door in found:
        answer: HttpResponse = getattr(client, door.method)(f"{tenant.path}{filled_in(door.route)}")
        if answer.status_code != NOT_ALLOWED:
            return answer
    raise AssertionError(f"no door opens: {found}")


def is_let_in(answer: HttpResponse) -> bool:
    """Whatever else is wrong with the question, the role is not."""
    if answer.status_code != 403:
        return True
    said = answer.content.decode()
    assert re.search(r'"code": ?"not-allowed"|Your role does not allow', said), said[:2000]
    return False


@pytest.mark.parametrize("name", PERMISSIONS)
def test_every_right_is_asked_for_by_a_page_and_by_an_endpoint(name: str) -> None:
    """A new permission comes with views that need it."""
    assert (len(pages_of(name)) > 0, len(endpoints_of(name)) > 0 or name in GUARDED_BY_THE_SITE) == (True, True)


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("name", PERMISSIONS)
def test_role_gets_in_exactly_where_it_has_the_right(
    acme: Tenant, grant: Grant, new_member: NewMember, signed_in: SignedIn, api: Api, name: str, role: str
) -> None:
    for config in all_modules():
        grant(acme, config.label)
    pat = new_member("pat", acme, Role(role))

    by_page = is_let_in(_knocked(signed_in(pat), acme, pages_of(name)))
    by_api = is_let_in(_knocked(api(pat), acme, endpoints_of(name))) if endpoints_of(name) else by_page

    assert (by_page, by_api) == (role in PERMISSIONS[name].roles,) * 2


@pytest.mark.parametrize(
    ("role", "name", "is_given"),
    [
        ("member", "accounts.manage_members", True),
        ("guest", "audit.view", True),
        ("member", "cv_analysis.upload", False),
        ("admin", "marketplace.manage_modules", False),
        ("candidate", "cv_analysis.delete", False),
    ],
)
def test_what_the_owner_adjusts_counts_on_pages_and_over_http(
    ada: Membership,
    grant: Grant,
    new_member: NewMember,
    signed_in: SignedIn,
    api: Api,
    role: str,
    name: str,
    is_given: bool,  # noqa: FBT001 -- a case of the table above
) -> None:
    for config in all_modules():
        grant(ada.tenant, config.label)
    pat = new_member("pat", ada.tenant, Role(role))
    client, program = signed_in(pat), api(pat)

    def let_in() -> tuple[bool, bool]:
        found = ((client, pages_of(name)), (program, endpoints_of(name)))
        page, endpoint = (is_let_in(_knocked(one, ada.tenant, at)) for one, at in found)
        return page, endpoint

    before = let_in()
    change_role_rights(ada, rights={role: {name: is_given}})

    assert (before, let_in()) == ((not is_given,) * 2, (is_given,) * 2)


@pytest.mark.parametrize("name", PERMISSIONS)
def test_nobody_can_be_given_what_their_role_must_not_have(name: str) -> None:
    """Guests only look, candidates get no more than their own, owners keep everything: whatever was stored."""
    permission: Permission = PERMISSIONS[name]
    everything = {role: {name: True} for role in Role.values}
    nothing = {role: {name: False} for role in Role.values}

    assert role_has(permission, "owner", nothing) == ("owner" in permission.roles)
    assert role_has(permission, "candidate", everything) == ("candidate" in permission.roles)
    assert role_has(permission, "guest", everything) <= (not permission.changes or "guest" in permission.roles)
    if permission.owners_only:
        assert [role_has(permission, role, everything) for role in ("admin", "member")] == [False, False]
