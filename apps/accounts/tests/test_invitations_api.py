"""Invitations over HTTP: list, resend, revoke, accept."""

import pytest
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.accounts.services import (
    invite,
    make_api_key,
)
from apps.accounts.tests.invited import EVE, NewKey
from apps.accounts.tests.totp import code_now, give_app
from apps.tenants.models import Tenant
from tests.people import PASSWORD, Api

pytestmark = pytest.mark.django_db

INVITATIONS = "/api/v1/auth/invitations/"
ACCEPT = f"{INVITATIONS}accept/"


def test_list_resend_and_revoke_over_http(ada: Membership, cleo: Membership, api: Api) -> None:
    client = api(ada)
    made = client.post(INVITATIONS, {"email": EVE, "role": "guest", "name": "Eve"}, format="json").json()

    again = client.post(f"{INVITATIONS}{made['id']}/resend/")
    foreign = [api(cleo).post(f"{INVITATIONS}{made['id']}/resend/"), api(cleo).delete(f"{INVITATIONS}{made['id']}/")]
    gone = client.delete(f"{INVITATIONS}{made['id']}/")
    twice = client.delete(f"{INVITATIONS}{made['id']}/")

    found = {
        state: client.get(f"{INVITATIONS}?state={state}").json()["count"] for state in ("pending", "revoked", "expired")
    }
    assert (again.status_code, again.json()["id"], gone.status_code) == (200, made["id"], 204)
    assert ([one.status_code for one in foreign], twice.json()["code"]) == ([404, 404], "invitation-not-open")
    assert found == {"pending": 0, "revoked": 1, "expired": 0}


@pytest.mark.parametrize("more", [0, 2])
def test_list_takes_as_many_queries_for_three_as_for_one(
    ada: Membership, api: Api, django_assert_num_queries: DjangoAssertNumQueries, more: int
) -> None:
    for number in range(more + 1):
        invite(ada, email=f"eve{number}@example.org", role=Role.GUEST)
    client = api(ada)
    client.get(INVITATIONS)

    with django_assert_num_queries(2):
        assert client.get(INVITATIONS).json()["count"] == more + 1


def test_new_person_accepts_over_http_and_is_signed_in(invited: NewKey, api: Api) -> None:
    _invitation, key = invited()

    weak = api(None).post(ACCEPT, {"token": key, "name": "Eve", "password": "short"}, format="json")
    nameless = api(None).post(ACCEPT, {"token": key, "password": "correct horse battery"}, format="json")
    answer = api(None).post(ACCEPT, {"token": key, "name": "Eve", "password": "correct horse battery"}, format="json")

    assert [(one.status_code, one.json()["errors"][0]["field"]) for one in (weak, nameless)] == [
        (400, "password"),
        (400, "name"),
    ]
    assert (answer.status_code, answer.json()["tenant"]["slug"], answer.json()["role"]) == (201, "acme", "member")
    profile = api(None).get("/api/v1/auth/profile/", HTTP_AUTHORIZATION=f"Bearer {answer.json()['access']}")
    assert profile.json()["user"]["name"] == "Eve"


def test_existing_person_accepts_over_http_by_password_or_token(invited: NewKey, cleo: Membership, api: Api) -> None:
    _invitation, key = invited(cleo.user.email)

    wrong = api(None).post(ACCEPT, {"token": key, "password": "not the password"}, format="json")
    right = api(None).post(ACCEPT, {"token": key, "password": PASSWORD}, format="json")

    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong-credentials")
    assert (right.status_code, [one["tenant"]["slug"] for one in right.json()["memberships"]]) == (
        201,
        ["acme", "beta"],
    )


def test_password_alone_is_not_enough_where_the_account_has_a_second_step(
    invited: NewKey, cleo: Membership, api: Api
) -> None:
    _invitation, key = invited(cleo.user.email)
    give_app(cleo.user)

    alone = api(None).post(ACCEPT, {"token": key, "password": PASSWORD}, format="json")
    both = api(None).post(ACCEPT, {"token": key, "password": PASSWORD, "code": code_now()}, format="json")

    assert (alone.status_code, alone.json()["code"]) == (401, "mfa-required")
    assert (both.status_code, both.json()["tenant"]["slug"]) == (201, "acme")


def test_api_key_accepts_nothing_for_its_maker(invited: NewKey, cleo: Membership, api: Api) -> None:
    """Else whoever finds a key would get tokens of the person who made it."""
    _invitation, key = invited(cleo.user.email)
    _row, api_key = make_api_key(cleo, name="Sync", scopes=["accounts.view_members"], days=30)
    program = api(None)
    program.credentials(HTTP_AUTHORIZATION=f"Bearer {api_key}")

    answer = program.post(ACCEPT, {"token": key}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (403, "not-for-keys")


def test_token_of_the_invited_person_is_enough_and_that_of_another_is_not(
    invited: NewKey, cleo: Membership, dan: Membership, api: Api
) -> None:
    _invitation, key = invited(cleo.user.email)

    other = api(dan).post(ACCEPT, {"token": key}, format="json")
    mine = api(cleo).post(ACCEPT, {"token": key}, format="json")

    assert (other.status_code, other.json()["code"]) == (403, "invitation-for-somebody-else")
    assert (mine.status_code, mine.json()["tenant"]["slug"]) == (201, "acme")


def test_suspended_workspace_takes_nobody_in(invited: NewKey, acme: Tenant, api: Api) -> None:
    _invitation, key = invited()
    Tenant.objects.filter(pk=acme.pk).update(status=Tenant.Status.SUSPENDED)

    answer = api(None).post(ACCEPT, {"token": key, "name": "Eve", "password": "correct horse battery"}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (403, "tenant-suspended")
