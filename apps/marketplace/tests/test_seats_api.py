"""Seats over HTTP."""

from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.marketplace.models import License, Seat
from apps.marketplace.services import assign_seat
from apps.tenants.models import Tenant
from tests.people import Api, Grant, NewMember

pytestmark = pytest.mark.django_db

SEATS = "/api/v1/modules/cv_analysis/seats/"
SETTINGS = "/api/v1/modules/cv_analysis/seat-settings/"


@pytest.fixture
def two_seats(acme: Tenant, grant: Grant) -> License:
    return grant(acme, seat_limit=2)


def test_seat_is_given_shown_and_taken_back(api: Api, ada: Membership, ben: Membership, two_seats: License) -> None:
    given = api(ada).post(SEATS, {"member": str(ben.pk)}, format="json")
    listed = api(ada).get(SEATS).json()
    opened = api(ben).get("/api/v1/cv-analysis/cvs/").status_code
    taken = api(ada).delete(f"{SEATS}{given.json()['id']}/")
    closed = api(ben).get("/api/v1/cv-analysis/cvs/")

    seat = given.json()
    assert (given.status_code, set(seat)) == (201, {"id", "member", "since"})
    assert seat["member"] == {"id": str(ben.pk), "email": "ben@acme.example", "name": "Ben"}
    assert (listed["count"], listed["results"]) == (1, [seat])
    assert (opened, taken.status_code, closed.status_code, closed.json()["code"]) == (200, 204, 403, "seat-required")


def test_no_seat_left_is_a_conflict_that_says_what_to_do(
    api: Api, ada: Membership, ben: Membership, grant: Grant
) -> None:
    assign_seat(grant(ada.tenant, seat_limit=1), membership=ada)

    response = api(ada).post(SEATS, {"member": str(ben.pk)}, format="json")

    problem = response.json()
    assert (response.status_code, problem["code"], problem["limit"]) == (409, "no-seat-left", 1)
    assert "ask for more seats" in problem["detail"]


def test_seat_is_passed_on(api: Api, ada: Membership, ben: Membership, two_seats: License) -> None:
    seat = assign_seat(two_seats, membership=ada)

    response = api(ada).post(f"{SEATS}{seat.pk}/reassign/", {"member": str(ben.pk)}, format="json")

    assert (response.status_code, response.json()["member"]["name"]) == (200, "Ben")
    assert list(two_seats.seats.values_list("membership__user__name", flat=True)) == ["Ben"]


@pytest.mark.parametrize("member", ["of another tenant", "of nobody", "a candidate"])
def test_who_cannot_have_a_seat_is_as_unknown_as_nobody(
    api: Api, ada: Membership, cleo: Membership, acme: Tenant, new_member: NewMember, two_seats: License, member: str
) -> None:
    pk = {"of another tenant": cleo.pk, "of nobody": uuid4()}.get(member)
    pk = pk or new_member("pat", acme, Role.CANDIDATE).pk

    response = api(ada).post(SEATS, {"member": str(pk)}, format="json")

    body = response.json() | {"request_id": ""}
    nobody = api(ada).post(SEATS, {"member": str(uuid4())}, format="json").json() | {"request_id": ""}
    assert (response.status_code, body, Seat.objects.count()) == (404, nobody, 0)


def test_seats_of_another_tenant_are_not_there(api: Api, ada: Membership, cleo: Membership, grant: Grant) -> None:
    grant(ada.tenant, seat_limit=1)
    foreign = assign_seat(grant(cleo.tenant, seat_limit=1), membership=cleo)

    found = [
        api(ada).delete(f"{SEATS}{foreign.pk}/"),
        api(ada).post(f"{SEATS}{foreign.pk}/reassign/", {"member": str(ada.pk)}, format="json"),
    ]

    assert [(r.status_code, r.json()["code"]) for r in found] == [(404, "not-found")] * 2
    assert (Seat.objects.get().pk, api(ada).get(SEATS).json()["count"]) == (foreign.pk, 0)


def test_without_a_license_there_are_no_seats(api: Api, ada: Membership) -> None:
    found = [api(ada).get(SEATS), api(ada).get(SETTINGS), api(ada).post(SEATS, {"member": str(ada.pk)}, format="json")]

    assert [(r.status_code, r.json()["code"]) for r in found] == [(404, "not-found")] * 3


def test_role_that_gets_a_seat_by_itself(api: Api, ada: Membership, ben: Membership, two_seats: License) -> None:
    before = api(ada).get(SETTINGS).json()
    chosen = api(ada).put(SETTINGS, {"auto_assign_roles": ["member"]}, format="json")
    refused = api(ada).put(SETTINGS, {"auto_assign_roles": ["candidate"]}, format="json")

    assert before == {"bought": 2, "used": 0, "auto_assign_roles": []}
    assert (chosen.status_code, chosen.json()) == (200, {"bought": 2, "used": 1, "auto_assign_roles": ["member"]})
    assert refused.status_code == 400


@pytest.mark.parametrize("who", ["ben", "gia", "nobody"])
def test_only_those_with_the_right_give_seats(
    api: Api, ada: Membership, ben: Membership, gia: Membership, two_seats: License, who: str
) -> None:
    seat = assign_seat(two_seats, membership=ada)
    client = api({"ben": ben, "gia": gia}.get(who))
    body = {"member": str(ben.pk)}

    answers = [
        client.get(SEATS),
        client.post(SEATS, body, format="json"),
        client.delete(f"{SEATS}{seat.pk}/"),
        client.post(f"{SEATS}{seat.pk}/reassign/", body, format="json"),
        client.get(SETTINGS),
        client.put(SETTINGS, {"auto_assign_roles": []}, format="json"),
    ]

    expected = (401, "not-signed-in") if who == "nobody" else (403, "not-allowed")
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {expected}
    assert list(two_seats.seats.values_list("membership", flat=True)) == [ada.pk]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_statements_for_one_seat_and_for_three(
    api: Api,
    ada: Membership,
    ben: Membership,
    gia: Membership,
    grant: Grant,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    license_ = grant(ada.tenant, seat_limit=3)
    for who in (ada, ben, gia)[:rows]:
        assign_seat(license_, membership=who)
    client = api(ada)
    client.get(SEATS)

    # The membership, the license, the seats.
    with django_assert_num_queries(3):
        assert client.get(SEATS).json()["count"] == rows
