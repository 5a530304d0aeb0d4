"""Licenses from a CSV file: first what each line would do, then a report of what became of it, and nothing is lost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from apps.accounts.models import Membership, User
from apps.marketplace.bulk_grant import MOST_LINES, read_lines, text_of
from apps.marketplace.models import License, LicenseChange
from apps.marketplace.services import assign_seat, grant_license
from apps.tenants.models import Tenant
from tests.people import SignedIn

pytestmark = pytest.mark.django_db

PAGE = "/admin/marketplace/license/grant-from-file/"
REASON = "Contract of 2026-11-26"


@pytest.fixture
def staff(sam: User, signed_in: SignedIn) -> Client:
    return signed_in(sam)


def upload(client: Client, content: bytes) -> str:
    page = client.post(PAGE, {"file": SimpleUploadedFile("grants.csv", content), "reason": REASON})
    assert page.status_code == 200
    return page.text


def test_preview_says_what_each_line_would_do_and_writes_nothing(staff: Client, acme: Tenant, beta: Tenant) -> None:
    grant_license(acme, module="cv_analysis")
    text = (
        "tenant,module,kind,seats,ends_on\nacme,cv_analysis,purchase,5,2030-01-31\nbeta,cv_analysis,,,\nnowhere,x,,,\n"
    )

    page = upload(staff, text.encode())

    assert "2 lines can be done." in page
    words = ("Changes the license", "Gives a new license", "No workspace has this")
    assert [said in page for said in words] == [True] * 3
    assert list(License.objects.exclude(tenant__kind="community").values_list("tenant__slug", "kind")) == [
        ("acme", "platform")
    ]


def test_confirmed_lines_are_granted_with_the_reason_and_bad_ones_reported(
    staff: Client, acme: Tenant, beta: Tenant
) -> None:
    lines = "acme;cv_analysis;purchase;5;2030-01-31\nbeta;cv_analysis;platform;;\nbeta;cv_analysis;;;\n"

    page = staff.post(PAGE, {"lines": lines, "reason": REASON}).text

    found = License.objects.filter(tenant__in=[acme, beta]).order_by("tenant__slug")
    assert [(one.tenant, one.kind, one.seat_limit) for one in found] == [
        (acme, "purchase", 5),
        (beta, "platform", None),
    ]
    assert ("2 licenses were granted." in page, "An earlier line is about the same" in page) == (True, True)
    assert set(LicenseChange.objects.values_list("why", flat=True)) == {REASON}


def test_line_that_the_service_refuses_stops_no_other(
    staff: Client, ada: Membership, ben: Membership, acme: Tenant, beta: Tenant
) -> None:
    license_ = grant_license(acme, module="cv_analysis", seat_limit=2)
    for who in (ada, ben):
        assign_seat(license_, membership=who)

    page = staff.post(PAGE, {"lines": "acme,cv_analysis,,1,\nbeta,cv_analysis,,1,\n", "reason": REASON}).text

    license_.refresh_from_db()
    assert (license_.seat_limit, License.objects.get(tenant=beta).seat_limit) == (2, 1)
    assert ("1 license was granted." in page, page.count("Not possible:")) == (True, 1)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("acme,nothing", "There is no such module."),
        ("acme,cv_analysis,gift", "The kind is platform / purchase."),
        ("acme,cv_analysis,,0", "Seats are a number from 1, or empty for everybody."),
        ("acme,cv_analysis,,-3", "Seats are a number from 1, or empty for everybody."),
        ("acme,cv_analysis,,many", "Seats are a number from 1, or empty for everybody."),
        ("acme,cv_analysis,,,31.12.2030", "Write the last day as 2026-12-31."),
        ("acme,cv_analysis,,,2020-01-01", "This day has passed."),
        ("acme,cv_analysis,,,,more", "There are too many columns."),
        ("acme", "There is no such module."),
        ("zeta,cv_analysis", "No workspace has this address."),
    ],
)
def test_bad_line_says_why(acme: Tenant, line: str, reason: str) -> None:
    assert [(one.is_good, one.outcome) for one in read_lines(line)] == [(False, reason)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_files_of_any_program_are_read(acme: Tenant, delimiter: str, encoding: str) -> None:
    last_day = (timezone.localdate() + timedelta(days=9)).isoformat()
    cells = ["acme", "cv_analysis", "purchase", "3", last_day]
    content = f"tenant{delimiter}module\r\n\r\n{delimiter.join(cells)}\r\n".encode(encoding)

    (line,) = read_lines(text_of(content))

    assert line.grant
    assert (line.number, line.grant.tenant, line.grant.seats) == (3, acme, 3)


def test_file_has_at_most_so_many_lines(acme: Tenant) -> None:
    lines = read_lines("acme,nothing\n" * (MOST_LINES + 1))

    assert (len(lines), lines[-1].outcome) == (MOST_LINES + 1, f"A file has at most {MOST_LINES} lines.")


def test_page_is_for_those_who_grant_licenses(ada: Membership, signed_in: SignedIn) -> None:
    assert signed_in(ada).get(PAGE, follow=True).status_code == 403
