"""Credits that a plan includes: given for each month of it that was paid for, once; they end with their month.

A month of a plan is counted back from the end of what was paid, so that a yearly plan gives twelve times, and a change
of plan within a month changes nothing of that month's end.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from apps.billing.catalogue import PERSONAL, PLAN, monthly_credits
from apps.billing.models import Account, Invoice, SubscriptionItem
from apps.billing.services.credits import grant_credits, take_credits_back

LONGEST = timedelta(days=400)
MONTHS_OF_A_YEAR = 12
# A month that was begun later is not a whole one: its credits come with the next. Months differ by three days.
BEGUN_WITHIN = timedelta(days=4)


def months_back(moment: datetime, number: int) -> datetime:
    """The same day so many months before, or the last one of a shorter month."""
    year, month = divmod(moment.year * MONTHS_OF_A_YEAR + moment.month - 1 - number, MONTHS_OF_A_YEAR)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def month_of(start: datetime, end: datetime, now: datetime) -> datetime | None:
    """When the month ends that runs now, or begins what was paid; None where none does, or not a whole one."""
    at = max(now, start)
    for number in range(MONTHS_OF_A_YEAR):
        begins, ends = months_back(end, number + 1), months_back(end, number)
        if begins <= at < ends:
            return ends if start - begins <= BEGUN_WITHIN else None
    return None


def _paid_lines(account: Account, now: datetime) -> Iterator[tuple[Invoice, str, int, datetime, datetime]]:
    """Of plans with credits: the invoice, the plan's key, how many credits, and the time that was paid for."""
    paid = Invoice.objects.filter(account=account, status="paid", issued_at__gte=now - LONGEST)
    for invoice in paid.exclude(subscription_id="").order_by("issued_at", "id"):
        for line in invoice.lines:
            number = monthly_credits(line["key"])
            # What is below 0 takes a plan back that was changed for another.
            if number and line["amount"] >= 0:
                start, end = (datetime.fromisoformat(line[name]) for name in ("period_start", "period_end"))
                yield invoice, line["key"], number, start, end


@transaction.atomic
def grant_monthly(account: Account) -> int:
    """Give what this month's plans include and was not given yet; says how many credits. Done twice it gives once."""
    given, now = 0, timezone.now()
    for invoice, key, number, start, end in _paid_lines(account, now):
        ends = month_of(start, end, now)
        if ends is None:
            continue
        source = f"monthly:{invoice.subscription_id}:{key}:{ends:%Y-%m-%d}"
        if invoice.is_reversed:
            take_credits_back(account, source_key=source)
            continue
        given += number * grant_credits(account, number=number, source_key=source, expires_at=ends, note=key)
    return given


def grant_months() -> int:
    """The next month of what was paid for a year; says how many credits were given."""
    yearly = SubscriptionItem.objects.filter(subscription__status="active", key__endswith=":year")
    plans = yearly.filter(key__startswith=f"{PLAN}:") | yearly.filter(key__startswith=f"{PERSONAL}:")
    pks = plans.order_by("subscription__account_id").values_list("subscription__account_id", flat=True).distinct()
    return sum(grant_monthly(account) for account in Account.objects.filter(pk__in=list(pks)))
