"""How often who may ask within a minute, and what is said about it."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from redis import RedisError

from apps.accounts import request_limits
from apps.accounts.models import Membership
from apps.accounts.services import make_api_key
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from config import limits
from tests.people import Api, SignedIn

pytestmark = pytest.mark.django_db

PROFILE = "/api/v1/auth/profile/"
CVS = "/api/v1/cv-analysis/cvs/"
CATALOGUE = "/api/v1/modules/marketplace/"


@pytest.fixture(autouse=True)
def _in_one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_limits, "_now", lambda: 600_018.0)


def statuses(client: Any, path: str, times: int, **more: Any) -> list[int]:
    return [client.get(path, **more).status_code for _ in range(times)]


def test_nothing_is_counted_unless_it_is_set(ada: Membership, api: Api) -> None:
    answer = api(ada).get(PROFILE)
    assert (answer.status_code, "RateLimit" in answer.headers) == (200, False)


def test_a_person_is_told_and_then_refused_and_others_go_on(
    ada: Membership, ben: Membership, api: Api, signed_in: SignedIn, settings: Any, acme: Tenant
) -> None:
    settings.REQUEST_LIMITS = {"user": 2, "tenant": 100}
    first = api(ada).get(PROFILE)
    page = signed_in(ada).get(acme.path)
    late, late_page = api(ada).get(PROFILE), signed_in(ada).get(acme.path)

    assert (first.headers["RateLimit-Policy"], first.headers["RateLimit"]) == (
        '"user";q=2;w=60, "tenant";q=100;w=60',
        '"user";r=1;t=42, "tenant";r=99;t=42',
    )
    assert (page.status_code, page.headers["RateLimit"]) == (200, '"user";r=0;t=42, "tenant";r=98;t=42')
    assert (late.status_code, late.json()["code"], late.headers["Retry-After"]) == (429, "too-many-requests", "42")
    assert late.headers["RateLimit"].startswith('"user";r=0;t=42')
    assert (late_page.status_code, late_page.headers["Retry-After"]) == (429, "42")
    assert api(ben).get(PROFILE).status_code == 200


def test_the_next_minute_begins_anew(ada: Membership, api: Api, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REQUEST_LIMITS = {"user": 1}
    before = statuses(api(ada), PROFILE, 2)
    monkeypatch.setattr(request_limits, "_now", lambda: 600_060.0)

    assert (before, statuses(api(ada), PROFILE, 2)) == ([200, 429], [200, 429])


def test_a_key_has_a_share_of_its_own(ada: Membership, licensed: License, api: Api, settings: Any) -> None:
    settings.REQUEST_LIMITS = {"key": 1, "user": 1}
    clients = []
    for name in ("Career page", "Reports"):
        _key, raw = make_api_key(ada, name=name, scopes=["cv_analysis.view"], days=30)
        clients.append(Client(headers={"Authorization": f"Bearer {raw}"}))

    assert [statuses(client, CVS, 2) for client in clients] == [[200, 429]] * 2
    assert statuses(api(ada), PROFILE, 1) == [200]


def test_all_of_a_workspace_share_and_those_who_practise_do_not(
    ada: Membership, ben: Membership, cleo: Membership, dan: Membership, api: Api, settings: Any
) -> None:
    settings.REQUEST_LIMITS = {"tenant": 2}

    assert [api(who).get(PROFILE).status_code for who in (ada, ben, ada, cleo)] == [200, 200, 429, 200]
    assert statuses(api(dan), PROFILE, 3) == [200] * 3


def test_strangers_count_by_their_network(settings: Any) -> None:
    settings.REQUEST_LIMITS = {"address": 1}
    one_house = [Client(REMOTE_ADDR=address) for address in ("2001:db8:1:2::1", "2001:db8:1:2::2")]
    another = Client(REMOTE_ADDR="2001:db8:1:3::1")

    assert [client.get(CATALOGUE).status_code for client in (*one_house, another)] == [200, 429, 200]
    # A wrong token is no way out of it.
    guesser = Client(REMOTE_ADDR="192.0.2.1", headers={"Authorization": "Bearer rk_guessed"})
    assert statuses(guesser, PROFILE, 2) == [401, 429]
    # Everybody behind a proxy that the settings do not know has its address.
    behind = Client(REMOTE_ADDR="192.0.2.2", headers={"X-Forwarded-For": "198.51.100.1"})
    assert statuses(behind, CATALOGUE, 3) == [200] * 3


def test_who_watches_over_the_product_is_not_counted(settings: Any) -> None:
    settings.REQUEST_LIMITS = {"address": 1}
    assert statuses(Client(), "/healthz", 3) == [200] * 3


def test_a_cache_that_is_away_opens_the_door(
    ada: Membership, api: Api, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: Any, **_named: Any) -> None:
        raise RedisError("away")

    settings.REQUEST_LIMITS = {"user": 1}
    monkeypatch.setattr(cache, "incr", refuse)

    assert statuses(api(ada), PROFILE, 2) == [200, 200]


@pytest.mark.parametrize("word", ["user", "user=", "user=0", "user=many", "everybody=3"])
def test_a_wrong_word_stops_the_start(word: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="REQUEST_LIMITS: write"):
        limits._limits("REQUEST_LIMITS", ["key=5", word])


def test_what_is_set_holds_and_off_is_off() -> None:
    given = limits._limits("REQUEST_LIMITS", limits._given(["user=5", "tenant=70"]))

    assert (given, limits._given(["off"]), limits._given([])) == ({"user": 5, "tenant": 70}, [], [])
    assert set(limits._limits("REQUEST_LIMITS", limits.USUAL)) == set(limits.COUNTED)
