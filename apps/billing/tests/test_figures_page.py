"""The page of figures in the platform's administration: who sees it, what stands on it, and its files."""

import csv
import io
from datetime import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership, User
from apps.accounts.services.staff import make_staff_roles
from apps.audit.models import AuditEntry
from apps.billing.figures import make_report
from apps.billing.tests.sold import CV, NOW, company, invoice, on, sell_to_six, subscribe
from tests.people import PASSWORD, SignedIn

pytestmark = pytest.mark.django_db

PAGE = "/admin/billing/ledgertransaction/figures/"
EXPORT = f"{PAGE}export/"
MOST_STATEMENTS = 12


@pytest.fixture
def six(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six customers, looked at on 10 May 2026."""
    sell_to_six()

    class Clock:
        @staticmethod
        def now() -> datetime:
            return NOW

    monkeypatch.setattr("apps.billing.admin_figures.timezone", Clock)


def staff_with(signed_in: SignedIn, name: str, *permissions: str, role: str = "") -> Client:
    user = User.objects.create_user(f"{name}@rostrum.example", PASSWORD, name=name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    if role:
        make_staff_roles()
        user.groups.add(Group.objects.get(name=role))
    return signed_in(user)


def table(client: Client, query: str) -> list[list[str]]:
    answer = client.get(f"{EXPORT}?{query}")
    assert answer.status_code == 200
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_page_shows_tiles_charts_and_tables(six: None, sam: User, signed_in: SignedIn) -> None:
    page = signed_in(sam).get(f"{PAGE}?currency=USD&months=6").text

    words = ("$259.17", "+$0.00 since", "$0.00 since the end of Apr 2026", "Mar 2026: $174.00", "$235.00", "$99.00")
    assert [word in page for word in words] == [True, False, True, True, True, True]
    assert page.count("<svg viewBox") == 7
    assert page.count("<caption") == 5
    # A column says what it is, and what was lost hangs below the line.
    assert "<title>Feb 2026: -$49.00</title>" in page
    assert "$200.53" in page


def test_other_currency_and_range_are_a_choice(six: None, sam: User, signed_in: SignedIn) -> None:
    client = signed_in(sam)

    euros, usual = client.get(f"{PAGE}?currency=EUR&months=24").text, client.get(PAGE).text

    assert ("€25.00" in euros, "$259.17" in euros, "May 2024" in euros) == (True, False, True)
    assert ('<option value="EUR" selected' in euros, '<option value="USD" selected' in usual) == (True, True)


def test_choice_that_is_none_says_so_and_shows_the_usual(six: None, sam: User, signed_in: SignedIn) -> None:
    answer = signed_in(sam).get(f"{PAGE}?currency=ZZZ&months=7")

    assert (answer.status_code, answer.text.count('role="alert"'), "$259.17" in answer.text) == (422, 2, True)


def test_page_speaks_german(six: None, sam: User, signed_in: SignedIn) -> None:
    page = signed_in(sam).get(PAGE, headers={"accept-language": "de"}).text

    words = ("Monatlich wiederkehrender Umsatz", "Kundenabwanderung", "Gescheiterte Zahlungen", "259,17")
    assert [word in page for word in words] == [True] * 4


def test_before_anything_was_sold_the_page_says_what_to_expect(sam: User, signed_in: SignedIn) -> None:
    page = signed_in(sam).get(PAGE)

    assert (page.status_code, "Nothing was sold yet" in page.text, "<svg viewBox" in page.text) == (200, True, False)


@pytest.mark.parametrize("address", [PAGE, EXPORT])
def test_staff_need_the_right(address: str, six: None, signed_in: SignedIn) -> None:
    without = staff_with(signed_in, "vera", "view_ledgertransaction")
    with_right = staff_with(signed_in, "will", "view_figures")

    assert (without.get(address).status_code, with_right.get(address).status_code) == (403, 200)


def test_entry_of_the_sidebar_is_there_for_whoever_may_see_it(six: None, signed_in: SignedIn) -> None:
    without = staff_with(signed_in, "vera", "view_ledgertransaction").get("/admin/").text
    auditor = staff_with(signed_in, "rita", role="Auditor").get("/admin/").text

    assert (PAGE in without, PAGE in auditor) == (False, True)


def test_owners_of_companies_find_no_figures(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)

    assert client.get(PAGE, follow=True).status_code == 403
    assert client.get(f"/t/acme{PAGE}").status_code == 404
    assert "/figures/" not in client.get("/t/acme/admin/").text


def test_file_of_recurring_revenue_is_made_for_programs(six: None, sam: User, signed_in: SignedIn) -> None:
    rows = table(signed_in(sam), "table=recurring&currency=USD&months=6")

    assert rows[0] == [
        *("Month", "At the beginning", "New", "Returned", "Expansion", "Contraction", "Churned", "Net new"),
        *("MRR at the end", "Currency"),
    ]
    assert rows[-4:-2] == [
        ["2026-02", "131.17", "98.20", "0.00", "87.00", "0.00", "-49.00", "136.20", "267.37", "USD"],
        ["2026-03", "267.37", "0.00", "0.00", "19.80", "0.00", "-19.00", "0.80", "268.17", "USD"],
    ]
    assert len(rows) == 8


def test_each_table_is_a_file(six: None, sam: User, signed_in: SignedIn) -> None:
    client = signed_in(sam)

    found = {name: table(client, f"table={name}&months=6") for name in ("customers", "revenue", "trials", "failures")}

    assert found["customers"][4] == ["2026-02", "3", "2", "0", "1", "4", "33.33", "37.36", "66.84", "200.53", "USD"]
    assert found["revenue"][-1] == ["2026-05", "Interview simulation", "49.00", "0.00", "49.00", "USD"]
    assert found["trials"][4] == ["2026-02", "1", "0", "1", "1", "50.0", "yes", "USD"]
    assert found["failures"][-2] == ["2026-04", "1", "99.00", "1", "99.00", "100.0", "USD"]


def test_cells_of_a_file_are_no_commands(six: None, sam: User, signed_in: SignedIn) -> None:
    """A thing that is not sold any more is called by its key, which somebody may have chosen."""
    ivy = company("ivy")
    invoice(ivy, "ivy_0", ("module:=1+1:month", 1, 2900, on(5, 1), on(6, 1)), at=on(5, 1))

    rows = table(signed_in(sam), "table=revenue")

    assert [row[1] for row in rows if row[0] == "2026-05"] == ["Interview simulation", "'=1+1"]


@pytest.mark.parametrize("query", ["table=nothing", "table=recurring&currency=ZZZ", "months=7"])
def test_file_of_nothing_known_is_not_there(query: str, six: None, sam: User, signed_in: SignedIn) -> None:
    assert signed_in(sam).get(f"{EXPORT}?{query}").status_code == 404


def test_export_is_written_down(six: None, sam: User, signed_in: SignedIn) -> None:
    table(signed_in(sam), "table=revenue")

    assert AuditEntry.objects.filter(action="table.exported").count() == 1


@pytest.mark.parametrize("count", [0, 3, 30])
def test_figures_take_as_many_statements_however_many_accounts(
    count: int, six: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        account = company(f"more{number}")
        subscribe(account, f"more{number}")
        invoice(account, f"more{number}_0", (CV, 1, 2900, on(4, 20), on(5, 20)), at=on(4, 20))

    with django_assert_max_num_queries(MOST_STATEMENTS):
        report = make_report("USD", now=NOW)

    assert report.movements[-1].customers == 4 + count
