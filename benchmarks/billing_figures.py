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


class _Rows:
    """Everything that is written, kept apart by table in the order in which it can be written."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.tenants = [Tenant(name=f"Company {n}", slug=f"company-{n}", schema_name=f"t{n}") for n in range(ACCOUNTS)]
        self.accounts = [Account(tenant=tenant, customer_id=f"cus_{n}") for n, tenant in enumerate(self.tenants)]
        self.subscriptions: list[Subscription] = []
        self.invoices: list[Invoice] = []
        self.payments: list[Payment] = []
        self.transactions: list[LedgerTransaction] = []
        self.entries: list[LedgerEntry] = []
        self.events: list[WebhookEvent] = []
        for n in range(ACCOUNTS):
            self._account(n)
        self.licenses = [self._expired_trial(n) for n in range(ACCOUNTS)]

    def tables(self) -> Iterator[list[Any]]:
        yield from (self.tenants, self.accounts, self.subscriptions, self.invoices, self.payments)
        yield from (self.transactions, self.entries, self.events, self.licenses)

    def _account(self, n: int) -> None:
        """Each has its own day of the month; some began later, some left."""
        begins, leaves = (n % 7 if n % 3 == 0 else 0), (MONTHS - n % 5 if n % 11 == 0 else MONTHS + 1)
        first = moved(self.now - timedelta(days=n % 28, hours=n % 24), -MONTHS)
        has_left = leaves <= MONTHS
        self.subscriptions.append(
            Subscription(
                account=self.accounts[n],
                stripe_id=f"sub_{n}",
                status="canceled" if has_left else "active",
                started_at=moved(first, begins),
                trial_end=moved(first, begins) if n % 4 == 0 else None,
                ended_at=moved(first, leaves) if has_left else None,
                currency="USD",
            )
        )
        for number in range(begins, leaves):
            is_paid_back = n % 50 == 0 and number == leaves - 1
            self._month(n, number, moved(first, number), moved(first, number + 1), is_paid_back=is_paid_back)

    def _month(self, n: int, number: int, start: datetime, end: datetime, *, is_paid_back: bool) -> None:
        """An invoice with its payment; every twentieth failed once."""
        account, name = self.accounts[n], f"{n}_{number}"
        amount = PRICE * (SEATS + (number > 6 and n % 2))
        period = {"period_start": start.isoformat(), "period_end": end.isoformat()}
        line = {"key": CV, "description": "CV analysis", "quantity": amount // PRICE, "amount": amount} | period
        back = amount if is_paid_back else 0
        self.invoices.append(
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
        self.payments.append(
            Payment(account=account, stripe_id=f"pi_{name}", invoice_id=f"in_{name}", refunded=back, **paid)
        )
        self._booked(f"invoice:in_{name}", account, start, f"revenue:{CV}", amount, "invoice-paid")
        if back:
            at = end - timedelta(days=9)
            self._booked(f"refund:pi_{name}:1:0-{back}", account, at, f"refunds:{CV}", -back, "refund")
        kind = "invoice.payment_failed" if (n + number) % 20 == 0 else "invoice.paid"
        self.events.append(
            WebhookEvent(
                event_id=f"evt_{name}", type=kind, object_id=f"in_{name}", livemode=False, payload={}, state="done"
            )
        )

    def _booked(self, source_key: str, account: Account, at: datetime, book: str, amount: int, kind: str) -> None:
        row = LedgerTransaction(account=account, source_key=source_key, kind=kind, happened_at=at)
        self.transactions.append(row)
        for name, part in (("stripe", amount), (book, -amount)):
            self.entries.append(LedgerEntry(transaction=row, book=name, unit="USD", amount=part))

    def _expired_trial(self, n: int) -> License:
        return License(
            tenant=self.tenants[n],
            module="cv_analysis",
            kind="trial",
            state="expired",
            trial_started_at=self.now - timedelta(days=n % 300 + 15),
            ends_at=self.now - timedelta(days=n % 300 + 1),
        )


def fill(now: datetime) -> None:
    """Write 2,000 accounts with what they did in a year."""
    for rows in _Rows(now).tables():
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
