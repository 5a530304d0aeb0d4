"""The pages of a license's seats."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.marketplace.models import License
from apps.marketplace.services import assign_seat
from apps.tenants.models import Tenant
from tests.people import Grant, NewMember, SignedIn

pytestmark = pytest.mark.django_db

SEATS = "/t/acme/marketplace/cv_analysis/seats/"


@pytest.fixture
def two_seats(acme: Tenant, grant: Grant) -> License:
    return grant(acme, seat_limit=2)


def said_in(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def holders(license_: License) -> list[str]:
    return sorted(license_.seats.values_list("membership__user__name", flat=True))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Ada", "Ben", "Gia"]),
        ("?seat=yes", ["Ben"]),
        ("?seat=no", ["Ada", "Gia"]),
        ("?role=guest", ["Gia"]),
        ("?q=ben%40acme", ["Ben"]),
        ("?sort=-name", ["Gia", "Ben", "Ada"]),
    ],
)
def test_list_shows_who_has_a_seat_and_who_could(
    ada: Membership,
    ben: Membership,
    gia: Membership,
    cleo: Membership,
    two_seats: License,
    signed_in: SignedIn,
    query: str,
    shown: list[str],
) -> None:
    assign_seat(two_seats, membership=ben)

    page = signed_in(ada).get(f"{SEATS}{query}")

    names = [member.user.name for member in page.context["members"]]
    assert (page.status_code, names) == (200, shown)
    assert "1 of 2" in page.text


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_statements_for_one_member_and_for_three(
    ada: Membership,
    acme: Tenant,
    new_member: NewMember,
    two_seats: License,
    signed_in: SignedIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    for name in ("ben", "gia")[: rows - 1]:
        new_member(name, acme, Role.MEMBER)
    client = signed_in(ada)
    client.get(SEATS)

    # User, membership, the license, the catalogue, the members, saved views; the frame: navigation and workspaces.
    with django_assert_num_queries(8):
        assert len(client.get(SEATS).context["members"]) == rows


def test_several_get_a_seat_and_who_got_none_is_said(
    ada: Membership, ben: Membership, gia: Membership, two_seats: License, signed_in: SignedIn
) -> None:
    response = signed_in(ada).post(
        f"{SEATS}bulk/", {"deed": "give", "ids": [ada.pk, ben.pk, gia.pk], "next": "seat=no"}
    )

    assert (response["Location"], len(holders(two_seats))) == (f"{SEATS}?seat=no", 2)
    assert said_in(response) == [
        "2 members have a seat now.",
        "All seats are taken: there was none left for 1 member. Take one back first, or ask for more seats.",
    ]


def test_seats_are_taken_back_together_or_by_a_rows_own_button(
    ada: Membership, ben: Membership, two_seats: License, signed_in: SignedIn
) -> None:
    client = signed_in(ada)
    client.post(f"{SEATS}bulk/", {"only": f"give:{ben.pk}"})
    assert holders(two_seats) == ["Ben"]
    client.post(f"{SEATS}bulk/", {"only": f"take:{ben.pk}", "ids": [ada.pk], "deed": "give"})
    assert holders(two_seats) == []
    client.post(f"{SEATS}bulk/", {"deed": "give", "ids": [ada.pk, ben.pk]})

    response = client.post(f"{SEATS}bulk/", {"deed": "take", "ids": [ada.pk, ben.pk]})

    assert (holders(two_seats), said_in(response)[-1]) == ([], "2 seats are free again.")


@pytest.mark.parametrize("ids", [[], ["nonsense"]])
def test_nothing_chosen_is_said(ada: Membership, two_seats: License, signed_in: SignedIn, ids: list[str]) -> None:
    response = signed_in(ada).post(f"{SEATS}bulk/", {"deed": "give", "ids": ids})

    assert (response["Location"], said_in(response)) == (SEATS, ["Select at least one member first."])


def test_nobody_of_another_tenant_gets_a_seat(
    ada: Membership, cleo: Membership, two_seats: License, signed_in: SignedIn
) -> None:
    signed_in(ada).post(f"{SEATS}bulk/", {"deed": "give", "ids": [cleo.pk]})

    assert holders(two_seats) == []


def test_seat_is_passed_on_to_a_member_who_has_none(
    ada: Membership, ben: Membership, gia: Membership, two_seats: License, signed_in: SignedIn
) -> None:
    client = signed_in(ada)
    seat = assign_seat(two_seats, membership=ada)
    assign_seat(two_seats, membership=gia)
    address = f"{SEATS}{seat.pk}/pass-on/"

    page = client.get(address)
    refused = client.post(address, {"member": gia.pk})
    done = client.post(address, {"member": ben.pk})

    assert ("Ben · ben@acme.example" in page.text, "gia@acme.example" in page.text) == (True, False)
    assert (refused.status_code, "Choose a member who has no seat." in refused.text) == (422, True)
    assert (done["Location"], said_in(done), holders(two_seats)) == (SEATS, ["Ben has the seat now."], ["Ben", "Gia"])


def test_roles_that_get_a_seat_by_themselves(
    ada: Membership, ben: Membership, two_seats: License, signed_in: SignedIn
) -> None:
    client = signed_in(ada)

    saved = client.post(f"{SEATS}roles/", {"roles": ["member", "guest"]})
    refused = client.post(f"{SEATS}roles/", {"roles": ["candidate"]})

    two_seats.refresh_from_db()
    assert (two_seats.auto_assign_roles, holders(two_seats)) == (["guest", "member"], ["Ben"])
    assert said_in(saved)[0] == "Saved: new members with these roles get a seat while there are some."
    assert said_in(refused)[-1] == "One of these roles takes no seat. Nothing was changed."
    assert client.get(SEATS).text.count(" checked") == 2


def test_license_for_everybody_offers_nothing_to_give(ada: Membership, licensed: License, signed_in: SignedIn) -> None:
    page = signed_in(ada).get(SEATS)

    assert ("A seat for everyone in the workspace" in page.text, 'name="ids"' in page.text) == (True, False)


def test_list_leaves_as_a_file(ada: Membership, ben: Membership, two_seats: License, signed_in: SignedIn) -> None:
    assign_seat(two_seats, membership=ben)

    response: Any = signed_in(ada).get(f"{SEATS}export/?seat=no")

    lines = response.getvalue().decode("utf-8-sig").splitlines()
    assert lines == ["Name,E-mail,Role,Seat since", "Ada,ada@acme.example,Owner,"]


def test_without_a_license_there_is_no_such_page(ada: Membership, signed_in: SignedIn) -> None:
    assert [signed_in(ada).get(f"{SEATS}{rest}").status_code for rest in ("", "export/")] == [404, 404]
