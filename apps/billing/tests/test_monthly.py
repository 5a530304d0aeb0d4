"""When a month of a plan ends whose credits are given now."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from apps.billing.models import Account, CreditLot, Invoice
from apps.billing.services.monthly import grant_months, month_of, months_back
from apps.billing.tests.rows import billed, subscribed

KEY = "plan:professional:year"


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "number", "before"),
    [
        ("2026-03-31", 1, "2026-02-28"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2027-01-31", 12, "2026-01-31"),
        ("2028-03-30", 1, "2028-02-29"),
    ],
)
def test_months_are_counted_back_to_the_same_day_or_the_last(moment: str, number: int, before: str) -> None:
    assert months_back(day(moment), number) == day(before)


@pytest.mark.parametrize(
    ("start", "end", "now", "ends"),
    [
        # A month, from its first moment; also where it is paid before it begins here.
        ("2026-11-27", "2026-12-27", "2026-11-27", "2026-12-27"),
        ("2026-11-27", "2026-12-27", "2026-11-20", "2026-12-27"),
        ("2026-01-31", "2026-02-28", "2026-02-01", "2026-02-28"),
        # Over.
        ("2026-10-27", "2026-11-27", "2026-11-27", None),
        # The rest of a month after a change of plan gives nothing, nor does a trial.
        ("2026-12-10", "2026-12-27", "2026-12-10", None),
        ("2026-11-27", "2026-12-11", "2026-11-27", None),
        # Each month of a year; the rest of one that was begun in the middle of a month from the next one on.
        ("2026-01-31", "2027-01-31", "2026-02-27", "2026-02-28"),
        ("2026-01-31", "2027-01-31", "2026-02-28", "2026-03-31"),
        ("2026-06-20", "2027-01-31", "2026-06-21", None),
        ("2026-06-20", "2027-01-31", "2026-07-02", "2026-07-31"),
        ("2026-01-31", "2027-01-31", "2027-01-30", "2027-01-31"),
    ],
)
def test_month_that_runs_now(start: str, end: str, now: str, ends: str | None) -> None:
    assert month_of(day(start), day(end), day(now)) == (day(ends) if ends else None)


def paid_year(payer: Account, begun: datetime) -> Invoice:
    """A year of the professional plan."""
    subscription = subscribed(payer, (KEY, 1), stripe_id="sub_year")
    line = {"key": KEY, "description": "", "quantity": 1, "amount": 79000}
    period = {"period_start": begun.isoformat(), "period_end": begun.replace(year=begun.year + 1).isoformat()}
    return billed(payer, "Y", subscription_id=subscription.stripe_id, lines=[line | period])


@pytest.mark.django_db
def test_each_month_of_a_year_gives_once_and_ends_with_its_month(payer: Account) -> None:
    first = months_back(timezone.now(), 3).replace(day=1, hour=12, minute=0, second=0, microsecond=0)
    paid_year(payer, first)

    assert [grant_months(), grant_months()] == [5, 0]

    lot = CreditLot.objects.get()
    assert (lot.seconds, lot.title) == (5 * 3600, KEY)
    assert lot.expires_at is not None
    assert lot.expires_at.day == 1
    assert timezone.now() < lot.expires_at <= timezone.now() + timedelta(days=31)


@pytest.mark.django_db
def test_what_was_paid_back_gives_nothing_more_and_takes_what_is_left(payer: Account) -> None:
    invoice = paid_year(payer, timezone.now() - timedelta(hours=1))
    assert grant_months() == 5

    Invoice.objects.filter(pk=invoice.pk).update(refunded=invoice.amount_paid)

    assert [grant_months(), grant_months()] == [0, 0]
    payer.refresh_from_db()
    assert payer.credit_seconds == 0


@pytest.mark.django_db
def test_plans_without_credits_and_invoices_that_are_not_paid_give_none(payer: Account) -> None:
    invoice = paid_year(payer, timezone.now() - timedelta(hours=1))
    Invoice.objects.filter(pk=invoice.pk).update(status="open")

    assert grant_months() == 0
