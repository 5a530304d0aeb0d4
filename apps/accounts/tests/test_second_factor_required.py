"""Workspaces and the platform that ask for a second step: nothing is shown before there is one."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from apps.accounts.models import Membership, User
from apps.accounts.tests.totp import give_app
from apps.tenants.models import Tenant
from apps.tenants.queries import forget_tenants
from tests.people import PASSWORD, Api, SignedIn

pytestmark = pytest.mark.django_db

SETUP = "/t/acme/accounts/2fa/"
PROFILE = "/api/v1/auth/profile/"


@pytest.fixture
def strict(acme: Tenant) -> Iterator[Tenant]:
    """Acme, which asks everybody for a second step."""
    Tenant.objects.filter(pk=acme.pk).update(mfa_required=True)
    forget_tenants()
    yield acme
    forget_tenants()


@pytest.mark.parametrize("page", ["", "marketplace/", "settings/", "cv-analysis/", "admin/", "notices/"])
def test_every_page_leads_to_the_setup_first(strict: Tenant, ada: Membership, signed_in: SignedIn, page: str) -> None:
    answer = signed_in(ada).get(f"/t/acme/{page}")

    assert (answer.status_code, answer["Location"]) == (302, SETUP)


def test_setup_says_who_asks_and_then_lets_go_on(strict: Tenant, ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)
    before = client.get(SETUP)

    give_app(ada.user)

    assert "Acme Robotics asks for it" in before.text
    assert (client.get("/t/acme/").status_code, "Go on to Acme Robotics" in client.get(SETUP).text) == (200, True)


def test_part_of_a_page_leads_there_too(strict: Tenant, ada: Membership, signed_in: SignedIn) -> None:
    answer = signed_in(ada).get("/t/acme/notices/", headers={"hx-request": "true"})

    assert (answer["HX-Redirect"], answer.content) == (SETUP, b"")


def test_programs_are_refused_until_there_is_one(strict: Tenant, ada: Membership, api: Api) -> None:
    answers = [api(ada).get(address) for address in (PROFILE, "/api/v1/cv-analysis/cvs/", "/api/v1/auth/dashboard/")]
    session = api(None).post("/api/v1/auth/login/", {"email": ada.user.email, "password": PASSWORD}, format="json")
    give_app(ada.user)

    assert [(one.status_code, one.json()["code"]) for one in answers] == [(403, "mfa-required")] * 3
    assert (session.status_code, api(ada).get(PROFILE).status_code) == (200, 200)


def test_other_workspaces_and_own_pages_stay_open(
    strict: Tenant, ada: Membership, cleo: Membership, signed_in: SignedIn
) -> None:
    own = ("sessions/", "preferences/", "password/change/")

    assert [signed_in(ada).get(f"/t/acme/accounts/{page}").status_code for page in own] == [200] * 3
    assert signed_in(cleo).get("/t/beta/").status_code == 200


def test_last_second_step_cannot_be_taken_off_where_it_is_asked_for(
    strict: Tenant, ada: Membership, signed_in: SignedIn
) -> None:
    give_app(ada.user)
    client = signed_in(ada)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    page = client.post("/accounts/2fa/totp/deactivate/")

    assert ("asks for a second step" in page.text, Authenticator.objects.filter(type="totp").count()) == (True, 1)


def test_staff_need_one_in_the_administration_where_the_platform_says_so(
    sam: User, ada: Membership, signed_in: SignedIn, settings: Any
) -> None:
    settings.STAFF_MFA_REQUIRED = False
    without = signed_in(sam).get("/admin/").status_code

    settings.STAFF_MFA_REQUIRED = True
    asked = signed_in(sam).get("/admin/")
    give_app(sam)

    assert (without, asked.status_code, asked["Location"]) == (200, 302, "/accounts/2fa/")
    assert signed_in(sam).get("/admin/").status_code == 200
    assert signed_in(ada).get("/t/acme/admin/").status_code == 200


def test_strangers_see_the_sign_in_and_not_the_setup(strict: Tenant, ada: Membership) -> None:
    assert Client().get("/t/acme/")["Location"] == "/t/acme/accounts/login/?next=/t/acme/"
