"""Who decides about whom in a tenant, and what happens to those who are decided about."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Member, Membership
from apps.accounts.roles import Role, is_above, roles_up_to
from apps.accounts.services import (
    AlreadyMemberError,
    LastOwnerError,
    NotActiveMemberError,
    OwnPlaceError,
    RoleAboveError,
    add_member,
    change_role,
    changes,
    on_member_change,
    reactivate_member,
    remove_member,
    suspend_member,
    transfer_ownership,
)
from apps.core.problems import MissingError
from apps.core.scope import scope
from apps.tenants.models import Tenant
from tests.people import Api, NewMember, SignedIn

pytestmark = pytest.mark.django_db

MEMBERS = "/api/v1/auth/members/"


@pytest.fixture
def amy(acme: Tenant, new_member: NewMember) -> Membership:
    """Administers Acme."""
    return new_member("amy", acme, Role.ADMIN)


def of(membership: Membership) -> tuple[str, bool, str, bool]:
    """Role and entry in the shared table, and in the tenant's own."""
    membership = Membership.objects.get(pk=membership.pk)
    with scope(membership.tenant):
        member = Member.objects.get(pk=membership.pk)
    return membership.role, membership.is_active, member.role, member.is_active


def test_roles_have_an_order() -> None:
    assert [role for role in Role if is_above(role, Role.MEMBER)] == [Role.OWNER, Role.ADMIN]
    assert roles_up_to(Role.MEMBER) == (Role.MEMBER, Role.GUEST, Role.CANDIDATE)


def test_new_role_counts_in_both_tables_and_ends_the_tokens(
    ada: Membership, ben: Membership, api: Api, signed_in: SignedIn
) -> None:
    with_token, browser = api(ben), signed_in(ben)
    before = with_token.get("/api/v1/auth/profile/").status_code

    change_role(ben, role=Role.GUEST, by=ada)

    assert of(ben) == ("guest", True, "guest", True)
    assert (before, with_token.get("/api/v1/auth/profile/").status_code, browser.get("/t/acme/").status_code) == (
        *(200, 401),
        200,
    )


@pytest.mark.parametrize("deed", [suspend_member, remove_member])
def test_who_is_let_out_is_refused_at_the_next_request(
    ada: Membership, ben: Membership, api: Api, signed_in: SignedIn, deed: Callable[..., None]
) -> None:
    with_token, browser = api(ben), signed_in(ben)
    before = (with_token.get("/api/v1/auth/profile/").status_code, browser.get("/t/acme/").status_code)

    deed(ben, by=ada)

    after = (with_token.get("/api/v1/auth/profile/").status_code, browser.get("/t/acme/").status_code)
    assert (before, after, of(ben)) == ((200, 200), (401, 403), ("member", False, "member", False))


def test_suspended_member_comes_back_with_the_same_role_and_needs_new_tokens(
    ada: Membership, ben: Membership, api: Api
) -> None:
    old = api(ben)
    suspend_member(ben, by=ada)

    reactivate_member(ben, by=ada)

    assert of(ben) == ("member", True, "member", True)
    assert (old.get("/api/v1/auth/profile/").status_code, api(ben).get("/api/v1/auth/profile/").status_code) == (
        401,
        200,
    )


def test_removed_member_keeps_the_row_and_may_come_back_to_it_in_another_role(
    ada: Membership, ben: Membership, acme: Tenant
) -> None:
    remove_member(ben, by=ada)
    gone = Membership.objects.get(pk=ben.pk)

    back = add_member(acme, user=ben.user, role=Role.GUEST)

    assert (gone.state, gone.removed_at is not None) == ("removed", True)
    assert (back.pk, back.state, of(ben)) == (ben.pk, "active", ("guest", True, "guest", True))
    with scope(acme):
        assert Member.objects.filter(email=ben.user.email).count() == 1


def test_nobody_is_made_a_member_twice(ben: Membership, acme: Tenant) -> None:
    with pytest.raises(AlreadyMemberError):
        add_member(acme, user=ben.user, role=Role.ADMIN)

    assert of(ben)[0] == "member"


def test_removed_person_cannot_be_active(ben: Membership) -> None:
    with pytest.raises(DatabaseError, match="removed_is_not_active"), transaction.atomic():
        Membership.objects.filter(pk=ben.pk).update(removed_at="2026-01-01T00:00Z")


def test_administrator_decides_about_no_owner_and_makes_none(ada: Membership, amy: Membership, ben: Membership) -> None:
    for deed in (suspend_member, remove_member, reactivate_member):
        with pytest.raises(RoleAboveError):
            deed(ada, by=amy)
    with pytest.raises(RoleAboveError):
        change_role(ada, role=Role.MEMBER, by=amy)
    with pytest.raises(RoleAboveError):
        change_role(ben, role=Role.OWNER, by=amy)

    assert (of(ada)[0], of(ben)[0]) == ("owner", "member")


def test_who_was_let_out_meanwhile_decides_nothing_any_more(ada: Membership, amy: Membership, ben: Membership) -> None:
    as_amy_knew = Membership.objects.get(pk=amy.pk)
    suspend_member(amy, by=ada)

    with pytest.raises(RoleAboveError):
        change_role(ben, role=Role.GUEST, by=as_amy_knew)

    assert of(ben)[0] == "member"


def test_members_of_other_tenants_are_nobodys_business(ada: Membership, cleo: Membership) -> None:
    with pytest.raises(MissingError):
        remove_member(cleo, by=ada)

    assert of(cleo) == ("owner", True, "owner", True)


def test_last_owner_stays_whatever_is_tried(ada: Membership, amy: Membership) -> None:
    with pytest.raises(LastOwnerError):
        remove_member(ada, by=ada)
    with pytest.raises(LastOwnerError):
        change_role(ada, role=Role.ADMIN, by=ada)

    assert of(ada) == ("owner", True, "owner", True)


def test_owner_whose_account_is_closed_does_not_count(ada: Membership, acme: Tenant, new_member: NewMember) -> None:
    oda = new_member("oda", acme, Role.OWNER)
    oda.user.is_active = False
    oda.user.save()

    with pytest.raises(LastOwnerError):
        change_role(ada, role=Role.ADMIN, by=ada)

    assert of(ada)[0] == "owner"


def test_nobody_suspends_themselves(amy: Membership) -> None:
    with pytest.raises(OwnPlaceError):
        suspend_member(amy, by=amy)

    assert of(amy)[1] is True


def test_ownership_is_handed_over_whole(ada: Membership, ben: Membership) -> None:
    transfer_ownership(ben, by=ada)

    assert (of(ben)[0], of(ada)[0]) == ("owner", "admin")


def test_ownership_goes_to_nobody_who_cannot_enter(ada: Membership, ben: Membership, amy: Membership) -> None:
    suspend_member(ben, by=ada)

    for to, by, refused in (
        (ben, ada, NotActiveMemberError),
        (ada, ada, NotActiveMemberError),
        (ben, amy, RoleAboveError),
    ):
        with pytest.raises(refused):
            transfer_ownership(to, by=by)

    assert (of(ada)[0], of(ben)[0], of(amy)[0]) == ("owner", "member", "admin")


def test_other_apps_are_told_of_every_change_in_its_transaction(
    ada: Membership, ben: Membership, acme: Tenant, new_member: NewMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "_callbacks", [])
    seen: list[tuple[str, str, str]] = []
    on_member_change(lambda one: seen.append((one.user.name, one.role, one.state)))

    new_member("eve", acme, Role.GUEST)
    change_role(ben, role=Role.ADMIN, by=ada)
    suspend_member(ben, by=ada)
    reactivate_member(ben, by=ada)
    remove_member(ben, by=ada)

    assert seen == [
        ("Eve", "guest", "active"),
        *(("Ben", "admin", state) for state in ("active", "suspended", "active", "removed")),
    ]


def test_what_a_callback_raises_undoes_the_change(
    ada: Membership, ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_membership: Membership) -> None:
        raise MissingError

    monkeypatch.setattr(changes, "_callbacks", [refuse])
    with pytest.raises(MissingError):
        suspend_member(ben, by=ada)

    assert of(ben) == ("member", True, "member", True)


def test_list_has_the_tenants_people_and_can_be_narrowed(
    ada: Membership, ben: Membership, gia: Membership, cleo: Membership, api: Api
) -> None:
    suspend_member(gia, by=ada)

    def names(query: str = "") -> list[str]:
        body = api(ada).get(f"{MEMBERS}{query}").json()
        assert body["count"] == len(body["results"])
        return [one["name"] for one in body["results"]]

    assert names() == ["Ada", "Ben", "Gia"]
    assert (names("?role=member"), names("?state=suspended"), names("?search=ben@")) == (["Ben"], ["Gia"], ["Ben"])
    assert names("?ordering=-user__name") == ["Gia", "Ben", "Ada"]


@pytest.mark.parametrize("more", [0, 2])
def test_list_takes_as_many_queries_for_three_as_for_one(
    ada: Membership,
    acme: Tenant,
    api: Api,
    new_member: NewMember,
    django_assert_num_queries: DjangoAssertNumQueries,
    more: int,
) -> None:
    for number in range(more):
        new_member(f"eve{number}", acme, Role.MEMBER)
    client = api(ada)
    client.get(MEMBERS)

    with django_assert_num_queries(2):
        assert client.get(MEMBERS).json()["count"] == more + 1


def test_member_is_changed_and_removed_over_http(ada: Membership, ben: Membership, api: Api) -> None:
    client = api(ada)

    shown = client.get(f"{MEMBERS}{ben.pk}/").json()
    guest = client.patch(f"{MEMBERS}{ben.pk}/", {"role": "guest", "state": "suspended"}, format="json").json()
    back = client.patch(f"{MEMBERS}{ben.pk}/", {"state": "active"}, format="json").json()
    gone = client.delete(f"{MEMBERS}{ben.pk}/")

    assert shown == {
        "id": str(ben.pk),
        "name": "Ben",
        "email": "ben@acme.example",
        "role": "member",
        "state": "active",
        "joined_at": ben.created_at.isoformat().replace("+00:00", "Z"),
    }
    assert [(one["role"], one["state"]) for one in (guest, back)] == [("guest", "suspended"), ("guest", "active")]
    assert (gone.status_code, client.get(f"{MEMBERS}{ben.pk}/").status_code) == (204, 404)


def test_both_changes_of_one_call_happen_or_none(ada: Membership, amy: Membership, api: Api) -> None:
    answer = api(amy).patch(f"{MEMBERS}{amy.pk}/", {"role": "member", "state": "suspended"}, format="json")

    assert (answer.status_code, answer.json()["code"], of(amy)[0]) == (409, "own-membership", "admin")


def test_ownership_is_handed_over_by_owners_only(ada: Membership, amy: Membership, ben: Membership, api: Api) -> None:
    refused = api(amy).post(f"{MEMBERS}{ben.pk}/transfer-ownership/")
    done = api(ada).post(f"{MEMBERS}{ben.pk}/transfer-ownership/")

    assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")
    assert (done.status_code, done.json()["role"], of(ada)[0]) == (200, "owner", "admin")


def test_foreign_members_are_not_found(ada: Membership, cleo: Membership, api: Api) -> None:
    client, address = api(ada), f"{MEMBERS}{cleo.pk}/"

    answers = [
        client.get(address),
        client.patch(address, {"role": "guest"}, format="json"),
        client.delete(address),
        client.post(f"{address}transfer-ownership/"),
    ]

    assert ([answer.status_code for answer in answers], of(cleo)[0]) == ([404] * 4, "owner")


def test_guest_looks_and_changes_nothing(ada: Membership, gia: Membership, ben: Membership, api: Api) -> None:
    client = api(gia)

    assert client.get(MEMBERS).status_code == 200
    assert client.patch(f"{MEMBERS}{ben.pk}/", {"role": "guest"}, format="json").status_code == 403
    assert client.delete(f"{MEMBERS}{ben.pk}/").status_code == 403
    assert of(ben) == ("member", True, "member", True)
