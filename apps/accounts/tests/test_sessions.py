"""The browsers that are signed in: seen, and signed out from elsewhere, on pages and over HTTP."""

import time
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import BrowserSession, Membership
from apps.accounts.sign_in_guard import BEGAN
from apps.accounts.tokens import token_pair
from tests.people import PASSWORD, Api, SignedIn

pytestmark = pytest.mark.django_db

PAGE = "/accounts/sessions/"
API = "/api/v1/auth/sessions/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
FIREFOX = "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def sign_in(who: Membership, agent: str = CHROME) -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    client.post("/accounts/login/", {"login": who.user.email, "password": PASSWORD})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def test_page_shows_this_browser_first_and_the_others_with_a_button(ada: Membership) -> None:
    here, _there = sign_in(ada), sign_in(ada, FIREFOX)

    text = here.get(PAGE).text

    assert text.index("This browser") < text.index("Firefox on Ubuntu")
    assert text.count('/end/"') == 1


def test_one_browser_is_signed_out_from_another(ada: Membership) -> None:
    here, there = sign_in(ada), sign_in(ada, FIREFOX)
    other = BrowserSession.objects.get(browser__startswith="Firefox")

    here.post(f"{PAGE}{other.pk}/end/")

    assert (is_signed_in(here), is_signed_in(there), BrowserSession.objects.count()) == (True, False, 1)


def test_all_others_and_all_tokens_end_together(ada: Membership, api: Api) -> None:
    here, there, program = sign_in(ada), sign_in(ada, FIREFOX), api(ada)

    here.post(f"{PAGE}end-others/")

    assert (is_signed_in(here), is_signed_in(there)) == (True, False)
    assert program.get("/api/v1/auth/profile/").status_code == 401


def test_nobody_signs_out_the_browser_of_somebody_else(ada: Membership, cleo: Membership, api: Api) -> None:
    here = sign_in(ada)
    row = BrowserSession.objects.get(user=ada.user)

    answers = [
        sign_in(cleo).post(f"{PAGE}{row.pk}/end/").status_code,
        api(cleo).delete(f"{API}{row.pk}/").status_code,
        api(cleo).get(API).json()[0]["id"] == str(row.pk),
    ]

    assert (answers, is_signed_in(here)) == ([404, 404, False], True)


def test_signing_out_takes_the_browser_from_the_list(ada: Membership) -> None:
    sign_in(ada).post("/accounts/logout/")

    assert BrowserSession.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_database_the_same_for_one_and_for_three(
    ada: Membership, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    here = [sign_in(ada) for _ in range(count)][-1]
    here.get(PAGE)

    with django_assert_num_queries(4):
        here.get(PAGE)


def test_programs_see_browsers_and_end_them(ada: Membership, api: Api) -> None:
    browser = sign_in(ada)
    (row,) = api(ada).get(API).json()

    gone = api(ada).delete(f"{API}{row['id']}/")

    assert (row["browser"], row["address"], row["way"], row["is_this"]) == (
        *("Chrome on Windows", "127.0.0.1"),
        *("password", False),
    )
    assert (gone.status_code, is_signed_in(browser)) == (204, False)


def test_browser_that_asks_over_http_knows_itself(ada: Membership) -> None:
    (row,) = sign_in(ada).get(f"/t/acme{API}").json()

    assert row["is_this"] is True


def test_logout_everywhere_ends_tokens_and_browsers(ada: Membership, api: Api) -> None:
    browser, program, other = sign_in(ada), api(ada), token_pair(ada)["refresh"]

    answer = program.post("/api/v1/auth/logout-everywhere/")

    assert (answer.status_code, is_signed_in(browser)) == (204, False)
    assert program.get("/api/v1/auth/profile/").status_code == 401
    assert program.post("/api/v1/auth/token/refresh/", {"refresh": other}, format="json").status_code == 401


def test_session_from_before_is_listed_at_its_next_request(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)
    BrowserSession.objects.all().delete()
    session = client.session
    del session["browser_session"], session["browser_seen"]
    session.save()

    client.get(PAGE)

    assert BrowserSession.objects.filter(user=ada.user).count() == 1


def long_ago(client: Client) -> None:
    """As if the browser had been signed in for an hour."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()


@pytest.mark.parametrize("deed", ["one", "others"])
def test_ending_a_browser_asks_for_a_proof_and_goes_on_after_it(ada: Membership, deed: str) -> None:
    here, there = sign_in(ada), sign_in(ada, FIREFOX)
    other = BrowserSession.objects.get(browser__startswith="Firefox")
    address = f"{PAGE}{other.pk}/end/" if deed == "one" else f"{PAGE}end-others/"
    long_ago(here)

    asked = here.post(address)
    before = is_signed_in(there)
    here.post(asked.headers["Location"], {"password": PASSWORD})

    assert asked.headers["Location"] == f"/accounts/reauthenticate/?next={address.replace('/', '%2F')}"
    assert (before, is_signed_in(here), is_signed_in(there)) == (True, True, False)


def test_programs_prove_it_too(ada: Membership) -> None:
    browser, old = sign_in(ada), token_pair(ada, began=int(time.time()) - 3600)["access"]
    row = BrowserSession.objects.get()
    program = Client(headers={"Authorization": f"Bearer {old}"})

    answers = [program.delete(f"{API}{row.pk}/"), program.post("/api/v1/auth/logout-everywhere/")]

    assert [(one.status_code, one.json()["code"]) for one in answers] == [(403, "sign-in-again")] * 2
    assert is_signed_in(browser)


def test_session_ends_for_good_after_the_days_of_the_platform(ada: Membership, settings: Any) -> None:
    settings.SESSION_DAYS = 3
    browsers = [sign_in(ada), sign_in(ada)]
    for browser, hours in zip(browsers, (71, 73), strict=True):
        session = browser.session
        session[BEGAN] -= hours * 3600
        session.save()

    platform = [is_signed_in(browser) for browser in browsers]
    answers = [browser.get("/t/acme/").status_code for browser in browsers]

    assert (platform, answers) == ([True, False], [200, 302])


def test_tokens_end_after_these_days_however_often_they_are_refreshed(ada: Membership, api: Api, settings: Any) -> None:
    settings.SESSION_DAYS = 3
    now = int(time.time())

    def answers(hours: int) -> list[int]:
        pair = token_pair(ada, began=now - hours * 3600)
        renewed = api(None).post("/api/v1/auth/token/refresh/", {"refresh": pair["refresh"]}, format="json")
        program = Client(headers={"Authorization": f"Bearer {pair['access']}"})
        return [program.get("/api/v1/auth/profile/").status_code, renewed.status_code]

    assert (answers(71), answers(73)) == ([200, 200], [401, 401])
