"""Programs that buy or end something have signed in lately; a refresh makes no sign-in younger."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.fresh import FRESH_SECONDS
from apps.accounts.models import Membership
from apps.accounts.services import make_api_key
from apps.accounts.tests.totp import code_now, give_app
from apps.accounts.tokens import token_pair
from apps.billing.models import Account, Order
from apps.billing.tests.rows import CVS, subscribed
from apps.billing.tests.shop import Shop, shop_open
from tests.people import PASSWORD, SignedIn

pytestmark = pytest.mark.django_db
API = "/api/v1/billing/"
AGAIN = "/api/v1/auth/sign-in-again/"
ORDER = {"module": "cv_analysis", "seats": 2, "period": "month"}
OLD = FRESH_SECONDS + 60


@pytest.fixture(autouse=True)
def shop() -> Iterator[Shop]:
    with shop_open() as opened:
        yield opened


def with_token(token: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


def since(member: Membership, seconds: int) -> dict[str, str]:
    return token_pair(member, began=int(time.time()) - seconds)


def outcome(answer: Any) -> tuple[int, str]:
    return answer.status_code, (answer.json() or {}).get("code", "") if answer.content else ""


def test_whoever_signed_in_long_ago_proves_who_they_are_before_anything_is_bought_or_ended(
    ada: Membership, payer: Account
) -> None:
    subscription = subscribed(payer, (CVS, 2))
    client = with_token(since(ada, OLD)["access"])
    about = f"{API}subscriptions/{subscription.pk}/"

    answers = {
        "buy": client.post(f"{API}checkout/create-session/", ORDER, format="json"),
        "pay": client.post(f"{API}checkout/create-payment-intent/", {"credits": 5}, format="json"),
        "cancel": client.post(f"{about}cancel/"),
        "take back": client.post(f"{about}reactivate/"),
        "more seats": client.post(f"{about}seats/", {"module": "cv_analysis", "seats": 3}, format="json"),
        "plan": client.post(f"{about}plan/", {"plan": "business", "period": "month"}, format="json"),
        "method": client.delete(f"{API}payment-methods/pm_1/"),
    }

    assert {name: outcome(answer) for name, answer in answers.items()} == dict.fromkeys(answers, (403, "sign-in-again"))
    assert Order.objects.count() == 0


def test_what_costs_nothing_asks_nobody_again(ada: Membership, payer: Account) -> None:
    subscription = subscribed(payer, (CVS, 3))
    client = with_token(since(ada, OLD)["access"])
    about = f"{API}subscriptions/{subscription.pk}/"

    fewer = client.post(f"{about}seats/", {"module": "cv_analysis", "seats": 1}, format="json")

    assert fewer.json()["items"][0]["next_quantity"] == 1
    assert client.get(f"{API}overview/").json()["state"] == "ok"


def test_a_refresh_makes_no_sign_in_younger(ada: Membership) -> None:
    young = APIClient().post(
        "/api/v1/auth/token/refresh/", {"refresh": since(ada, FRESH_SECONDS - 60)["refresh"]}, format="json"
    )
    old = APIClient().post("/api/v1/auth/token/refresh/", {"refresh": since(ada, OLD)["refresh"]}, format="json")

    answers = [
        with_token(pair.json()["access"]).post(f"{API}checkout/create-session/", ORDER, format="json")
        for pair in (young, old)
    ]

    assert [outcome(answer) for answer in answers] == [(201, ""), (403, "sign-in-again")]


def test_the_password_opens_it_again_and_ends_no_other_token(ada: Membership) -> None:
    old = since(ada, OLD)

    pair = with_token(old["access"]).post(AGAIN, {"password": PASSWORD}, format="json").json()

    bought = with_token(pair["access"]).post(f"{API}checkout/create-session/", ORDER, format="json")
    refreshed = APIClient().post("/api/v1/auth/token/refresh/", {"refresh": old["refresh"]}, format="json")
    assert (outcome(bought), refreshed.status_code, sorted(pair)) == ((201, ""), 200, ["access", "refresh"])


def test_a_wrong_password_and_a_missing_code_open_nothing(ada: Membership) -> None:
    give_app(ada.user)
    client = with_token(since(ada, OLD)["access"])

    wrong = client.post(AGAIN, {"password": "a guess", "code": code_now()}, format="json")
    without = client.post(AGAIN, {"password": PASSWORD}, format="json")
    right = client.post(AGAIN, {"password": PASSWORD, "code": code_now()}, format="json")
    nobody = APIClient().post(AGAIN, {"password": PASSWORD}, format="json")

    assert [outcome(one) for one in (wrong, without, right)] == [(400, "invalid"), (401, "mfa-required"), (200, "")]
    assert nobody.status_code == 401


def test_guesses_are_limited(ada: Membership) -> None:
    client = with_token(since(ada, OLD)["access"])

    answers = [client.post(AGAIN, {"password": f"guess {number}"}, format="json").status_code for number in range(12)]

    assert answers[-1] == 429


def test_keys_buy_nothing(ada: Membership) -> None:
    _row, key = make_api_key(ada, name="Bookkeeping", scopes=["billing.manage"], days=30)
    client = with_token(key)

    bought = client.post(f"{API}checkout/create-session/", ORDER, format="json")

    assert (outcome(bought), client.get(f"{API}overview/").status_code) == ((403, "not-for-keys"), 200)


def test_a_browser_counts_from_its_own_sign_in(ada: Membership, signed_in: SignedIn) -> None:
    browser = signed_in(ada)
    address = "/t/acme/api/v1/"

    before = browser.post(f"{address}billing/checkout/create-session/", ORDER, content_type="application/json")
    again = browser.post(f"{address}auth/sign-in-again/", {"password": PASSWORD}, content_type="application/json")
    after = browser.post(f"{address}billing/checkout/create-session/", ORDER, content_type="application/json")

    assert [outcome(one) for one in (before, again, after)] == [(403, "sign-in-again"), (200, ""), (201, "")]
