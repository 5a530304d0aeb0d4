"""Six customers over four months, as the provider and the ledger would have them; what comes of it is in the tests."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from apps.billing.models import Account, Invoice, LedgerEntry, Payment, Subscription, WebhookEvent
from apps.billing.services.bookings import book_invoice
from apps.billing.services.ledger import book
from apps.marketplace.models import License, LicenseChange
from apps.tenants.models import Tenant

CV, TALKS, CODE = "module:cv_analysis:month", "module:interviews:month", "module:code_assessment:month"
STARTER, PLAN_YEAR, PACK = "plan:starter:month", "plan:professional:year", "credits:5:once"
NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
Line = tuple[str, int, int, datetime, datetime]


def on(month: int, day: int, hour: int = 10) -> datetime:
    """A moment of 2026."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def company(name: str) -> Account:
    """A customer of whom there is nothing but the account."""
    tenant = Tenant.objects.create(name=name, slug=name, schema_name=f"t_{name}")
    return Account.objects.create(tenant=tenant)


def subscribe(account: Account, name: str, **fields: Any) -> None:
    plain = {"status": "active", "started_at": on(1, 1), "currency": "USD"}
    Subscription.objects.create(account=account, stripe_id=f"sub_{name}", **(plain | fields))


def invoice(account: Account, number: str, *lines: Line, at: datetime, **fields: Any) -> Invoice:
    """A paid invoice of the customer's subscription, in the ledger; each line is (key, quantity, amount, from, to)."""
    total = sum(line[2] for line in lines)
    name = number.partition("_")[0]
    plain = {"status": "paid", "currency": "USD", "attempts": 1, "subscription_id": f"sub_{name}", "paid_at": at}
    row = Invoice.objects.create(
        account=account,
        stripe_id=f"in_{number}",
        issued_at=at,
        lines=[_line(*line) for line in lines],
        **({"subtotal": total, "total": total, "amount_due": total, "amount_paid": total} | plain | fields),
    )
    book_invoice(row)
    return row


def _line(key: str, quantity: int, amount: int, start: datetime, end: datetime) -> dict[str, Any]:
    period = {"period_start": start.isoformat(), "period_end": end.isoformat()}
    return {"key": key, "description": key, "quantity": quantity, "amount": amount} | period


def pay(account: Account, name: str, amount: int, *, at: datetime, **fields: Any) -> Payment:
    plain = {"status": "succeeded", "received": amount, "currency": "USD", "paid_at": at}
    return Payment.objects.create(account=account, stripe_id=f"pi_{name}", amount=amount, **(plain | fields))


def give_back(payment: Payment, key: str, amount: int, *, at: datetime) -> None:
    """A refund as it is booked; of all that was paid, it is written into the invoice too."""
    unit = payment.currency
    entries = {("stripe", unit): -amount, (f"refunds:{key}", unit): amount}
    book(
        payment.account,
        source_key=f"refund:{payment.stripe_id}:1:0-{amount}",
        kind="refund",
        entries=entries,
        happened_at=at,
    )
    Payment.objects.filter(pk=payment.pk).update(refunded=amount)
    Invoice.objects.filter(stripe_id=payment.invoice_id).update(refunded=amount)


def lose_dispute(payment: Payment, key: str, *, at: datetime) -> None:
    unit, amount = payment.currency, payment.amount
    opened = {("stripe", unit): -amount, ("disputes", unit): amount}
    lost = {("disputes", unit): -amount, (f"refunds:{key}", unit): amount}
    for name, entries, when in (("open", opened, at - timedelta(days=5)), ("lost", lost, at)):
        source, kind = f"dispute:dp_{payment.stripe_id}:{name}", f"dispute-{name}"
        book(payment.account, source_key=source, kind=kind, entries=entries, happened_at=when)
    Payment.objects.filter(pk=payment.pk).update(dispute="lost")
    Invoice.objects.filter(stripe_id=payment.invoice_id).update(dispute_lost=True)


def tried(account: Account, *, ended: datetime, is_bought: bool) -> None:
    """One of our own trials, of CV analysis."""
    license_ = License.objects.create(
        tenant=account.tenant,
        module="cv_analysis",
        kind="purchase" if is_bought else "trial",
        state="active" if is_bought else "expired",
        trial_started_at=ended - timedelta(days=14),
        ends_at=on(6, 10) if is_bought else ended,
    )
    if is_bought:
        LicenseChange.objects.create(
            license=license_, from_state="trialing", to_state="active", actor_kind="system", why="Bought.", at=ended
        )


def failing_event(name: str, *, type_: str, object_id: str) -> None:
    WebhookEvent.objects.create(
        event_id=name, type=type_, object_id=object_id, livemode=False, payload={}, state="done"
    )


def sell_to_six() -> None:
    """In dollars seats that change, a year, one who comes back, one paid back, a trial; in euros a dispute."""
    seats_grow_and_shrink()
    year_is_partly_paid_back()
    leaves_and_comes_back()
    all_is_paid_back()
    trial_is_paid_for()
    bank_takes_it_back()


def seats_grow_and_shrink() -> None:
    """Two seats at 29.00; five from 20 February, paid in proportion; three from 10 April; not paid yet in May."""
    ada = company("ada")
    subscribe(ada, "ada")
    tried(ada, ended=on(1, 10), is_bought=True)
    left = (on(2, 20), on(3, 10))
    months = (on(1, 10), on(2, 10), on(3, 10), on(4, 10), on(5, 10))
    for number, (quantity, amount) in enumerate(((2, 5800), (2, 5800), (5, 14500), (3, 8700))):
        start, end = months[number], months[number + 1]
        invoice(ada, f"ada_{number}", (CV, quantity, amount, start, end), at=start)
    # 18 of 28 days: 5800 x 18 / 28 and 14500 x 18 / 28, rounded.
    invoice(ada, "ada_more", (CV, 2, -3729, *left), (CV, 5, 9321, *left), at=left[0])


def year_is_partly_paid_back() -> None:
    """290.00 for a year on the last of January, plus taxes; 100.00 goes back in March; and a pack of credits."""
    ben = company("ben")
    subscribe(ben, "ben")
    year = (PLAN_YEAR, 1, 29000, on(1, 31), datetime(2027, 1, 31, 10, tzinfo=UTC))
    invoice(ben, "ben_0", year, at=on(1, 31), tax=5510, total=34510, amount_due=34510, amount_paid=34510)
    paid = pay(ben, "ben_0", 34510, at=on(1, 31), invoice_id="in_ben_0")
    give_back(paid, PLAN_YEAR, 10000, at=on(3, 5))
    pay(ben, "pack", 4900, at=on(3, 12))
    entries = {("stripe", "USD"): 4900, (f"revenue:{PACK}", "USD"): -4900}
    book(ben, source_key="payment:pi_pack", kind="payment", entries=entries, happened_at=on(3, 12))


def leaves_and_comes_back() -> None:
    """January, then again from April on, under a new subscription; a purchase of credits in March failed."""
    cleo = company("cleo")
    subscribe(cleo, "cleo", status="canceled", ended_at=on(2, 5))
    subscribe(cleo, "back")
    invoice(cleo, "cleo_0", (TALKS, 1, 4900, on(1, 5), on(2, 5)), at=on(1, 5))
    invoice(cleo, "back_0", (TALKS, 1, 4900, on(4, 2), on(5, 2)), at=on(4, 2))
    invoice(cleo, "back_1", (TALKS, 1, 4900, on(5, 2), on(6, 2)), at=on(5, 2))
    pay(cleo, "tried", 4900, at=on(3, 20), status="requires_payment_method", received=0, problem="Declined.")


def all_is_paid_back() -> None:
    """From 15 February, all of it paid back on 3 March."""
    dan = company("dan")
    subscribe(dan, "dan", status="canceled", ended_at=on(3, 15))
    invoice(dan, "dan_0", (CODE, 1, 1900, on(2, 15), on(3, 15)), at=on(2, 15))
    give_back(pay(dan, "dan_0", 1900, at=on(2, 15), invoice_id="in_dan_0"), CODE, 1900, at=on(3, 3))


def trial_is_paid_for() -> None:
    """A trial of a subscription until 15 February, then 99.00 less 20 % once; April is paid at the second try.

    Two others try and do not pay: a company on our own trial, and one whose subscription is canceled on trial.
    """
    eve = company("eve")
    subscribe(eve, "eve", started_at=on(2, 1), trial_end=on(2, 15))
    invoice(eve, "eve_trial", (STARTER, 1, 0, on(2, 1), on(2, 15)), at=on(2, 1))
    invoice(eve, "eve_0", (STARTER, 1, 7920, on(2, 15), on(3, 15)), at=on(2, 15))
    invoice(eve, "eve_1", (STARTER, 1, 9900, on(3, 15), on(4, 15)), at=on(3, 15))
    invoice(eve, "eve_2", (STARTER, 1, 9900, on(4, 15), on(5, 15)), at=on(4, 15), paid_at=on(4, 18), attempts=2)
    tried(company("gus"), ended=on(2, 8), is_bought=False)
    hal = company("hal")
    subscribe(hal, "hal", status="canceled", started_at=on(3, 6), trial_end=on(3, 20), ended_at=on(3, 18))


def bank_takes_it_back() -> None:
    """25.00 euros a month from March on; what was paid in April is lost in a dispute, and the subscription ends."""
    fay = company("fay")
    subscribe(fay, "fay", status="canceled", ended_at=on(4, 21), currency="EUR")
    for number, (start, end) in enumerate(((on(3, 1), on(4, 1)), (on(4, 1), on(5, 1)))):
        invoice(fay, f"fay_{number}", (CV, 1, 2500, start, end), at=start, currency="EUR")
    paid = pay(fay, "fay_1", 2500, at=on(4, 1), invoice_id="in_fay_1", currency="EUR")
    lose_dispute(paid, CV, at=on(4, 20))


def ledger_net(currency: str, keys: Sequence[str] = ("revenue:", "refunds:")) -> int:
    """What the ledger's books say that was earned, all of it together."""
    rows = LedgerEntry.objects.filter(unit=currency).values_list("book", "amount")
    return -sum(amount for name, amount in rows if name.startswith(tuple(keys)))
