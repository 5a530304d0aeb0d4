"""Signing up, in and out in a browser, and the way back for a forgotten password."""

import re
from collections.abc import Callable
from email import message_from_string, policy

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.http import HttpRequest
from django.test import Client

from apps.accounts.models import Member, Membership, User
from apps.accounts.roles import Role
from apps.accounts.services import add_member
from apps.core.scope import scope
from apps.tenants.models import Tenant
from tests.people import PASSWORD, Api, SignedIn

pytestmark = pytest.mark.django_db

COMPANY = {
    "company": "Moss & Co",
    "name": "Eve Moss",
    "email": "eve@moss.example",
    "password": "correct horse battery",
}
CANDIDATE = {"name": "Eve Moss", "email": "eve@moss.example", "password1": "correct horse battery"}


def signed_in_as(client: Client) -> str:
    request = HttpRequest()
    request.session = client.session
    return str(get_user(request))


def sign_in(client: Client, email: str = "ada@acme.example", password: str = PASSWORD, at: str = "") -> tuple[int, str]:
    response = client.post(f"{at}/accounts/login/", {"login": email, "password": password})
    return response.status_code, response.headers.get("Location", "")


def test_company_signs_up_and_its_owner_stands_in_the_new_workspace(db: None) -> None:
    client = Client()

    response = client.post("/signup/company/", COMPANY)

    tenant = Tenant.objects.get(slug="moss-co")
    membership = Membership.objects.get(tenant=tenant)
    assert (response.status_code, response["Location"]) == (302, "/t/moss-co/")
    assert (membership.role, membership.user.email, membership.user.last_tenant) == (
        "owner",
        "eve@moss.example",
        tenant,
    )
    assert client.get("/t/moss-co/").status_code == 200
    with scope(tenant):
        assert Member.objects.get().pk == membership.pk


def test_two_companies_of_one_name_get_an_address_each(db: None) -> None:
    places = [
        Client().post("/signup/company/", COMPANY | {"email": f"{who}@moss.example"})["Location"]
        for who in ("eve", "eva")
    ]

    assert places == ["/t/moss-co/", "/t/moss-co-2/"]


def test_page_of_company_sign_up_has_a_labelled_field_for_each_question(db: None) -> None:
    page = Client().get("/signup/company/")

    labels = re.findall(r'<label[^>]* for="id_(\w+)"', page.text)
    assert (page.status_code, labels) == (200, ["company", "name", "email", "password"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"email": "ADA@acme.example"}, "There is an account with this e-mail address already. Sign in instead."),
        ({"password": "short"}, "This password is too short. It must contain at least 12 characters."),
        ({"password": "eve@moss.example"}, "The password is too similar to the e-mail address."),
        ({"company": ""}, "This field is required."),
        ({"password": ""}, "This field is required."),
    ],
    ids=str,
)
def test_company_sign_up_says_what_is_wrong(ada: Membership, change: dict[str, str], said: str) -> None:
    response = Client().post("/signup/company/", COMPANY | change)

    assert (response.status_code, said in response.text) == (422, True)
    assert not Tenant.objects.filter(name="Moss & Co").exists()


def test_candidate_signs_up_and_stands_in_the_community(community: Tenant) -> None:
    client = Client()

    response = client.post("/accounts/signup/", CANDIDATE)
    entered = client.get(response["Location"])

    membership = Membership.objects.get()
    assert (response.status_code, response["Location"]) == (302, "/enter/")
    assert (entered.status_code, entered["Location"]) == (302, "/t/practice/")
    assert (membership.tenant, membership.role, membership.user.name) == (community, "candidate", "Eve Moss")
    assert client.get("/t/practice/").status_code == 200
    # The password was given a moment ago and is not asked for again before something is bought.
    assert [proof["method"] for proof in client.session["account_authentication_methods"]] == ["password"]


def test_candidates_sign_up_with_a_taken_address_makes_no_second_account(community: Tenant, ada: Membership) -> None:
    client = Client()

    client.post("/accounts/signup/", CANDIDATE | {"email": "Ada@acme.example"})

    assert (User.objects.count(), Membership.objects.count(), signed_in_as(client)) == (1, 1, "AnonymousUser")


def test_nobody_signs_up_by_themselves_inside_a_workspace(acme: Tenant) -> None:
    response = Client().post("/t/acme/accounts/signup/", CANDIDATE)

    assert (response.status_code, User.objects.count()) == (200, 0)
    assert "password1" not in response.text


def test_signing_in_leads_into_the_workspace(ada: Membership) -> None:
    client = Client()

    assert sign_in(client) == (302, "/enter/")
    assert client.get("/enter/")["Location"] == "/t/acme/"
    assert signed_in_as(client) == "Ada"


def test_signing_in_at_a_workspace_stays_in_it(ada: Membership) -> None:
    client = Client()

    assert sign_in(client, at="/t/acme") == (302, "/t/acme/enter/")
    assert client.get("/t/acme/enter/")["Location"] == "/t/acme/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(ada: Membership) -> None:
    response = Client().post(
        "/t/acme/accounts/login/?next=/t/acme/marketplace/",
        {"login": "ada@acme.example", "password": PASSWORD, "next": "/t/acme/marketplace/"},
    )

    assert (response.status_code, response["Location"]) == (302, "/t/acme/marketplace/")


def test_signing_in_leads_to_no_other_host(ada: Membership) -> None:
    response = Client().post(
        "/accounts/login/", {"login": "ada@acme.example", "password": PASSWORD, "next": "https://evil.example/"}
    )

    assert response["Location"] == "/enter/"


@pytest.mark.parametrize(("email", "password"), [("ada@acme.example", "wrong"), ("nobody@acme.example", PASSWORD)])
def test_wrong_password_and_unknown_address_are_told_alike(ada: Membership, email: str, password: str) -> None:
    response = Client().post("/accounts/login/", {"login": email, "password": password})

    assert (
        response.status_code,
        "The email address and/or password you specified are not correct." in response.text,
    ) == (
        200,
        True,
    )


def test_sign_in_needs_the_forms_own_token(ada: Membership) -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/accounts/login/", {"login": "ada@acme.example", "password": PASSWORD})

    assert (response.status_code, signed_in_as(client)) == (403, "AnonymousUser")
    assert "This form has become too old" in response.text


def test_form_from_before_signing_in_leads_back_to_its_page(ada: Membership) -> None:
    """What was typed is still there when the browser goes back; the new page has a token that holds."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada.user, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.post("/t/acme/settings/", {"name": "X"}, headers={"referer": "http://testserver/t/acme/settings/"})

    assert (page.status_code, "This form has become too old" in page.text) == (403, True)
    assert page.text.count('href="/t/acme/settings/"') == 2, "the sidebar's and the one that leads back"


@pytest.mark.parametrize(
    ("referer", "wanted"),
    [
        ("http://testserver/t/acme/settings/?part=look", "/t/acme/settings/%3Fpart%3Dlook"),
        ("https://elsewhere.example/t/acme/settings/", "/t/acme/"),
        ("", "/t/acme/"),
    ],
)
def test_form_sent_after_the_session_ended_leads_back_to_its_page(acme: Tenant, referer: str, wanted: str) -> None:
    """Not to the address that it was sent to, which answers no visit."""
    response = Client().post("/t/acme/settings/", {"name": "X"}, headers={"referer": referer})

    assert (response.status_code, response["Location"]) == (302, f"/t/acme/accounts/login/?next={wanted}")


def test_address_that_only_takes_a_form_says_so_on_a_page(ada: Membership, signed_in: SignedIn) -> None:
    page = signed_in(ada).get("/t/acme/marketplace/cv_analysis/start-trial/")

    assert (page.status_code, page["Allow"], page.text.count("<h1")) == (405, "POST", 1)
    assert 'href="/t/acme/"' in page.text


def test_one_sign_in_covers_all_workspaces_of_a_person(ada: Membership, beta: Tenant) -> None:
    add_member(beta, user=ada.user, role=Role.GUEST)
    client = Client()
    sign_in(client, at="/t/acme")

    assert [client.get(f"/t/{slug}/").status_code for slug in ("acme", "beta")] == [200, 200]
    assert client.get("/enter/")["Location"] == "/t/beta/", "the one last worked in"


def test_person_without_a_workspace_is_told_so(ada: Membership, signed_in: SignedIn) -> None:
    Membership.objects.filter(pk=ada.pk).update(is_active=False)

    response = signed_in(ada).get("/enter/")

    assert (response.status_code, "<h1" in response.text) == (403, True)


def test_staff_without_a_workspace_are_led_to_the_administration(sam: User, signed_in: SignedIn) -> None:
    assert signed_in(sam).get("/enter/")["Location"] == "/admin/"


@pytest.mark.parametrize("at", ["", "/t/acme"])
def test_signing_out_ends_the_session_and_leads_to_the_front_page(
    ada: Membership, signed_in: SignedIn, at: str
) -> None:
    client = signed_in(ada)

    asked = client.get(f"{at}/accounts/logout/")
    response = client.post(f"{at}/accounts/logout/")

    assert (asked.status_code, response.status_code, response["Location"]) == (200, 302, "/")
    assert client.get("/t/acme/")["Location"] == "/t/acme/accounts/login/?next=/t/acme/"


@pytest.mark.parametrize("at", ["", "/t/acme"])
def test_forgotten_password_is_set_anew_by_the_link_in_the_mail(
    ada: Membership, mails: Callable[[], list[str]], at: str
) -> None:
    client = Client()

    asked = client.post(f"{at}/accounts/password/reset/", {"email": "Ada@acme.example"})
    [text] = mails()
    message = message_from_string(text, policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    link = next(found for found in re.findall(r"https?://\S+", body.get_content()) if "/key/" in found)
    form = client.get(link, follow=True)
    [(address, _status)] = form.redirect_chain
    done = client.post(address, {"password1": "quite another secret", "password2": "quite another secret"})

    assert asked["Location"] == f"{at}/accounts/password/reset/done/"
    assert message["To"] == "ada@acme.example"
    assert address.startswith(f"{at}/accounts/password/reset/key/")
    assert (form.status_code, done.status_code) == (200, 302)
    assert sign_in(Client(), password="quite another secret") == (302, "/enter/")
    again = client.get(link, follow=True)
    assert ("password1" in again.text) is False, "the link works once"


def test_link_of_the_mail_does_not_follow_a_forged_host(ada: Membership, mails: Callable[[], list[str]]) -> None:
    response = Client().post("/accounts/password/reset/", {"email": "ada@acme.example"}, SERVER_NAME="evil.example")

    assert (response.status_code, mails()) == (400, [])


def test_reset_for_an_unknown_address_looks_the_same(db: None) -> None:
    response = Client().post("/accounts/password/reset/", {"email": "nobody@acme.example"})

    assert (response.status_code, response["Location"]) == (302, "/accounts/password/reset/done/")
    assert all("/key/" not in message.body for message in mail.outbox)


@pytest.mark.parametrize("at", ["", "/t/acme"])
def test_password_is_changed_in_the_browser(ada: Membership, at: str) -> None:
    client = Client()
    sign_in(client)

    response = client.post(
        f"{at}/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "quite another secret", "password2": "quite another secret"},
    )

    assert response.status_code == 302
    assert sign_in(Client(), password="quite another secret") == (302, "/enter/")


@pytest.mark.parametrize("at", ["", "/t/acme"])
def test_reauthentication_leads_back_to_what_was_asked(ada: Membership, at: str) -> None:
    client = Client()
    sign_in(client)

    response = client.post(f"{at}/accounts/reauthenticate/?next={at}/enter/", {"password": PASSWORD})

    assert (response.status_code, response["Location"]) == (302, f"{at}/enter/")


@pytest.mark.parametrize(
    "page", ["login", "signup", "logout", "password/reset", "password/change", "password/reset/done", "inactive"]
)
@pytest.mark.parametrize("at", ["", "/t/acme"])
def test_every_page_of_accounts_is_in_our_frame(ada: Membership, signed_in: SignedIn, at: str, page: str) -> None:
    client = signed_in(ada) if page in {"logout", "password/change"} else Client()

    response = client.get(f"{at}/accounts/{page}/")

    assert (response.status_code, response.text.count("<h1"), 'lang="en"' in response.text) == (200, 1, True)


def test_what_members_see_is_stored_nowhere(ada: Membership, signed_in: SignedIn, api: Api, client: Client) -> None:
    seen = [signed_in(ada).get("/t/acme/"), api(ada).get("/api/v1/auth/profile/"), client.get("/")]

    found = [answer.headers.get("Cache-Control", "") for answer in seen]
    assert found == ["private, no-store", "private, no-store", ""]
