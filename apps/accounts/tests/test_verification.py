"""Addresses that are confirmed, or not yet: what is open before, and how the link works."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from rest_framework.test import APIClient

from apps.accounts.mailing import SEALED_FOR
from apps.accounts.models import Mail, Membership, SignIn, User
from apps.accounts.services import NotVerifiedError, is_verified, require_verified
from apps.accounts.tests.totp import give_app
from apps.core.sealing import unseal
from tests.people import PASSWORD, SignedIn

pytestmark = pytest.mark.django_db

PAGE = "/t/acme/accounts/verification/"
CODE_PAGE, CODE_CONFIRM = "/accounts/login/code/", "/accounts/login/code/confirm/"


@pytest.fixture
def required(settings: Any) -> None:
    """A platform with a mail server."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"


def text_of(mail: Mail) -> str:
    return unseal(SEALED_FOR, bytes(mail.sealed)).decode().replace("\\n", "\n")


def link_in(mail: Mail) -> str:
    found = re.search(r"/(?:t/\w+/)?accounts/confirm-email/[^\s\"]+/", text_of(mail))
    assert found
    return found[0]


def test_without_a_mail_server_every_address_counts(ada: Membership, signed_in: SignedIn) -> None:
    require_verified(ada.user)

    assert "Your address is not confirmed yet" not in signed_in(ada).get("/t/acme/").text


def test_banner_stays_until_the_link_is_opened(required: None, ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)
    before = client.get("/t/acme/").text
    client.post(PAGE)
    (mail,) = Mail.objects.filter(user=ada.user)

    Client().post(link_in(mail))

    assert ("Your address is not confirmed yet" in before, is_verified(ada.user)) == (True, True)
    assert "Your address is not confirmed yet" not in client.get("/t/acme/").text
    assert "This address is confirmed" in client.get(PAGE).text


def test_unverified_people_may_try_but_not_invite(required: None, ada: Membership) -> None:
    with pytest.raises(NotVerifiedError):
        require_verified(ada.user)


def test_link_is_sent_again_but_not_at_once(required: None, ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)

    pages = [client.post(PAGE, follow=True).text for _ in range(2)]

    assert ["on its way to" in page for page in pages] == [True, False]
    assert (Mail.objects.count(), "wait three minutes" in pages[1]) == (1, True)


@pytest.mark.parametrize("company", [{"company": "Umbrella"}, {}])
def test_sign_up_over_http_sends_the_link(required: None, community: Any, company: dict[str, str]) -> None:
    data = {"email": "eve@moss.example", "password": "seven green kettles", "name": "Eve", **company}

    answer = APIClient().post("/api/v1/auth/register/", data, format="json")

    assert (answer.status_code, [mail.address for mail in Mail.objects.all()]) == (201, ["eve@moss.example"])
    assert EmailAddress.objects.get(email="eve@moss.example").verified is False


def test_link_of_another_address_confirms_nothing(required: None, ada: Membership, signed_in: SignedIn) -> None:
    signed_in(ada).post(PAGE)
    link = link_in(Mail.objects.get())
    User.objects.filter(pk=ada.user_id).update(email="other@acme.example")

    Client().post(link)

    assert is_verified(User.objects.get(pk=ada.user_id)) is False


def code_for(client: Client, email: str) -> str:
    client.post(CODE_PAGE, {"email": email})
    mail = Mail.objects.filter(template__contains="login_code").latest("created_at")
    found = re.search(r"\n\n([A-Z0-9-]{6,9})\n\n", text_of(mail))
    assert found
    return found[1]


def test_code_by_mail_signs_in_once_and_shows_that_the_address_is_right(required: None, ada: Membership) -> None:
    client = Client()
    code = code_for(client, ada.user.email)

    client.post(CODE_CONFIRM, {"code": code})

    assert ("_auth_user_id" in client.session, is_verified(ada.user)) == (True, True)
    assert list(SignIn.objects.values_list("outcome", "way")) == [("success", "code")]
    assert Client().post(CODE_CONFIRM, {"code": code})["Location"] == CODE_PAGE


def test_three_wrong_codes_end_the_code_and_lock_nobody_out(ada: Membership) -> None:
    client = Client()
    code = code_for(client, ada.user.email)

    answers = [client.post(CODE_CONFIRM, {"code": "ZZZZ-ZZZZ"}).status_code for _ in range(3)]
    client.post(CODE_CONFIRM, {"code": code})

    assert (answers, "_auth_user_id" in client.session) == ([200, 200, 302], False)
    signed_in = Client().post("/accounts/login/", {"login": ada.user.email, "password": PASSWORD})
    assert signed_in["Location"] == "/enter/"


def test_code_for_an_unknown_address_looks_the_same(ada: Membership) -> None:
    def pages(email: str) -> list[str]:
        client = Client()
        asked = client.post(CODE_PAGE, {"email": email}, follow=True)
        wrong = client.post(CODE_CONFIRM, {"code": "ZZZZ-ZZZZ"})
        return [re.sub(r'value="[^"]*"|content="[^"]*"|\S+@\S+', "", page.text) for page in (asked, wrong)]

    assert pages(ada.user.email) == pages("nobody@acme.example")


def test_code_by_mail_does_not_skip_the_second_step(ada: Membership) -> None:
    give_app(ada.user)
    client = Client()

    answer = client.post(CODE_CONFIRM, {"code": code_for(client, ada.user.email)})

    assert (answer["Location"], "_auth_user_id" in client.session) == ("/accounts/2fa/authenticate/", False)
