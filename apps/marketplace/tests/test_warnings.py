"""Pages say that a license or a meter comes to its end before it bites."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.marketplace.models import License, Usage
from apps.marketplace.services import reserve
from apps.marketplace.services.meters import this_month
from apps.marketplace.states import GRACE
from apps.marketplace.warnings import license_notices
from apps.tenants.models import Tenant
from tests.both_cores import without_times
from tests.people import Grant, SignedIn

pytestmark = pytest.mark.django_db

CVS = "/t/acme/cv-analysis/"
DAY = timedelta(days=1)
MANAGERS_LINK = 'href="/t/acme/marketplace/cv_analysis/">See what can be done</a>'


def use(tenant: Tenant, amount: int) -> None:
    reserve(tenant, module="cv_analysis", meter="analyses", key="work", amount=amount)


@pytest.mark.parametrize(
    ("fields", "used", "said"),
    [
        ({}, 0, ""),
        ({}, 159, ""),
        ({}, 160, "CVs analysed: 160 of 200 of this month are used."),
        ({}, 200, "CVs analysed: all 200 of this month are used up."),
        ({"ends_at": timezone.now() + DAY}, 0, ""),
        ({"ends_at": timezone.now() - DAY}, 0, "The license has run out. Everything stays open until"),
        ({"ends_at": timezone.now() - GRACE}, 0, "The license has run out: until"),
    ],
    ids=without_times,
)
def test_banner_stands_above_the_modules_pages_and_nowhere_else(
    ada: Membership,
    ben: Membership,
    grant: Grant,
    signed_in: SignedIn,
    fields: dict[str, object],
    used: int,
    said: str,
) -> None:
    grant(ada.tenant, **fields)
    if used:
        use(ada.tenant, used)

    pages = [signed_in(who).get(CVS).text for who in (ada, ben)]

    assert [said in page for page in pages] == [True, True]
    assert [MANAGERS_LINK in page for page in pages] == [bool(said), False]
    assert "See what can be done" not in signed_in(ada).get("/t/acme/").text


def test_candidates_are_spared_the_banner(dan: Membership, grant: Grant, signed_in: SignedIn) -> None:
    grant(dan.tenant, ends_at=timezone.now() - DAY)

    page = signed_in(dan).get("/t/practice/cv-analysis/")

    assert (page.status_code, "has run out" in page.text) == (200, False)


@pytest.mark.parametrize(
    ("fields", "used", "said"),
    [
        ({}, 0, []),
        ({"ends_at": timezone.now() + 8 * DAY}, 0, []),
        ({"ends_at": timezone.now() + 6 * DAY}, 0, ["CV analysis: the license ends on"]),
        ({"kind": "trial", "state": "trialing", "ends_at": timezone.now() + DAY}, 0, ["CV analysis: the trial ends"]),
        ({"ends_at": timezone.now() - DAY}, 0, ["CV analysis: The license has run out. Everything stays open"]),
        ({"ends_at": timezone.now() - GRACE}, 0, ["CV analysis: The license has run out: until"]),
        ({"state": "deactivated"}, 200, []),
        ({}, 160, ["CV analysis: CVs analysed: 160 of 200"]),
    ],
    ids=without_times,
)
def test_bell_tells_those_who_decide(
    ada: Membership, grant: Grant, fields: dict[str, object], used: int, said: list[str]
) -> None:
    grant(ada.tenant, **fields)
    if used:
        use(ada.tenant, used)

    found = [notice.title for notice in license_notices(ada)]

    assert [title.startswith(words) for title, words in zip(found, said, strict=True)] == [True] * len(said)


def test_bell_takes_one_statement(
    ada: Membership, licensed: License, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Usage.objects.create(tenant=ada.tenant, module="cv_analysis", meter="analyses", month=this_month(), used=190)

    with django_assert_num_queries(1):
        assert len(license_notices(ada)) == 1
