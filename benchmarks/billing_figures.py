"""How long the platform's figures take: 2,000 accounts that paid for a year, one month after the other.

Of each the best of three counts, so that what else runs on the machine does not. Everything happens in a database of
its own, which is gone afterwards. Some customers come, grow, fail, leave and are paid back, so that no figure is empty.
"""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import User
from apps.billing.figures import make_report
from apps.billing.figures.months import moved
from apps.billing.models import (
    Account,
    Invoice,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    Subscription,
    WebhookEvent,
)
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from benchmarks import Figure
from benchmarks.admin_lists import AT_ONCE, BACKEND, ROUNDS, scratch_database

ACCOUNTS, MONTHS = 2_000, 12
PRICE, SEATS = 2900, 3
CV = "module:cv_analysis:month"
PAGE = "/admin/billing/ledgertransaction/figures/"


def _keep(rows: list[Any]) -> None:
    model: type[models.Model] = type(rows[0])
    model._base_manager.bulk_create(rows, batch_size=AT_ONCE)


def fill(now: datetime) -> None:
    """Each account has its own day of the month; some began later, some left, every twentieth invoice failed once."""
    tenants = [Tenant(name=f"Company {n}", slug=f"company-{n}", schema_name=f"t{n}") for n in range(ACCOUNTS)]
    accounts = [Account(tenant=tenant, customer_id=f"cus_{n}") for n, tenant in enumerate(tenants)]
    subscriptions, invoices, payments, events = [], [], [], []
    transactions: list[LedgerTransaction] = []
    entries: list[LedgerEntry] = []

    def booked(source_key: str, account: Account, at: datetime, book: str, amount: int, kind: str) -> None:
        row = LedgerTransaction(account=account, source_key=source_key, kind=kind, happened_at=at)
        transactions.append(row)
        for name, part in (("stripe", amount), (book, -amount)):
            entries.append(LedgerEntry(transaction=row, book=name, unit="USD", amount=part))

    for n, account in enumerate(accounts):
        begins, leaves = (n % 7 if n % 3 == 0 else 0), (MONTHS - n % 5 if n % 11 == 0 else MONTHS + 1)
        first = moved(now - timedelta(days=n % 28, hours=n % 24), -MONTHS)
        has_left = leaves <= MONTHS
        subscriptions.append(
            Subscription(
                account=account,
                stripe_id=f"sub_{n}",
                status="canceled" if has_left else "active",
                started_at=moved(first, begins),
                trial_end=moved(first, begins) if n % 4 == 0 else None,
                ended_at=moved(first, leaves) if has_left else None,
                currency="USD",
            )
        )
        for number in range(begins, leaves):
            start, end, name = moved(first, number), moved(first, number + 1), f"{n}_{number}"
            amount = PRICE * (SEATS + (number > 6 and n % 2))
            period = {"period_start": start.isoformat(), "period_end": end.isoformat()}
            line = {"key": CV, "description": "CV analysis", "quantity": amount // PRICE, "amount": amount} | period
            back = amount if n % 50 == 0 and number == leaves - 1 else 0
            invoices.append(
                Invoice(
                    account=account,
                    stripe_id=f"in_{name}",
                    status="paid",
                    currency="USD",
                    subscription_id=f"sub_{n}",
                    subtotal=amount,
                    total=amount,
                    amount_due=amount,
                    amount_paid=amount,
                    issued_at=start,
                    paid_at=start,
                    attempts=1,
                    lines=[line],
                    refunded=back,
                )
            )
            paid = {"status": "succeeded", "amount": amount, "received": amount, "currency": "USD", "paid_at": start}
            payments.append(
                Payment(account=account, stripe_id=f"pi_{name}", invoice_id=f"in_{name}", refunded=back, **paid)
            )
            booked(f"invoice:in_{name}", account, start, f"revenue:{CV}", amount, "invoice-paid")
            if back:
                booked(
                    f"refund:pi_{name}:1:0-{back}", account, end - timedelta(days=9), f"refunds:{CV}", -back, "refund"
                )
            type_ = "invoice.payment_failed" if (n + number) % 20 == 0 else "invoice.paid"
            events.append(
                WebhookEvent(
                    event_id=f"evt_{name}", type=type_, object_id=f"in_{name}", livemode=False, payload={}, state="done"
                )
            )
    licenses = [
        License(
            tenant=tenant,
            module="cv_analysis",
            kind="trial",
            state="expired",
            trial_started_at=now - timedelta(days=n % 300 + 15),
            ends_at=now - timedelta(days=n % 300 + 1),
        )
        for n, tenant in enumerate(tenants)
    ]
    for rows in (tenants, accounts, subscriptions, invoices, payments, transactions, entries, events, licenses):
        _keep(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _best(work: Callable[[], object]) -> float:
    """In milliseconds."""
    taken = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return round(min(taken), 1)


def run() -> Iterator[Figure]:
    now = timezone.now()
    with scratch_database(), override_settings(PLATFORM_HOSTS=[*settings.PLATFORM_HOSTS, "testserver"]):
        fill(now)
        name = f"figures of {ACCOUNTS} accounts and {Invoice.objects.count()} invoices"
        yield Figure(name, _best(lambda: make_report("USD", now=now, months=MONTHS)), "ms")
        with CaptureQueriesContext(connection) as asked:
            make_report("USD", now=now, months=MONTHS)
        yield Figure(f"{name}, statements", len(asked), "statements")
        client = Client(SERVER_NAME="localhost")
        client.force_login(User.objects.create_superuser("bench@rostrum.example", None), backend=BACKEND)
        yield Figure(f"{name}, page", _best(lambda: client.get(PAGE)), "ms")
