"""Invoices, payments, the statement of credits and usage: as lists, filtered, and as files."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.billing.models import Account
from apps.billing.services import capture_credits, grant_credits, hold_credits
from apps.billing.tests.rows import billed, paid
from apps.marketplace.models import License
from apps.marketplace.services import capture, reserve
from tests.people import SignedIn

pytestmark = pytest.mark.django_db

BILLING = "/t/acme/billing/"


def words(answer: Any) -> str:
    return " ".join(answer.text.split())


def rows_of(answer: Any) -> list[str]:
    lines: list[str] = answer.getvalue().decode("utf-8-sig").splitlines()
    return lines


def test_invoices_come_with_page_and_pdf_and_drafts_are_nobodys(
    ada: Membership, payer: Account, signed_in: SignedIn
) -> None:
    billed(payer, "RST-1")
    billed(payer, "RST-2", status="open", next_attempt_at=timezone.now())
    billed(payer, "RST-3", refunded=2900)
    billed(payer, "RST-4", status="draft")
    client = signed_in(ada)

    page, back = words(client.get(f"{BILLING}invoices/")), words(client.get(f"{BILLING}invoices/?state=back"))

    assert [number in page for number in ("RST-1", "RST-2", "RST-3", "RST-4")] == [True, True, True, False]
    assert ('href="https://invoice.example/RST-1"' in page, 'href="https://invoice.example/RST-1.pdf"' in page) == (
        True,
        True,
    )
    assert ("next try" in page, "$29.00" in page) == (True, True)
    assert [number in back for number in ("RST-1", "RST-2", "RST-3")] == [False, False, True]


def test_invoices_leave_as_a_file(ada: Membership, payer: Account, signed_in: SignedIn) -> None:
    at = timezone.now()
    billed(payer, "RST-1", tax=400, issued_at=at, paid_at=at)
    billed(payer, "=RST-2", status="open", issued_at=at)

    lines = rows_of(signed_in(ada).get(f"{BILLING}invoices/export/?sort=number"))

    assert lines[0] == "Number,Issued,Due,Paid,State,Net,Tax,Sum,Paid back,Currency,Page"
    assert lines[1].startswith("'=RST-2,")
    when = at.isoformat()
    assert lines[2] == f"RST-1,{when},,{when},Paid,25.00,4.00,29.00,0.00,USD,https://invoice.example/RST-1"


def test_payments_say_what_became_of_them(ada: Membership, payer: Account, signed_in: SignedIn) -> None:
    paid(payer, "ok")
    paid(payer, "no", status="requires_payment_method", problem="Your card was declined.")
    paid(payer, "slow", status="processing")
    paid(payer, "left", status="canceled")
    paid(payer, "partly", refunded=900)
    paid(payer, "back", refunded=2900)
    paid(payer, "fight", dispute="open")
    paid(payer, "lost", dispute="lost")
    client = signed_in(ada)

    lines = rows_of(client.get(f"{BILLING}payments/export/"))
    page = words(client.get(f"{BILLING}payments/"))

    states = ["Canceled", "Disputed", "Failed", "Paid", "Paid back", "Paid back", "Partly paid back", "Under way"]
    assert sorted(line.split(",")[2] for line in lines[1:]) == states
    assert ("Your card was declined." in page, "by your bank, after a dispute" in page) == (True, True)
    counts = {
        state: len(rows_of(client.get(f"{BILLING}payments/export/?state={state}"))) - 1
        for state in ("paid", "failed", "under-way", "canceled", "partly-back", "back", "disputed")
    }
    assert counts == {"paid": 1, "failed": 1, "under-way": 1, "canceled": 1, "partly-back": 1, "back": 2, "disputed": 1}


def test_statement_of_credits_adds_up_to_the_balance(ada: Membership, payer: Account, signed_in: SignedIn) -> None:
    grant_credits(payer, number=15, source_key="order:1", note="1 x credits:15:once")
    hold_credits(payer, key="interview:1", seconds=2 * 3600)
    capture_credits(payer, key="interview:1", seconds=3601)
    hold_credits(payer, key="interview:2", seconds=3 * 3600)
    capture_credits(payer, key="interview:2", seconds=60)
    client = signed_in(ada)

    page = words(client.get(f"{BILLING}credits/"))
    lines = rows_of(client.get(f"{BILLING}credits/export/"))

    moves = [line.rsplit(",", 1)[1] for line in lines[1:]]
    assert sorted(moves) == sorted(["15", "-2", "-3", "2"])
    assert ("Left over from a session" in page, ">12<" in page.replace(" ", "")) == (True, True)
    narrowed = words(client.get(f"{BILLING}credits/?what=credits-granted"))
    assert ("Credits came in" in narrowed, narrowed.count("<time") == page.count("<time") - 3) == (True, True)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", ["invoices", "payments", "credits"])
def test_number_of_statements(
    ada: Membership,
    payer: Account,
    signed_in: SignedIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    name: str,
    number: int,
) -> None:
    for one in range(number):
        billed(payer, f"RST-{one}")
        paid(payer, str(one))
        grant_credits(payer, number=5, source_key=str(one))
    client = signed_in(ada)
    client.get(f"{BILLING}{name}/")

    # User, membership, account, the rows with their number, saved views, the sum of credits, and the frame.
    with django_assert_num_queries(8 if name == "credits" else 7):
        client.get(f"{BILLING}{name}/")


def test_usage_is_shown_by_day_and_module_and_leaves_as_a_file(
    ada: Membership, licensed: License, signed_in: SignedIn
) -> None:
    for key, amount in (("a", 2), ("b", 1)):
        capture(reserve(ada.tenant, module="cv_analysis", meter="analyses", key=key, amount=amount))
    reserve(ada.tenant, module="cv_analysis", meter="analyses", key="c")
    client = signed_in(ada)

    page = words(client.get(f"{BILLING}usage/"))
    lines = rows_of(client.get(f"{BILLING}usage/export/"))

    assert ("CV analysis" in page, "and 1 under way" in page) == (True, True)
    assert [line.split(",")[1:] for line in lines] == [
        ["Module", "Counted", "Used"],
        ["CV analysis", lines[1].split(",")[2], "3"],
    ]
    assert rows_of(client.get(f"{BILLING}usage/export/?month={timezone.now():%Y-%m}")) == lines


def test_month_without_usage_says_so(ada: Membership, signed_in: SignedIn) -> None:
    before = timezone.now().replace(day=1) - timedelta(days=1)

    page = words(signed_in(ada).get(f"{BILLING}usage/?month={before:%Y-%m}"))

    assert ("Nothing was counted in this month" in page, f'value="{before:%Y-%m}" selected' in page) == (True, True)


def test_number_of_statements_of_usage(
    ada: Membership, licensed: License, signed_in: SignedIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for key in "abc":
        capture(reserve(ada.tenant, module="cv_analysis", meter="analyses", key=key))
    client = signed_in(ada)
    client.get(f"{BILLING}usage/")

    # User, membership, days, months, and the frame.
    with django_assert_num_queries(6):
        client.get(f"{BILLING}usage/")


def test_persons_see_their_own_usage_only(dan: Membership, signed_in: SignedIn) -> None:
    page = words(signed_in(dan).get(f"{dan.tenant.path}billing/usage/"))

    assert "Nothing was counted in this month" in page
