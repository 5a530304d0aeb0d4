"""Passwords: which are refused, how they are kept, what ends when they change."""

import re
import time
from typing import Any

import pytest
from django.conf import settings as live_settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from apps.accounts.hashers import Argon2id
from apps.accounts.mailing import SEALED_FOR
from apps.accounts.models import BrowserSession, Mail, Membership, PasswordRecord, User
from apps.accounts.password_rules import own_part
from apps.accounts.services import change_password
from apps.accounts.tokens import token_pair
from apps.audit.models import AuditEntry
from apps.core.scope import scope
from apps.core.sealing import unseal
from tests.people import PASSWORD, Api, SignedIn

pytestmark = pytest.mark.django_db

NEW = "seven green kettles"
CHANGE = "/accounts/password/change/"
ARGON2 = ["apps.accounts.hashers.Argon2id"]


def sign_in(email: str, password: str = PASSWORD) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": password})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/accounts/sessions/").status_code == 200


def changed(client: Client, new: str = NEW, old: str = PASSWORD) -> int:
    data = {"oldpassword": old, "password1": new, "password2": new}
    return client.post(CHANGE, data).status_code


@pytest.mark.parametrize(
    "password",
    [
        *("password1234", "Passw0rd!2024", "P@ssw0rd2026!", "qwertyuiop123", "qwertzuiop12", "mnbvcxzlkjhgf"),
        *("1qaz2wsx3edc", "123456789012", "aaaaaaaaaaaa", "abcabcabcabc", "Sommer2024!!!!", "rostrumrostrum"),
        *("letmeinletmein", "iloveyou1234", "basketball2024", "passwordpassword", "VerySecret2026"),
    ],
)
def test_password_that_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password)

    assert "password_guessable" in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize(
    "password",
    [
        *(PASSWORD, NEW, "correct horse battery staple", "Blue kettle walks 7", "tr0ub4dor&3xyz", "Katzenfutter99"),
        *("zw8F2kq0LmPa", "日本語のとても長いパスワード", "x9" + "kettle and moon " * 7),
    ],
)
def test_password_of_ones_own_is_taken(password: str) -> None:
    validate_password(password)

    assert len(password) <= 128


@pytest.mark.parametrize(
    ("password", "code"), [("short pass1", "password_too_short"), ("kettle moon " * 12, "password_too_long")]
)
def test_length_is_twelve_to_128(password: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password)

    assert code in {error.code for error in refused.value.error_list}


def test_looking_at_a_long_password_takes_no_time() -> None:
    own_part("password")
    began = time.thread_time()

    own_part("qwerty0" * 18)

    assert time.thread_time() - began < 0.1


def test_last_five_passwords_do_not_come_back(ada: Membership) -> None:
    used = [PASSWORD, *(f"kettle number {word}" for word in ("one", "two", "three", "four", "five"))]
    for password in used[1:]:
        change_password(ada.user, password=password)

    def is_refused(password: str) -> bool:
        try:
            validate_password(password, ada.user)
        except ValidationError as error:
            return {one.code for one in error.error_list} == {"password_used_before"}
        return False

    assert [is_refused(password) for password in used] == [False, True, True, True, True, True]
    assert PasswordRecord.objects.filter(user=ada.user).count() == 4
    assert all(check_password("x", record.password) is False for record in PasswordRecord.objects.all())


def test_page_refuses_an_earlier_password(ada: Membership) -> None:
    client = sign_in(ada.user.email)
    changed(client)

    page = client.post(CHANGE, {"oldpassword": NEW, "password1": PASSWORD, "password2": PASSWORD})

    assert "You had this password before" in page.text


def test_change_on_the_page_signs_out_everything_else_and_tells(ada: Membership) -> None:
    here, there = sign_in(ada.user.email), sign_in(ada.user.email)
    token = token_pair(ada)["access"]

    assert changed(here) == 302

    assert (is_signed_in(here), is_signed_in(there)) == (True, False)
    assert BrowserSession.objects.filter(user=ada.user).count() == 1
    assert APIClient(HTTP_AUTHORIZATION=f"Bearer {token}").get("/api/v1/auth/profile/").status_code == 401
    assert [mail.template for mail in Mail.objects.filter(user=ada.user)] == ["password_changed"]
    with scope(ada.tenant):
        assert "password.changed" in AuditEntry.objects.values_list("action", flat=True)


def test_browser_that_changed_the_password_can_still_be_signed_out_from_elsewhere(ada: Membership) -> None:
    here = sign_in(ada.user.email)
    changed(here)
    is_signed_in(here)
    there = sign_in(ada.user.email, NEW)

    there.post("/accounts/sessions/end-others/")

    assert (is_signed_in(here), is_signed_in(there)) == (False, True)


def test_change_over_http_ends_sessions_and_other_tokens(ada: Membership, api: Api) -> None:
    browser = sign_in(ada.user.email)
    other = token_pair(ada)["access"]

    answer = api(ada).post(
        "/api/v1/auth/change-password/", {"old_password": PASSWORD, "new_password": NEW}, format="json"
    )

    with_new = APIClient(HTTP_AUTHORIZATION=f"Bearer {answer.json()['access']}")
    with_old = APIClient(HTTP_AUTHORIZATION=f"Bearer {other}")
    assert [client.get("/api/v1/auth/profile/").status_code for client in (with_new, with_old)] == [200, 401]
    assert is_signed_in(browser) is False


def test_change_over_http_by_a_browser_keeps_that_browser(ada: Membership) -> None:
    browser = sign_in(ada.user.email)

    answer = browser.post(
        "/t/acme/api/v1/auth/change-password/",
        {"old_password": PASSWORD, "new_password": NEW},
        content_type="application/json",
    )

    assert (answer.status_code, is_signed_in(browser)) == (200, True)


def reset_link(user: User) -> str:
    Client().post("/accounts/password/reset/", {"email": user.email})
    mail = Mail.objects.filter(template__contains="password_reset_key").latest("created_at")
    found = re.search(r"/accounts/password/reset/key/[^\s]+", text_of(mail))
    assert found
    return found[0]


def text_of(mail: Mail) -> str:
    """The words of a mail that waits."""
    return unseal(SEALED_FOR, bytes(mail.sealed)).decode().replace("\\n", "\n")


def with_link(link: str, new: str = NEW) -> Client:
    client = Client()
    form = client.get(link)
    if form.status_code == 302:
        client.post(form["Location"], {"password1": new, "password2": new})
    return client


def test_reset_works_once_ends_all_sessions_and_signs_nobody_in(ada: Membership) -> None:
    browser = sign_in(ada.user.email)
    link = reset_link(ada.user)

    client = with_link(link)
    again = with_link(link, "another green kettle")

    user = User.objects.get(pk=ada.user_id)
    assert (user.check_password(NEW), is_signed_in(browser)) == (True, False)
    assert ("_auth_user_id" in client.session, "_auth_user_id" in again.session) == (False, False)


def test_link_to_reset_lasts_an_hour() -> None:
    assert live_settings.PASSWORD_RESET_TIMEOUT == 3600


def test_password_is_hashed_anew_at_sign_in_when_the_numbers_change(ada: Membership, settings: Any) -> None:
    settings.PASSWORD_HASHERS = [*ARGON2, "django.contrib.auth.hashers.MD5PasswordHasher"]
    before = ada.user.password

    sign_in(ada.user.email)

    after = User.objects.get(pk=ada.user_id).password
    assert (before.split("$")[0], after.split("$")[:2]) == ("md5", ["argon2", "argon2id"])
    assert check_password(PASSWORD, after)


def test_a_hash_of_fewer_passes_is_renewed(ada: Membership, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ARGON2
    hasher = Argon2id()
    weak = make_password(PASSWORD).replace(f"t={hasher.time_cost}", "t=1")

    assert (hasher.must_update(weak), hasher.must_update(make_password(PASSWORD))) == (True, False)


def test_nobody_has_an_empty_password() -> None:
    assert get_user_model()(email="x@y.example").check_password("") is False


def test_rules_ask_the_database_about_known_people_only(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        validate_password(NEW, User(email="new@acme.example"))


def test_signed_in_fixture_is_a_session_like_any_other(ada: Membership, signed_in: SignedIn) -> None:
    assert is_signed_in(signed_in(ada))
