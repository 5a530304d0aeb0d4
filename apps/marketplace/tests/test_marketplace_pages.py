"""The marketplace in a browser."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.core.modules import all_modules
from apps.marketplace.models import License
from tests.both_cores import without_times
from tests.people import Grant, SignedIn

pytestmark = pytest.mark.django_db

INDEX = "/t/acme/marketplace/"
MODULE = "/t/acme/marketplace/cv_analysis/"


def said_in(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_every_module_is_shown_with_a_link_to_it(ada: Membership, signed_in: SignedIn) -> None:
    page = signed_in(ada).get(INDEX)

    assert page.status_code == 200
    for config in all_modules():
        assert (str(config.title) in page.text, f'href="{INDEX}{config.label}/"' in page.text) == (True, True)


@pytest.mark.parametrize(("address", "statements"), [(INDEX, 5), (MODULE, 5), (f"{INDEX}mine/", 5)])
def test_number_of_statements(
    ada: Membership,
    signed_in: SignedIn,
    licensed: License,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    statements: int,
) -> None:
    client = signed_in(ada)
    client.get(address)

    # User, membership, licenses (for my own with their usage), and the frame: navigation and workspaces.
    with django_assert_num_queries(statements):
        client.get(address)


def test_owner_starts_the_trial_and_stands_in_the_module(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)
    offered = client.get(MODULE)

    response = client.post(f"{MODULE}start-trial/")
    arrived = client.get(response["Location"])

    license_ = License.objects.get(tenant=ada.tenant)
    assert f'action="{MODULE}start-trial/"' in offered.text
    assert (response.status_code, response["Location"]) == (302, "/t/acme/cv-analysis/")
    assert (license_.kind, license_.state) == ("trial", "trialing")
    assert (arrived.status_code, "Your free trial has started." in arrived.text) == (200, True)


def test_second_trial_is_a_page_that_says_why_not(ada: Membership, signed_in: SignedIn, expired: License) -> None:
    response = signed_in(ada).post(f"{MODULE}start-trial/")

    assert response.status_code == 409
    assert "This workspace has had its free trial of this module" in response.text


def test_trial_that_was_used_is_not_offered_again(ada: Membership, signed_in: SignedIn, expired: License) -> None:
    assert "start-trial" not in signed_in(ada).get(MODULE).text


def test_switched_off_and_on_again(ada: Membership, signed_in: SignedIn, licensed: License) -> None:
    client = signed_in(ada)

    off = client.post(f"{MODULE}deactivate/")
    said_off = said_in(off)
    on_page = client.get(MODULE).text
    on = client.post(f"{MODULE}reactivate/")

    assert [(r.status_code, r["Location"]) for r in (off, on)] == [(302, MODULE), (302, MODULE)]
    assert (said_off, said_in(on)[-1]) == (
        ["The module is switched off. Its data stays."],
        "The module is switched on again.",
    )
    assert f'action="{MODULE}reactivate/"' in on_page
    licensed.refresh_from_db()
    assert licensed.state == "active"


@pytest.mark.parametrize("deed", ["start-trial", "deactivate", "reactivate"])
def test_members_see_the_marketplace_but_do_not_decide(
    ben: Membership, signed_in: SignedIn, licensed: License, deed: str
) -> None:
    client = signed_in(ben)

    page = client.get(MODULE)
    response = client.post(f"{MODULE}{deed}/")

    assert (page.status_code, f'action="{MODULE}' in page.text) == (200, False)
    assert (response.status_code, "Ask an owner or administrator of your workspace." in response.text) == (403, True)


@pytest.mark.parametrize("deed", ["start-trial", "deactivate", "reactivate"])
def test_deeds_are_posted(ada: Membership, signed_in: SignedIn, deed: str) -> None:
    assert signed_in(ada).get(f"{MODULE}{deed}/").status_code == 405


def test_module_that_there_is_not(ada: Membership, signed_in: SignedIn) -> None:
    assert signed_in(ada).get(f"{INDEX}nothing/").status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": "active"}, "Active"),
        ({"state": "deactivated"}, "Switched off"),
        ({"kind": "trial", "state": "trialing", "ends_at": timezone.now() + timedelta(days=5)}, "trial"),
        ({"kind": "trial", "state": "trialing", "ends_at": timezone.now() - timedelta(days=5)}, "xpired"),
    ],
    ids=without_times,
)
def test_my_modules_say_how_they_stand(
    ada: Membership, signed_in: SignedIn, grant: Grant, fields: dict[str, object], said: str
) -> None:
    grant(ada.tenant, **fields)

    page = signed_in(ada).get(f"{INDEX}mine/")

    assert (page.status_code, "CV analysis" in page.text, said in page.text) == (200, True, True)


def test_without_a_license_my_modules_say_what_to_do(ada: Membership, signed_in: SignedIn) -> None:
    page = signed_in(ada).get(f"{INDEX}mine/")

    assert (page.status_code, f'href="{INDEX}"' in page.text) == (200, True)
