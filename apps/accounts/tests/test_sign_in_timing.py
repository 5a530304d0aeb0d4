"""Whether there is an account is not to be told by the time that an answer takes; with the real hash."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from apps.accounts.models import Membership, SignIn
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db

TRIES, ROUNDS = 9, 12
MOST_APART = 0.2
# What lies below this cannot be told apart over a network.
UNMEASURABLE_SECONDS = 0.01

KNOWN, UNKNOWN = "ada@acme.example", "eve@acme.example"


def on_page(email: str) -> object:
    return Client().post("/accounts/login/", {"login": email, "password": "not the password"})


def by_api(email: str) -> object:
    data = {"email": email, "password": "not the password"}
    return APIClient().post("/api/v1/auth/login/", data, format="json")


def reset(email: str) -> object:
    return Client().post("/accounts/password/reset/", {"email": email})


def code(email: str) -> object:
    return Client().post("/accounts/login/code/", {"email": email})


def unlock(email: str) -> object:
    return Client().post("/accounts/unlock/", {"email": email})


def seconds(ask: Callable[[str], object], email: str) -> float:
    # Nobody has to wait in between, and no limit of requests is met.
    SignIn.objects.all().delete()
    cache.clear()
    began = time.perf_counter()
    ask(email)
    return time.perf_counter() - began


def is_the_same(known: float, unknown: float) -> bool:
    return abs(known - unknown) <= max(MOST_APART * max(known, unknown), UNMEASURABLE_SECONDS)


@pytest.mark.parametrize("ask", [on_page, by_api, reset, code, unlock], ids=lambda ask: ask.__name__)
def test_known_and_unknown_accounts_take_the_same_time(
    ada: Membership, settings: Any, ask: Callable[[str], object]
) -> None:
    settings.PASSWORD_HASHERS = ["apps.accounts.hashers.Argon2id"]
    ada.user.set_password(PASSWORD)
    ada.user.save()
    [ask(email) for email in (KNOWN, UNKNOWN)]

    known = unknown = float("inf")
    for _round in range(ROUNDS):
        for _try in range(TRIES):
            # By turns, so that whatever else the machine does weighs on both. The quickest of each counts: what the
            # machine does beside can only make an answer slower.
            known = min(known, seconds(ask, KNOWN))
            unknown = min(unknown, seconds(ask, UNKNOWN))
        # A difference that is there stays, however often both are asked.
        if is_the_same(known, unknown):
            return
    pytest.fail(f"known accounts take {known * 1000:.1f} ms, unknown ones {unknown * 1000:.1f} ms")
