"""Files of people as spreadsheets write them, and the report that says what became of each line."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.invitation_csv import Line, UnreadableFileError, read_lines
from apps.accounts.models import Invitation, Membership
from apps.accounts.roles import Role
from apps.accounts.services import invite, invite_many, preview_invitations
from apps.tenants.models import Tenant
from tests.people import Api, NewMember

pytestmark = pytest.mark.django_db

BULK = "/api/v1/auth/invitations/bulk/"
EVE = Line(2, "eve@example.org", "guest", "Eve Müller")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_usual_form_of_a_file_is_read(separator: str, encoding: str, end: str) -> None:
    rows = (("E-Mail", "Role", "Name"), ("eve@example.org", "guest", "Eve Müller"), ("", "", ""), ("fay@example.org",))
    text = end.join(separator.join(row) for row in rows)

    assert read_lines(text.encode(encoding)) == [EVE, Line(4, "fay@example.org")]


def test_columns_stand_in_any_order_where_the_first_line_names_them() -> None:
    lines = read_lines(b"Name,Department,Email\nEve,Sales,eve@example.org\n")

    assert lines == [Line(2, "eve@example.org", "", "Eve")]


def test_first_line_may_be_a_person_and_cells_may_be_quoted() -> None:
    lines = read_lines(b'eve@example.org,member,"Moss, Eve"\n fay@example.org ,, \n')

    assert lines == [Line(1, "eve@example.org", "member", "Moss, Eve"), Line(2, "fay@example.org")]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "There is nobody in it."),
        (b"email,role\n\n,,\n", "There is nobody in it."),
        (b"a@example.org\n" * 501, "more than 500 lines"),
        (b"x" * (256 * 1024 + 1), "larger than 256 KB"),
        (b'eve@example.org,"' + b"x" * 140_000, "Line 1 cannot be read."),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableFileError, match=why):
        read_lines(data)


def test_five_hundred_lines_are_taken() -> None:
    assert len(read_lines(b"email\n" + b"a@example.org\n" * 500)) == 500


def mixed(ada: Membership) -> list[Line]:
    invite(ada, email="waits@example.org", role=Role.GUEST)
    return [
        Line(1, "new@example.org"),
        Line(2, "BEN@acme.example", "guest"),
        Line(3, "waits@example.org", "Member"),
        Line(4, "no address", "guest"),
        Line(5, "fay@example.org", "boss"),
        Line(6, "NEW@example.org", "guest"),
        Line(7, "gil@example.org", "Administrator"),
        Line(8, "", ""),
    ]


OUTCOMES = ["invited", "already-member", "already-invited", "bad-address", "unknown-role", "duplicate"]
OUTCOMES += ["invited", "bad-address"]


def test_preview_and_deed_give_the_same_report_and_only_the_deed_sends(ada: Membership, ben: Membership) -> None:
    lines = mixed(ada)

    preview = preview_invitations(ada, lines, default_role=Role.MEMBER)
    before = Invitation.objects.count()
    report = invite_many(ada, lines, default_role=Role.MEMBER)

    assert [one.outcome.value for one in preview] == [one.outcome.value for one in report] == OUTCOMES
    assert [one.line for one in report] == lines
    assert (before, sorted(Invitation.objects.values_list("email", "role"))) == (
        1,
        [("gil@example.org", "admin"), ("new@example.org", "member"), ("waits@example.org", "guest")],
    )


def test_second_run_of_the_same_file_invites_nobody_twice(ada: Membership) -> None:
    lines = [Line(number, f"eve{number}@example.org") for number in range(3)]
    invite_many(ada, lines, default_role=Role.GUEST)

    again = invite_many(ada, lines, default_role=Role.GUEST)

    assert [one.outcome.value for one in again] == ["already-invited"] * 3


def test_role_above_ones_own_is_a_line_of_the_report(acme: Tenant, new_member: NewMember) -> None:
    amy = new_member("amy", acme, Role.ADMIN)

    report = invite_many(
        amy, [Line(1, "eve@example.org", "owner"), Line(2, "fay@example.org")], default_role=Role.GUEST
    )

    assert [one.outcome.value for one in report] == ["role-above-yours", "invited"]


def test_lines_beyond_the_plan_say_so_before_anything_is_sent(ada: Membership) -> None:
    Tenant.objects.filter(pk=ada.tenant_id).update(plan="free")
    by = Membership.objects.select_related("user", "tenant").get(pk=ada.pk)
    lines = [
        Line(1, "kim@example.org", "candidate"),
        *(Line(number, f"eve{number}@example.org") for number in (2, 3, 4)),
    ]

    preview, report = (deed(by, lines, default_role=Role.MEMBER) for deed in (preview_invitations, invite_many))

    assert [one.outcome.value for one in preview] == ["invited"] * 3 + ["plan-limit"]
    assert report == preview


def test_people_are_invited_in_bulk_over_http_as_a_list_or_a_file(ada: Membership, api: Api) -> None:
    client = api(ada)
    people = [{"email": "eve@example.org", "role": "guest"}, {"email": "nobody"}]

    dry = client.post(BULK, {"people": people, "dry_run": True}, format="json").json()
    before = Invitation.objects.count()
    listed = client.post(BULK, {"people": people}, format="json").json()
    file = SimpleUploadedFile("p.csv", b"email;role\nfay@example.org;\n")
    filed = client.post(BULK, {"file": file, "role": "guest"}, format="multipart").json()
    neither = client.post(BULK, {"role": "guest"}, format="json")

    assert (dry, before) == (listed, 0)
    assert listed == {
        "invited": 1,
        "lines": [
            {"line": 1, "email": "eve@example.org", "role": "guest", "outcome": "invited", "detail": ""},
            {"line": 2, "email": "nobody", "role": "member", "outcome": "bad-address", "detail": ""},
        ],
    }
    assert (filed["invited"], filed["lines"][0]["line"], neither.status_code) == (1, 2, 400)
    assert sorted(Invitation.objects.values_list("email", "role")) == [
        ("eve@example.org", "guest"),
        ("fay@example.org", "guest"),
    ]
