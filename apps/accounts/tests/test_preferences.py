"""Everybody is spoken to in the language, formats and time zone that they chose, and nobody else is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership, User
from apps.accounts.preferences import formats_choices, language_choices, time_zone_choices
from apps.accounts.services import change_preferences
from apps.accounts.speaking import speaking_to
from apps.core.formats import money
from tests.people import Api, SignedIn

pytestmark = pytest.mark.django_db

PROFILE = "/api/v1/auth/profile/"
PAGE = "/t/acme/accounts/preferences/"


def said_in(response: Any) -> str:
    """The language that the answer says it is in, and its page too."""
    language = str(response.headers["Content-Language"])
    if response.headers["Content-Type"].startswith("text/html"):
        assert f'<html lang="{language}"' in response.content.decode()
    return language


def test_pages_speak_as_each_person_chose(signed_in: SignedIn, ada: Membership, ben: Membership) -> None:
    change_preferences(ada.user, language="de")
    adas, bens = signed_in(ada), signed_in(ben)

    for _round in range(2):
        assert said_in(adas.get("/t/acme/", headers={"Accept-Language": "en"})) == "de"
        assert said_in(bens.get("/t/acme/")) == "en"
        assert said_in(Client().get("/")) == "en"


def test_whoever_chose_nothing_is_spoken_to_as_the_browser_wishes(signed_in: SignedIn, ben: Membership) -> None:
    assert said_in(signed_in(ben).get("/t/acme/", headers={"Accept-Language": "de-CH, en;q=0.5"})) == "de"
    assert said_in(Client().get("/", headers={"Accept-Language": "fr, de;q=0.5"})) == "de"
    assert said_in(Client().get("/t/nobody/", headers={"Accept-Language": "de"})) == "de"


def test_pages_that_are_not_there_speak_as_the_person_chose(signed_in: SignedIn, ada: Membership) -> None:
    change_preferences(ada.user, language="de")
    for path in ("/t/acme/nowhere/", "/nowhere/", "/t/practice/"):
        assert said_in(signed_in(ada).get(path)) == "de"


def test_a_persons_choice_costs_no_statement(
    signed_in: SignedIn, api: Api, ada: Membership, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(ada)

    def statements(ask: Callable[[], object]) -> list[str]:
        with CaptureQueriesContext(connection) as said:
            ask()
        return [one["sql"] for one in said if one["sql"].startswith("SELECT")]

    def page() -> list[str]:
        return statements(lambda: client.get(PAGE))

    def profile() -> list[str]:
        return statements(lambda: program.get(PROFILE))

    program = api(ada)
    (page(), profile())  # the tenant is remembered from here on
    before = page(), profile()
    change_preferences(ada.user, language="de", timezone="Europe/Berlin")
    assert [len(now) for now in (page(), profile())] == [len(then) for then in before]
    # The one of the session, and the membership that comes with its user.
    assert len([one for one in page() if '"accounts_user"."password"' in one]) == 2
    with django_assert_num_queries(0):
        Client().get("/accounts/login/")


def test_saving_changes_the_very_next_page(signed_in: SignedIn, ada: Membership) -> None:
    client = signed_in(ada)
    chosen = {"language": "de", "formats": "de-CH", "timezone": "Asia/Tokyo"}

    answer = client.post(PAGE, chosen, follow=True)

    user = User.objects.get(pk=ada.user_id)
    assert {name: getattr(user, name) for name in chosen} == chosen
    assert said_in(answer) == "de"
    page = answer.content.decode()
    assert ("$\xa01’234.50" in page, "Asia/Tokyo" in page) == (True, True)


@pytest.mark.parametrize("wrong", [{"language": "tlh"}, {"formats": "de-XX"}, {"timezone": "Mars/Olympus"}])
def test_what_cannot_be_chosen_is_refused(
    signed_in: SignedIn, api: Api, ada: Membership, wrong: dict[str, str]
) -> None:
    assert signed_in(ada).post(PAGE, wrong).status_code == 422
    refused = api(ada).patch(PROFILE, wrong, format="json")
    assert (refused.status_code, [error["field"] for error in refused.json()["errors"]]) == (400, list(wrong))
    user = User.objects.get(pk=ada.user_id)
    assert (user.language, user.formats, user.timezone) == ("", "", "")


def test_profile_keeps_what_is_not_sent(api: Api, ada: Membership) -> None:
    api(ada).patch(PROFILE, {"language": "de", "timezone": "Europe/Berlin"}, format="json")
    answer = api(ada).patch(PROFILE, {"formats": "de-AT"}, format="json")

    user = answer.json()["user"]
    assert (answer.status_code, user["name"]) == (200, "Ada")
    assert (user["language"], user["formats"], user["timezone"]) == ("de", "de-AT", "Europe/Berlin")


def test_programs_get_the_language_they_ask_for_and_else_the_persons(api: Api, ada: Membership) -> None:
    change_preferences(ada.user, language="de")
    client = api(ada)
    found = {wish: said_in(client.get(PROFILE, **header(wish))) for wish in ("", "en", "fr", "de-AT, en")}
    assert found == {"": "de", "en": "en", "fr": "de", "de-AT, en": "de"}
    assert said_in(api(None).get(PROFILE)) == "en"


def header(wish: str) -> dict[str, Any]:
    return {"headers": {"Accept-Language": wish}} if wish else {}


def test_the_switch_holds_for_strangers_by_cookie_and_for_people_everywhere(
    signed_in: SignedIn, ada: Membership
) -> None:
    stranger = Client()
    answer = stranger.post("/i18n/setlang/", {"language": "de", "next": "/accounts/login/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/")
    assert said_in(stranger.get("/")) == "de"

    signed_in(ada).post("/t/acme/i18n/setlang/", {"language": "de", "next": "/t/acme/"})
    assert said_in(signed_in(ada).get("/t/acme/")) == "de"


def test_the_switch_leads_to_no_other_host() -> None:
    answer = Client().post("/i18n/setlang/", {"language": "de", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_times_are_the_browsers_until_the_person_chose(signed_in: SignedIn, ada: Membership) -> None:
    client = signed_in(ada)
    client.cookies["timezone"] = "Asia/Tokyo"
    assert "Asia/Tokyo</dd>" in client.get(PAGE).content.decode()
    change_preferences(ada.user, timezone="Europe/Berlin")
    assert "Europe/Berlin</dd>" in client.get(PAGE).content.decode()


def test_a_mail_speaks_to_who_gets_it(ada: Membership, mails: Callable[[], list[str]]) -> None:
    change_preferences(ada.user, language="de")
    Client().post("/accounts/password/reset/", {"email": ada.user.email}, headers={"Accept-Language": "en"})
    (mail,) = mails()
    assert "Content-Language: de" in mail


def test_speaking_to_somebody_ends_where_it_began(ada: Membership) -> None:
    change_preferences(ada.user, language="de", formats="de-DE", timezone="Asia/Tokyo")
    with translation.override("en"):
        with speaking_to(ada.user):
            inside = (translation.get_language(), money(19, "USD"), timezone.get_current_timezone_name())
        outside = (translation.get_language(), money(19, "USD"), timezone.get_current_timezone_name())
    assert (inside, outside) == (("de", "19,00\xa0$", "Asia/Tokyo"), ("en", "$19.00", "UTC"))


def test_choices_stand_in_their_own_words() -> None:
    assert dict(language_choices())["de"] == "Deutsch"
    assert dict(formats_choices())["de-CH"] == "Deutsch (Schweiz)"
    assert ("Europe/Berlin", "Berlin") in dict(time_zone_choices())["Europe"]
