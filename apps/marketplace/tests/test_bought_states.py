"""What pages say of a license that was bought: that it renews, is over, was paid back, or has too few seats."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.marketplace.models import License
from apps.marketplace.warnings import license_notices
from tests.people import Grant, SignedIn

pytestmark = pytest.mark.django_db

MODULE = "/t/acme/marketplace/cv_analysis/"
MINE = "/t/acme/marketplace/mine/"
BUY = "/t/acme/billing/buy/cv_analysis/"


def words(signed_in: SignedIn, who: Membership, address: str) -> str:
    return " ".join(signed_in(who).get(address).text.split())


def soon(**more: Any) -> dict[str, Any]:
    return {"ends_at": timezone.now() + timedelta(days=3), **more}


def notices(who: Membership) -> list[str]:
    with scope(who.tenant, who.tenant.path):
        return [notice.title for notice in license_notices(who)]


def test_what_renews_says_so_and_is_not_warned_of(ada: Membership, grant: Grant, signed_in: SignedIn) -> None:
    grant(ada.tenant, **soon(renews=True, seat_limit=3))

    for address in (MODULE, MINE):
        page = words(signed_in, ada, address)
        assert ("renews on" in page, re.findall(r"until [A-Z][a-z]+ \d", page)) == (True, [])
    assert notices(ada) == []


def test_what_ends_is_warned_of(ada: Membership, grant: Grant) -> None:
    grant(ada.tenant, **soon())

    assert "the license ends on" in notices(ada)[0]


@pytest.mark.parametrize(
    ("state", "title", "said", "notice"),
    [
        ("canceled", "Canceled", "The subscription is over. Your data is kept.", "the subscription is over."),
        ("revoked", "Paid back", "What was paid for it was paid back.", "closed, as what was paid for it"),
    ],
)
def test_what_is_over_says_why_and_can_be_bought_again(
    ada: Membership, grant: Grant, signed_in: SignedIn, state: str, title: str, said: str, notice: str
) -> None:
    license_ = grant(ada.tenant, state=state, ends_at=timezone.now() - timedelta(days=1))

    page = words(signed_in, ada, MODULE)

    assert (title in page, said in page, f'href="{BUY}"' in page, "Buy seats again" in page) == (True, True, True, True)
    assert f'href="{BUY}"' in words(signed_in, ada, MINE)
    assert notice in notices(ada)[0]
    License.objects.filter(pk=license_.pk).update(updated_at=timezone.now() - timedelta(days=31))
    assert notices(ada) == []


def test_too_few_seats_are_said_with_the_day_on_which_some_end(
    ada: Membership, grant: Grant, signed_in: SignedIn
) -> None:
    grant(ada.tenant, seat_limit=1, over_allocated_since=timezone.now(), renews=True)

    pages = [words(signed_in, ada, address) for address in (MODULE, MINE, "/t/acme/billing/")]
    seats = words(signed_in, ada, f"{MODULE}seats/")
    inside = words(signed_in, ada, "/t/acme/cv-analysis/")

    assert ["Too few seats" in page for page in pages] == [True, True, True]
    assert "More are taken than were bought. Take some back until" in seats
    assert "More seats are taken than were bought." in notices(ada)[0]
    # Who has no seat comes no further; the owner has none here.
    assert "You have no seat in this module" in inside


def test_banner_in_the_module_says_it_to_who_works_there(ada: Membership, grant: Grant, signed_in: SignedIn) -> None:
    license_ = grant(ada.tenant, seat_limit=1, over_allocated_since=timezone.now())
    license_.seats.create(membership=ada)

    assert "More seats are taken than were bought. On" in words(signed_in, ada, "/t/acme/cv-analysis/")


@pytest.mark.parametrize(
    ("fields", "button"),
    [
        ({"kind": "trial", "state": "trialing"}, "Buy seats to go on"),
        ({"kind": "trial", "state": "expired"}, "Buy seats again"),
    ],
)
def test_trial_leads_to_its_purchase(
    ada: Membership, ben: Membership, grant: Grant, signed_in: SignedIn, fields: dict[str, str], button: str
) -> None:
    grant(ada.tenant, **soon(**fields))

    page, others = words(signed_in, ada, MODULE), words(signed_in, ben, MODULE)

    assert (button in page, f'href="{BUY}"' in page) == (True, True)
    assert (f'href="{BUY}"' in others, "An owner of your workspace can buy seats." in others) == (False, True)


def test_module_that_nobody_has_can_be_bought_at_once(ada: Membership, signed_in: SignedIn) -> None:
    page = words(signed_in, ada, MODULE)

    assert ("Start free trial" in page, f'href="{BUY}"' in page) == (True, True)
