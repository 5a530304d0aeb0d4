"""Catalogue, trials and licenses over HTTP."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.core.modules import all_modules
from apps.core.problems import MissingError
from apps.marketplace.models import License, Seat, Usage
from apps.marketplace.services import capture, deactivate, reserve, start_trial
from apps.tenants.models import Tenant
from tests.both_cores import without_times
from tests.people import Api, Grant

pytestmark = pytest.mark.django_db

CATALOGUE = "/api/v1/modules/marketplace/"
MINE = "/api/v1/modules/my-modules/"
MODULE = "/api/v1/modules/cv_analysis/"


def test_catalogue_is_for_everybody(api: Api, acme: Tenant) -> None:
    body = api(None).get(CATALOGUE).json()

    assert (body["count"], body["next"], body["previous"]) == (len(all_modules()), None, None)
    offer = next(row for row in body["results"] if row["id"] == "cv_analysis")
    shot, release = offer.pop("screenshots")[0], offer.pop("changelog")[-1]
    assert (shot["url"], shot["url_dark"], shot["width"], shot["height"]) == (
        "http://localhost:8000/static/shots/cv-light.webp",
        "http://localhost:8000/static/shots/cv-dark.webp",
        1440,
        900,
    )
    assert shot["alt"].startswith("A CV with the words marked")
    assert (release["version"], release["day"], len(release["changes"])) == ("1.0", "2026-11-21", 2)
    assert [(right["name"], right["roles"]) for right in offer.pop("permissions")][1] == (
        "cv_analysis.upload",
        ["owner", "admin", "member", "candidate"],
    )
    assert offer == {
        "id": "cv_analysis",
        "title": "CV analysis",
        "description": (
            "Reads CVs in PDF, Word, text or as a scan and shows, for everything it found, the words it rests on."
        ),
        "icon": "file-search",
        "prices": [
            {"period": "month", "amount": "19.00", "currency": "USD", "per_seat": True},
            {"period": "year", "amount": "190.00", "currency": "USD", "per_seat": True},
            {"period": "lifetime", "amount": "490.00", "currency": "USD", "per_seat": True},
        ],
        "trial_days": 14,
        "meters": [{"name": "analyses", "title": "CVs analysed", "included": 200, "per_seat": True}],
        "requirements": {"modules": [], "plan": None},
        "version": "1.1",
        "state": "available",
        "ends_at": None,
    }


def test_catalogue_says_what_a_module_is_in_the_callers_workspace(api: Api, ada: Membership, cleo: Membership) -> None:
    license_ = start_trial(ada.tenant, module="cv_analysis")

    states = [
        [
            (row["state"], row["ends_at"])
            for row in api(who).get(CATALOGUE).json()["results"]
            if row["id"] == "cv_analysis"
        ]
        for who in (ada, cleo, None)
    ]

    assert license_.ends_at is not None
    ends_at = license_.ends_at.isoformat().replace("+00:00", "Z")
    assert states == [[("trialing", ends_at)], [("available", None)], [("available", None)]]


def test_visitor_of_a_workspaces_address_sees_no_states_of_it(api: Api, acme: Tenant, licensed: License) -> None:
    body = api(None).get(f"/t/acme{CATALOGUE}").json()

    assert {row["state"] for row in body["results"]} == {"available"}


@pytest.mark.parametrize(("address", "statements"), [(CATALOGUE, 2), (MINE, 2), (MODULE, 2)])
def test_number_of_statements(
    api: Api,
    ada: Membership,
    licensed: License,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    statements: int,
) -> None:
    client = api(ada)
    client.get(address)

    with django_assert_num_queries(statements):  # the membership, and the licenses, for my own with their usage
        client.get(address)


def test_one_module(api: Api, ada: Membership) -> None:
    listed = {row["id"]: row for row in api(ada).get(CATALOGUE).json()["results"]}

    assert api(ada).get(MODULE).json() == listed["cv_analysis"]


def test_module_that_there_is_not(api: Api, ada: Membership) -> None:
    found = [
        api(ada).get("/api/v1/modules/nothing/"),
        api(ada).post("/api/v1/modules/nothing/activate/"),
        api(ada).post("/api/v1/modules/accounts/activate/"),
    ]

    assert [(response.status_code, response.json()["code"]) for response in found] == [(404, "not-found")] * 3


def test_trial_lasts_fourteen_days_and_opens_the_module(api: Api, ada: Membership) -> None:
    before = timezone.now()

    response = api(ada).post(f"{MODULE}activate/")

    body = response.json()
    ends_at = parse_datetime(body.pop("ends_at"))
    assert (response.status_code, body) == (201, {"module": "cv_analysis", "kind": "trial", "state": "trialing"})
    assert ends_at is not None
    assert timedelta(0) <= ends_at - before - timedelta(days=14) < timedelta(minutes=1)
    assert api(ada).get("/api/v1/cv-analysis/cvs/").status_code == 200


def test_trial_is_given_once(api: Api, ada: Membership) -> None:
    api(ada).post(f"{MODULE}activate/")
    deactivate(ada.tenant, module="cv_analysis")

    response = api(ada).post(f"{MODULE}activate/")

    assert (response.status_code, response["Content-Type"]) == (409, "application/problem+json")
    assert response.json()["code"] == "trial-used"
    assert License.objects.get().state == "deactivated"


@pytest.mark.parametrize("deed", ["activate", "deactivate", "reactivate"])
def test_only_managers_decide(api: Api, ben: Membership, gia: Membership, licensed: License, deed: str) -> None:
    found = [api(who).post(f"{MODULE}{deed}/") for who in (ben, gia, None)]

    assert [(r.status_code, r.json()["code"]) for r in found] == [
        (403, "not-allowed"),
        (403, "not-allowed"),
        (401, "not-signed-in"),
    ]
    licensed.refresh_from_db()
    assert licensed.state == "active"


def test_candidate_decides_nothing_in_the_community(api: Api, dan: Membership) -> None:
    assert api(dan).post(f"{MODULE}activate/").status_code == 403


@pytest.mark.parametrize(("kind", "state"), [("trial", "trialing"), ("purchase", "active"), ("platform", "active")])
def test_switched_off_and_on_again(api: Api, ada: Membership, grant: Grant, kind: str, state: str) -> None:
    grant(ada.tenant, kind=kind, state=state, ends_at=timezone.now() + timedelta(days=3))

    off = api(ada).post(f"{MODULE}deactivate/")
    closed = api(ada).get("/api/v1/cv-analysis/cvs/")
    on = api(ada).post(f"{MODULE}reactivate/")
    opened = api(ada).get("/api/v1/cv-analysis/cvs/")

    assert [r.status_code for r in (off, closed, on, opened)] == [200, 402, 200, 200]
    assert (off.json()["state"], on.json()["state"]) == ("deactivated", state)


@pytest.mark.parametrize(
    ("deed", "fields"),
    [
        ("deactivate", None),
        ("deactivate", {"state": "deactivated"}),
        ("deactivate", {"state": "trialing", "ends_at": timezone.now() - timedelta(days=1)}),
        ("reactivate", None),
        ("reactivate", {"state": "active"}),
        ("reactivate", {"state": "expired"}),
        ("reactivate", {"state": "deactivated", "ends_at": timezone.now() - timedelta(days=40)}),
        ("reactivate", {"kind": "trial", "state": "deactivated", "ends_at": timezone.now() - timedelta(days=1)}),
    ],
    ids=without_times,
)
def test_what_is_not_so_cannot_be_switched(
    api: Api, ada: Membership, grant: Grant, deed: str, fields: dict[str, object] | None
) -> None:
    if fields is not None:
        grant(ada.tenant, **fields)

    response = api(ada).post(f"{MODULE}{deed}/")

    assert (response.status_code, response.json()["code"]) == (409, "not-active")


def test_my_modules_with_seats_and_usage(
    api: Api, ada: Membership, ben: Membership, cleo: Membership, grant: Grant
) -> None:
    license_ = grant(ada.tenant, seat_limit=5)
    Seat.objects.create(license=license_, membership=ada)
    Seat.objects.create(license=license_, membership=ben)
    capture(reserve(ada.tenant, module="cv_analysis", meter="analyses", key="three", amount=3))
    reserve(ada.tenant, module="cv_analysis", meter="analyses", key="two more", amount=2)
    capture(reserve(cleo.tenant, module="cv_analysis", meter="analyses", key="other", amount=40))
    last_month = timezone.now().date().replace(day=1) - timedelta(days=1)
    Usage.objects.create(
        tenant=ada.tenant, module="cv_analysis", meter="analyses", month=last_month.replace(day=1), used=50
    )

    body = api(ada).get(MINE).json()

    assert (body["count"], body["results"]) == (
        1,
        [
            {
                "module": "cv_analysis",
                "title": "CV analysis",
                "kind": "purchase",
                "state": "active",
                "seats": {"bought": 5, "used": 2},
                "ends_at": None,
                "usage": [{"meter": "analyses", "title": "CVs analysed", "used": 3, "reserved": 2, "included": 1000}],
            }
        ],
    )
    assert api(cleo).get(MINE).json()["results"] == []


def test_license_of_a_module_that_is_no_longer_installed_is_not_shown(api: Api, ada: Membership, grant: Grant) -> None:
    grant(ada.tenant, "gone_module")

    assert api(ada).get(MINE).json()["results"] == []


def test_module_that_there_is_not_has_no_trial(acme: Tenant) -> None:
    with pytest.raises(MissingError):
        start_trial(acme, module="coffee")


def test_rows_say_what_they_are(ada: Membership, licensed: License) -> None:
    reservation = capture(reserve(ada.tenant, module="cv_analysis", meter="analyses", key="cv 1"))
    seat = Seat.objects.create(license=licensed, membership=ada)

    assert [str(licensed), str(seat), str(ada)] == [
        "Acme Robotics · cv_analysis · Active",
        "Acme Robotics · cv_analysis · Active · Ada",
        "Ada · Acme Robotics · Owner",
    ]
    assert str(reservation) == "cv_analysis · analyses · cv 1: Counted"
    assert str(Usage.objects.get()) == f"Acme Robotics · cv_analysis · analyses · {timezone.now():%Y-%m}: 1"
