"""What roles may do: shown as a table, adjusted by owners, written down."""

import pytest

from apps.accounts.models import Membership
from apps.accounts.role_matrix import matrix_of, rights_chosen
from apps.accounts.roles import Role
from apps.accounts.services import RightFixedError, change_role_rights, reset_role_rights
from apps.audit.models import AuditEntry
from apps.core.rights import all_permissions
from apps.core.scope import scope
from apps.tenants.models import Tenant
from tests.people import Api, NewMember, SignedIn

pytestmark = pytest.mark.django_db

ROLES = "/t/acme/settings/roles/"
API = "/api/v1/auth/roles/"
GIVEN = {"member": {"accounts.manage_members": True}}


def stored(membership: Membership) -> object:
    return Tenant.objects.get(pk=membership.tenant_id).role_rights


def test_table_has_every_right_once_and_every_role() -> None:
    rows = [row for group in matrix_of({}) for row in group.rows]

    assert [row.permission.name for row in rows] == [right.name for right in all_permissions()]
    assert {tuple(cell.role.value for cell in row.cells) for row in rows} == {
        ("owner", "admin", "member", "guest", "candidate")
    }


def test_only_what_differs_from_the_default_is_kept(ada: Membership) -> None:
    change_role_rights(ada, rights={"member": {"accounts.manage_members": True, "cv_analysis.view": True}, "guest": {}})

    assert stored(ada) == GIVEN


@pytest.mark.parametrize(
    "cell",
    [
        ("owner", "accounts.view_members", False),
        ("admin", "accounts.manage_roles", True),
        ("guest", "cv_analysis.delete", True),
        ("candidate", "accounts.view_members", True),
        ("boss", "cv_analysis.view", True),
        ("member", "cv_analysis.fly", True),
    ],
)
def test_fixed_cells_and_unknown_ones_are_refused_whole(ada: Membership, cell: tuple[str, str, bool]) -> None:
    role, name, is_given = cell

    with pytest.raises(RightFixedError):
        change_role_rights(ada, rights=GIVEN | {role: {name: is_given}})

    assert stored(ada) == {}


def test_changes_are_written_down_cell_by_cell(ada: Membership) -> None:
    change_role_rights(ada, rights=GIVEN)
    change_role_rights(ada, rights=GIVEN)
    reset_role_rights(ada)

    with scope(ada.tenant):
        found = AuditEntry.objects.filter(action="roles.changed").order_by("id").values_list("changes", flat=True)
        assert list(found) == [
            {"member: accounts.manage_members": [None, True]},
            {"member: accounts.manage_members": [True, None]},
        ]


def test_form_says_no_to_what_is_not_ticked() -> None:
    chosen = rights_chosen(["member:cv_analysis.view", "owner:accounts.manage_roles"])

    assert (chosen["member"]["cv_analysis.view"], chosen["member"]["cv_analysis.delete"]) == (True, False)
    assert (sorted(chosen), "accounts.manage_roles" in chosen["admin"]) == (
        ["admin", "candidate", "guest", "member"],
        False,
    )


def test_owner_ticks_saves_and_goes_back(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)
    page = client.get(ROLES)
    ticked = [
        cell.name
        for group in page.context["groups"]
        for row in group.rows
        for cell in row.cells
        if cell.is_adjustable and cell.is_allowed
    ]

    saved = client.post(ROLES, {"cell": [*ticked, "member:accounts.manage_members"]}, follow=True)
    kept = stored(ada)
    reset = client.post(f"{ROLES}reset/", follow=True)

    assert (kept, "data-changed" in saved.text, 'id="reset-roles"' in saved.text) == (GIVEN, True, True)
    assert (stored(ada), "data-changed" in reset.text, 'id="reset-roles"' in reset.text) == ({}, False, False)


def test_administrators_neither_see_nor_change_it(
    acme: Tenant, ada: Membership, new_member: NewMember, signed_in: SignedIn, api: Api
) -> None:
    amy = new_member("amy", acme, Role.ADMIN)

    answers = [
        signed_in(amy).get(ROLES),
        signed_in(amy).post(ROLES, {"cell": []}),
        api(amy).get(API),
        api(amy).put(API, {"rights": GIVEN}, format="json"),
    ]

    assert ([answer.status_code for answer in answers], stored(ada)) == ([403] * 4, {})


def test_table_is_read_and_changed_over_http(ada: Membership, api: Api) -> None:
    client = api(ada)

    body = client.put(API, {"rights": GIVEN}, format="json").json()
    refused = client.put(API, {"rights": {"owner": {"accounts.view_members": False}}}, format="json")
    plain = client.put(API, {"rights": {}}, format="json").json()

    row = next(one for one in body["permissions"] if one["name"] == "accounts.manage_members")
    assert body["rights"] == GIVEN
    assert row["roles"][2] == {"role": "member", "allowed": True, "default": False, "adjustable": True}
    assert (refused.status_code, refused.json()["code"], plain["rights"]) == (422, "right-not-adjustable", {})


def test_member_who_may_manage_people_still_decides_about_nobody_above(
    ada: Membership, ben: Membership, gia: Membership, api: Api
) -> None:
    change_role_rights(ada, rights=GIVEN)
    client = api(ben)

    up = client.patch(f"/api/v1/auth/members/{gia.pk}/", {"role": "admin"}, format="json")
    across = client.patch(f"/api/v1/auth/members/{gia.pk}/", {"role": "member"}, format="json")
    owner = client.delete(f"/api/v1/auth/members/{ada.pk}/")

    assert [(one.status_code, one.json().get("code")) for one in (up, across, owner)] == [
        (403, "role-above-yours"),
        (200, None),
        (403, "role-above-yours"),
    ]
