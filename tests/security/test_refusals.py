"""Refused requests stand in the log: who, where, which address and why, and nothing of what was sent."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import Membership
from apps.accounts.services import make_api_key
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from tests.people import Api, SignedIn
from tests.routes import NOBODYS

pytestmark = pytest.mark.django_db
SECRET = "a word that nobody may read"


@pytest.fixture
def refused(caplog: pytest.LogCaptureFixture) -> Iterator[Any]:
    """What was written, as level, message and who."""
    caplog.set_level(logging.INFO, logger="rostrum.refused")

    def lines() -> list[tuple[str, str, dict[str, str]]]:
        found = [one for one in caplog.records if one.name == "rostrum.refused"]
        return [(one.levelname, one.getMessage(), one.values) for one in found]  # type: ignore[attr-defined]  # its extra

    yield lines
    assert SECRET not in caplog.text


def test_what_the_role_does_not_allow(
    acme: Tenant, gia: Membership, signed_in: SignedIn, api: Api, refused: Any
) -> None:
    signed_in(gia).get("/t/acme/settings/security/")
    api(gia).get("/api/v1/audit/")

    who = {"tenant": acme.schema_name, "person": str(gia.user_id)}
    assert refused() == [
        ("WARNING", "refused GET home:security with 403 not-allowed", who),
        ("WARNING", "refused GET audit with 403 not-allowed", who),
    ]


def test_ids_of_others_and_forged_choices(ada: Membership, licensed: License, api: Api, refused: Any) -> None:
    client = api(ada)
    client.get(f"/api/v1/cv-analysis/cvs/{NOBODYS}/")
    client.post("/api/v1/auth/invitations/", {"email": SECRET, "role": "superuser"}, format="json")
    client.get("/api/v1/there/is/nothing/here/")

    who = {"tenant": ada.tenant.schema_name, "person": str(ada.user_id)}
    assert [(level, message, said) for level, message, said in refused()] == [
        ("INFO", "refused GET cv-detail with 404 not-found", who),
        ("INFO", "refused POST invitation-list with 400 invalid invalid invalid_choice", who),
    ]


def test_forged_forms_and_strangers(ada: Membership, refused: Any) -> None:
    Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": SECRET, "password": SECRET})
    Client().get("/t/acme/api/v1/auth/profile/", headers={"Authorization": f"Bearer {SECRET}"})

    assert [(level, message) for level, message, _who in refused()] == [
        ("WARNING", "refused POST account_login with 403 Forbidden"),
        ("WARNING", "refused GET profile with 401 invalid-token"),
    ]


def test_too_many_requests_and_keys_that_may_not(ada: Membership, api: Api, settings: Any, refused: Any) -> None:
    _row, key = make_api_key(ada, name="export", scopes=["hiring.view"], days=1)
    Client().get("/api/v1/auth/profile/", headers={"Authorization": f"Api-Key {key}"})
    settings.REQUEST_LIMITS = {"user": 1}
    for _ in range(2):
        api(ada).get("/api/v1/modules/my-modules/")

    assert [(level, message.split(" with ")[1], "api_key" in who) for level, message, who in refused()] == [
        ("WARNING", "403 not-for-keys", True),
        ("WARNING", "429 too-many-requests", False),
    ]


def test_answers_that_give_what_was_asked_are_no_refusals(ada: Membership, api: Api, refused: Any) -> None:
    api(ada).get("/api/v1/auth/profile/")
    Client().get("/nothing/")

    assert refused() == []
