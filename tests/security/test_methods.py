"""TRACE and its like send back what was asked, cookies and tokens included: no address answers them."""

import pytest
from django.test import Client

from apps.accounts.models import Membership
from apps.core.modules import all_modules
from apps.tenants.models import Tenant
from tests.people import Grant, SignedIn
from tests.routes import filled_in, routes_of
from tests.visiting import address_of

pytestmark = pytest.mark.django_db


def test_no_address_of_the_platform_answers_trace() -> None:
    client = Client(headers={"X-Secret": "sent back"})
    answers = {route: client.trace(f"/{filled_in(route)}") for route in routes_of("config.public_urls")}

    assert len(answers) > 100
    assert {route: one.status_code for route, one in answers.items() if one.status_code != 405} == {}
    assert [route for route, one in answers.items() if b"sent back" in one.content] == []


def test_no_address_of_a_workspace_answers_trace(
    ada: Membership, grant: Grant, signed_in: SignedIn, acme: Tenant
) -> None:
    for module in all_modules():
        grant(acme, module.label)
    client = signed_in(ada)
    answers = {route: client.trace(address_of(route, acme)).status_code for route in routes_of("config.urls")}

    assert len(answers) > 300
    assert {route: status for route, status in answers.items() if status != 405} == {}


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT"])
def test_the_refusal_says_what_is_answered(method: str) -> None:
    page, problem = Client().generic(method, "/pricing/"), Client().generic(method, "/api/v1/modules/marketplace/")

    assert [(one.status_code, one.headers["Allow"]) for one in (page, problem)] == [
        (405, "GET, HEAD, POST, OPTIONS")
    ] * 2
    assert problem.json()["code"] == "method-not-allowed"
