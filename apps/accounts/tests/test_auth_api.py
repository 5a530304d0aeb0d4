"""Registering, signing in and the profile over HTTP: the shapes that other programs rely on."""

from typing import Any

import pytest
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from apps.accounts.models import Member, Membership, User
from apps.accounts.roles import Role
from apps.accounts.services import add_member
from apps.accounts.tokens import token_pair
from apps.core.modules import notification_kinds
from apps.core.scope import scope
from apps.tenants.models import Tenant
from tests.people import PASSWORD, Api

pytestmark = pytest.mark.django_db

REGISTER = "/api/v1/auth/register/"
LOGIN = "/api/v1/auth/login/"
PROFILE = "/api/v1/auth/profile/"
CHANGE = "/api/v1/auth/change-password/"
EVE = {"email": "eve@example.org", "password": "correct horse battery", "name": "Eve Moss"}


def errors_of(response: HttpResponse) -> list[tuple[str, str]]:
    body: dict[str, Any] = response.json()  # type: ignore[attr-defined]  # the test client's answers have it
    return [(error["field"], error["code"]) for error in body["errors"]]


def test_company_registers_and_its_owner_is_signed_in(api: Api, acme: Tenant) -> None:
    response = api(None).post(REGISTER, EVE | {"company": "Moss & Co"}, format="json")

    body = response.json()
    tenant = Tenant.objects.get(slug="moss-co")
    user = User.objects.get(email="eve@example.org")
    assert response.status_code == 201
    assert (bool(body.pop("access")), bool(body.pop("refresh"))) == (True, True)
    place = {"slug": "moss-co", "name": "Moss & Co", "kind": "company"}
    assert body == {
        "user": {"id": str(user.pk), "email": "eve@example.org", "name": "Eve Moss"},
        "tenant": place,
        "role": "owner",
        "memberships": [{"tenant": place, "role": "owner"}],
    }
    with scope(tenant):
        assert list(Member.objects.values_list("name", "email", "role")) == [("Eve Moss", "eve@example.org", "owner")]


def test_without_a_company_the_person_is_a_candidate_of_the_community(api: Api, community: Tenant) -> None:
    body = api(None).post(REGISTER, EVE, format="json").json()

    assert (body["tenant"]["slug"], body["tenant"]["kind"], body["role"]) == ("practice", "community", "candidate")
    membership = Membership.objects.get(user__email="eve@example.org")
    with scope(community):
        assert Member.objects.get().pk == membership.pk


def test_token_of_registering_works(api: Api, community: Tenant) -> None:
    body = api(None).post(REGISTER, EVE, format="json").json()

    response = api(None).get(PROFILE, headers={"authorization": f"Bearer {body['access']}"})

    assert (response.status_code, response.json()["user"]["name"]) == (200, "Eve Moss")


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"email": "no address"}, [("email", "invalid")]),
        ({"email": ""}, [("email", "blank")]),
        ({"name": ""}, [("name", "blank")]),
        ({"name": "x" * 121}, [("name", "max_length")]),
        ({"company": ""}, [("company", "blank")]),
        ({"password": "short"}, [("password", "invalid")]),
        ({"password": "q1w2e3r4t5y6"}, [("password", "invalid")]),
        ({"password": "eve@example.org"}, [("password", "invalid")]),
        ({"password": "x" * 129}, [("password", "max_length")]),
    ],
    ids=str,
)
def test_registering_says_what_is_wrong_field_by_field(
    api: Api, community: Tenant, change: dict[str, str], errors: list[tuple[str, str]]
) -> None:
    response = api(None).post(REGISTER, EVE | change, format="json")

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert (response.json()["code"], errors_of(response)) == ("invalid", errors)
    assert User.objects.count() == 0


def test_problem_has_all_of_its_members(api: Api, community: Tenant) -> None:
    response = api(None).post(REGISTER, {}, format="json")

    body = response.json()
    assert list(body) == ["type", "title", "status", "code", "detail", "errors", "request_id"]
    assert (body["type"], body["title"], body["status"]) == ("urn:rostrum:problem:invalid", "Bad Request", 400)
    assert body["request_id"] == response["X-Request-ID"]
    assert [error["field"] for error in body["errors"]] == ["email", "password", "name"]


def test_taken_address_is_a_conflict_whatever_its_case(api: Api, ada: Membership) -> None:
    response = api(None).post(REGISTER, EVE | {"email": "ADA@acme.example", "company": "Copy"}, format="json")

    assert (response.status_code, response.json()["code"]) == (409, "email-taken")
    assert not Tenant.objects.filter(name="Copy").exists()


def test_platform_without_a_community_says_so(api: Api, community: Tenant) -> None:
    Tenant.objects.filter(pk=community.pk).update(status=Tenant.Status.SUSPENDED)

    response = api(None).post(REGISTER, EVE, format="json")

    assert (response.status_code, response.json()["code"]) == (409, "no-community")
    assert User.objects.count() == 0


def test_broken_json_is_a_problem(api: Api, db: None) -> None:
    response = api(None).post(REGISTER, "{", content_type="application/json")

    assert (response.status_code, response.json()["code"]) == (400, "invalid")


def test_content_type_that_is_not_read_is_a_problem(api: Api, db: None) -> None:
    response = api(None).post(REGISTER, "a: 1", content_type="application/yaml")

    assert (response.status_code, response.json()["code"]) == (415, "unsupported-media-type")


def test_signing_in_answers_in_the_shape_of_registering(api: Api, ada: Membership) -> None:
    response = api(None).post(LOGIN, {"email": "ada@acme.example", "password": PASSWORD}, format="json")

    body = response.json()
    assert (response.status_code, sorted(body)) == (
        200,
        ["access", "memberships", "refresh", "role", "tenant", "user"],
    )
    assert (body["user"]["id"], body["tenant"]["slug"], body["role"]) == (str(ada.user_id), "acme", "owner")


def test_address_is_known_in_any_case(api: Api, ada: Membership) -> None:
    response = api(None).post(LOGIN, {"email": "Ada@ACME.example", "password": PASSWORD}, format="json")

    assert response.status_code == 200


@pytest.mark.parametrize("change", [{"password": "wrong"}, {"email": "nobody@acme.example"}], ids=str)
def test_wrong_password_and_unknown_address_are_told_alike(api: Api, ada: Membership, change: dict[str, str]) -> None:
    response = api(None).post(LOGIN, {"email": "ada@acme.example", "password": PASSWORD} | change, format="json")

    assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")
    assert (response.json()["code"], response.json()["detail"]) == ("wrong-credentials", "")


def test_deactivated_person_does_not_get_in(api: Api, ada: Membership) -> None:
    User.objects.filter(pk=ada.user_id).update(is_active=False)

    response = api(None).post(LOGIN, {"email": "ada@acme.example", "password": PASSWORD}, format="json")

    assert (response.status_code, response.json()["code"]) == (403, "no-workspace")


def test_guessing_passwords_is_stopped(api: Api, ada: Membership) -> None:
    body = {"email": "ada@acme.example", "password": "guess"}
    for _ in range(5):
        api(None).post(LOGIN, body, format="json")

    response = api(None).post(LOGIN, body | {"password": PASSWORD}, format="json")

    assert (response.status_code, response.json()["code"]) == (429, "too-many-tries")
    assert response.json()["detail"] == "Wait 1 min, then try again; or let us send you a link that ends the wait."


def test_signing_in_leads_to_the_workspace_last_used_else_a_company(
    api: Api, ada: Membership, beta: Tenant, community: Tenant
) -> None:
    add_member(community, user=ada.user, role=Role.CANDIDATE)
    body = {"email": "ada@acme.example", "password": PASSWORD}

    first = api(None).post(LOGIN, body, format="json").json()["tenant"]["slug"]
    asked = api(None).post(LOGIN, body | {"tenant": "practice"}, format="json").json()["tenant"]["slug"]
    then = api(None).post(LOGIN, body, format="json").json()

    assert (first, asked, then["tenant"]["slug"]) == ("acme", "practice", "practice")
    assert [place["tenant"]["slug"] for place in then["memberships"]] == ["acme", "practice"]


@pytest.mark.parametrize("slug", ["beta", "nobody"])
def test_workspace_of_others_cannot_be_signed_in_to(api: Api, ada: Membership, beta: Tenant, slug: str) -> None:
    body = {"email": "ada@acme.example", "password": PASSWORD, "tenant": slug}

    response = api(None).post(LOGIN, body, format="json")

    assert (response.status_code, response.json()["code"]) == (403, "no-workspace")


def test_person_without_any_workspace_is_told(api: Api, ada: Membership) -> None:
    Membership.objects.filter(pk=ada.pk).update(is_active=False)

    response = api(None).post(LOGIN, {"email": "ada@acme.example", "password": PASSWORD}, format="json")

    assert (response.status_code, response.json()["code"]) == (403, "no-workspace")


def test_profile_says_who_where_and_what(api: Api, ada: Membership) -> None:
    body = api(ada).get(PROFILE).json()

    place = {"slug": "acme", "name": "Acme Robotics", "kind": "company"}
    open_choices = {"language": "", "formats": "", "timezone": ""}
    mails = {"picture": None, "notifications": {kind.name: True for kind in notification_kinds()}}
    assert body == {
        "user": {"id": str(ada.user_id), "email": "ada@acme.example", "name": "Ada", **open_choices, **mails},
        "tenant": place,
        "role": "owner",
        "memberships": [{"tenant": place, "role": "owner"}],
    }


def test_profile_takes_two_statements(
    api: Api, ada: Membership, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = api(ada)
    client.get(PROFILE)

    with django_assert_num_queries(2):  # the membership, all memberships
        client.get(PROFILE)


def test_new_name_shows_in_every_workspace(api: Api, ada: Membership, acme: Tenant, community: Tenant) -> None:
    add_member(community, user=ada.user, role=Role.CANDIDATE)

    response = api(ada).patch(PROFILE, {"name": "Ada L.", "email": "other@acme.example"}, format="json")

    assert (response.status_code, response.json()["user"]["name"]) == (200, "Ada L.")
    names = []
    for tenant in (acme, community):
        with scope(tenant):
            names.append(Member.objects.get().name)
    assert names == ["Ada L.", "Ada L."]
    assert User.objects.get(pk=ada.user_id).email == "ada@acme.example"


def test_empty_name_is_refused(api: Api, ada: Membership) -> None:
    response = api(ada).patch(PROFILE, {"name": " "}, format="json")

    assert (response.status_code, errors_of(response)) == (400, [("name", "blank")])


def test_profile_of_a_stranger_asks_to_sign_in(api: Api, acme: Tenant) -> None:
    found = [api(None).get(address) for address in (PROFILE, f"/t/acme{PROFILE}")]

    assert [(r.status_code, r.json()["code"], r["WWW-Authenticate"]) for r in found] == [
        (401, "not-signed-in", 'Bearer realm="api"')
    ] * 2


def test_new_password_ends_all_tokens_but_those_of_the_answer(api: Api, ada: Membership) -> None:
    client, other = api(ada), token_pair(ada)

    response = client.post(CHANGE, {"old_password": PASSWORD, "new_password": "quite another secret"}, format="json")

    body = response.json()
    assert (response.status_code, body["tenant"]["slug"]) == (200, "acme")
    found = [
        api(None).get(PROFILE, headers={"authorization": f"Bearer {token}"}).status_code
        for token in (other["access"], body["access"])
    ]
    assert found == [401, 200]
    assert User.objects.get(pk=ada.user_id).check_password("quite another secret") is True


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"old_password": "wrong", "new_password": "quite another secret"}, "old_password"),
        ({"old_password": PASSWORD, "new_password": "short"}, "new_password"),
    ],
    ids=["not the old one", "too weak"],
)
def test_password_is_not_changed_without_the_old_and_a_good_new_one(
    api: Api, ada: Membership, body: dict[str, str], field: str
) -> None:
    response = api(ada).post(CHANGE, body, format="json")

    assert (response.status_code, errors_of(response)) == (400, [(field, "invalid")])
    assert User.objects.get(pk=ada.user_id).check_password(PASSWORD) is True


def test_method_that_there_is_not_is_a_problem(api: Api, ada: Membership) -> None:
    response = api(ada).put(PROFILE)

    assert (response.status_code, response.json()["code"]) == (405, "method-not-allowed")


def test_the_same_api_answers_without_a_version(api: Api, ada: Membership) -> None:
    assert api(ada).get("/api/auth/profile/").json() == api(ada).get(PROFILE).json()


def test_session_may_use_the_api_but_not_write_without_its_csrf_token(ada: Membership) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(ada.user, backend="allauth.account.auth_backends.AuthenticationBackend")

    read = client.get(f"/t/acme{PROFILE}")
    written = client.patch(f"/t/acme{PROFILE}", {"name": "Mallory"}, format="json")

    assert (read.status_code, written.status_code, written.json()["code"]) == (200, 403, "not-allowed")
